package dialogue

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"slices"

	"bigtalk/knowledge"
	"bigtalk/knowledge/eval"
)

// A Pair is a question and another that has nothing to do with it, asked before.
type Pair struct {
	eval.Question
	Before eval.Question
}

// Unrelated puts each question, in order, after one of others that shares no gold or
// grade2 entry with it. Which one does not depend on the order of others: they stand
// in a circle by the SHA-256 of their ids, and the next fit one after the question's
// is taken. A question without any is left out.
//
// The questions are taken to stand alone. One that is labelled as leaning on the
// talk before it, eval.KindContextFree, is better left out by the caller.
func Unrelated(questions, others []eval.Question) []Pair {
	type place struct {
		hash     [sha256.Size]byte
		question eval.Question
	}
	byHash := func(a, b place) int { return bytes.Compare(a.hash[:], b.hash[:]) }
	circle := make([]place, len(others))
	for i, q := range others {
		circle[i] = place{sha256.Sum256([]byte(q.ID)), q}
	}
	slices.SortStableFunc(circle, byHash)

	var pairs []Pair
	for _, q := range questions {
		at, _ := slices.BinarySearchFunc(circle, place{hash: sha256.Sum256([]byte(q.ID))}, byHash)
		for step := range circle {
			if other := circle[(at+step)%len(circle)].question; unrelated(q, other) {
				pairs = append(pairs, Pair{q, other})
				break
			}
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
		if _, err := say(ctx, p, pair.ID, 1, pair.Before.Text); err != nil {
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
