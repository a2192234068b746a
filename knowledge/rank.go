package knowledge

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"bigtalk/knowledge/index"
)

// candidatesByMeaning is how many entries the vectors add to those that the words
// found. Of 3,011 left-out alternates of the show the right entry stands among the
// first ten by meaning for 2,995, among the first twenty for 3,008.
const candidatesByMeaning = 20

// rank scores the candidates of both searches and joins them by class.
func (m *Matcher) rank(q *question, p *profile) ([]Match, error) {
	byEntry := make(map[string][]float64) // the phrasings' scores, best first
	for _, h := range q.phrases {
		if id := m.entryID(h.ID); len(byEntry[id]) < bestPhrases {
			byEntry[id] = append(byEntry[id], h.Score)
		}
	}
	var matches []Match
	have := make(map[int]bool)
	add := func(at int, text float64) {
		e := &m.store.archive.Entries[at]
		match := Match{Entry: e, Annotation: m.store.Annotation(e.ID)}
		s := &match.Signals
		s.Text = text / q.full
		s.Phrase, s.Phrases = bestAndMean(byEntry[e.ID], q.full)
		if q.meaning != nil {
			s.Dense, s.Denses, s.Answer, s.NotFor = q.meaning.entries[at].signals()
		}
		match.Score = p.ranker.of(s)
		matches = append(matches, match)
		have[at] = true
	}
	for _, h := range q.entries {
		at, ok := m.store.position[m.entryID(h.ID)]
		if !ok {
			return nil, fmt.Errorf("index holds an unknown entry %q", h.ID)
		}
		add(at, h.Score)
	}
	if q.meaning != nil {
		for _, at := range q.meaning.nearestEntries(candidatesByMeaning) {
			if !have[at] {
				add(at, 0)
			}
		}
	}
	slices.SortStableFunc(matches, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Entry.ID, b.Entry.ID))
	})
	return m.mergeClasses(matches), nil
}

// bestAndMean returns the best score and the mean of the best three, as shares;
// one that is missing counts 0.
func bestAndMean(scores []float64, full float64) (best, mean float64) {
	for i, s := range scores[:min(bestPhrases, len(scores))] {
		if i == 0 {
			best = s / full
		}
		mean += s / full / bestPhrases
	}
	return best, mean
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

// judgedMatches is how many of the first matches get all their signals and a confidence.
const judgedMatches = 5

// judge fills the signals that only the first matches need.
func (m *Matcher) judge(ctx context.Context, q *question, matches []Match) error {
	terms := q.informative()
	whole := Signals{
		Known: q.known(), Length: q.length(), English: q.english(), Common: q.common(m.index.Docs(entryField)),
		Specificity: q.specificity(m.index.IDF(entryField, 0)),
	}
	whole.Contrast, whole.Contrasts = bestAndMean(scores(q.contrasts), q.full)
	if q.meaning != nil {
		whole.Outside, whole.Outsides = q.meaning.outside()
	}
	for i := range matches[:min(judgedMatches, len(matches))] {
		match := &matches[i]
		s := &match.Signals
		s.Known, s.Length, s.English, s.Specificity, s.Common = whole.Known, whole.Length, whole.English, whole.Specificity, whole.Common
		s.Contrast, s.Contrasts, s.Outside, s.Outsides = whole.Contrast, whole.Contrasts, whole.Outside, whole.Outsides
		held, err := m.index.Explain(ctx, entryField, terms, m.documentID(match.Entry.ID))
		if err != nil {
			return fmt.Errorf("judge match: %w", err)
		}
		s.Coverage, s.Missing = coverage(terms, held)
		s.Foreign = foreign(m.technologies, terms, held)
		s.Margin = lead(matches, i, func(x *Match) float64 { return x.Score })
		s.WordLead = lead(matches, i, func(x *Match) float64 { return x.Signals.Text + x.Signals.Phrases })
		s.WordVotes = m.wordVotes(q, match)
		if q.meaning != nil {
			s.DenseLead = lead(matches, i, func(x *Match) float64 { return max(x.Signals.Denses, x.Signals.Answer) })
			s.Votes, s.Strange = m.votes(q.meaning, match)
		}
	}
	return nil
}

// lead is by how much match i exceeds the best other one; 0 when it is alone and
// there is nothing to tell it from.
func lead(matches []Match, i int, of func(*Match) float64) float64 {
	best, others := 0.0, false
	for j := range matches {
		if j != i && (!others || of(&matches[j]) > best) {
			best, others = of(&matches[j]), true
		}
	}
	if !others {
		return 0
	}
	return of(&matches[i]) - best
}

func scores(hits []index.Hit) []float64 {
	out := make([]float64, len(hits))
	for i, h := range hits {
		out[i] = h.Score
	}
	return out
}
