package render

import (
	"strings"
	"unicode/utf8"
)

// Inert makes a text safe to print: valid UTF-8, control characters shown as
// their pictures (ESC as ␛), what is invisible or reorders text dropped. Tabs and
// newlines stay.
func Inert(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < 0x20:
			return '␀' + r
		case r == 0x7f:
			return '␡'
		case r < 0xa0 && r >= 0x80: // C1: some terminals obey them as they do ESC
			return utf8.RuneError
		case r == '\u2028' || r == '\u2029':
			return '\n'
		case hidden(r):
			return -1
		default:
			return r
		}
	}, strings.ToValidUTF8(s, string(utf8.RuneError)))
}

// hidden reports a rune that is not seen or changes the order in which others
// are. The joiners U+200C and U+200D are kept: scripts and emoji need them.
func hidden(r rune) bool {
	switch {
	case r == '\u200b', r == '\ufeff', // zero-width spaces
		r == '\u200e', r == '\u200f', r == '\u061c', // direction marks
		r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u206f', // embeddings, overrides, isolates
		r >= '\u2060' && r <= '\u2065',         // word joiner, invisible operators
		r >= '\ufff9' && r <= '\ufffb',         // interlinear annotation
		r >= '\U000e0000' && r <= '\U000e0fff': // tags
		return true
	default:
		return false
	}
}

// Line makes a text inert and one line.
func Line(s string) string { return strings.Join(strings.Fields(Inert(s)), " ") }

// lines makes a text inert and returns its lines without trailing spaces and
// without blank lines around them; none for a blank text.
func lines(s string) []string {
	all := strings.Split(Inert(s), "\n")
	for i, l := range all {
		all[i] = strings.TrimRight(l, " \t\u00a0\u3000")
	}
	for len(all) > 0 && all[0] == "" {
		all = all[1:]
	}
	for len(all) > 0 && all[len(all)-1] == "" {
		all = all[:len(all)-1]
	}
	return all
}
