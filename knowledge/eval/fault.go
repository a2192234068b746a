package eval

import "fmt"

// A Fault is one mistake in a file of questions.
type Fault struct {
	File    string
	Line    int    // 1-based; 0 when it concerns the whole file
	Message string // what is wrong
	Hint    string // what to do about it
}

// Error formats f as "file:line: message (hint)".
func (f *Fault) Error() string {
	if f.Line == 0 {
		return fmt.Sprintf("%s: %s (%s)", f.File, f.Message, f.Hint)
	}
	return fmt.Sprintf("%s:%d: %s (%s)", f.File, f.Line, f.Message, f.Hint)
}
