package calibration

import "math"

// Linear is a weighted sum of named signals.
type Linear struct {
	Signals []string  `json:"signals"`
	Weights []float64 `json:"weights"` // of Signals, for their values as they are
	Bias    float64   `json:"bias"`
}

// Score returns the weighted sum of x, one value for each of Signals in their
// order; it panics when x is shorter. The score of a ranker compares within one
// question only, that of a logistic regression is log-odds.
func (l Linear) Score(x []float64) float64 {
	z := l.Bias
	x = x[:len(l.Weights)]
	for i, w := range l.Weights {
		z += w * x[i]
	}
	return z
}

// Probability returns P(right) of a logistic regression, Score taken for
// log-odds. It is as well calibrated as its fit; see [Model] for better.
func (l Linear) Probability(x []float64) float64 { return logistic(l.Score(x)) }

// logistic is 1/(1+e^−z).
func logistic(z float64) float64 { return 1 / (1 + math.Exp(-z)) }

// softplus is ln(1+e^z), without overflow.
func softplus(z float64) float64 {
	return max(z, 0) + math.Log1p(math.Exp(-math.Abs(z)))
}
