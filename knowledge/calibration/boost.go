package calibration

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
)

// TreeOptions say how trees are boosted.
type TreeOptions struct {
	Rounds     int     // trees at most; a round without a split that pays leaves none
	Depth      int     // splits from root to leaf, 1 to 6
	Rate       float64 // share of each tree's values that is taken over, in (0, 1]
	L2         float64 // penalty on leaf values, above 0
	MinHessian float64 // least Σ weight·p(1−p) of a leaf
	Subsample  float64 // share of the examples that a round draws, in (0, 1]
	Seed       uint64  // of the draws
}

const maxDepth = 6

// FitTrees boosts regression trees on the logistic loss (Friedman 2001) with
// Newton steps for splits and leaves (XGBoost: Chen & Guestrin 2016). Splits are
// tried at up to 64 cuts a signal, between values or at weighted quantiles of
// them; of equally good ones the first signal's lowest is taken. Base is the
// log-odds of the weight of right examples. Errors are those of [FitLogistic],
// and for options out of range.
func FitTrees(signals []string, examples []Example, o TreeOptions) (Trees, error) {
	if err := cmp.Or(o.check(), checkExamples(signals, examples)); err != nil {
		return Trees{}, fmt.Errorf("fit trees: %w", err)
	}
	right, wrong := classWeights(examples)
	t := Trees{Base: math.Log(right) - math.Log(wrong), Trees: []Tree{}}
	logOdds := make([]float64, len(examples))
	for i := range logOdds {
		logOdds[i] = t.Base
	}
	g := newGrower(examples, o)
	for round := range o.Rounds {
		random := rand.New(rand.NewPCG(o.Seed, uint64(round)))
		for i, e := range examples {
			p := logistic(logOdds[i])
			g.loss[i] = derivatives{e.Weight * (p - truth(e.Right)), e.Weight * p * (1 - p)}
			g.drawn[i] = e.Weight > 0 && (o.Subsample == 1 || random.Float64() < o.Subsample)
		}
		tree := g.grow()
		if len(tree) == 1 {
			continue
		}
		for i := range logOdds {
			logOdds[i] += tree[g.node[i]].Value
		}
		t.Trees = append(t.Trees, tree)
	}
	return t, nil
}

func (o TreeOptions) check() error {
	switch {
	case o.Rounds < 0:
		return fmt.Errorf("%d rounds", o.Rounds)
	case o.Depth < 1 || o.Depth > maxDepth:
		return fmt.Errorf("the depth is %d, not within 1 to %d", o.Depth, maxDepth)
	case !(o.Rate > 0 && o.Rate <= 1):
		return fmt.Errorf("the rate is %v, not within (0, 1]", o.Rate)
	case !finite(o.MinHessian) || o.MinHessian < 0:
		return fmt.Errorf("the least Hessian is %v, not a number of at least 0", o.MinHessian)
	case !(o.Subsample > 0 && o.Subsample <= 1):
		return fmt.Errorf("the subsample is %v, not within (0, 1]", o.Subsample)
	}
	return checkPenalty(o.L2)
}
