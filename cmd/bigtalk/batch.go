package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"bigtalk/bot"
)

// maxBatchLine bounds one line of a batch. A longer one is an error in its place.
const maxBatchLine = 1 << 20

type batchLine struct {
	ID       json.RawMessage `json:"id"`
	Question *string         `json:"question"`
}

// askBatch answers each line of a file in order, one object a line. A line that
// cannot be read gives an error object in its place; then the exit code is 1.
func askBatch(ctx context.Context, env *environment, h bot.Handler, f askFlags) (err error) {
	in := env.stdin
	if f.batch != "-" {
		file, openErr := os.Open(f.batch)
		if openErr != nil {
			return fmt.Errorf("--batch: %w", openErr)
		}
		defer file.Close()
		in = file
	}
	out := bufio.NewWriter(env.stdout)
	defer func() { err = errors.Join(err, out.Flush()) }()
	bad := 0
	lines := bufio.NewReader(in)
	for n := 1; ; n++ {
		line, readErr := readLine(lines, maxBatchLine)
		if errors.Is(readErr, io.EOF) {
			break
		}
		if readErr != nil && !errors.Is(readErr, bufio.ErrTooLong) {
			return fmt.Errorf("--batch %s:%d: %w", f.batch, n, readErr)
		}
		if readErr == nil && len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		result, lineErr := answerLine(ctx, h, f, line, readErr)
		if lineErr != nil {
			bad++
			result.(*errorJSON).Error = fmt.Sprintf("line %d: %v", n, lineErr)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := writeJSON(out, result); err != nil {
			return err
		}
	}
	if bad > 0 {
		return &exitError{exitFailure, fmt.Errorf("--batch %s: %d lines could not be answered; their place in the output says why", f.batch, bad)}
	}
	return nil
}

// answerLine returns an answerJSON, or an *errorJSON and why.
func answerLine(ctx context.Context, h bot.Handler, f askFlags, line []byte, readErr error) (any, error) {
	if readErr != nil {
		return &errorJSON{}, fmt.Errorf("longer than %d bytes: shorten the question", maxBatchLine)
	}
	var q batchLine
	if err := json.Unmarshal(line, &q); err != nil {
		return &errorJSON{ID: idOf(q.ID)}, fmt.Errorf("not a JSON object with id and question: %w", err)
	}
	id := idOf(q.ID)
	if q.Question == nil {
		return &errorJSON{ID: id}, errors.New(`no "question"`)
	}
	r, err := h.Handle(ctx, f.message(id, *q.Question))
	if err != nil {
		return &errorJSON{ID: id}, err
	}
	return toJSON(id, *q.Question, r), nil
}

// idOf reads an id that may be a string or a number.
func idOf(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	if t := string(raw); t != "null" && !strings.HasPrefix(t, "{") && !strings.HasPrefix(t, "[") {
		return t
	}
	return ""
}

// readLine returns the next line without its end, bufio.ErrTooLong for one of
// more than limit bytes (which it skips), and io.EOF after the last.
func readLine(r *bufio.Reader, limit int) ([]byte, error) {
	var line []byte
	tooLong := false
	for {
		part, err := r.ReadSlice('\n')
		if !tooLong {
			line = append(line, part...)
		}
		if len(line) > limit {
			line, tooLong = nil, true
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && len(line) == 0 && !tooLong && len(part) == 0:
			return nil, io.EOF
		case err != nil && !errors.Is(err, io.EOF):
			return nil, err
		case tooLong:
			return nil, bufio.ErrTooLong
		default:
			return bytes.TrimRight(line, "\r\n"), nil
		}
	}
}
