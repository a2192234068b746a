// Package textline reads text line by line, with a bound on the length of a
// line, from files that people and programs make: with or without a byte order
// mark, with line ends of either kind, with one line that is far too long.
package textline

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// ErrTooLong takes the place of a line that is longer than the bound. The next
// line is read as usual.
var ErrTooLong = errors.New("line is too long")

// A Reader returns the lines of a text. It is not safe for concurrent use.
type Reader struct {
	r     *bufio.Reader
	limit int
	line  int
}

// NewReader reads from r lines of at most limit bytes, their ends not counted.
func NewReader(r io.Reader, limit int) *Reader {
	return &Reader{r: bufio.NewReader(r), limit: limit}
}

// Line is the number of the line that Next returned last, from 1.
func (r *Reader) Line() int { return r.line }

// Waiting reports whether the next line, or its beginning, has been read already,
// so that Next need not wait for the source.
func (r *Reader) Waiting() bool { return r.r.Buffered() > 0 }

// Next returns the next line without its end, in memory of its own. It returns
// [ErrTooLong] for a line over the bound, which it skips, io.EOF after the last
// line, and the source's error otherwise. A byte order mark before the first
// line is dropped. Bytes that are no UTF-8 are returned as they are.
func (r *Reader) Next() ([]byte, error) {
	var line []byte
	began, tooLong := false, false
	for {
		part, err := r.r.ReadSlice('\n')
		began = began || len(part) > 0
		if !tooLong {
			line = append(line, part...)
			// Two bytes more than the limit may be the line's end.
			if len(line) > r.limit+2 {
				line, tooLong = nil, true
			}
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		if !began {
			return nil, io.EOF
		}
		r.line++
		line = bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
		if r.line == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		if tooLong || len(line) > r.limit {
			return nil, ErrTooLong
		}
		return line, nil
	}
}
