package eval

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPoints sweeps over eleven answerable questions and a hundred unanswerable
// ones about the field, so that one wrong answer is one per cent.
//
//	confidence  question
//	0.95        right ×2
//	0.90        wrong, near miss
//	0.85        right, and chatter
//	0.80        helps: no wrong answer
//	0.75        wrong, answerable
//	0.70        right ×2
//	0.60        wrong ×4 with right ×1: past 5 % together
//	0.50        right ×3
func TestPoints(t *testing.T) {
	var outcomes []Outcome
	add := func(n int, kind string, v Verdict, confidence float64, gold ...string) {
		for range n {
			o := Outcome{ID: fmt.Sprint(len(outcomes)), Kind: kind, Gold: gold, Verdict: v, Confidence: confidence}
			if v == Right {
				o.Rank = 1
			}
			outcomes = append(outcomes, o)
		}
	}
	add(95, KindOnTopic, None, 0)
	add(3, "long", Right, 0.50, "e1")
	add(1, "long", Right, 0.60, "e1")
	add(4, KindOnTopic, Wrong, 0.60)
	add(2, "long", Right, 0.70, "e1")
	add(1, "long", Wrong, 0.75, "e1")
	add(1, "long", Helps, 0.80, "e1")
	add(1, "long", Right, 0.85, "e1")
	add(1, KindChatter, Wrong, 0.85)
	add(1, KindNearMiss, Wrong, 0.90)
	add(2, "long", Right, 0.95, "e1")

	got := answersClaim().measure(outcomes).Overall
	leaks := func(chatter int) []Leak {
		return []Leak{{KindOnTopic, 99, 0}, {KindNearMiss, 1, 1}, {KindChatter, 1, chatter}}
	}
	hits := func(right int) []Hit { return []Hit{{"long", 11, right}} }
	two := Step{Threshold: 0.70, Shown: 9, Right: 5, Wrong: 2, RightShare: round(5.0 / 11), WrongShare: 0.02}
	want := []Point{
		{0.01, Step{0.80, 6, 3, 1, round(3.0 / 11), 0.01}, hits(3), leaks(1)},
		{0.02, two, hits(5), leaks(1)},
		{0.05, two, hits(5), leaks(1)},
	}
	if diff := cmp.Diff(want, got.Points); diff != "" {
		t.Errorf("points (-want +got):\n%s", diff)
	}
	if got.Right != 9 || got.Unanswerable != 100 {
		t.Errorf("got %d right, %d unanswerable; want 9, 100", got.Right, got.Unanswerable)
	}
}

func TestPointsShowNothing(t *testing.T) {
	got := answersClaim().measure([]Outcome{
		{ID: "a", Kind: "long", Gold: []string{"e1"}, Rank: 1, Verdict: Right, Confidence: 0.5},
		{ID: "u", Kind: KindOnTopic, Verdict: Wrong, Confidence: 0.9},
	})
	for _, p := range got.Overall.Points {
		if p.Shown != 0 || p.Right != 0 || p.Threshold != 0 {
			t.Errorf("the surest question is a wrong answer: got %+v, want nothing shown", p)
		}
	}
}
