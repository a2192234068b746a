package dialogue

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"bigtalk/knowledge/eval"
)

func pairOf(id, before, text string) Pair {
	return Pair{eval.Question{ID: id, Text: text}, eval.Question{Text: before}}
}

// told are pairs as the id, the text before and the text of each.
func told(pairs []Pair) [][3]string {
	var out [][3]string
	for _, p := range pairs {
		out = append(out, [3]string{p.ID, p.Before.Text, p.Text})
	}
	return out
}

func TestUnrelated(t *testing.T) {
	questions := []eval.Question{
		{ID: "a", Text: "A?", Gold: []string{"e1"}},
		{ID: "b", Text: "B?", Gold: []string{"e2"}, Grade2: []string{"e1"}},
		{ID: "c", Text: "C?", Grade2: []string{"e2", "e3"}},
		{ID: "d", Text: "a", Gold: []string{"e3"}}, // the words of a
	}
	got := told(Unrelated(questions, questions))
	// a and b share e1, b and c e2, c and d e3, and a and d their words.
	want := [][3]string{{"a", "C?", "A?"}, {"b", "a", "B?"}, {"c", "A?", "C?"}, {"d", "B?", "a"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("pairs (-want +got):\n%s", diff)
	}
	// What stands before may be of a part of them.
	got = told(Unrelated(questions, questions[:2]))
	want = [][3]string{{"c", "A?", "C?"}, {"d", "B?", "a"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("pairs after a part (-want +got):\n%s", diff)
	}
	if p := Unrelated(questions, questions[:2])[0]; p.Gold != nil || p.Before.Gold[0] != "e1" {
		t.Errorf("the pair %+v does not hold its questions", p)
	}
}

func TestUnrelatedLeavesOut(t *testing.T) {
	if got := Unrelated(nil, nil); len(got) > 0 {
		t.Errorf("pairs of nothing: %v", got)
	}
	questions := []eval.Question{
		{ID: "a", Text: "A?", Gold: []string{"e1", "e2"}},
		{ID: "b", Text: "B?", Gold: []string{"e1"}},
		{ID: "c", Text: "C?", Gold: []string{"e2"}},
	}
	got := told(Unrelated(questions, questions))
	want := [][3]string{{"b", "C?", "B?"}, {"c", "B?", "C?"}} // a has none
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("pairs (-want +got):\n%s", diff)
	}
}

func TestUnrelatedOfManyDoesNotDependOnOrder(t *testing.T) {
	var questions []eval.Question
	byText := make(map[string]eval.Question)
	for i := range 300 {
		q := eval.Question{ID: fmt.Sprintf("q%d", i), Text: fmt.Sprintf("question %d", i), Gold: []string{fmt.Sprintf("e%d", i%7)}}
		if i%5 == 0 {
			q.Gold, q.Grade2 = nil, q.Gold
		}
		questions = append(questions, q)
		byText[q.Text] = q
	}
	pairs := Unrelated(questions, questions)
	if len(pairs) != len(questions) {
		t.Fatalf("%d pairs of %d questions", len(pairs), len(questions))
	}
	befores := make(map[string]bool)
	for i, p := range pairs {
		if p.ID != questions[i].ID || p.Text != questions[i].Text {
			t.Fatalf("pair %d is %+v, want it of %s", i, p, questions[i].ID)
		}
		before, ok := byText[p.Before.Text]
		if !ok || before.ID == p.ID || meet(slices.Concat(before.Gold, before.Grade2), slices.Concat(questions[i].Gold, questions[i].Grade2)) {
			t.Errorf("%+v: the question before is %+v", p, before)
		}
		befores[p.Before.Text] = true
	}
	if len(befores) < len(questions)/2 {
		t.Errorf("%d questions stand before others, want most of %d", len(befores), len(questions))
	}

	slices.Reverse(questions)
	reversed := Unrelated(questions, questions)
	slices.Reverse(reversed)
	if diff := cmp.Diff(told(pairs), told(reversed)); diff != "" {
		t.Errorf("pairs of the questions the other way round (-want +got):\n%s", diff)
	}
}

// A leaner finds the entry named like the text, and reads "and …" with what was
// said before.
type leaner struct {
	mu   sync.Mutex
	said map[string]string
}

func (l *leaner) Say(ctx context.Context, dialogue, text string) (Outcome, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	before := l.said[dialogue]
	l.said[dialogue] = text
	if before != "" && strings.HasPrefix(text, "and ") {
		return Outcome{Decision: "answer", First: []string{"about " + before}, FollowUp: true}, nil
	}
	return alone(ctx, text)
}

func alone(_ context.Context, text string) (Outcome, error) {
	if text == "nonsense" {
		return Outcome{Decision: "refusal"}, nil
	}
	return Outcome{Decision: "answer", First: []string{"about " + text, "copy"}}, nil
}

func TestPlayAlone(t *testing.T) {
	pairs := []Pair{
		pairOf("q1", "mesh", "and nodes"),
		pairOf("q2", "mesh", "gateways"),
		pairOf("q3", "mesh", "nonsense"),
		pairOf("q4", "mesh", "and"),
		pairOf("q5", "nonsense", "and roots"),
	}
	same, changed, err := PlayAlone(t.Context(), &leaner{said: make(map[string]string)}, alone, pairs)
	if err != nil {
		t.Fatal(err)
	}
	want := []Changed{
		{pairs[0], Outcome{Decision: "answer", First: []string{"about and nodes", "copy"}}, Outcome{Decision: "answer", First: []string{"about mesh"}, FollowUp: true}},
		{pairs[4], Outcome{Decision: "answer", First: []string{"about and roots", "copy"}}, Outcome{Decision: "answer", First: []string{"about nonsense"}, FollowUp: true}},
	}
	if diff := cmp.Diff(want, changed, cmpopts.IgnoreUnexported(eval.Question{})); diff != "" || same != 3 {
		t.Errorf("%d are the same, want 3; changed (-want +got):\n%s", same, diff)
	}
}

// None against some is a change, whichever comes first.
func TestPlayAloneComparesWithNone(t *testing.T) {
	refusing := func(context.Context, string) (Outcome, error) { return Outcome{Decision: "refusal"}, nil }
	same, changed, err := PlayAlone(t.Context(), &leaner{said: make(map[string]string)}, refusing, []Pair{pairOf("q", "mesh", "gateways")})
	if err != nil || same != 0 || len(changed) != 1 {
		t.Errorf("a match that was none alone: %d same, %v, %v", same, changed, err)
	}
	same, changed, err = PlayAlone(t.Context(), &script{}, alone, []Pair{pairOf("q", "mesh", "gateways")})
	if err != nil || same != 0 || len(changed) != 1 {
		t.Errorf("no match that was one alone: %d same, %v, %v", same, changed, err)
	}
}

func TestPlayAloneErrors(t *testing.T) {
	broken := errors.New("index on fire")
	failing := func(context.Context, string) (Outcome, error) { return Outcome{}, broken }
	contradicting := func(context.Context, string) (Outcome, error) { return Outcome{Decision: "answer"}, nil }
	pair := pairOf("q", "mesh", "gateways")
	failAt := func(text string) Player {
		return PlayerFunc(func(_ context.Context, _, said string) (Outcome, error) {
			if said == text {
				return Outcome{}, broken
			}
			return Outcome{Decision: "refusal"}, nil
		})
	}
	for _, tt := range []struct {
		name   string
		player Player
		alone  func(context.Context, string) (Outcome, error)
		pairs  []Pair
		want   string
	}{
		{"before", failAt(pair.Before.Text), alone, []Pair{pair}, "dialogue q, turn 1: index on fire"},
		{"after", failAt(pair.Text), alone, []Pair{pair}, "dialogue q, turn 2: index on fire"},
		{"alone", failAt(""), failing, []Pair{pair}, "question q alone: index on fire"},
		{"alone contradicts itself", failAt(""), contradicting, []Pair{pair}, "question q alone: decision answer without a match to show"},
		{"twice", failAt(""), alone, []Pair{pair, pair}, "dialogue q is there twice: give each an id of its own"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			same, changed, err := PlayAlone(t.Context(), tt.player, tt.alone, tt.pairs)
			if want := "play questions after others: " + tt.want; err == nil || err.Error() != want || same != 0 || changed != nil {
				t.Errorf("got %d, %v, %v\nwant %s", same, changed, err, want)
			}
		})
	}
}
