package calibration

import (
	"math"
	"testing"
)

// reference returns 200 examples of three signals by whole-number formulas, to
// hold fits against what other programs make of the same.
func reference() (signals []string, examples []Example) {
	for i := range 200 {
		u := [3]int{}
		for j := range u {
			u[j] = (i*(37+20*j) + 13*j) % 101
		}
		examples = append(examples, Example{
			X:      []float64{float64(u[0]) / 100, float64(u[1])/20 - 1, float64(u[2]) * 3},
			Right:  2*u[0]+u[1]-u[2]+3*((i*53)%97) > 250,
			Weight: float64(1 + i%3),
			Fold:   i % 5,
		})
	}
	return []string{"a", "b", "c"}, examples
}

// referenceQuestions are the same in questions of five candidates. The best by
// another formula is right; of every third question the second, too, when two.
func referenceQuestions(two bool) []Candidates {
	_, examples := reference()
	questions := make([]Candidates, 40)
	for q := range questions {
		c := &questions[q]
		c.Weight = float64(1 + q%2)
		var scores [5]int
		for k := range scores {
			i := 5*q + k
			c.X = append(c.X, examples[i].X)
			scores[k] = 4*(i*37%101) + 2*((i*57+13)%101) - 2*((i*77+26)%101) + 3*((i*53)%97)
		}
		for k := range scores {
			above := 0
			for _, other := range scores {
				if other > scores[k] {
					above++
				}
			}
			c.Right = append(c.Right, above == 0 || above == 1 && two && q%3 == 0)
		}
	}
	return questions
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*math.Max(1, math.Abs(want))) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func nearAll(t *testing.T, what string, got, want []float64, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: got %v, want %v", what, got, want)
	}
	for i := range want {
		near(t, what, got[i], want[i], tolerance)
	}
}

// TestLogisticReference holds FitLogistic to LogisticRegression(C=1/l2) of
// scikit-learn 1.9.1 after StandardScaler, both with sample weights.
func TestLogisticReference(t *testing.T) {
	signals, examples := reference()
	for _, tt := range []struct {
		l2      float64
		weights []float64
		bias    float64
	}{
		{1, []float64{3.6693782519778253, 0.2814587615772918, -0.00461106665484581}, -1.6678063782538712},
		{0.01, []float64{3.7362977706977616, 0.28637502646355595, -0.004703357295582655}, -1.695545463373652},
	} {
		l, err := FitLogistic(signals, examples, tt.l2)
		if err != nil {
			t.Fatal(err)
		}
		nearAll(t, "weights", l.Weights, tt.weights, 1e-10)
		near(t, "bias", l.Bias, tt.bias, 1e-10)
	}
}

// TestMetricsReference holds the figures of that regression to scikit-learn's.
func TestMetricsReference(t *testing.T) {
	signals, examples := reference()
	l, err := FitLogistic(signals, examples, 1)
	if err != nil {
		t.Fatal(err)
	}
	p, right, weight := make([]float64, len(examples)), make([]bool, len(examples)), make([]float64, len(examples))
	for i, e := range examples {
		p[i], right[i], weight[i] = l.Probability(e.X), e.Right, e.Weight
	}
	near(t, "AUC", AUC(p, right, weight), 0.7942834138486313, 1e-12)
	near(t, "Brier", Brier(p, right, weight), 0.18535391648683353, 1e-10)
	near(t, "ECE", ExpectedCalibrationError(p, right, weight, 10), 0.06786441438426703, 1e-10)
}

// TestRankerReference holds FitRanker to scipy 1.17.1's minimize, BFGS and then
// Nelder–Mead on the same loss, with l2 = 0.5.
func TestRankerReference(t *testing.T) {
	for _, tt := range []struct {
		two     bool
		weights []float64
	}{
		{false, []float64{3.890446095143819, 0.4978468628484999, -0.007790132494740055}},
		{true, []float64{4.37668050598031, 0.5590685234137098, -0.009922953122285406}},
	} {
		l, err := FitRanker([]string{"a", "b", "c"}, referenceQuestions(tt.two), 0.5)
		if err != nil {
			t.Fatal(err)
		}
		nearAll(t, "weights", l.Weights, tt.weights, 1e-6)
		if l.Bias != 0 {
			t.Errorf("bias: got %v, want 0", l.Bias)
		}
	}
}
