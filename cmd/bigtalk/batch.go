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
	"bigtalk/knowledge/jsonline"
	"bigtalk/knowledge/textline"
)

// maxBatchLine bounds one line of a batch. A longer one is an error in its place.
const maxBatchLine = 1 << 20

type batchLine struct {
	ID       json.RawMessage `json:"id"`
	Question *string         `json:"question"`
}

// An inputLine is one line of the file, or why it could not be read.
type inputLine struct {
	number int
	text   []byte
	err    error
	more   bool // another line, or its beginning, has been read already
}

// answerBatch answers each line of a file in order, with one object or more. A line
// that cannot be read gives an error object in its place; then the exit code is 1.
// Answers are written out as soon as no further line waits, so that a program may
// ask, read the answer and ask again.
func (env *environment) answerBatch(ctx context.Context, name string, answer func(context.Context, inputLine) ([]any, error)) (err error) {
	in := env.stdin
	if name != "-" {
		file, openErr := os.Open(name)
		if openErr != nil {
			return fmt.Errorf("--batch: %w", openErr)
		}
		defer file.Close()
		in = file
	}
	out := bufio.NewWriter(env.stdout)
	defer func() { err = errors.Join(err, out.Flush()) }()
	bad := 0
	lines := readLines(ctx, in)
	for {
		var line inputLine
		var ok bool
		select {
		case line, ok = <-lines:
		case <-ctx.Done():
		}
		if !ok {
			break
		}
		if line.err != nil && !errors.Is(line.err, textline.ErrTooLong) {
			return fmt.Errorf("--batch %s:%d: %w", name, line.number, line.err)
		}
		results, lineErr := answerLine(ctx, line, answer)
		if ctx.Err() != nil {
			break
		}
		if lineErr != nil {
			bad++
			results = []any{errorJSON{ID: idOfLine(line.text), Error: fmt.Sprintf("line %d: %v", line.number, lineErr)}}
		}
		for _, r := range results {
			if err := writeJSON(out, r); err != nil {
				return err
			}
		}
		if !line.more {
			if err := out.Flush(); err != nil {
				return err
			}
		}
	}
	if ctx.Err() != nil {
		return fmt.Errorf("--batch %s: stopped before its end", name)
	}
	if bad > 0 {
		return &exitError{exitFailure, fmt.Errorf("--batch %s: lines that could not be answered: %d; their place in the output says why", name, bad)}
	}
	return nil
}

// answerLine answers one line, or says why it cannot.
func answerLine(ctx context.Context, line inputLine, answer func(context.Context, inputLine) ([]any, error)) ([]any, error) {
	if line.err != nil {
		return nil, fmt.Errorf("longer than %d bytes: shorten the question", maxBatchLine)
	}
	return answer(ctx, line)
}

// readLines sends the lines of r that are not blank until its end, an error or
// the end of ctx. A read that is blocked then, on a pipe that nobody writes to,
// is left behind with the process.
func readLines(ctx context.Context, r io.Reader) <-chan inputLine {
	lines := make(chan inputLine)
	go func() {
		defer close(lines)
		src := textline.NewReader(r, maxBatchLine)
		for {
			text, err := src.Next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err == nil && len(bytes.TrimSpace(text)) == 0 {
				continue
			}
			select {
			case lines <- inputLine{number: src.Line(), text: text, err: err, more: src.Waiting()}:
			case <-ctx.Done():
				return
			}
			if err != nil && !errors.Is(err, textline.ErrTooLong) {
				return
			}
		}
	}()
	return lines
}

// askLine asks the question of one line.
func askLine(ctx context.Context, h bot.Handler, f askFlags, line inputLine) ([]any, error) {
	var q batchLine
	if err := jsonline.DecodeLoosely(line.text, &q); err != nil {
		return nil, err
	}
	if q.Question == nil {
		return nil, errors.New(`no "question"`)
	}
	id := idOf(q.ID)
	r, err := h.Handle(ctx, f.message(id, *q.Question))
	if err != nil {
		return nil, err
	}
	return []any{toJSON(id, *q.Question, r)}, nil
}

// idOfLine finds what id it can in a line that is otherwise no good.
func idOfLine(text []byte) string {
	var q struct {
		ID json.RawMessage `json:"id"`
	}
	_ = json.Unmarshal(text, &q) // then there is none
	return idOf(q.ID)
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
