package eval

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// reports are two runs of which the second moved some questions.
func reports() (before, after Report) {
	o := func(id, text string, rank int, top string, v Verdict, d Decision) Outcome {
		out := Outcome{ID: id, Text: text, Language: "zh", Kind: "long", Gold: []string{"e1"}, Rank: rank, Top: top, Verdict: v, Decision: d}
		if d == DecisionChoices {
			out.Choices, out.ChoiceRank = []string{top, "e8", "e1"}, rank
		}
		return out
	}
	const no = DecisionRefusal
	before = summarize([]Outcome{
		o("a", "网关怎么暴露\n端口", 1, "e1", Right, DecisionAnswer),
		o("b", "lost", 2, "e5", Wrong, no),
		o("c", "found", 0, "", None, no),
		o("d", "same", 1, "e1", Right, DecisionAnswer),
		o("e", "as useless as before", 3, "e5", Wrong, no),
		o("f", "helps now", 2, "e5", Wrong, no),
		o("g", "gone", 1, "e1", Right, DecisionAnswer),
		{ID: "u", Text: "unanswerable", Kind: KindOnTopic, Top: "e5", Verdict: Wrong, Decision: no},
		{ID: "v", Text: "hi", Kind: KindSmalltalk, Verdict: None, Decision: no},
		{ID: "w", Text: "as wrong as before", Kind: KindOnTopic, Top: "e5", Verdict: Wrong, Decision: DecisionAnswer},
	})
	after = summarize([]Outcome{
		o("a", "网关怎么暴露\n端口", 3, "e7", Wrong, DecisionChoices),
		o("b", "lost", 0, "e6", Wrong, no),
		o("c", "found", 1, "e1", Right, DecisionAnswer),
		o("d", "same", 1, "e2", Right, DecisionAnswer),
		o("e", "as useless as before", 3, "e6", Wrong, no),
		o("f", "helps now", 2, "e3", Helps, no),
		o("h", "new", 1, "e1", Right, no),
		{ID: "u", Text: "unanswerable", Kind: KindOnTopic, Top: "e6", Verdict: Wrong, Decision: DecisionAnswer},
		{ID: "v", Text: "hi", Kind: KindSmalltalk, Verdict: None, Decision: DecisionSmalltalk},
		{ID: "w", Text: "as wrong as before", Kind: KindOnTopic, Top: "e6", Verdict: Wrong, Decision: DecisionAnswer},
	})
	return before, after
}

func TestCompare(t *testing.T) {
	before, after := reports()
	want := []Change{
		{"a", "网关怎么暴露\n端口", Worse, 1, 3, "e1", "e7", RightShown, RightOffered},
		{"b", "lost", Worse, 2, 0, "e5", "e6", Refused, Refused},
		{"u", "unanswerable", Worse, 0, 0, "e5", "e6", Refused, WrongShown},
		{"c", "found", Better, 0, 1, "", "e1", Refused, RightShown},
		{"f", "helps now", Better, 2, 2, "e5", "e3", Refused, Refused},
		{"v", "hi", Other, 0, 0, "", "", Refused, SmallTalked},
		{"h", "new", Added, 0, 1, "", "e1", "", Refused},
		{"g", "gone", Removed, 1, 0, "e1", "", RightShown, ""},
	}
	if diff := cmp.Diff(want, Compare(before, after)); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	if got := Compare(before, before); len(got) > 0 {
		t.Errorf("a report against itself: got %+v", got)
	}
}
