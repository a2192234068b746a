package knowledge

import (
	"strings"
	"unicode"
)

const (
	// passageTokens is about how much of an answer one vector stands for. The
	// encoder reads 128 tokens; what it is given beyond is lost.
	passageTokens = 110
	// maxPassages is the most vectors of one answer; the show's longest answer comes
	// to two, and its translation to as many.
	maxPassages = 6
)

// Tokens that a character comes to, by least squares over the show's 236 answers and
// translations.
const (
	tokensPerHan    = 0.80
	tokensPerLetter = 0.25
)

// passages cuts an answer into pieces that the encoder can read, at line ends
// where it can.
func passages(answer string) []string {
	var out []string
	var b strings.Builder
	size := 0.0
	full := func() bool { return len(out) == maxPassages }
	flush := func() {
		if p := strings.TrimSpace(b.String()); p != "" {
			out = append(out, p)
		}
		b.Reset()
		size = 0
	}
	for line := range strings.Lines(answer) {
		n := tokensIn(line)
		if size > 0 && size+n > passageTokens {
			flush()
		}
		for n > passageTokens && !full() { // a line that is a whole page
			cut := cutAt(line, passageTokens)
			b.WriteString(line[:cut])
			flush()
			n -= tokensIn(line[:cut])
			line = line[cut:]
		}
		if full() {
			return out
		}
		b.WriteString(line)
		size += n
	}
	flush()
	return out
}

func tokensIn(text string) float64 {
	n := 0.0
	for _, r := range text {
		n += tokensOf(r)
	}
	return n
}

func tokensOf(r rune) float64 {
	if unicode.Is(unicode.Han, r) {
		return tokensPerHan
	}
	return tokensPerLetter
}

// cutAt returns how many bytes of the text come to the tokens.
func cutAt(text string, tokens float64) int {
	for i, r := range text {
		if tokens -= tokensOf(r); tokens < 0 && i > 0 {
			return i
		}
	}
	return len(text)
}
