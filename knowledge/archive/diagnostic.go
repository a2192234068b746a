package archive

import (
	"fmt"
	"strings"
	"unicode/utf8"
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

// remark adds a diagnostic.
func (a *Archive) remark(file string, line int, s Severity, message, hint string) {
	a.Diagnostics = append(a.Diagnostics, Diagnostic{File: file, Line: line, Severity: s, Message: message, Hint: hint})
}

// excerptRunes is the length of a text quoted in a diagnostic: it fits a
// terminal line beside its place.
const excerptRunes = 40

// excerpt returns the start of s for a diagnostic.
func excerpt(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= excerptRunes {
		return s
	}
	return string([]rune(s)[:excerptRunes]) + "…"
}
