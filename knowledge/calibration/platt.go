package calibration

import (
	"fmt"
	"slices"
)

// fitPlatt finds the slope and intercept of the logistic curve from log-odds z to
// the labels of examples (Platt 1999). Its targets are (r+1)/(r+2) for right
// examples and 1/(w+2) for wrong ones, r and w being their numbers, so that the
// curve stays finite where z tells the two apart without fault.
func fitPlatt(z []float64, examples []Example) (slope, intercept float64, err error) {
	right, wrong := classWeights(examples)
	switch {
	case right == 0:
		return 0, 0, errOnlyWrong
	case wrong == 0:
		return 0, 0, errOnlyRight
	}
	rows, targets, weights := make([][]float64, len(z)), make([]float64, len(z)), make([]float64, len(z))
	for i, e := range examples {
		rows[i], targets[i], weights[i] = []float64{z[i]}, 1/(wrong+2), e.Weight
		if e.Right {
			targets[i] = (right + 1) / (right + 2)
		}
	}
	w, intercept, err := regress(rows, targets, weights, 0)
	if err == nil && w[0] <= 0 {
		err = errNoOrder
	}
	if err != nil {
		return 0, 0, err
	}
	return w[0], intercept, nil
}

// scaleHeldOut returns the probability of each example from its held-out
// log-odds, scaled by what is fitted to the other folds.
func scaleHeldOut(z []float64, examples []Example, folds []int) ([]float64, error) {
	p := make([]float64, len(z))
	for _, fold := range folds {
		var others []float64
		for i, e := range examples {
			if e.Fold != fold {
				others = append(others, z[i])
			}
		}
		slope, intercept, err := fitPlatt(others, outside(examples, fold))
		if err != nil {
			return nil, fmt.Errorf("calibrate a model without fold %d: %w", fold, err)
		}
		for i, e := range examples {
			if e.Fold == fold {
				p[i] = logistic(slope*z[i] + intercept)
			}
		}
	}
	return p, nil
}

// foldsOf returns the folds of examples, each once, in order.
func foldsOf(examples []Example) []int {
	folds := make([]int, len(examples))
	for i, e := range examples {
		folds[i] = e.Fold
	}
	slices.Sort(folds)
	return slices.Compact(folds)
}

// outside returns the examples that are not in a fold.
func outside(examples []Example, fold int) []Example {
	return slices.DeleteFunc(slices.Clone(examples), func(e Example) bool { return e.Fold == fold })
}
