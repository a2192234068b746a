package dialogue

import (
	"fmt"
	"slices"

	"bigtalk/knowledge/eval"
)

// An Outcome is what one message came to.
type Outcome struct {
	Decision   string   // one of package eval's decisions
	First      []string // ids of the first match and its duplicates; none without a match
	Choices    []string // entries offered, in order; none unless Decision is "choices"
	Picked     int      // the number of the option that the message picked, from 1; 0 when it picked none
	FollowUp   bool     // the message was read with what had been said before
	Confidence float64  // P(the first match answers), whatever the decision
}

// check refuses what contradicts itself.
func (o Outcome) check() error {
	switch d := eval.Decision(o.Decision); {
	case d != eval.DecisionAnswer && d != eval.DecisionChoices && d != eval.DecisionRefusal &&
		d != eval.DecisionSilence && d != eval.DecisionSmalltalk:
		return fmt.Errorf("unknown decision %q", o.Decision)
	case d == eval.DecisionAnswer && len(o.First) == 0:
		return fmt.Errorf("decision %s without a match to show", d)
	case (d == eval.DecisionChoices) != (len(o.Choices) > 0):
		return fmt.Errorf("decision %s with %d choices", d, len(o.Choices))
	case o.Picked < 0:
		return fmt.Errorf("option %d picked: options count from 1", o.Picked)
	case !probable(o.Confidence):
		return fmt.Errorf("confidence %v: probabilities lie from 0 to 1", o.Confidence)
	}
	return nil
}

// probable refuses what is not a number too.
func probable(p float64) bool { return p >= 0 && p <= 1 }

// top is the entry of the first match; empty without one.
func (o Outcome) top() string {
	if len(o.First) == 0 {
		return ""
	}
	return o.First[0]
}

// A Played is a turn and what it came to.
type Played struct {
	Dialogue string // its id
	Turn     int    // from 1
	User     string
	Kind     string
	Gold     []string
	Offered  []string // what an earlier turn of the dialogue offered last; none where none did
	Outcome  Outcome
	Right    bool // the outcome is the expected one; see the package comment
}

// right holds the outcome against what is expected.
func (p Played) right() bool {
	o := p.Outcome
	switch p.Kind {
	case KindAnswer:
		return o.Decision == string(eval.DecisionAnswer) && meet(o.First, p.Gold)
	case KindChoices:
		return o.Decision == string(eval.DecisionChoices) && meet(o.Choices, p.Gold)
	case KindPick:
		return o.Decision == string(eval.DecisionAnswer) && o.Picked > 0 && o.Picked <= len(p.Offered) &&
			slices.Contains(o.First, p.Offered[o.Picked-1])
	case KindRefusal:
		return o.Decision == string(eval.DecisionRefusal)
	case KindSmalltalk:
		return o.Decision == string(eval.DecisionSmalltalk)
	default:
		return false
	}
}

// meet reports whether a and b have an entry in common.
func meet(a, b []string) bool {
	return slices.ContainsFunc(a, func(id string) bool { return slices.Contains(b, id) })
}
