package calibration

import (
	"errors"
	"fmt"
	"math"
)

// Candidates are the matches of one question, of which one or more are right.
type Candidates struct {
	X      [][]float64 // one finite value for each signal, for each candidate
	Right  []bool      // of X
	Weight float64     // of the question; at least 0
}

// FitRanker finds the weights of a score under which the right candidates of a
// question come first, by conditional logit (McFadden 1974): a question's loss is
// −ln of the softmax of the scores, summed over its right candidates. Newton's
// method goes on until no weight moves by more than 1e-8. With at most one right
// candidate a question the optimum is unique; with more, it is the one that is
// found from weights of 0. The bias is 0, since it cancels out.
//
// Questions with no right candidate, or with no other, say nothing about the
// order and are left out. Signals are scaled over all candidates of the others,
// each with its question's weight. A constant signal, and one that is the same
// for all candidates of each question, gets the weight 0.
//
// It returns an error when no question remains, l2 is not above 0, or a question
// has a value or weight that is no finite number or labels that do not fit.
func FitRanker(signals []string, questions []Candidates, l2 float64) (Linear, error) {
	if err := checkPenalty(l2); err != nil {
		return Linear{}, fmt.Errorf("fit a ranker: %w", err)
	}
	if err := checkQuestions(signals, questions); err != nil {
		return Linear{}, fmt.Errorf("fit a ranker: %w", err)
	}
	d := len(signals)
	telling := telling(questions)
	if len(telling) == 0 {
		return Linear{}, errors.New("fit a ranker: no question with a weight has both a right candidate and another")
	}
	var rows [][]float64
	var weights []float64
	total := 0.0
	for _, q := range telling {
		total += q.Weight
		for _, x := range q.X {
			rows, weights = append(rows, x), append(weights, q.Weight)
		}
	}
	s := newScale(rows, weights, d)
	for i := range telling {
		scaled := make([][]float64, len(telling[i].X))
		for c, x := range telling[i].X {
			scaled[c] = s.apply(x)
		}
		telling[i].X = scaled
	}
	beta, err := minimize(d, func(w, gradient []float64, hessian [][]float64) float64 {
		value := penalize(w, gradient, hessian, l2/total)
		for _, q := range telling {
			value += q.loss(w, q.Weight/total, gradient, hessian)
		}
		return value
	})
	if err != nil {
		return Linear{}, fmt.Errorf("fit a ranker: %w", err)
	}
	w, _ := s.raw(beta)
	return Linear{Signals: append([]string(nil), signals...), Weights: w}, nil
}

// telling returns the questions that say something about the order.
func telling(questions []Candidates) []Candidates {
	var list []Candidates
	for _, q := range questions {
		right := 0
		for _, r := range q.Right {
			if r {
				right++
			}
		}
		if q.Weight > 0 && right > 0 && right < len(q.X) {
			list = append(list, q)
		}
	}
	return list
}

// loss returns share·(ln Σ e^z over all − ln Σ e^z over the right) and, unless
// gradient is nil, adds its derivatives: the difference of the means and of the
// covariances of X under the softmax over all and over the right.
func (q Candidates) loss(w []float64, share float64, gradient []float64, hessian [][]float64) float64 {
	z := make([]float64, len(q.X))
	highest, highestRight := math.Inf(-1), math.Inf(-1)
	for c, x := range q.X {
		z[c] = dot(w, x)
		highest = max(highest, z[c])
		if q.Right[c] {
			highestRight = max(highestRight, z[c])
		}
	}
	all, right := 0.0, 0.0
	for c := range z {
		all += math.Exp(z[c] - highest)
		if q.Right[c] {
			right += math.Exp(z[c] - highestRight)
		}
	}
	if gradient != nil {
		meanAll, meanRight := make([]float64, len(w)), make([]float64, len(w))
		for c, x := range q.X {
			p, r := math.Exp(z[c]-highest)/all, 0.0
			if q.Right[c] {
				r = math.Exp(z[c]-highestRight) / right
			}
			addOuter(gradient, hessian, x, share*(p-r), share*(p-r))
			for j, v := range x {
				meanAll[j] += p * v
				meanRight[j] += r * v
			}
		}
		addOuter(gradient, hessian, meanAll, 0, -share)
		addOuter(gradient, hessian, meanRight, 0, share)
	}
	return share * (highest + math.Log(all) - highestRight - math.Log(right))
}

func checkQuestions(signals []string, questions []Candidates) error {
	if err := checkSignals(signals); err != nil {
		return err
	}
	for i, q := range questions {
		if len(q.Right) != len(q.X) {
			return fmt.Errorf("question %d: %d labels for %d candidates", i, len(q.Right), len(q.X))
		}
		if err := checkWeight(q.Weight); err != nil {
			return fmt.Errorf("question %d: %w", i, err)
		}
		for c, x := range q.X {
			if err := checkValues(signals, x); err != nil {
				return fmt.Errorf("question %d, candidate %d: %w", i, c, err)
			}
		}
	}
	return nil
}
