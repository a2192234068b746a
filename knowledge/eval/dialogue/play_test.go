package dialogue

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bigtalk/knowledge/eval"
)

// A script is a Player with a line for each turn, by "dialogue/turn"; it refuses
// what it has none for, and keeps what was said.
type script struct {
	outcomes map[string]Outcome

	mu   sync.Mutex
	said map[string][]string // dialogue → texts
}

func (s *script) Say(_ context.Context, dialogue, text string) (Outcome, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.said == nil {
		s.said = make(map[string][]string)
	}
	s.said[dialogue] = append(s.said[dialogue], text)
	if o, ok := s.outcomes[fmt.Sprintf("%s/%d", dialogue, len(s.said[dialogue]))]; ok {
		return o, nil
	}
	return Outcome{Decision: "refusal"}, nil
}

func answers(ids ...string) Outcome {
	return Outcome{Decision: "answer", First: ids, Confidence: 0.75}
}

func offers(ids ...string) Outcome {
	return Outcome{Decision: "choices", First: ids[:1], Choices: ids, Confidence: 0.5}
}

func picks(n int, ids ...string) Outcome {
	return Outcome{Decision: "answer", First: ids, Picked: n, Confidence: 1}
}

// dialogueOf is one of turns that are given as kinds, with the gold e1 and e2.
func dialogueOf(id string, kinds ...string) Dialogue {
	d := Dialogue{ID: id}
	for i, kind := range kinds {
		u := Turn{User: fmt.Sprintf("turn %d of %s", i+1, id), Kind: kind}
		if kind != KindRefusal && kind != KindSmalltalk {
			u.Gold = []string{"e1", "e2"}
		}
		d.Turns = append(d.Turns, u)
	}
	return d
}

func TestRight(t *testing.T) {
	for _, tt := range []struct {
		name  string
		kind  string // of the last turn; those before it are of any
		said  []Outcome
		right bool
	}{
		{"answer", KindAnswer, []Outcome{answers("e2")}, true},
		{"a duplicate of the answer", KindAnswer, []Outcome{answers("e9", "e1")}, true},
		{"another answer", KindAnswer, []Outcome{answers("e9")}, false},
		{"the answer offered", KindAnswer, []Outcome{offers("e1", "e2")}, false},
		{"the answer refused", KindAnswer, []Outcome{{Decision: "refusal", First: []string{"e1"}}}, false},
		{"the answer picked", KindAnswer, []Outcome{offers("e1", "e2"), picks(2, "e2")}, true},

		{"choices", KindChoices, []Outcome{offers("e9", "e2")}, true},
		{"other choices", KindChoices, []Outcome{offers("e8", "e9")}, false},
		{"an answer for choices", KindChoices, []Outcome{answers("e1")}, false},

		{"pick", KindPick, []Outcome{offers("e1", "e9"), picks(2, "e9")}, true},
		{"pick of a duplicate", KindPick, []Outcome{offers("e1", "e9"), picks(2, "e7", "e9")}, true},
		{"pick of another", KindPick, []Outcome{offers("e1", "e2"), picks(1, "e2")}, false},
		{"an answer without a pick", KindPick, []Outcome{offers("e1", "e2"), answers("e1")}, false},
		{"pick beyond the options", KindPick, []Outcome{offers("e1", "e2"), picks(3, "e2")}, false},
		{"pick of nothing", KindPick, []Outcome{answers("e1"), picks(1, "e1")}, false},
		{"pick without a turn before", KindPick, []Outcome{picks(1, "e1")}, false},
		{"pick after another pick", KindPick, []Outcome{offers("e1", "e2"), picks(1, "e1"), picks(2, "e2")}, true},
		{"pick of the newer options", KindPick, []Outcome{offers("e1", "e2"), offers("e3", "e4"), picks(1, "e3")}, true},
		{"pick of the older options", KindPick, []Outcome{offers("e1", "e2"), offers("e3", "e4"), picks(1, "e1")}, false},
		{"refused pick", KindPick, []Outcome{offers("e1", "e2"), {Decision: "refusal", First: []string{"e1"}, Picked: 1}}, false},

		{"refusal", KindRefusal, []Outcome{{Decision: "refusal", First: []string{"e1"}}}, true},
		{"an answer for a refusal", KindRefusal, []Outcome{answers("e1")}, false},
		{"silence", KindRefusal, []Outcome{{Decision: "silence"}}, false},
		{"small talk", KindSmalltalk, []Outcome{{Decision: "smalltalk"}}, true},
		{"small talk refused", KindSmalltalk, []Outcome{{Decision: "refusal"}}, false},
		{"an unknown kind", "poem", []Outcome{{Decision: "smalltalk"}}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			kinds := make([]string, len(tt.said))
			s := &script{outcomes: make(map[string]Outcome)}
			for i, o := range tt.said {
				kinds[i] = KindAnswer
				s.outcomes[fmt.Sprintf("d/%d", i+1)] = o
			}
			kinds[len(kinds)-1] = tt.kind
			report, err := Play(t.Context(), s, []Dialogue{dialogueOf("d", kinds...)})
			if err != nil {
				t.Fatal(err)
			}
			if last := report.Turns[len(report.Turns)-1]; last.Right != tt.right {
				t.Errorf("right is %v, want %v, of %+v", last.Right, tt.right, last)
			}
		})
	}
}

