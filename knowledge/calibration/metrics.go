package calibration

import (
	"cmp"
	"math"
	"slices"
)

// ExpectedCalibrationError is the mean distance between the mean probability and
// the share of right ones, over bins of equal width in [0, 1], each by its weight
// (Naeini et al. 2015). A bin holds its lower end, the last both; bins is at least 1.
func ExpectedCalibrationError(p []float64, right []bool, weight []float64, bins int) float64 {
	surplus := make([]float64, bins) // by bin, Σ weight·(p − right)
	total := 0.0
	for i, v := range p {
		w := weightOf(weight, i)
		surplus[min(max(int(v*float64(bins)), 0), bins-1)] += w * (v - truth(right[i]))
		total += w
	}
	sum := 0.0
	for _, s := range surplus {
		sum += math.Abs(s)
	}
	return ratio(sum, total)
}

// Brier is the mean of (p − right)² (Brier 1950).
func Brier(p []float64, right []bool, weight []float64) float64 {
	sum, total := 0.0, 0.0
	for i, v := range p {
		w, d := weightOf(weight, i), v-truth(right[i])
		sum += w * d * d
		total += w
	}
	return ratio(sum, total)
}

// AUC is the chance that a right prediction has a higher probability than a
// wrong one, ties counting half (area under the receiver operating
// characteristic); 0 when either is none. p may be any score.
func AUC(p []float64, right []bool, weight []float64) float64 {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(p[a], p[b]), cmp.Compare(a, b))
	})
	rights, wrongs, won := 0.0, 0.0, 0.0
	for len(order) > 0 {
		tied, r, w := 0, 0.0, 0.0
		for tied < len(order) && cmp.Compare(p[order[tied]], p[order[0]]) == 0 {
			if i := order[tied]; right[i] {
				r += weightOf(weight, i)
			} else {
				w += weightOf(weight, i)
			}
			tied++
		}
		won += r * (wrongs + w/2)
		rights, wrongs, order = rights+r, wrongs+w, order[tied:]
	}
	return ratio(won, rights*wrongs)
}

func weightOf(weight []float64, i int) float64 {
	if weight == nil {
		return 1
	}
	return weight[i]
}

func truth(right bool) float64 {
	if right {
		return 1
	}
	return 0
}

func ratio(part, whole float64) float64 {
	if whole == 0 {
		return 0
	}
	return part / whole
}
