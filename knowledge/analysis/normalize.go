package analysis

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A normalized text remembers where its runes came from.
type normalized struct {
	runes []rune
	start []int  // byte offset in the original where each rune's own bytes begin
	end   []int  // and where they end
	upper []bool // whether the rune was an upper-case letter
}

// normalize applies NFKC, Traditional → Simplified and lower case, and drops
// control, format (zero-width) and surrogate characters. Invalid UTF-8 becomes
// a separator. The runes that one NFKC expansion gives share its bytes.
func (a *Analyzer) normalize(text []byte) normalized {
	n := normalized{
		runes: make([]rune, 0, len(text)),
		start: make([]int, 0, len(text)),
		end:   make([]int, 0, len(text)),
		upper: make([]bool, 0, len(text)),
	}
	add := func(r rune, from, to int) {
		if r == utf8.RuneError {
			r = ' '
		}
		if r != '\n' && r != '\t' && r != '\r' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Cs, unicode.Mn) {
			return
		}
		if s, ok := a.simplified[r]; ok {
			r = s
		}
		low := unicode.ToLower(r)
		n.runes = append(n.runes, low)
		n.start = append(n.start, from)
		n.end = append(n.end, to)
		n.upper = append(n.upper, low != r)
	}
	for i := 0; i < len(text); {
		// Plain ASCII and common Han are already in NFKC: only the rest takes the slow path.
		if text[i] < utf8.RuneSelf {
			if i+1 >= len(text) || text[i+1] < utf8.RuneSelf {
				add(rune(text[i]), i, i+1)
				i++
				continue
			}
		}
		r, size := utf8.DecodeRune(text[i:])
		if plainHan(r) {
			add(r, i, i+size)
			i += size
			continue
		}
		end := max(norm.NFKC.NextBoundary(text[i:], true), 1)
		for _, r := range string(norm.NFKC.Bytes(text[i : i+end])) {
			add(r, i, i+end)
		}
		i += end
	}
	return n
}

// plainHan reports the URO block and its extension, which NFKC leaves alone.
func plainHan(r rune) bool { return r >= 0x4E00 && r <= 0x9FFF || r >= 0x3400 && r <= 0x4DBF }

func isHan(r rune) bool { return plainHan(r) || r > 0x2E7F && unicode.Is(unicode.Han, r) }
