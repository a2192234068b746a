package archive

import (
	"fmt"
	"strings"
)

// Severity says what a Diagnostic means for the archive.
type Severity int

const (
	// Note tells what was left out on purpose, and why: a repeated section, a page without pairs.
	Note Severity = iota
	// Warning tells what was read but looks wrong: a question without an answer, a weekday that does not fit its date.
	Warning
	// Error tells what could not be read: a JSON line that is not JSON, two rows with the same id.
	Error
)

// String returns "note", "warning" or "error".
func (s Severity) String() string {
	switch s {
	case Note:
		return "note"
	case Warning:
		return "warning"
	case Error:
		return "error"
	}
	return fmt.Sprintf("severity(%d)", int(s))
}

// A Diagnostic is one remark of a parser on its input.
type Diagnostic struct {
	File     string
	Line     int // 1-based; 0 when it concerns the whole file
	Severity Severity
	Message  string // what is wrong, lower case, no full stop
	Hint     string // how to mend it; may be empty
}

// String formats d as "file:line: severity: message (hint)".
func (d Diagnostic) String() string {
	var b strings.Builder
	b.WriteString(d.File)
	if d.Line > 0 {
		fmt.Fprintf(&b, ":%d", d.Line)
	}
	fmt.Fprintf(&b, ": %s: %s", d.Severity, d.Message)
	if d.Hint != "" {
		fmt.Fprintf(&b, " (%s)", d.Hint)
	}
	return b.String()
}
