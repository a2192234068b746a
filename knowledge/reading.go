package knowledge

import (
	"context"
	"fmt"
	"slices"
)

// A reading is a text with its ranking; no matches for one that says nothing.
type reading struct {
	question *question
	profile  *profile
	matches  []Match
}

// readAs ranks the entries for a text.
func (m *Matcher) readAs(ctx context.Context, message string) (*reading, error) {
	text, terms, err := m.read(ctx, message)
	if err != nil {
		return nil, fmt.Errorf("match question: %w", err)
	}
	r := &reading{question: &question{text: text, terms: terms}, profile: m.profile(m.dense.Load() != nil)}
	if !slices.ContainsFunc(terms, queryTerm.informative) {
		return r, nil
	}
	if r.question, err = m.search(ctx, text, terms); err != nil {
		return nil, err
	}
	r.profile = m.profile(r.question.meaning != nil)
	if r.matches, err = m.rank(r.question, r.profile); err != nil {
		return nil, fmt.Errorf("match question: %w", err)
	}
	if err := m.judge(ctx, r.question, r.matches); err != nil {
		return nil, fmt.Errorf("match question: %w", err)
	}
	for i := range r.matches[:min(judgedMatches, len(r.matches))] {
		r.matches[i].Confidence = m.confidence(r.question, r.profile, &r.matches[i])
	}
	return r, nil
}

// best is the confidence of the first match.
func (r *reading) best() float64 {
	if len(r.matches) == 0 {
		return 0
	}
	return r.matches[0].Confidence
}

// of returns how the reading finds a class: its log-odds, 1/rank and cosine.
func (r *reading) of(m *Matcher, class string) (odds, rank, dense float64) {
	for i := range r.matches {
		if x := &r.matches[i]; m.store.classes.first[x.Entry.ID] == class {
			return logOdds(x.Confidence), 1 / float64(i+1), x.Signals.Denses
		}
	}
	return logOdds(0), 0, 0
}
