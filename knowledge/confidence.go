package knowledge

import (
	"math"
	"slices"
	"unicode/utf8"
)

// Coefficients of the provisional confidence, a logistic curve over four signals
// of the first match. A logistic regression found them (C = 10) on the 257
// development questions that the archive answers and those 251 of the 260 others
// that match something; right is a first match that is labelled as an answer. It
// is not calibrated beyond that set.
const (
	confidenceBias = -4.95
	phraseFactor   = 4.44  // of Signals.Phrase
	coverageFactor = 7.05  // of Signals.Coverage
	marginFactor   = 3.01  // of Signals.Margin
	contrastFactor = -9.38 // of Signals.Contrast
	// helpsAdvantage is what a match gains by only having to help. The same
	// regression with that label finds nearly the same curve.
	helpsAdvantage = 0.1
)

// loneWordConfidence is the most that a lone word gets, which names a topic and
// asks nothing. It is a rule, not a measured frequency.
const loneWordConfidence = 0.5

// wordForWord is the least that a question gets which is one of the match's own
// phrasings. It is a rule, not a measured frequency.
const wordForWord = 0.95

// confidence returns P(answers) and P(at least helps) of a first match.
func (m *Matcher) confidence(text string, terms []queryTerm, first Match) (answers, helps float64) {
	answers, helps = curve(first.Signals)
	switch {
	case m.asks(first, text):
		answers, helps = max(answers, wordForWord), max(helps, wordForWord)
	case loneWord(terms):
		answers = min(answers, loneWordConfidence)
	}
	return answers, helps
}

// asks reports whether text is one of the match's phrasings, word for word.
func (m *Matcher) asks(match Match, text string) bool {
	bare := Bare(text)
	return slices.ContainsFunc(m.store.asked(match.Entry), func(p string) bool { return isBare(bare, p) })
}

// isBare reports whether Bare(text) is bare. It stops at the first difference:
// a question is held against a hundred phrasings.
func isBare(bare, text string) bool {
	for _, r := range text {
		if r = bareRune(r); r < 0 {
			continue
		}
		first, size := utf8.DecodeRuneInString(bare)
		if size == 0 || first != r {
			return false
		}
		bare = bare[size:]
	}
	return bare == ""
}

func curve(s Signals) (answers, helps float64) {
	z := confidenceBias + phraseFactor*s.Phrase + coverageFactor*s.Coverage +
		marginFactor*s.Margin + contrastFactor*s.Contrast
	return logistic(z), logistic(z + helpsAdvantage)
}

func logistic(z float64) float64 { return 1 / (1 + math.Exp(-z)) }
