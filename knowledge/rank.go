package knowledge

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"bigtalk/knowledge/index"
)

// rank searches the entries and their phrasings and joins both by class.
func (m *Matcher) rank(ctx context.Context, terms []queryTerm) ([]Match, error) {
	full := fullScore(terms)
	entries, err := m.index.Search(ctx, entryField, weighted(terms), MaxMatches)
	if err != nil {
		return nil, err
	}
	phrases, err := m.index.Search(ctx, phraseField, phraseTerms(terms), searchedPhrases)
	if err != nil {
		return nil, err
	}
	best := make(map[string][]float64)
	for _, h := range phrases {
		if id := m.entryID(h.ID); len(best[id]) < bestPhrases {
			best[id] = append(best[id], h.Score)
		}
	}
	matches := make([]Match, 0, len(entries))
	for _, h := range entries {
		e, ok := m.store.Get(m.entryID(h.ID))
		if !ok {
			return nil, fmt.Errorf("index holds an unknown entry %q", h.ID)
		}
		p := best[e.ID]
		mean := 0.0
		for _, s := range p {
			mean += s / bestPhrases
		}
		match := Match{Entry: e, Annotation: m.store.Annotation(e.ID), Score: h.Score + phraseShare*mean}
		match.Signals.Text = h.Score / full
		match.Signals.Phrases = mean / full
		if len(p) > 0 {
			match.Signals.Phrase = p[0] / full
		}
		matches = append(matches, match)
	}
	slices.SortStableFunc(matches, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Entry.ID, b.Entry.ID))
	})
	return m.mergeClasses(matches), nil
}

// mergeClasses keeps the best member of each class of duplicates.
func (m *Matcher) mergeClasses(matches []Match) []Match {
	seen := make(map[string]bool)
	out := matches[:0]
	for _, match := range matches {
		class := m.store.classes.first[match.Entry.ID]
		if seen[class] {
			continue
		}
		seen[class] = true
		match.Duplicates = m.store.Duplicates(match.Entry.ID)
		match.Related = m.store.related(match.Entry.ID)
		out = append(out, match)
	}
	return out
}

// judge fills the signals that only the first matches need.
func (m *Matcher) judge(ctx context.Context, terms []queryTerm, matches []Match) error {
	if len(matches) == 0 {
		return nil
	}
	first := &matches[0]
	first.Signals.Margin = 1
	if len(matches) > 1 {
		first.Signals.Margin = 1 - matches[1].Score/first.Score
	}
	contrast, err := m.index.Search(ctx, contrastField, weighted(terms), 1)
	if err != nil {
		return err
	}
	if len(contrast) > 0 {
		first.Signals.Contrast = contrast[0].Score / fullScore(terms)
	}
	first.Signals.Coverage, err = m.coverage(ctx, terms, first.Entry.ID)
	return err
}

// coverage is the share of the informative terms' weight that the entry holds.
func (m *Matcher) coverage(ctx context.Context, terms []queryTerm, id string) (float64, error) {
	var w []index.Weighted
	total := 0.0
	for _, t := range terms {
		if t.informative() {
			w = append(w, index.Weighted{Key: t.Key(), Weight: t.weight})
			total += t.weight
		}
	}
	if total == 0 {
		return 0, nil
	}
	parts, err := m.index.Explain(ctx, entryField, w, m.documentID(id))
	if err != nil {
		return 0, err
	}
	held := 0.0
	for _, p := range parts {
		held += p.Weight
	}
	return held / total, nil
}

// fullScore is what a document would get that held every term endlessly often.
func fullScore(terms []queryTerm) float64 {
	sum := 0.0
	for _, t := range terms {
		sum += t.weight
	}
	return max(sum*index.MaxTermScore, math.SmallestNonzeroFloat64)
}
