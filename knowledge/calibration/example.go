package calibration

import (
	"errors"
	"fmt"
	"math"
)

// An Example is a labelled match.
type Example struct {
	X      []float64 // one finite value for each signal
	Right  bool
	Weight float64 // at least 0
	Fold   int     // only for FitModel; examples that are not independent share one
}

var (
	errNoExamples = errors.New("no examples with a weight")
	errOnlyRight  = errors.New("every example is right: there is nothing to tell apart")
	errOnlyWrong  = errors.New("no example is right: there is nothing to tell apart")
)

// checkExamples returns an error that names the example, from 0, and the signal
// that cannot be fitted; also when only one class has any weight.
func checkExamples(signals []string, examples []Example) error {
	if err := checkSignals(signals); err != nil {
		return err
	}
	for i, e := range examples {
		if err := checkValues(signals, e.X); err != nil {
			return fmt.Errorf("example %d: %w", i, err)
		}
		if err := checkWeight(e.Weight); err != nil {
			return fmt.Errorf("example %d: %w", i, err)
		}
	}
	right, wrong := classWeights(examples)
	switch {
	case right == 0 && wrong == 0:
		return errNoExamples
	case wrong == 0:
		return errOnlyRight
	case right == 0:
		return errOnlyWrong
	case math.IsInf(right+wrong, 0):
		return fmt.Errorf("the weights add up to %v", right+wrong)
	}
	return nil
}

func classWeights(examples []Example) (right, wrong float64) {
	for _, e := range examples {
		if e.Right {
			right += e.Weight
		} else {
			wrong += e.Weight
		}
	}
	return right, wrong
}

// checkSignals wants at least one name, none empty and none twice.
func checkSignals(signals []string) error {
	if len(signals) == 0 {
		return errors.New("no signals")
	}
	seen := make(map[string]bool, len(signals))
	for i, s := range signals {
		switch {
		case s == "":
			return fmt.Errorf("signal %d has no name", i)
		case seen[s]:
			return fmt.Errorf("signal %q twice", s)
		}
		seen[s] = true
	}
	return nil
}

func checkValues(signals []string, x []float64) error {
	if len(x) != len(signals) {
		return fmt.Errorf("%d values for %d signals", len(x), len(signals))
	}
	for j, v := range x {
		if !finite(v) {
			return fmt.Errorf("signal %q is %v", signals[j], v)
		}
	}
	return nil
}

func checkWeight(w float64) error {
	if !finite(w) || w < 0 {
		return fmt.Errorf("the weight %v is not a number of at least 0", w)
	}
	return nil
}

// checkPenalty refuses a penalty of 0: without one, examples that the signals
// separate have no finite weights.
func checkPenalty(l2 float64) error {
	if !finite(l2) || l2 <= 0 {
		return fmt.Errorf("the penalty l2 is %v, not a number above 0", l2)
	}
	return nil
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
