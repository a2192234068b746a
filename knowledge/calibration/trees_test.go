package calibration

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func treeOptions() TreeOptions {
	return TreeOptions{Rounds: 60, Depth: 3, Rate: 0.2, L2: 1, MinHessian: 1, Subsample: 0.8, Seed: 7}
}

// exclusive returns examples that are right when one of two signals is high and
// the other low, which no weighted sum tells; the third signal is idle.
func exclusive(n int, seed uint64) []Example {
	random := rand.New(rand.NewPCG(seed, 0))
	examples := make([]Example, n)
	for i := range examples {
		x := []float64{random.Float64(), random.Float64(), random.Float64()}
		examples[i] = Example{X: x, Right: (x[0] > 0.5) != (x[1] > 0.4), Weight: 1, Fold: i % 5}
	}
	return examples
}

func TestTreesExclusive(t *testing.T) {
	signals := []string{"a", "b", "idle"}
	trees, err := FitTrees(signals, exclusive(2000, 1), treeOptions())
	if err != nil {
		t.Fatal(err)
	}
	hits, seen := 0, exclusive(2000, 2)
	for _, e := range seen {
		if (trees.LogOdds(e.X) > 0) == e.Right {
			hits++
		}
	}
	if share := float64(hits) / float64(len(seen)); share < 0.97 {
		t.Errorf("trees are right on %.3f of unseen examples, want 0.97", share)
	}
	for i, tree := range trees.Trees {
		if err := tree.check(len(signals)); err != nil {
			t.Errorf("tree %d: %v", i, err)
		}
	}
}

// TestTreeByHand grows one stump whose values can be worked out.
func TestTreeByHand(t *testing.T) {
	var examples []Example
	for _, x := range []float64{1, 2, 3, 4} {
		examples = append(examples, Example{X: []float64{x}, Right: x >= 3, Weight: 2})
	}
	o := TreeOptions{Rounds: 1, Depth: 1, Rate: 0.5, L2: 1, Subsample: 1}
	got, err := FitTrees([]string{"x"}, examples, o)
	if err != nil {
		t.Fatal(err)
	}
	// On each side two examples of weight 2: gradients of ±1, Hessians of 1/2.
	leaf := 0.5 * 2 / (1 + 1)
	want := Trees{Trees: []Tree{{{Signal: 0, Left: 1, Value: 2.5}, {Value: -leaf}, {Value: leaf}}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("trees (-want +got):\n%s", diff)
	}
	o.MinHessian = 1.1
	if got, err = FitTrees([]string{"x"}, examples, o); err != nil || len(got.Trees) > 0 {
		t.Errorf("a leaf below the least Hessian: got %v, %v", got, err)
	}
}

func TestCuts(t *testing.T) {
	column := func(n int, value func(i int) float64) []Example {
		examples := make([]Example, n)
		for i := range examples {
			examples[i] = Example{X: []float64{value(i)}, Weight: 1}
		}
		return examples
	}
	few := newCuts(column(30, func(i int) float64 { return float64(i % 3) }), 0)
	if diff := cmp.Diff([]float64{0.5, 1.5}, few); diff != "" {
		t.Errorf("cuts of three values (-want +got):\n%s", diff)
	}
	many := newCuts(column(10000, func(i int) float64 { return float64(i) }), 0)
	if len(many) != maxCuts || !slices.IsSorted(many) {
		t.Errorf("cuts of many values: got %v", many)
	}
	for i, cut := range many {
		near(t, "quantile", cut, float64(i+1)*10000/65, 0.01)
	}
	if got := newCuts(column(5, func(int) float64 { return 3 }), 0); len(got) > 0 {
		t.Errorf("cuts of a constant: got %v", got)
	}
	neighbours := []float64{1, math.Nextafter(1, 2)}
	if got := newCuts(column(2, func(i int) float64 { return neighbours[i] }), 0); len(got) != 1 || got[0] != 1 {
		t.Errorf("cut between neighbours: got %v, want 1", got)
	}
	huge := []float64{-math.MaxFloat64, math.MaxFloat64}
	if got := newCuts(column(2, func(i int) float64 { return huge[i] }), 0); len(got) != 1 || got[0] != 0 {
		t.Errorf("cut between the largest: got %v, want 0", got)
	}
}

func TestTreeOptions(t *testing.T) {
	for want, change := range map[string]func(o *TreeOptions){
		"-1 rounds":            func(o *TreeOptions) { o.Rounds = -1 },
		"the depth is 7":       func(o *TreeOptions) { o.Depth = 7 },
		"the rate is 0":        func(o *TreeOptions) { o.Rate = 0 },
		"penalty l2 is 0":      func(o *TreeOptions) { o.L2 = 0 },
		"least Hessian is -1":  func(o *TreeOptions) { o.MinHessian = -1 },
		"the subsample is NaN": func(o *TreeOptions) { o.Subsample = math.NaN() },
	} {
		o := treeOptions()
		change(&o)
		_, err := FitTrees([]string{"a", "b", "idle"}, exclusive(50, 1), o)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got the error %v, want %q", err, want)
		}
	}
}
