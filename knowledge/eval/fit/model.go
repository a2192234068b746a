package fit

import (
	"bigtalk/knowledge/calibration"
)

// modelOptions are those of all probabilities. In five folds over the labelled
// questions, right at 1 and 2 % wrong answers: 0.957 and 0.965 with these trees, 0.926
// and 0.957 with half as many, 0.949 and 0.969 with twice as many, 0.957 and 0.957 at
// depth 2, 0.938 and 0.973 at depth 4. docs/design.md has either part alone.
func modelOptions() calibration.ModelOptions {
	return calibration.ModelOptions{
		L2: 1,
		Trees: calibration.TreeOptions{
			Rounds: 120, Depth: 3, Rate: 0.06, L2: 1, MinHessian: 2, Subsample: 0.7, Seed: 1,
		},
	}
}

// fitModel fits P(right) of the first match and returns it with the held-out
// probability of each question that has one, 0 for the others.
func fitModel(names []string, asked []found, weight func(found) float64, right func(found, int) bool) (calibration.Model, []float64, error) {
	var examples []calibration.Example
	var places []int
	for i, f := range asked {
		if len(f.matches) == 0 {
			continue
		}
		x, err := f.matches[0].Signals.Values(names)
		if err != nil {
			return calibration.Model{}, nil, err
		}
		examples = append(examples, calibration.Example{X: x, Right: right(f, 0), Weight: weight(f), Fold: f.fold})
		places = append(places, i)
	}
	m, heldOut, err := calibration.FitModel(names, examples, modelOptions())
	if err != nil {
		return m, nil, err
	}
	out := make([]float64, len(asked))
	for n, i := range places {
		out[i] = heldOut[n]
	}
	return m, out, nil
}
