package render

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A sign is a run of one of the signs "*", "_" and "~" in a line of mrkdwn.
type sign struct {
	span
	char          byte
	own           bool // a mark, set by us; otherwise it is to be seen
	opens, closes bool
}

// own writes the sign of a style.
func (w *mrkdwnLine) own(s style, opens bool) {
	for _, one := range styleSigns {
		if one.style == s {
			at := w.b.Len()
			w.b.WriteByte(one.sign)
			w.signs = append(w.signs, sign{span{at, at + 1}, one.sign, true, opens, !opens})
		}
	}
}

// literal writes a text that is to be seen as it is.
func (w *mrkdwnLine) literal(text string) {
	for _, r := range text {
		switch r {
		case '&', '<', '>':
			w.b.WriteString(escapeMrkdwn(string(r)))
		case '`':
			w.b.WriteString(lookalike('`')) // it would pair with that of the next code
		case '*', '_', '~':
			at := w.b.Len()
			w.b.WriteRune(r)
			if n := len(w.signs) - 1; n >= 0 && !w.signs[n].own && w.signs[n].end == at && w.signs[n].char == byte(r) {
				w.signs[n].end++
				continue
			}
			w.signs = append(w.signs, sign{span: span{at, at + 1}, char: byte(r)})
		default:
			w.b.WriteRune(r)
		}
	}
}

// disarmed returns the line with those signs replaced by ones that look like them
// which Slack would take for marks: mrkdwn has no escape for them. A sign without a
// partner, or inside a word or between spaces, stays itself, to be copied.
func (w *mrkdwnLine) disarmed() string {
	line := w.b.String()
	firstOpening, lastClosing := map[byte]int{}, map[byte]int{}
	for i := range w.signs {
		s := &w.signs[i]
		s.flank(line)
		if _, known := firstOpening[s.char]; s.opens && !known {
			firstOpening[s.char] = i
		}
		if s.closes {
			lastClosing[s.char] = i
		}
	}
	var b strings.Builder
	from := 0
	for i, s := range w.signs {
		opening, opened := firstOpening[s.char]
		closing, closed := lastClosing[s.char]
		if !s.own && (s.opens && closed && closing > i || s.closes && opened && opening < i) {
			b.WriteString(line[from:s.start])
			b.WriteString(strings.Repeat(lookalike(rune(s.char)), s.end-s.start))
			from = s.end
		}
	}
	b.WriteString(line[from:])
	return b.String()
}

// flank finds where a sign may open or close a mark: at the bound of a word, text
// on its inside. What bounds a word for Slack is not known to the letter; here all
// does that is neither letter nor digit.
func (s *sign) flank(line string) {
	before, n := utf8.DecodeLastRuneInString(line[:s.start])
	after, m := utf8.DecodeRuneInString(line[s.end:])
	s.opens = s.opens || !inWord(before, n) && m > 0 && !unicode.IsSpace(after)
	s.closes = s.closes || !inWord(after, m) && n > 0 && !unicode.IsSpace(before)
}

func inWord(r rune, size int) bool { return size > 0 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// lookalike returns what is seen as one of mrkdwn's signs and is none.
func lookalike(sign rune) string {
	switch sign {
	case '*':
		return "\u2217" // asterisk operator
	case '_':
		return "\u02cd" // modifier letter low macron
	case '~':
		return "\u223c" // tilde operator
	default: // a backtick
		return "\u02cb" // modifier letter grave accent
	}
}
