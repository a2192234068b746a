package dialogue

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"slices"

	"bigtalk/knowledge"
	"bigtalk/knowledge/eval"
)

// A Pair is a question and another that has nothing to do with it, asked before.
type Pair struct {
	ID     string // of the question
	Before string // the text of the other
	Text   string
}

// Unrelated puts each question, in order, after the text of another one that shares
// no gold or grade2 entry with it. Which one does not depend on the order of the
// questions: they stand in a circle by the SHA-256 of their ids, and the next fit
// one is taken. A question without any is left out.
//
// The questions are taken to stand alone. One that is labelled as leaning on the
// talk before it, eval.KindContextFree, is better left out by the caller.
func Unrelated(questions []eval.Question) []Pair {
	type place struct {
		hash     [sha256.Size]byte
		question int
	}
	circle := make([]place, len(questions))
	for i, q := range questions {
		circle[i] = place{sha256.Sum256([]byte(q.ID)), i}
	}
	slices.SortFunc(circle, func(a, b place) int {
		return cmp.Or(bytes.Compare(a.hash[:], b.hash[:]), cmp.Compare(a.question, b.question))
	})

	before := make([]*eval.Question, len(questions))
	for at, p := range circle {
		for step := 1; step < len(circle); step++ {
			other := &questions[circle[(at+step)%len(circle)].question]
			if unrelated(questions[p.question], *other) {
				before[p.question] = other
				break
			}
		}
	}
	var pairs []Pair
	for i, q := range questions {
		if before[i] != nil {
			pairs = append(pairs, Pair{ID: q.ID, Before: before[i].Text, Text: q.Text})
		}
	}
	return pairs
}

// unrelated reports whether a and b share neither an entry nor their words: a
// question that two people asked may have no entries.
func unrelated(a, b eval.Question) bool {
	return knowledge.Bare(a.Text) != knowledge.Bare(b.Text) &&
		!meet(slices.Concat(a.Gold, a.Grade2), slices.Concat(b.Gold, b.Grade2))
}

// A Changed is a question whose first match is another one after what was asked
// before it.
type Changed struct {
	Pair
	Alone Outcome // of Text without anything before it
	After Outcome // of Text after Before
}

// PlayAlone says each pair to p as a dialogue of two turns under the pair's ID,
// asks its text of alone too, and counts those with the same first match, or
// without any, both times. The others come in the order of pairs. Confidence and
// decision may differ in either. It calls alone as it does p, from several
// goroutines, and ends on an error as [Play] does.
func PlayAlone(ctx context.Context, p Player, alone func(ctx context.Context, text string) (Outcome, error), pairs []Pair) (same int, changed []Changed, err error) {
	ids := make([]string, len(pairs))
	for i, pair := range pairs {
		ids[i] = pair.ID
	}
	results := make([]Changed, len(pairs))
	err = sideBySide(ctx, ids, func(ctx context.Context, i int) error {
		pair := pairs[i]
		if _, err := say(ctx, p, pair.ID, 1, pair.Before); err != nil {
			return err
		}
		after, err := say(ctx, p, pair.ID, 2, pair.Text)
		if err != nil {
			return err
		}
		single, err := alone(ctx, pair.Text)
		if err == nil {
			err = single.check()
		}
		if err != nil {
			return fmt.Errorf("question %s alone: %w", pair.ID, err)
		}
		results[i] = Changed{pair, single, after}
		return nil
	})
	if err != nil {
		return 0, nil, fmt.Errorf("play questions after others: %w", err)
	}
	for _, r := range results {
		if r.Alone.top() == r.After.top() {
			same++
		} else {
			changed = append(changed, r)
		}
	}
	return same, changed, nil
}
