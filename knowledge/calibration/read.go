package calibration

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
)

// maxFile is the largest file in bytes that is read, some fifty times a fit of
// four profiles.
const maxFile = 16 << 20

// Read reads what [Write] wrote, or what was edited without changing its shape.
// Beyond JSON it wants every field, in the order that Write has, with nothing
// unknown, doubled or null; numbers that are finite and lists whose lengths fit;
// trees whose nodes point forward and within; thresholds in order. Anything else
// is an error that says what and where. Read does not panic, and the models of
// what it returns do not for as many values as they have signals.
func Read(data []byte) (File, error) {
	f, err := read(data)
	if err != nil {
		return File{}, fmt.Errorf("read calibration: %w", err)
	}
	return f, nil
}

func read(data []byte) (File, error) {
	if len(data) > maxFile {
		return File{}, fmt.Errorf("%d bytes, of at most %d", len(data), maxFile)
	}
	var f File
	if err := json.Unmarshal(data, &f); err != nil {
		offset := len(data)
		if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
			offset = int(syntax.Offset)
		}
		if mismatch, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
			offset = int(mismatch.Offset)
		}
		return File{}, fmt.Errorf("line %d: %w", line(data, offset), err)
	}
	if err := cmp.Or(f.check(), checkShape(data, f)); err != nil {
		return File{}, err
	}
	return f, nil
}

// checkShape holds the tokens of data to those that f is written with, numbers
// apart. encoding/json takes "Bias" for "bias", the last of two equal keys, null
// for anything, and a missing key for 0. data is JSON.
func checkShape(data []byte, f File) error {
	canonical, err := json.Marshal(f)
	if err != nil {
		return err
	}
	rest := data
	for len(canonical) > 0 {
		var got, want []byte
		got, rest = cutToken(rest)
		want, canonical = cutToken(canonical)
		if !alike(got, want) {
			return fmt.Errorf("line %d: got %s, want %s", line(data, len(data)-len(rest)), got, want)
		}
	}
	return nil
}

// cutToken cuts the first token off JSON: a string, a number, a literal or one
// character of punctuation; empty at the end.
func cutToken(data []byte) (token, rest []byte) {
	data = bytes.TrimLeft(data, " \t\r\n")
	if len(data) == 0 {
		return nil, nil
	}
	end := 1
	switch data[0] {
	case '{', '}', '[', ']', ',', ':':
	case '"':
		for data[end] != '"' {
			if data[end] == '\\' {
				end++
			}
			end++
		}
		end++
	default:
		if end = bytes.IndexAny(data, "]},: \t\r\n"); end < 0 {
			end = len(data)
		}
	}
	return data[:end], data[end:]
}

// alike reports whether two tokens are equal or both numbers.
func alike(a, b []byte) bool {
	if bytes.Equal(a, b) {
		return true
	}
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	if a[0] == '"' && b[0] == '"' { // perhaps one with more escapes
		var s, t string
		return json.Unmarshal(a, &s) == nil && json.Unmarshal(b, &t) == nil && s == t
	}
	return number(a) && number(b)
}

func number(token []byte) bool { return token[0] == '-' || '0' <= token[0] && token[0] <= '9' }

// line is the line, from 1, that the first n bytes of data reach to.
func line(data []byte, n int) int {
	return 1 + bytes.Count(data[:min(n, len(data))], []byte{'\n'})
}