func TestPlay(t *testing.T) {
	ds := []Dialogue{
		{ID: "z", Turns: []Turn{
			{User: "熔断怎么配", Kind: KindChoices, Gold: []string{"e1"}},
			{User: "2", Kind: KindPick, Gold: []string{"e1"}},
		}},
		{ID: "a", Turns: []Turn{{User: "hi", Kind: KindSmalltalk}}},
	}
	s := &script{outcomes: map[string]Outcome{"z/1": offers("e1", "e2"), "z/2": picks(2, "e2")}}
	got, err := Play(t.Context(), s, ds)
	if err != nil {
		t.Fatal(err)
	}
	want := Report{
		Turns: []Played{
			{Dialogue: "z", Turn: 1, User: "熔断怎么配", Kind: KindChoices, Gold: []string{"e1"}, Outcome: offers("e1", "e2"), Right: true},
			{Dialogue: "z", Turn: 2, User: "2", Kind: KindPick, Gold: []string{"e1"}, Offered: []string{"e1", "e2"}, Outcome: picks(2, "e2"), Right: true},
			{Dialogue: "a", Turn: 1, User: "hi", Kind: KindSmalltalk, Outcome: Outcome{Decision: "refusal"}},
		},
		All:        Share{"all", 3, 2},
		ByKind:     []Share{{KindChoices, 1, 1}, {KindPick, 1, 1}, {KindSmalltalk, 1, 0}},
		ByLanguage: []Share{{eval.LanguageChinese, 1, 1}, {eval.LanguageEnglish, 2, 1}},
		ByPlace:    []Share{{PlaceFirst, 2, 1}, {PlaceLater, 1, 1}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string][]string{"z": {"熔断怎么配", "2"}, "a": {"hi"}}, s.said); diff != "" {
		t.Errorf("said (-want +got):\n%s", diff)
	}
}

