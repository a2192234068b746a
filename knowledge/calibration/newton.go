package calibration

import (
	"errors"
	"math"
)

// How Newton's method ends. From a start at 0 it takes about ten steps.
const (
	newtonSteps     = 200
	newtonTolerance = 1e-8  // largest change of a weight in the last step
	newtonHalvings  = 60    // of a step that overshoots
	newtonDecrease  = 1e-4  // share of the promised decrease that a step must bring (Armijo)
	newtonNoise     = 1e-13 // change of the value that is rounding, as a share of it
	firstRidge      = 1e-10 // as a share of the largest second derivative; grows tenfold
)

var errDiverged = errors.New("the fit does not converge: the signals or weights are too large or too uneven")

// An objective returns a value to minimise at w. Unless gradient is nil it also
// sets the gradient and the lower triangle of the Hessian.
type objective func(w, gradient []float64, hessian [][]float64) float64

// minimize finds a minimum of f over n weights from a start at 0 by Newton's
// method, steps halved until they descend. Where the Hessian is not positive
// definite a ridge makes it so. The minimum is the only one when f is convex.
func minimize(n int, f objective) ([]float64, error) {
	w, next := make([]float64, n), make([]float64, n)
	gradient, hessian := make([]float64, n), square(n)
	for range newtonSteps {
		value := f(w, gradient, hessian)
		step, ok := descent(hessian, gradient)
		if !ok || !finite(value) {
			return nil, errDiverged
		}
		slope := dot(gradient, step)
		length := 1.0
		for halvings := 0; ; halvings++ {
			for i := range w {
				next[i] = w[i] + length*step[i]
			}
			if f(next, nil, nil) <= value+newtonDecrease*length*slope+newtonNoise*(1+math.Abs(value)) {
				break
			}
			if halvings == newtonHalvings {
				return nil, errDiverged
			}
			length /= 2
		}
		moved := 0.0
		for i := range w {
			moved = max(moved, math.Abs(next[i]-w[i]))
		}
		w, next = next, w
		if moved <= newtonTolerance {
			return w, nil
		}
	}
	return nil, errDiverged
}

// descent solves hessian·step = −gradient.
func descent(hessian [][]float64, gradient []float64) (step []float64, ok bool) {
	largest := 0.0
	for i := range hessian {
		largest = max(largest, math.Abs(hessian[i][i]))
	}
	if !finite(largest) {
		return nil, false
	}
	if largest == 0 {
		largest = 1
	}
	for ridge := 0.0; ridge <= 10*largest; ridge = max(10*ridge, firstRidge*largest) {
		if factor, ok := cholesky(hessian, ridge); ok {
			return solve(factor, gradient), true
		}
	}
	return nil, false
}

// cholesky returns the lower triangular L with L·Lᵀ = a + ridge·I; not ok when
// that is not positive definite.
func cholesky(a [][]float64, ridge float64) (factor [][]float64, ok bool) {
	factor = square(len(a))
	for i := range a {
		for j := range i + 1 {
			sum := a[i][j] - dot(factor[i][:j], factor[j][:j])
			if i != j {
				factor[i][j] = sum / factor[j][j]
				continue
			}
			// A pivot that is lost in rounding is no pivot.
			sum += ridge
			if !(sum > 1e-14*(math.Abs(a[i][i])+ridge)) {
				return nil, false
			}
			factor[i][i] = math.Sqrt(sum)
		}
	}
	return factor, true
}

// solve returns the x with factor·factorᵀ·x = −b.
func solve(factor [][]float64, b []float64) []float64 {
	x := make([]float64, len(b))
	for i := range x {
		x[i] = (-b[i] - dot(factor[i][:i], x[:i])) / factor[i][i]
	}
	for i := len(x) - 1; i >= 0; i-- {
		for k := i + 1; k < len(x); k++ {
			x[i] -= factor[k][i] * x[k]
		}
		x[i] /= factor[i][i]
	}
	return x
}

func square(n int) [][]float64 {
	rows := make([][]float64, n)
	for i := range rows {
		rows[i] = make([]float64, n)
	}
	return rows
}

func dot(a, b []float64) float64 {
	sum := 0.0
	b = b[:len(a)]
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}
