package eval

import (
	"cmp"
	"slices"
)

// A Change is an answerable question that two reports disagree on.
type Change struct {
	ID        string    `json:"id"`
	Text      string    `json:"q"`
	Direction Direction `json:"change"`
	OldRank   int       `json:"old_rank"` // 0: not among the first Depth
	NewRank   int       `json:"new_rank"`
	OldTop    string    `json:"old_top,omitempty"` // empty: nothing matched
	NewTop    string    `json:"new_top,omitempty"`
}

// A Direction says which way a question changed.
type Direction string

// Directions, in the order that changes are listed in.
const (
	Worse   Direction = "worse"
	Better  Direction = "better"
	Added   Direction = "added"   // answerable in the new report only; its old fields are zero
	Removed Direction = "removed" // answerable in the old report only; its new fields are zero
)

func directions() []Direction { return []Direction{Worse, Better, Added, Removed} }

// Compare lists the answerable questions that got worse or better from before
// to after, or stand in one of them alone, worse ones first, then by id. Better is a
// smaller rank, any rank against none and, at the same rank, a first match that
// helps against one that does not. A first match that gave way to another of no
// more use is no change.
func Compare(before, after Report) []Change {
	old, current := answerableByID(before), answerableByID(after)
	var changes []Change
	for id, n := range current {
		o, both := old[id]
		c := Change{ID: id, Text: n.Text, Direction: Added, OldRank: o.Rank, NewRank: n.Rank, OldTop: o.Top, NewTop: n.Top}
		if both {
			switch d := compareOutcomes(o, n); {
			case d < 0:
				c.Direction = Worse
			case d > 0:
				c.Direction = Better
			default:
				continue
			}
		}
		changes = append(changes, c)
	}
	for id, o := range old {
		if _, both := current[id]; !both {
			changes = append(changes, Change{ID: id, Text: o.Text, Direction: Removed, OldRank: o.Rank, OldTop: o.Top})
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

func answerableByID(r Report) map[string]Outcome {
	m := make(map[string]Outcome, r.Overall.Questions)
	for _, o := range r.Outcomes {
		if o.answerable() {
			m[o.ID] = o
		}
	}
	return m
}

// compareOutcomes is negative when b is the worse outcome of a question.
func compareOutcomes(a, b Outcome) int {
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
