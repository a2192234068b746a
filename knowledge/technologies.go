package knowledge

import (
	_ "embed" // for the list
	"slices"
	"strings"
	"unicode"

	"bigtalk/knowledge/analysis"
	"bigtalk/knowledge/archive"
	"bigtalk/knowledge/index"
)

// technologyNames are products, languages and systems that people ask about, one a
// line, written by hand. An archive may be about some of them: what counts is
// whether the entry that is matched knows the one that the question names.
//
//go:embed technologies.txt
var technologyNames string

// technologyTerms are the names as the analyzer reads them.
func technologyTerms(a *analysis.Analyzer) map[string]bool {
	out := make(map[string]bool)
	for line := range strings.Lines(technologyNames) {
		name := strings.TrimSpace(line)
		for _, t := range a.Analyze(name) {
			if t.Kind == analysis.Word && t.Start == 0 && t.End == len(name) {
				out[t.Key()] = true
			}
		}
	}
	return out
}

// foreign is how many technologies the question names that the match lacks: 0, a
// half for one, 1 for more.
func foreign(technologies map[string]bool, terms []index.Weighted, held []index.Contribution) float64 {
	has := heldKeys(held)
	n := 0
	for _, t := range terms {
		if technologies[t.Key] && !has[t.Key] {
			n++
		}
	}
	return min(float64(n)/2, 1)
}

// own leaves of what an entry holds the technologies that stand in its question,
// titles, answer or summaries. "Linkerd proxies are small, can Envoy's be?" is a
// phrasing of an entry that tells nothing of Linkerd.
func (m *Matcher) own(e *archive.Entry, held []index.Contribution) []index.Contribution {
	if !slices.ContainsFunc(held, func(h index.Contribution) bool { return m.technologies[h.Key] }) {
		return held
	}
	a := m.store.Annotation(e.ID)
	text := strings.Join([]string{
		e.Question, a.TitleZH, a.TitleEN, a.SummaryZH, a.SummaryEN,
		clipTo(e.Answer, maxOwnAnswer), clipTo(a.AnswerEN, maxOwnAnswer),
	}, "\n")
	says := make(map[string]bool)
	for _, text := range []string{text, letters(text)} { // dubbo2istio says something of Dubbo
		for _, t := range m.analyzer.Analyze(text) {
			says[t.Key()] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(held), func(h index.Contribution) bool { return m.technologies[h.Key] && !says[h.Key] })
}

// letters blanks all else.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return ' '
	}, text)
}

// maxOwnAnswer is how many bytes of an answer are read for technologies: five times
// the show's longest answer, and a millisecond.
const maxOwnAnswer = 4 << 10

// commonShare of the entries hold a term that is common to the archive.
const commonShare = 0.25

// common is 1 for a question with an informative term that a quarter of the entries
// hold: what the archive is about, and the everyday words of those who ask it. A
// question on another technology is short of both. Glossary terms of half of the
// entries alone, Istio, Envoy, sidecar and the like, were tried: held out, right at
// 2 % wrong answers fell from 0.965 to 0.914.
func (q *question) common(entries int) float64 {
	for _, t := range q.terms {
		if t.informative() && float64(t.df) >= commonShare*float64(entries) {
			return 1
		}
	}
	return 0
}

func heldKeys(held []index.Contribution) map[string]bool {
	has := make(map[string]bool, len(held))
	for _, h := range held {
		has[h.Key] = true
	}
	return has
}
