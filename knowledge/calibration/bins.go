package calibration

import (
	"cmp"
	"math"
	"slices"
)

// maxCuts is how many places a signal may be split at. Up to as many gaps
// between its values all are tried, else weighted quantiles.
const maxCuts = 64

// bins are examples with each value replaced by its place among the cuts.
type bins struct {
	cuts  [][]float64 // by signal, rising; place b holds values in (cuts[b-1], cuts[b]]
	place []uint8     // example after example, the places of its signals
}

func newBins(examples []Example) bins {
	d := len(examples[0].X)
	b := bins{cuts: make([][]float64, d), place: make([]uint8, len(examples)*d)}
	for j := range d {
		b.cuts[j] = newCuts(examples, j)
		for i, e := range examples {
			at, _ := slices.BinarySearch(b.cuts[j], e.X[j])
			b.place[i*d+j] = uint8(at)
		}
	}
	return b
}

// newCuts returns the middles of at most maxCuts gaps between the values of a
// signal over examples with a weight.
func newCuts(examples []Example, signal int) []float64 {
	type mass struct{ value, weight float64 }
	var masses []mass
	total := 0.0
	for _, e := range examples {
		if e.Weight > 0 {
			masses = append(masses, mass{e.X[signal], e.Weight})
			total += e.Weight
		}
	}
	slices.SortStableFunc(masses, func(a, b mass) int { return cmp.Compare(a.value, b.value) })
	gaps := 0
	for i := range len(masses) - 1 {
		if masses[i].value < masses[i+1].value {
			gaps++
		}
	}
	var cuts []float64
	below, share := 0.0, total/(maxCuts+1)
	next := share // the weight below from which on the next cut is due
	for i := range len(masses) - 1 {
		below += masses[i].weight
		low, high := masses[i].value, masses[i+1].value
		if low == high || gaps > maxCuts && below < next {
			continue
		}
		cuts = append(cuts, middle(low, high))
		next = (math.Floor(below/share) + 1) * share
	}
	return cuts[:min(len(cuts), maxCuts)]
}

// middle returns a number in [low, high).
func middle(low, high float64) float64 {
	if m := low/2 + high/2; low <= m && m < high {
		return m
	}
	return low
}
