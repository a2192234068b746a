package calibration

import "math"

// constantSpread is the standard deviation, as a share of the largest value, at
// which a signal counts as constant: differences this small are rounding.
const constantSpread = 1e-12

// A scale maps signals to mean 0 and standard deviation 1.
type scale struct {
	mean   []float64
	spread []float64 // standard deviation; 0 for a constant signal
}

// newScale measures weighted rows of d values each.
func newScale(rows [][]float64, weights []float64, d int) scale {
	s := scale{mean: make([]float64, d), spread: make([]float64, d)}
	total := 0.0
	for _, w := range weights {
		total += w
	}
	for j := range d {
		largest := 0.0
		for i, row := range rows {
			s.mean[j] += weights[i] / total * row[j]
			if weights[i] > 0 {
				largest = max(largest, math.Abs(row[j]))
			}
		}
		variance := 0.0
		for i, row := range rows {
			difference := row[j] - s.mean[j]
			variance += weights[i] / total * difference * difference
		}
		if spread := math.Sqrt(variance); spread > constantSpread*largest {
			s.spread[j] = spread
		}
	}
	return s
}

// apply returns the scaled row; a constant signal is 0.
func (s scale) apply(row []float64) []float64 {
	scaled := make([]float64, len(row))
	for j, v := range row {
		if s.spread[j] > 0 {
			scaled[j] = (v - s.mean[j]) / s.spread[j]
		}
	}
	return scaled
}

// raw returns the weights for values as they are that equal those for scaled
// ones, and what must be added to the bias. A constant signal has the weight 0.
func (s scale) raw(scaled []float64) (weights []float64, bias float64) {
	weights = make([]float64, len(s.mean))
	for j := range weights {
		if s.spread[j] > 0 {
			weights[j] = scaled[j] / s.spread[j]
			bias -= weights[j] * s.mean[j]
		}
	}
	return weights, bias
}
