package calibration

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestLogisticRecovers draws labels by known weights.
func TestLogisticRecovers(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	known := Linear{Signals: []string{"small", "large", "idle"}, Weights: []float64{200, -0.02, 0}, Bias: 0.5}
	var examples []Example
	for range 20000 {
		x := []float64{random.NormFloat64() / 100, 50 * random.NormFloat64(), random.NormFloat64()}
		examples = append(examples, Example{X: x, Right: random.Float64() < known.Probability(x), Weight: 1})
	}
	got, err := FitLogistic(known.Signals, examples, 0.1)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "small", got.Weights[0], 200, 0.05)
	near(t, "large", got.Weights[1], -0.02, 0.001)
	near(t, "idle", got.Weights[2], 0, 0.05)
	near(t, "bias", got.Bias, 0.5, 0.05)
}

// TestRankerRecovers draws the right one of ten candidates by known scores.
func TestRankerRecovers(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	known := []float64{1, -2}
	var questions []Candidates
	for range 4000 {
		c := Candidates{Weight: 1, Right: make([]bool, 10)}
		best := math.Inf(-1)
		right := 0
		for k := range c.Right {
			x := []float64{random.NormFloat64(), random.NormFloat64()}
			c.X = append(c.X, x)
			gumbel := -math.Log(-math.Log(random.Float64()))
			if score := dot(known, x) + gumbel; score > best {
				best, right = score, k
			}
		}
		c.Right[right] = true
		questions = append(questions, c)
	}
	got, err := FitRanker([]string{"a", "b"}, questions, 0.1)
	if err != nil {
		t.Fatal(err)
	}
	nearAll(t, "weights", got.Weights, known, 0.1)
}

// TestWeightIsCount has an example of weight 3 count as three examples.
func TestWeightIsCount(t *testing.T) {
	signals, examples := reference()
	var repeated []Example
	for _, e := range examples {
		for range int(e.Weight) {
			repeated = append(repeated, Example{X: e.X, Right: e.Right, Weight: 1})
		}
	}
	repeated = append(repeated, Example{X: []float64{1e9, 1e9, 1e9}})
	once, err := FitLogistic(signals, examples, 1)
	if err != nil {
		t.Fatal(err)
	}
	often, err := FitLogistic(signals, repeated, 1)
	if err != nil {
		t.Fatal(err)
	}
	nearAll(t, "weights", often.Weights, once.Weights, 1e-9)
}

func TestSeparable(t *testing.T) {
	var examples []Example
	var questions []Candidates
	for i := range 100 {
		x := float64(i) - 49.5
		examples = append(examples, Example{X: []float64{x, 7}, Right: x > 0, Weight: 1})
		questions = append(questions, Candidates{X: [][]float64{{x, 7}, {x + 1, 7}}, Right: []bool{false, true}, Weight: 1})
	}
	signals := []string{"x", "constant"}
	for _, l2 := range []float64{1, 1e-3, 1e-9} {
		l, err := FitLogistic(signals, examples, l2)
		if err != nil {
			t.Fatal(err)
		}
		if w := l.Weights; !(w[0] > 0 && w[0] < 1e3) || w[1] != 0 {
			t.Errorf("l2 %v: weights %v, want a moderate first and no second", l2, w)
		}
		r, err := FitRanker(signals, questions, l2)
		if err != nil {
			t.Fatal(err)
		}
		if w := r.Weights; !(w[0] > 0 && w[0] < 1e3) || w[1] != 0 {
			t.Errorf("l2 %v: ranker weights %v, want a moderate first and no second", l2, w)
		}
	}
}

// TestCollinear has two signals share what they both say.
func TestCollinear(t *testing.T) {
	var examples []Example
	for i := range 60 {
		x := float64(i % 7)
		examples = append(examples, Example{X: []float64{x, 2 * x, 0.1}, Right: i*(i%7+1)%5 < 2, Weight: 0.1})
	}
	l, err := FitLogistic([]string{"x", "twice", "constant"}, examples, 1e-6)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "weight of twice x", 2*l.Weights[1], l.Weights[0], 1e-6)
	if l.Weights[2] != 0 {
		t.Errorf("a constant got the weight %v", l.Weights[2])
	}
}

