package knowledge

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"bigtalk/knowledge/analysis"
)

// loneWordShare is the most, as a share of the threshold for an answer, that a
// lone word gets, which names a topic and asks nothing. It is a rule, not a
// measured frequency.
const loneWordShare = 0.9

// wordForWord is the least that a question gets which is one of the match's own
// phrasings. It is a rule, not a measured frequency.
const wordForWord = 0.95

// confidence returns P(the match answers): the fit's, within two rules.
func (m *Matcher) confidence(q *question, p *profile, match *Match) float64 {
	answers := p.answers.of(&match.Signals)
	switch {
	case m.asks(match, q.text):
		return max(answers, wordForWord, p.thresholds.Answer)
	case loneWord(q.terms):
		if match.Signals.Coverage == 1 && names(q, match) {
			answers = max(answers, p.thresholds.Choices)
		}
		return min(answers, loneWordShare*p.thresholds.Answer)
	}
	return answers
}

// names reports a lone word that names what the match is about: it stands in its
// question or title, or the glossary has it. "Next" may stand in a phrasing.
func names(q *question, match *Match) bool {
	if slices.ContainsFunc(q.terms, func(t queryTerm) bool { return t.Kind == analysis.Concept }) {
		return true
	}
	word := strings.ToLower(strings.TrimFunc(q.text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
	for _, title := range []string{match.Entry.Question, match.Annotation.TitleZH, match.Annotation.TitleEN} {
		if strings.Contains(strings.ToLower(title), word) {
			return true
		}
	}
	return false
}

// helps returns P(the match answers or at least helps), which is never less than
// that it answers.
func (m *Matcher) helps(p *profile, match *Match) float64 {
	return max(match.Confidence, p.helps.of(&match.Signals))
}

// overheard returns P(the match answers a question that stands alone), which is
// never more than that it answers. A lone word is none.
func (m *Matcher) overheard(q *question, p *profile, match *Match) float64 {
	if loneWord(q.terms) {
		return 0
	}
	return min(match.Confidence, p.overheard.of(&match.Signals))
}

// asks reports whether text is one of the match's phrasings, word for word.
func (m *Matcher) asks(match *Match, text string) bool {
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
