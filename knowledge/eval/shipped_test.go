package eval

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestShipped adds up every decision.
func TestShipped(t *testing.T) {
	grade2 := answerable("a4", "zh", "long", "e1")
	grade2.Grade2 = []string{"e2"}
	questions := []Question{
		answerable("a1", "zh", "long", "e1"),
		answerable("a2", "zh", "long", "e1"),
		answerable("a3", "zh", "long", "e1"),
		grade2,
		answerable("a5", "en", "typo", "e1"),
		answerable("a6", "en", "typo", "e1"),
		answerable("a7", "en", "typo", "e1"),
		answerable("a8", "en", "typo", "e1"),
		answerable("a9", "en", "typo", "e1"),
		helpless("u1", "e3"),
		helpless("u2", "e3"),
		unanswerable("u3", KindNearMiss),
		unanswerable("u4", KindNearMiss),
		unanswerable("u5", KindSmalltalk),
		unanswerable("u6", KindNonsense),
	}
	asker := answers{
		"q-a1": shows(0.9, "e1"),
		"q-a2": shows(0.9, "e7+e1"),                                // a duplicate
		"q-a3": shows(0.9, "e7", "e1"),                             // wrong
		"q-a4": shows(0.9, "e2", "e1"),                             // helps
		"q-a5": decides(DecisionChoices, 3, 0.5, "e9", "e8", "e1"), // holds it
		"q-a6": decides(DecisionChoices, 2, 0.5, "e9", "e8+e1"),    // holds a duplicate
		"q-a7": decides(DecisionChoices, 1, 0.5, "e9", "e1"),       // does not
		"q-a8": decides(DecisionRefusal, 0, 0.1, "e1"),             // though it was first
		"q-a9": decides(DecisionSmalltalk, 0, 0),                   // taken for a greeting
		"q-u1": shows(0.9, "e3"),                                   // helps
		"q-u2": shows(0.9, "e4", "e3"),                             // wrong
		"q-u3": decides(DecisionChoices, 2, 0.5, "e4", "e5"),       // no harm
		"q-u4": decides(DecisionSilence, 0, 0.5, "e4"),             //
		"q-u5": decides(DecisionSmalltalk, 0, 0),                   //
		"q-u6": shows(0.9, "e4"),                                   // wrong, beside the field
	}
	report, err := Run(t.Context(), asker, questions)
	if err != nil {
		t.Fatal(err)
	}
	got := report.Shipped
	want := Effects{
		Group: "all", Questions: 9, RightShown: 2, HelpingShown: 1, WrongShown: 1,
		RightOffered: 2, OthersOffered: 1, Refused: 1, SmallTalked: 1,
		RightShare: round(2.0 / 9), ReachedShare: round(4.0 / 9), WrongShare: round(1.0 / 9), Precision: 0.5,
		ChoiceHits: round(2.0 / 3), MeanOffered: 2,
	}
	if diff := cmp.Diff(want, got.Answerable.Overall); diff != "" {
		t.Errorf("answerable (-want +got):\n%s", diff)
	}
	wantLanguage := []Effects{
		{
			Group: "en", Questions: 5, RightOffered: 2, OthersOffered: 1, Refused: 1, SmallTalked: 1,
			ReachedShare: 0.4, ChoiceHits: round(2.0 / 3), MeanOffered: 2,
		},
		{
			Group: "zh", Questions: 4, RightShown: 2, HelpingShown: 1, WrongShown: 1,
			RightShare: 0.5, ReachedShare: 0.5, WrongShare: 0.25, Precision: 0.5,
		},
	}
	if diff := cmp.Diff(wantLanguage, got.Answerable.ByLanguage); diff != "" {
		t.Errorf("answerable by language (-want +got):\n%s", diff)
	}
	wantField := []Effects{
		{Group: "all", Questions: 4, HelpingShown: 1, WrongShown: 1, OthersOffered: 1, Silent: 1, WrongShare: 0.25, MeanOffered: 2},
		{Group: KindNearMiss, Questions: 2, OthersOffered: 1, Silent: 1, MeanOffered: 2},
		{Group: KindOnTopic, Questions: 2, HelpingShown: 1, WrongShown: 1, WrongShare: 0.5},
	}
	if diff := cmp.Diff(wantField, append([]Effects{got.Field.Overall}, got.Field.ByKind...)); diff != "" {
		t.Errorf("on the field (-want +got):\n%s", diff)
	}
	wantElsewhere := []Effects{
		{Group: KindNonsense, Questions: 1, WrongShown: 1, WrongShare: 1},
		{Group: KindSmalltalk, Questions: 1, SmallTalked: 1},
	}
	if diff := cmp.Diff(wantElsewhere, got.Elsewhere.ByKind); diff != "" {
		t.Errorf("elsewhere (-want +got):\n%s", diff)
	}
	if n := report.Shipped.wrong(); n != 2 {
		t.Errorf("got %d wrong answers, want the two on the field", n)
	}
}