// broken returns examples that cannot be fitted, each with a part of the error.
func broken() map[string][]Example {
	good := func() []Example {
		return []Example{
			{X: []float64{0, 1}, Weight: 1},
			{X: []float64{1, 0}, Right: true, Weight: 1},
			{X: []float64{0, 2}, Weight: 1, Fold: 1},
			{X: []float64{2, 0}, Right: true, Weight: 1, Fold: 1},
		}
	}
	with := func(change func(e []Example)) []Example {
		e := good()
		change(e)
		return e
	}
	return map[string][]Example{
		`example 2: signal "second" is NaN`:         with(func(e []Example) { e[2].X[1] = math.NaN() }),
		`example 1: signal "first" is +Inf`:         with(func(e []Example) { e[1].X[0] = math.Inf(1) }),
		`example 3: 1 values for 2 signals`:         with(func(e []Example) { e[3].X = e[3].X[:1] }),
		`example 0: the weight -1 is not a number`:  with(func(e []Example) { e[0].Weight = -1 }),
		`example 0: the weight NaN is not a number`: with(func(e []Example) { e[0].Weight = math.NaN() }),
		`every example is right`:                    with(func(e []Example) { e[0].Right, e[2].Weight = true, 0 }),
		`no example is right`:                       with(func(e []Example) { e[1].Right, e[3].Right = false, false }),
		`no examples with a weight`:                 nil,
	}
}

func TestBrokenExamples(t *testing.T) {
	signals := []string{"first", "second"}
	trees := TreeOptions{Rounds: 1, Depth: 1, Rate: 1, L2: 1, Subsample: 1}
	for want, examples := range broken() {
		for name, fit := range map[string]func() error{
			"logistic": func() error { _, err := FitLogistic(signals, examples, 1); return err },
			"trees":    func() error { _, err := FitTrees(signals, examples, trees); return err },
			"model":    func() error { _, _, err := FitModel(signals, examples, ModelOptions{L2: 1}); return err },
		} {
			if err := fit(); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: got the error %v, want %q", name, err, want)
			}
		}
	}
	for want, signals := range map[string][]string{
		"no signals":           nil,
		`signal "a" twice`:     {"a", "a"},
		"signal 1 has no name": {"a", ""},
	} {
		if _, err := FitLogistic(signals, nil, 1); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got the error %v, want %q", err, want)
		}
	}
	for _, l2 := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		if _, err := FitLogistic(signals, nil, l2); err == nil || !strings.Contains(err.Error(), "penalty") {
			t.Errorf("l2 %v: got the error %v", l2, err)
		}
	}
}

func TestBrokenQuestions(t *testing.T) {
	pair := [][]float64{{0}, {1}}
	for want, q := range map[string]Candidates{
		`question 1, candidate 0: signal "s" is NaN`: {X: [][]float64{{math.NaN()}, {1}}, Right: []bool{true, false}, Weight: 1},
		`question 1, candidate 1: 2 values`:          {X: [][]float64{{0}, {1, 2}}, Right: []bool{true, false}, Weight: 1},
		`question 1: 1 labels for 2 candidates`:      {X: pair, Right: []bool{true}, Weight: 1},
		`question 1: the weight -2`:                  {X: pair, Right: []bool{true, false}, Weight: -2},
		`no question with a weight`:                  {X: pair, Right: []bool{true, true}, Weight: 1},
	} {
		_, err := FitRanker([]string{"s"}, []Candidates{{X: pair, Right: []bool{false, false}, Weight: 1}, q}, 1)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got the error %v, want %q", err, want)
		}
	}
}

// TestHuge has a fit that overflows say so.
func TestHuge(t *testing.T) {
	_, err := FitLogistic([]string{"x"}, []Example{
		{X: []float64{-math.MaxFloat64}, Weight: 1},
		{X: []float64{math.MaxFloat64}, Right: true, Weight: 1},
		{X: []float64{math.MaxFloat64}, Weight: 1},
	}, 1)
	if err == nil {
		t.Error("no error")
	}
}

// TestMetrics holds the figures to ones done by hand.
func TestMetrics(t *testing.T) {
	p := []float64{1, 0.75, 0.5, 0.5, 0}
	right := []bool{true, false, true, false, false}
	got := fmt.Sprintf("%.6f %.6f %.6f",
		ExpectedCalibrationError(p, right, nil, 2), Brier(p, right, nil), AUC(p, right, nil))
	// Upper bin: 2.75 − 2; lower: 0. Pairs: 1 wins three, 0.5 wins one and ties one.
	want := fmt.Sprintf("%.6f %.6f %.6f", 0.75/5, (0.75*0.75+0.5)/5, 4.5/6)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("figures (-want +got):\n%s", diff)
	}
	for name, got := range map[string]float64{
		"ECE of none":           ExpectedCalibrationError(nil, nil, nil, 10),
		"Brier of none":         Brier(nil, nil, nil),
		"AUC of one class":      AUC(p, make([]bool, 5), nil),
		"Brier without weights": Brier(p, right, make([]float64, 5)),
	} {
		if got != 0 {
			t.Errorf("%s: got %v, want 0", name, got)
		}
	}
}
