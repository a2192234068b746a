package eval

import (
	"cmp"
	"slices"
)

// A Step of the risk–coverage curve is what a threshold on a probability shows.
//
// A question is shown when something matched with at least the threshold's
// probability. It is right when the first match is what the probability claims.
// It is a wrong answer when its first match is neither gold nor grade2 and it is
// about the field, answerable or not.
type Step struct {
	Threshold  float64 `json:"threshold"`
	Shown      int     `json:"shown"`       // questions of any kind
	Right      int     `json:"right"`       // of them
	Wrong      int     `json:"wrong"`       // of them wrong answers
	RightShare float64 `json:"right_share"` // Right as a share of all questions for which an entry is what is claimed
	WrongShare float64 `json:"wrong_share"` // Wrong as a share of the questions about the field for which none is; 0 when there are none
}

// curve has a step for each probability seen, the highest first.
func (c claim) curve(outcomes []Outcome) []Step {
	possible := len(only(outcomes, c.possible))
	hopeless := len(only(outcomes, c.hopeless))
	matched := only(outcomes, func(o Outcome) bool { return o.Verdict != None })
	slices.SortStableFunc(matched, func(a, b Outcome) int { return cmp.Compare(c.probability(b), c.probability(a)) })
	steps := []Step{}
	var s Step
	for i, o := range matched {
		s.Shown++
		if c.holds(o) {
			s.Right++
		}
		if o.misleads() {
			s.Wrong++
		}
		// Equal probabilities are shown together or not at all.
		if last := i == len(matched)-1; last || c.probability(matched[i+1]) < c.probability(o) {
			s.Threshold = c.probability(o)
			s.RightShare, s.WrongShare = share(s.Right, possible), share(s.Wrong, hopeless)
			steps = append(steps, s)
		}
	}
	return steps
}
