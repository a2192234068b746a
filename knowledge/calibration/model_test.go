package calibration

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// drawn returns n examples of d signals, of which three matter, in five folds.
func drawn(n, d int, seed uint64) (signals []string, examples []Example) {
	random := rand.New(rand.NewPCG(seed, 1))
	for j := range d {
		signals = append(signals, fmt.Sprintf("signal_%d", j))
	}
	for i := range n {
		x := make([]float64, d)
		for j := range x {
			x[j] = random.NormFloat64()
		}
		p := logistic(1.5*x[0] - x[1] + 2*math.Abs(x[2]) - 2)
		examples = append(examples, Example{X: x, Right: random.Float64() < p, Weight: 1, Fold: i % 5})
	}
	return signals, examples
}

func modelOptions() ModelOptions {
	return ModelOptions{L2: 1, Trees: treeOptions()}
}

func TestModel(t *testing.T) {
	signals, examples := drawn(3000, 5, 1)
	_, unseen := drawn(3000, 5, 2)
	figures := func(o ModelOptions) (heldOut, fresh [3]float64) {
		m, p, err := FitModel(signals, examples, o)
		if err != nil {
			t.Fatal(err)
		}
		measure := func(p []float64, examples []Example) [3]float64 {
			right := make([]bool, len(examples))
			for i, e := range examples {
				right[i] = e.Right
			}
			return [3]float64{AUC(p, right, nil), Brier(p, right, nil), ExpectedCalibrationError(p, right, nil, 10)}
		}
		q := make([]float64, len(unseen))
		for i, e := range unseen {
			q[i] = m.Probability(e.X)
		}
		return measure(p, examples), measure(q, unseen)
	}
	alone, _ := figures(ModelOptions{L2: 1})
	heldOut, fresh := figures(modelOptions())
	t.Logf("held out AUC, Brier, ECE %.3f, unseen %.3f; logistic alone %.3f", heldOut, fresh, alone)
	if heldOut[0] < alone[0]+0.03 {
		t.Errorf("AUC %.3f, of the logistic regression alone %.3f; trees add nothing", heldOut[0], alone[0])
	}
	if heldOut[2] > 0.03 || fresh[2] > 0.03 {
		t.Errorf("calibration errors held out %.3f, unseen %.3f; want at most 0.03", heldOut[2], fresh[2])
	}
	near(t, "held-out Brier and unseen", heldOut[1], fresh[1], 0.01)
}

// TestModelHoldsOut has trees learn labels that are noise by heart, which gives a
// held-out probability nothing.
func TestModelHoldsOut(t *testing.T) {
	signals, examples := drawn(1000, 4, 3)
	random := rand.New(rand.NewPCG(8, 9))
	right := make([]bool, len(examples))
	for i := range examples {
		right[i] = random.IntN(2) == 0
		examples[i].Right = right[i]
	}
	o := modelOptions()
	o.Trees.Depth, o.Trees.Rate, o.Trees.MinHessian = 6, 0.5, 0
	part, err := fitParts(signals, examples, o)
	if err != nil {
		t.Fatal(err)
	}
	known := make([]float64, len(examples))
	for i, e := range examples {
		known[i] = part.sum(e.X)
	}
	if auc := AUC(known, right, nil); auc < 0.95 {
		t.Errorf("AUC %.3f on what the trees were fitted to: the test shows nothing", auc)
	}
	_, p, err := FitModel(signals, examples, o)
	if err == nil && AUC(p, right, nil) > 0.6 {
		t.Errorf("AUC %.3f on noise", AUC(p, right, nil))
	}
	if err != nil && !errors.Is(err, errNoOrder) {
		t.Error(err)
	}
}

// TestModelDeterministic fits twice, with the examples' values in other memory.
func TestModelDeterministic(t *testing.T) {
	signals, examples := drawn(500, 6, 4)
	m1, p1, err := FitModel(signals, examples, modelOptions())
	if err != nil {
		t.Fatal(err)
	}
	again := slices.Clone(examples)
	for i := range again {
		again[i].X = slices.Clone(again[i].X)
		again[i].Fold = -10 * again[i].Fold // numbers of folds mean nothing
	}
	m2, p2, err := FitModel(slices.Clone(signals), again, modelOptions())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(m1, m2); diff != "" {
		t.Errorf("model (-first +second):\n%s", diff)
	}
	if diff := cmp.Diff(p1, p2); diff != "" {
		t.Errorf("held-out probabilities (-first +second):\n%s", diff)
	}
	if diff := cmp.Diff(examples[7].X, again[7].X); diff != "" {
		t.Errorf("the fit changed its examples (-want +got):\n%s", diff)
	}
}

// TestPlattSeparable has log-odds that tell the classes apart without fault give
// a finite curve between Platt's targets.
func TestPlattSeparable(t *testing.T) {
	var z []float64
	var examples []Example
	for i := range 20 {
		z = append(z, float64(i))
		examples = append(examples, Example{Right: i >= 10, Weight: 1})
	}
	slope, intercept, err := fitPlatt(z, examples)
	if err != nil {
		t.Fatal(err)
	}
	if p := logistic(slope*19 + intercept); !(p > 0.9 && p < 0.9999) {
		t.Errorf("the surest of ten right examples: got %v", p)
	}
	near(t, "the middle", logistic(slope*9.5+intercept), 0.5, 1e-9)
	for i := range z {
		z[i] = -z[i]
	}
	if _, _, err := fitPlatt(z, examples); err == nil {
		t.Error("falling log-odds: no error")
	}
	if _, _, err := fitPlatt(make([]float64, len(z)), examples); err == nil {
		t.Error("constant log-odds: no error")
	}
}

func TestFolds(t *testing.T) {
	signals, examples := reference()
	for i := range examples {
		examples[i].Fold = 3
	}
	if _, _, err := FitModel(signals, examples, ModelOptions{L2: 1}); err == nil || !strings.Contains(err.Error(), "all examples are in fold 3") {
		t.Errorf("one fold: got the error %v", err)
	}
	for i, e := range examples {
		examples[i].Fold = 4
		if e.Right {
			examples[i].Fold = 9
		}
	}
	if _, _, err := FitModel(signals, examples, ModelOptions{L2: 1}); err == nil || !strings.Contains(err.Error(), "without fold 4: fit a logistic regression: every example is right") {
		t.Errorf("a class in each fold: got the error %v", err)
	}
}

func BenchmarkProbability(b *testing.B) {
	signals, examples := drawn(3000, 30, 1)
	o := modelOptions()
	o.Trees.Rounds, o.Trees.MinHessian, o.Trees.Rate = 100, 0.1, 0.1
	m, err := fitParts(signals, examples, o)
	if err != nil {
		b.Fatal(err)
	}
	m.Slope = 1
	if n := len(m.Trees.Trees); n != 100 {
		b.Fatalf("%d trees", n)
	}
	i := 0
	for b.Loop() {
		m.Probability(examples[i%len(examples)].X)
		i++
	}
}

func BenchmarkFitModel(b *testing.B) {
	signals, examples := drawn(5000, 30, 1)
	o := modelOptions()
	o.Trees.Rounds = 100
	for b.Loop() {
		if _, _, err := FitModel(signals, examples, o); err != nil {
			b.Fatal(err)
		}
	}
}
