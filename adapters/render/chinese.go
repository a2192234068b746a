package render

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// withoutStrayMarks drops pairs of "**" that were meant as strong emphasis.
// CommonMark wants a space or punctuation around them, which Chinese does not
// set: "**注意：**先" would keep its asterisks.
func (t *inline) withoutStrayMarks() string {
	var marks []int
	kept := t.kept
	for i := 0; i < len(t.buf); i++ {
		for len(kept) > 0 && kept[0].end <= i {
			kept = kept[1:]
		}
		if t.buf[i] != '*' || len(kept) > 0 && kept[0].start <= i {
			continue
		}
		run := i
		for run < len(t.buf) && t.buf[run] == '*' {
			run++
		}
		if run-i == 2 {
			marks = append(marks, i)
		}
		i = run - 1
	}
	var b strings.Builder
	from := 0
	for ; len(marks) > 1; marks = marks[2:] {
		opening, closing := marks[0], marks[1]
		inner := t.buf[opening+2 : closing]
		before, _ := utf8.DecodeLastRune(inner)
		after, _ := utf8.DecodeRune(t.buf[closing+2:])
		outer, _ := utf8.DecodeLastRune(t.buf[:opening])
		first, _ := utf8.DecodeRune(inner)
		if len(inner) == 0 || !unspaced(before) && !unspaced(after) && !unspaced(outer) && !unspaced(first) {
			continue
		}
		b.Write(t.buf[from:opening])
		b.Write(inner)
		from = closing + 2
	}
	b.Write(t.buf[from:])
	return b.String()
}

// joined reports two runes between which no space is set.
func joined(before, after rune) bool {
	return fullWidthMark(before) || fullWidthMark(after) || unspaced(before) && unspaced(after)
}

// unspaced reports a rune of a script that sets no spaces between words, or of
// its punctuation.
func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || fullWidthMark(r) ||
		strings.ContainsRune("“”‘’…—", r)
}

// fullWidthMark reports punctuation that brings its own space.
func fullWidthMark(r rune) bool {
	return r >= '\u3000' && r <= '\u303f' || r >= '\uff00' && r <= '\uff65' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
}
