package embedding

import (
	"errors"
	"math"
)

// errNoDirection says that a vector cannot be scaled to norm 1.
var errNoDirection = errors.New("it is zero, not finite, or no magnitude that vectors have")

// Norms that a vector can have. Beyond them, its numbers come from a fault and
// are no longer told apart in float32.
const (
	leastNorm = 1e-30
	mostNorm  = 1e30
)

// pool gives the mean of the rows at norm 1, nil where they are not finite or
// cancel each other out.
func pool(rows []float32) []float32 {
	sum := make([]float64, Dim)
	for ; len(rows) > 0; rows = rows[Dim:] {
		for i, x := range rows[:Dim] {
			sum[i] += float64(x)
		}
	}
	return unit(sum)
}

// unit gives v scaled to norm 1, nil where it has no direction.
func unit(v []float64) []float32 {
	var squares float64
	for _, x := range v {
		squares += x * x
	}
	norm := math.Sqrt(squares)
	if !(norm >= leastNorm && norm <= mostNorm) { // NaN neither
		return nil
	}
	out := make([]float32, len(v))
	for i, x := range v {
		out[i] = float32(x / norm)
	}
	return out
}