func TestPlayNothing(t *testing.T) {
	got, err := Play(t.Context(), &script{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Report{All: Share{Group: "all"}}, got); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
}

// Many dialogues keep their turns in order and to themselves.
func TestPlayManyInOrder(t *testing.T) {
	var ds []Dialogue
	for i := range 200 {
		ds = append(ds, dialogueOf(fmt.Sprintf("d%d", i), KindRefusal, KindRefusal, KindRefusal))
	}
	s := &script{}
	report, err := Play(t.Context(), s, ds)
	if err != nil {
		t.Fatal(err)
	}
	if want := (Share{"all", 600, 600}); report.All != want {
		t.Errorf("got %+v, want %+v", report.All, want)
	}
	for i, p := range report.Turns {
		if want := fmt.Sprintf("d%d/%d", i/3, i%3+1); fmt.Sprintf("%s/%d", p.Dialogue, p.Turn) != want {
			t.Fatalf("turn %d of the report is %s/%d, want %s", i, p.Dialogue, p.Turn, want)
		}
		if said := s.said[p.Dialogue]; len(said) != 3 || said[p.Turn-1] != p.User {
			t.Fatalf("dialogue %s heard %q", p.Dialogue, said)
		}
	}
}

// Two dialogues that wait for each other end only when they go side by side.
func TestPlaySideBySide(t *testing.T) {
	if runtime.GOMAXPROCS(0) < 2 {
		t.Skip("one processor")
	}
	var both sync.WaitGroup
	both.Add(2)
	meeting := PlayerFunc(func(context.Context, string, string) (Outcome, error) {
		both.Done()
		both.Wait()
		return Outcome{Decision: "refusal"}, nil
	})
	if _, err := Play(t.Context(), meeting, []Dialogue{dialogueOf("a", KindRefusal), dialogueOf("b", KindRefusal)}); err != nil {
		t.Error(err)
	}
}

func TestPlayErrors(t *testing.T) {
	broken := errors.New("index on fire")
	_, err := Play(t.Context(), PlayerFunc(func(_ context.Context, _, text string) (Outcome, error) {
		if text == "turn 2 of d" {
			return Outcome{}, broken
		}
		return Outcome{Decision: "refusal"}, nil
	}), []Dialogue{dialogueOf("d", KindRefusal, KindRefusal, KindRefusal)})
	if !errors.Is(err, broken) || err.Error() != "play dialogues: dialogue d, turn 2: index on fire" {
		t.Errorf("got %v", err)
	}

	s := &script{}
	_, err = Play(t.Context(), s, []Dialogue{dialogueOf("d", KindRefusal), dialogueOf("d", KindRefusal)})
	if err == nil || !strings.Contains(err.Error(), "dialogue d is there twice") || len(s.said) > 0 {
		t.Errorf("got %v and said %v", err, s.said)
	}
}

// What was begun is ended, and nothing more is said.
func TestPlayCancelled(t *testing.T) {
	why := errors.New("went home")
	ctx, cancel := context.WithCancelCause(t.Context())
	defer cancel(nil)
	s := &script{}
	quitting := PlayerFunc(func(ctx context.Context, dialogue, text string) (Outcome, error) {
		cancel(why)
		return s.Say(ctx, dialogue, text)
	})
	_, err := Play(ctx, quitting, []Dialogue{dialogueOf("d", KindRefusal, KindRefusal)})
	if !errors.Is(err, why) || len(s.said["d"]) != 1 {
		t.Errorf("got %v and said %v, want %v after one turn", err, s.said, why)
	}
}

func TestPlayRefusesContradictions(t *testing.T) {
	for _, tt := range []struct {
		outcome Outcome
		want    string
	}{
		{Outcome{}, `unknown decision ""`},
		{Outcome{Decision: "Answer", First: []string{"e1"}}, `unknown decision "Answer"`},
		{Outcome{Decision: "answer"}, "decision answer without a match to show"},
		{Outcome{Decision: "choices", First: []string{"e1"}}, "decision choices with 0 choices"},
		{Outcome{Decision: "refusal", Choices: []string{"e1", "e2"}}, "decision refusal with 2 choices"},
		{picks(-1, "e1"), "option -1 picked: options count from 1"},
		{Outcome{Decision: "refusal", Confidence: 1.5}, "confidence 1.5: probabilities lie from 0 to 1"},
		{Outcome{Decision: "refusal", Confidence: math.NaN()}, "confidence NaN: probabilities lie from 0 to 1"},
	} {
		s := &script{outcomes: map[string]Outcome{"d/1": tt.outcome}}
		_, err := Play(t.Context(), s, []Dialogue{dialogueOf("d", KindRefusal)})
		if want := "play dialogues: dialogue d, turn 1: " + tt.want; err == nil || err.Error() != want {
			t.Errorf("%+v:\ngot  %v\nwant %s", tt.outcome, err, want)
		}
	}
}
