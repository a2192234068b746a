package eval

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// judged are outcomes of four questions that the archive answers, two that it
// does not and a greeting.
func judged() []Outcome {
	o := func(id, kind string, gold, grade2 []string, v Verdict, answers, helps float64) Outcome {
		return Outcome{ID: id, Kind: kind, Gold: gold, Grade2: grade2, Verdict: v, Confidence: answers, Helps: helps}
	}
	gold, grade2 := []string{"e1"}, []string{"e2"}
	return []Outcome{
		o("a1", "long", gold, nil, Right, 0.9, 0.95),
		o("a2", "long", gold, nil, Right, 0.6, 0.65),
		o("a3", "long", gold, grade2, Helps, 0.6, 0.85),
		o("a4", "long", gold, nil, Wrong, 0.4, 0.45),
		o("u1", KindOnTopic, nil, grade2, Helps, 0.7, 0.75),
		o("u2", KindOnTopic, nil, nil, Wrong, 0.2, 0.25),
		o("u3", KindSmalltalk, nil, nil, None, 0, 0),
	}
}

func TestCurve(t *testing.T) {
	for _, tt := range []struct {
		name  string
		claim claim
		want  []Step
	}{
		// Two of four are right at most; two questions on the field have no answer.
		{"answers", answersClaim(), []Step{
			{0.9, 1, 1, 0, 0.25, 0},
			{0.7, 2, 1, 0, 0.25, 0}, // an entry that helps is no wrong answer
			{0.6, 4, 2, 0, 0.5, 0},  // a tie is shown together
			{0.4, 5, 2, 1, 0.5, 0.5},
			{0.2, 6, 2, 2, 0.5, 1},
		}},
		// Four of five are helped at most; one question on the field has no help.
		{"helps", helpsClaim(), []Step{
			{0.95, 1, 1, 0, 0.2, 0},
			{0.85, 2, 2, 0, 0.4, 0},
			{0.75, 3, 3, 0, 0.6, 0},
			{0.65, 4, 4, 0, 0.8, 0},
			{0.45, 5, 4, 1, 0.8, 1},
			{0.25, 6, 4, 2, 0.8, 2},
		}},
	} {
		if diff := cmp.Diff(tt.want, tt.claim.curve(judged())); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestStepAt(t *testing.T) {
	curve := answersClaim().curve(judged())
	for threshold, shown := range map[float64]int{1: 0, 0.9: 1, 0.65: 2, 0.6: 4, 0: 6} {
		if got := stepAt(curve, threshold).Shown; got != shown {
			t.Errorf("threshold %v shows %d questions, want %d", threshold, got, shown)
		}
	}
}

// TestHelpsSeparation counts what only helps as right.
func TestHelpsSeparation(t *testing.T) {
	got := helpsClaim().measure(judged()).Overall
	if got.Right != 4 || got.Unanswerable != 1 || got.AUC != 1 {
		t.Errorf("got %d right, %d without, AUC %v; want 4, 1, 1", got.Right, got.Unanswerable, got.AUC)
	}
	got = answersClaim().measure(judged()).Overall
	// 0.9 and 0.6 against 0.7 and 0.2: three pairs of four.
	if got.Right != 2 || got.Unanswerable != 2 || got.AUC != 0.75 {
		t.Errorf("got %d right, %d without, AUC %v; want 2, 2, 0.75", got.Right, got.Unanswerable, got.AUC)
	}
}
