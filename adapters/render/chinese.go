package render

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// withoutStrayMarks drops pairs of "**" that were meant as strong emphasis.
func (t *inline) withoutStrayMarks() string {
	var b strings.Builder
	from := 0
	for _, pair := range t.strayMarks() {
		b.Write(t.buf[from:pair.start])
		b.Write(t.buf[pair.start+2 : pair.end-2])
		from = pair.end
	}
	b.Write(t.buf[from:])
	return b.String()
}

// strayMarks returns what stands between two "**", with them, that was meant as
// strong emphasis. CommonMark wants a space or punctuation around them, which
// Chinese does not set: "**注意：**先" would keep its asterisks.
func (t *inline) strayMarks() []span {
	return t.pairs('*', func(outer, first, last, after rune) bool {
		return t.strongSigns || unspaced(last) || unspaced(after) || unspaced(outer) || unspaced(first)
	})
}

// pairs returns what stands between two signs and two more, with them, if meant
// says so of the runes around and inside: utf8.RuneError where there is none.
// No space stands beside them inside.
func (t *inline) pairs(sign byte, meant func(outer, first, last, after rune) bool) []span {
	marks := t.twos(sign)
	var found []span
	for len(marks) > 1 {
		opening := marks[0]
		marks = marks[1:]
		first, _ := utf8.DecodeRune(t.buf[opening+2:])
		if unicode.IsSpace(first) {
			continue
		}
		var last rune
		i := slices.IndexFunc(marks, func(closing int) bool {
			last, _ = utf8.DecodeLastRune(t.buf[:closing])
			return !unicode.IsSpace(last)
		})
		if i < 0 {
			break
		}
		closing := marks[i]
		marks = marks[i+1:]
		outer, _ := utf8.DecodeLastRune(t.buf[:opening])
		after, _ := utf8.DecodeRune(t.buf[closing+2:])
		if meant(outer, first, last, after) {
			found = append(found, span{opening, closing + 2})
		}
	}
	return found
}

// twos returns where two of a sign stand, neither fewer nor more of them, that do
// not mean themselves.
func (t *inline) twos(sign byte) []int {
	var marks []int
	kept := t.kept
	for i := 0; i < len(t.buf); i++ {
		for len(kept) > 0 && kept[0].end <= i {
			kept = kept[1:]
		}
		if t.buf[i] != sign || len(kept) > 0 && kept[0].start <= i {
			continue
		}
		run := i
		for run < len(t.buf) && t.buf[run] == sign {
			run++
		}
		if run-i == 2 {
			marks = append(marks, i)
		}
		i = run - 1
	}
	return marks
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
