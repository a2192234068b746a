package render

import (
	"regexp"
	"strings"
)

// A fence is what opens a block of code.
type fence struct {
	lead  string // before the marks in the lines that follow: indentation, quote marks
	marks string // "```", "~~~~", …
	info  string // what follows the marks
}

// fenceLine is an opening fence, after quote and list marks (CommonMark, 4.5). How
// far it is indented is not held to: that depends on the lists around it.
var fenceLine = regexp.MustCompile("^([ \t>]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+[ \t>]*)*)(`{3,}|~{3,})(.*)$")

// openingFence returns the fence that the first line of a text opens.
func openingFence(text string) (fence, bool) {
	if start := strings.TrimLeft(text, " \t>-*+.)0123456789"); !strings.HasPrefix(start, "```") && !strings.HasPrefix(start, "~~~") {
		return fence{}, false
	}
	line, _, _ := strings.Cut(text, "\n")
	m := fenceLine.FindStringSubmatch(line)
	if m == nil || m[2][0] == '`' && strings.Contains(m[3], "`") {
		return fence{}, false
	}
	lead := strings.Map(func(r rune) rune {
		if r == '>' || r == '\t' {
			return r
		}
		return ' ' // a list mark is not said twice
	}, m[1])
	return fence{lead, m[2], m[3]}, true
}

// closedBy reports a line that closes the fence.
func (f fence) closedBy(line string) bool {
	line = strings.TrimSpace(strings.TrimLeft(line, " \t>"))
	return len(line) >= len(f.marks) && strings.Trim(line, f.marks[:1]) == ""
}

// split returns the code after an opening fence, the line that closes it, "" where
// none does, and what follows that line, from its newline on.
func (f fence) split(body string) (code, closing, after string) {
	for at := 0; at <= len(body); {
		line, _, _ := strings.Cut(body[at:], "\n")
		if f.closedBy(line) {
			return strings.TrimSuffix(body[:at], "\n"), line, body[at+len(line):]
		}
		at += len(line) + 1
	}
	return body, "", ""
}

// lastEnds returns the last end of a paragraph and of a line in text[:room] that is
// not inside a fence, 0 where there is none, and whether that is because the text
// begins with a block of code that does not fit.
func lastEnds(text string, room int, fences bool) (paragraph, line int, fenced bool) {
	var open *fence
	for at := 0; ; {
		end := strings.IndexByte(text[at:min(room+1, len(text))], '\n')
		if end < 0 && at > 0 {
			break // a line that does not fit
		}
		l := text
		if end >= 0 {
			l = text[at : at+end]
		}
		if open != nil {
			if open.closedBy(l) {
				open = nil
			}
		} else if fences {
			if f, ok := openingFence(l); ok {
				open = &f
			}
		}
		if end < 0 {
			break
		}
		end += at
		at = end + 1
		if open != nil {
			continue
		}
		line = end
		if blankLines(text[at:]) > 0 {
			paragraph = end
		}
	}
	return paragraph, line, open != nil && line == 0
}
