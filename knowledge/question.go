package knowledge

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"
	"unicode"

	"golang.org/x/sync/errgroup"

	"bigtalk/knowledge/index"
)

// A question is a query with all that the searches found for it.
type question struct {
	text  string
	terms []queryTerm
	full  float64 // what a document would score that held every term endlessly often

	entries   []index.Hit // whole entries
	phrases   []index.Hit // single phrasings
	contrasts []index.Hit // questions that the archive does not answer

	meaning *meaning // nil without vectors
}

// embedWithin is how long a question waits for its vector before its words have to
// do: a person waits, and a chat platform for five seconds at most. The embedded
// model takes 80 ms for the longest question.
const embedWithin = 3 * time.Second

// search asks the words and the vectors, side by side.
func (m *Matcher) search(ctx context.Context, text string, terms []queryTerm) (*question, error) {
	q := &question{text: text, terms: terms, full: fullScore(terms)}
	g, ctx := errgroup.WithContext(ctx)
	if d := m.dense.Load(); d != nil {
		g.Go(func() (err error) {
			within, cancel := context.WithTimeout(ctx, embedWithin)
			defer cancel()
			q.meaning, err = d.search(within, text, m.store.Len())
			if err != nil && ctx.Err() == nil {
				m.log.WarnContext(ctx, "question is matched by its words alone", "err", err)
				return nil
			}
			return err
		})
	}
	g.Go(func() error { return m.searchWords(ctx, q) })
	if err := g.Wait(); err != nil {
		return nil, fmt.Errorf("match question: %w", err)
	}
	return q, nil
}

func (m *Matcher) searchWords(ctx context.Context, q *question) (err error) {
	if q.entries, err = m.index.Search(ctx, entryField, weighted(q.terms), MaxMatches); err != nil {
		return err
	}
	bare := phraseTerms(q.terms)
	if q.phrases, err = m.index.Search(ctx, phraseField, bare, searchedPhrases); err != nil {
		return err
	}
	q.contrasts, err = m.index.Search(ctx, contrastField, bare, voters)
	return err
}

// fullScore is what a document would get that held every term endlessly often.
func fullScore(terms []queryTerm) float64 {
	sum := 0.0
	for _, t := range terms {
		sum += t.weight
	}
	return max(sum*index.MaxTermScore, math.SmallestNonzeroFloat64)
}

// informative are the terms that the question can be about, with their weights.
func (q *question) informative() []index.Weighted {
	var w []index.Weighted
	for _, t := range q.terms {
		if t.informative() {
			w = append(w, index.Weighted{Key: t.Key(), Weight: t.weight})
		}
	}
	return w
}

// known is the share of the informative terms' weight that the archive knows.
func (q *question) known() float64 {
	held, total := 0.0, 0.0
	for _, t := range q.terms {
		if t.informative() {
			total += t.weight
			if t.df > 0 {
				held += t.weight
			}
		}
	}
	return ratio(held, total)
}

// length is the logarithm of 1 + the number of informative terms.
func (q *question) length() float64 { return math.Log1p(float64(len(q.informative()))) }

// specificity is the mean weight of the informative terms, as a share of highest.
func (q *question) specificity(highest float64) float64 {
	w := q.informative()
	sum := 0.0
	for _, t := range w {
		sum += t.Weight
	}
	return ratio(sum, highest*float64(len(w)))
}

// english is 1 for a question without Han characters.
func (q *question) english() float64 {
	if slices.ContainsFunc([]rune(q.text), func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return 0
	}
	return 1
}

// coverage returns the share of the terms' weight that is held, and the heaviest
// term that is not, as a share too.
func coverage(terms []index.Weighted, held []index.Contribution) (covered, missing float64) {
	has := heldKeys(held)
	sum, total, heaviest := 0.0, 0.0, 0.0
	for _, t := range terms {
		total += t.Weight
		if has[t.Key] {
			sum += t.Weight
		} else {
			heaviest = max(heaviest, t.Weight)
		}
	}
	return ratio(sum, total), ratio(heaviest, total)
}

// ratio is a/b, and 0 where there is no b.
func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}
