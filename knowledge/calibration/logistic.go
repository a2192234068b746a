package calibration

import "fmt"

// FitLogistic finds the logistic regression of Right on the signals by weighted
// penalised likelihood: Newton's method until no weight moves by more than 1e-8.
// The optimum is unique. A constant signal gets the weight 0.
//
// It returns an error when l2 is not above 0, an example has the wrong number of
// values, a value or weight that is no finite number, or only one class has any
// weight.
func FitLogistic(signals []string, examples []Example, l2 float64) (Linear, error) {
	if err := checkPenalty(l2); err != nil {
		return Linear{}, fmt.Errorf("fit a logistic regression: %w", err)
	}
	if err := checkExamples(signals, examples); err != nil {
		return Linear{}, fmt.Errorf("fit a logistic regression: %w", err)
	}
	var rows [][]float64
	var targets, weights []float64
	for _, e := range examples {
		if e.Weight > 0 {
			rows, targets, weights = append(rows, e.X), append(targets, truth(e.Right)), append(weights, e.Weight)
		}
	}
	w, bias, err := regress(rows, targets, weights, l2)
	if err != nil {
		return Linear{}, fmt.Errorf("fit a logistic regression: %w", err)
	}
	return Linear{Signals: append([]string(nil), signals...), Weights: w, Bias: bias}, nil
}

// regress finds the weights and bias under which log-odds of the rows come
// nearest to targets, which are probabilities. At least one row has a weight.
func regress(rows [][]float64, targets, weights []float64, l2 float64) ([]float64, float64, error) {
	d := len(rows[0])
	s := newScale(rows, weights, d)
	total := 0.0
	scaled := make([][]float64, len(rows))
	for i, row := range rows {
		scaled[i] = append(s.apply(row), 1)
		total += weights[i]
	}
	beta, err := minimize(d+1, func(w, gradient []float64, hessian [][]float64) float64 {
		value := penalize(w[:d], gradient, hessian, l2/total)
		for i, row := range scaled {
			z, share := dot(w, row), weights[i]/total
			value += share * (softplus(z) - targets[i]*z)
			if gradient != nil {
				p := logistic(z)
				addOuter(gradient, hessian, row, share*(p-targets[i]), share*p*(1-p))
			}
		}
		return value
	})
	if err != nil {
		return nil, 0, err
	}
	w, bias := s.raw(beta[:d])
	return w, beta[d] + bias, nil
}

// penalize returns penalty/2·|w|² and, unless gradient is nil, sets gradient and
// hessian to its derivatives, which are 0 beyond w.
func penalize(w, gradient []float64, hessian [][]float64, penalty float64) float64 {
	if gradient != nil {
		clear(gradient)
		for i := range hessian {
			clear(hessian[i])
		}
		for i := range w {
			gradient[i] = penalty * w[i]
			hessian[i][i] = penalty
		}
	}
	return penalty / 2 * dot(w, w)
}

// addOuter adds first·row to gradient and second·row·rowᵀ to the lower triangle
// of hessian.
func addOuter(gradient []float64, hessian [][]float64, row []float64, first, second float64) {
	for j, v := range row {
		gradient[j] += first * v
		line, factor := hessian[j], second*v
		for k := range j + 1 {
			line[k] += factor * row[k]
		}
	}
}
