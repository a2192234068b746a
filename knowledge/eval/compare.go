package eval

import (
	"cmp"
	"slices"
)

// A Change is a question that two reports disagree on.
type Change struct {
	ID        string    `json:"id"`
	Text      string    `json:"q"`
	Direction Direction `json:"change"`
	OldRank   int       `json:"old_rank"` // 0: not among the first Depth
	NewRank   int       `json:"new_rank"`
	OldTop    string    `json:"old_top,omitempty"` // empty: nothing matched
	NewTop    string    `json:"new_top,omitempty"`
	OldEffect Effect    `json:"old_effect,omitempty"` // of the decision; empty: not in the old report
	NewEffect Effect    `json:"new_effect,omitempty"`
}

// A Direction says which way a question changed.
type Direction string

// Directions, in the order that changes are listed in.
const (
	Worse   Direction = "worse"
	Better  Direction = "better"
	Other   Direction = "other"   // another decision of no more use
	Added   Direction = "added"   // answerable in the new report only; its old fields are zero
	Removed Direction = "removed" // answerable in the old report only; its new fields are zero
)

func directions() []Direction { return []Direction{Worse, Better, Other, Added, Removed} }

// Compare lists the questions that got worse or better from before to after, or
// are answerable in one of them alone, worse ones first, then by id. Better is an
// effect of more use to the person who asks; at the same effect a smaller rank,
// any rank against none and, at the same rank, a first match that helps against
// one that does not. A first match that gave way to another of no more use is no
// change. Of an unanswerable question only the effect counts.
func Compare(before, after Report) []Change {
	old, current := outcomesByID(before), outcomesByID(after)
	var changes []Change
	for id, n := range current {
		o, both := old[id]
		switch {
		case both && o.answerable() == n.answerable():
			if d := direction(o, n); d != "" {
				changes = append(changes, Change{
					id, n.Text, d, o.Rank, n.Rank, o.Top, n.Top, o.effect(), n.effect(),
				})
			}
		case n.answerable():
			changes = append(changes, Change{ID: id, Text: n.Text, Direction: Added, NewRank: n.Rank, NewTop: n.Top, NewEffect: n.effect()})
		}
	}
	for id, o := range old {
		if n := current[id]; o.answerable() && !n.answerable() {
			changes = append(changes, Change{ID: id, Text: o.Text, Direction: Removed, OldRank: o.Rank, OldTop: o.Top, OldEffect: o.effect()})
		}
	}
	slices.SortFunc(changes, func(a, b Change) int {
		return cmp.Or(
			cmp.Compare(slices.Index(directions(), a.Direction), slices.Index(directions(), b.Direction)),
			cmp.Compare(a.ID, b.ID),
		)
	})
	return changes
}

func outcomesByID(r Report) map[string]Outcome {
	m := make(map[string]Outcome, len(r.Outcomes))
	for _, o := range r.Outcomes {
		m[o.ID] = o
	}
	return m
}

// direction is empty when nothing changed.
func direction(before, after Outcome) Direction {
	better := cmp.Compare(after.worth(), before.worth())
	if better == 0 && after.answerable() {
		better = compareRanks(before, after)
	}
	switch {
	case better > 0:
		return Better
	case better < 0:
		return Worse
	case before.effect() != after.effect():
		return Other
	default:
		return ""
	}
}

// compareRanks is negative when b is the worse ranking for a question.
func compareRanks(a, b Outcome) int {
	place := func(o Outcome) int {
		if o.Rank == 0 {
			return Depth + 1
		}
		return o.Rank
	}
	use := func(o Outcome) int {
		switch o.Verdict {
		case Right:
			return 2
		case Helps:
			return 1
		default:
			return 0
		}
	}
	return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(use(b), use(a)))
}
