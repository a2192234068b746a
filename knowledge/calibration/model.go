package calibration

import (
	"errors"
	"fmt"
)

// Model is P(right) of a match: the logistic curve over
//
//	Slope · (Linear + Trees) + Intercept
//
// Log-odds are added rather than probabilities averaged: so each part can
// outweigh the other where it is sure, and a sum needs no share for each, since
// the mean of the two is their sum at half the slope. Slope and Intercept are
// Platt scaling (Platt 1999), which also takes back that the parts are too sure
// of what they were fitted to.
type Model struct {
	Linear    Linear  `json:"linear"`
	Trees     *Trees  `json:"trees,omitempty"` // over Linear's signals; nil when there are none
	Slope     float64 `json:"slope"`           // above 0
	Intercept float64 `json:"intercept"`
}

// Probability returns P(right) at x, which has a value for each of
// Linear.Signals in their order; it panics when x is shorter.
func (m Model) Probability(x []float64) float64 {
	return logistic(m.Slope*m.sum(x) + m.Intercept)
}

// sum is the log-odds before scaling.
func (m Model) sum(x []float64) float64 {
	z := m.Linear.Score(x)
	if m.Trees != nil {
		z += m.Trees.LogOdds(x)
	}
	return z
}

// ModelOptions say how a model is fitted.
type ModelOptions struct {
	L2    float64     // of the logistic regression
	Trees TreeOptions // fitted beside it, independently; none when its Rounds is 0
}

var errNoOrder = errors.New("the signals do not tell right from wrong on held-out examples")

// FitModel fits a model and returns it with a held-out probability of each
// example, in order. Fold says which examples are held out together; there must
// be two folds or more, of any numbers.
//
// The parts are fitted once on all but each fold, which predict that fold, and
// once on all examples, which is what the model keeps. Its Platt scaling is
// fitted to the predictions for all folds; the probability of an example is
// scaled by one that is fitted to the other folds, so that no step has seen it.
//
// It returns an error when a fit does (see [FitLogistic] and [FitTrees]), when
// the examples outside of a fold are of one class only, and when right examples
// get no higher predictions than others.
func FitModel(signals []string, examples []Example, o ModelOptions) (Model, []float64, error) {
	if err := checkExamples(signals, examples); err != nil {
		return Model{}, nil, fmt.Errorf("fit a model: %w", err)
	}
	folds := foldsOf(examples)
	if len(folds) < 2 {
		return Model{}, nil, fmt.Errorf("fit a model: all examples are in fold %d; two folds at least are held out in turn", folds[0])
	}
	heldOut := make([]float64, len(examples))
	for _, fold := range folds {
		part, err := fitParts(signals, outside(examples, fold), o)
		if err != nil {
			return Model{}, nil, fmt.Errorf("fit a model without fold %d: %w", fold, err)
		}
		for i, e := range examples {
			if e.Fold == fold {
				heldOut[i] = part.sum(e.X)
			}
		}
	}
	m, err := fitParts(signals, examples, o)
	if err != nil {
		return Model{}, nil, fmt.Errorf("fit a model: %w", err)
	}
	m.Slope, m.Intercept, err = fitPlatt(heldOut, examples)
	if err != nil {
		return Model{}, nil, fmt.Errorf("calibrate a model: %w", err)
	}
	p, err := scaleHeldOut(heldOut, examples, folds)
	if err != nil {
		return Model{}, nil, err
	}
	return m, p, nil
}

// fitParts fits all of a model but its scaling.
func fitParts(signals []string, examples []Example, o ModelOptions) (Model, error) {
	linear, err := FitLogistic(signals, examples, o.L2)
	if err != nil || o.Trees.Rounds == 0 {
		return Model{Linear: linear}, err
	}
	trees, err := FitTrees(signals, examples, o.Trees)
	return Model{Linear: linear, Trees: &trees}, err
}
