package eval

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bigtalk/knowledge"
	"bigtalk/knowledge/archive"
)

// match is a match on an entry; a "+" separates the entry from its duplicates.
func match(ids string, score float64) knowledge.Match {
	id, rest, _ := strings.Cut(ids, "+")
	m := knowledge.Match{Entry: &archive.Entry{ID: id}, Score: score}
	for d := range strings.SplitSeq(rest, "+") {
		m.Duplicates = append(m.Duplicates, &archive.Entry{ID: d})
	}
	return m
}

// answers is an Asker that knows what to say by the question's text.
type answers map[string]Answer

func (s answers) Ask(_ context.Context, text string) (Answer, error) { return s[text], nil }

// shows is an Answer that shows the first of the entries; scores fall from len(ids).
func shows(confidence float64, ids ...string) Answer {
	a := Answer{Confidence: confidence, Helps: confidence, Decision: DecisionAnswer, Version: "v1"}
	for i, id := range ids {
		a.Matches = append(a.Matches, match(id, float64(len(ids)-i)))
	}
	if len(ids) == 0 {
		a.Decision = DecisionRefusal
	}
	return a
}

// decides is shows with another decision, and the choices that go with it.
func decides(d Decision, choices int, confidence float64, ids ...string) Answer {
	a := shows(confidence, ids...)
	a.Decision = d
	for _, m := range a.Matches[:choices] {
		a.Choices = append(a.Choices, m.Entry.ID)
	}
	return a
}

func answerable(id, lang, kind string, gold ...string) Question {
	return Question{ID: id, Text: "q-" + id, Language: lang, Kind: kind, Gold: gold}
}

func unanswerable(id, kind string) Question {
	return Question{ID: id, Text: "q-" + id, Language: LanguageEnglish, Kind: kind}
}

// helpless is an unanswerable question with entries that help.
func helpless(id string, grade2 ...string) Question {
	q := unanswerable(id, KindOnTopic)
	q.Grade2 = grade2
	return q
}

func TestOutcome(t *testing.T) {
	q := Question{ID: "a", Text: "A?", Language: "en", Kind: "english", Gold: []string{"e1", "e2"}, Grade2: []string{"e3"}}
	deep := slices.Repeat([]string{"e9"}, Depth)
	for _, tt := range []struct {
		name    string
		q       Question
		ids     []string
		rank    int
		top     string
		verdict Verdict
	}{
		{"first", q, []string{"e1", "e9"}, 1, "e1", Right},
		{"second gold", q, []string{"e2"}, 1, "e2", Right},
		{"duplicate", q, []string{"e7+e6+e1"}, 1, "e7", Right},
		{"third", q, []string{"e9", "e8", "e1", "e2"}, 3, "e9", Wrong},
		{"helps", q, []string{"e3", "e1"}, 2, "e3", Helps},
		{"duplicate helps", q, []string{"e8+e3"}, 0, "e8", Helps},
		{"absent", q, []string{"e9"}, 0, "e9", Wrong},
		{"no match", q, nil, 0, "", None},
		{"below the depth", q, append(deep, "e1"), 0, "e9", Wrong},
		{"unanswerable", unanswerable("u", KindOnTopic), []string{"e1"}, 0, "e1", Wrong},
		{"unanswerable and helped", helpless("u", "e3"), []string{"e3", "e1"}, 0, "e3", Helps},
		{"unanswerable and helped by a duplicate", helpless("u", "e3"), []string{"e4+e3"}, 0, "e4", Helps},
		{"unanswerable and not helped", helpless("u", "e3"), []string{"e1", "e3"}, 0, "e1", Wrong},
		{"unanswerable without match", unanswerable("u", KindOnTopic), nil, 0, "", None},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := newOutcome(tt.q, shows(0.5, tt.ids...))
			if got.Rank != tt.rank || got.Top != tt.top || got.Verdict != tt.verdict {
				t.Errorf("%v: got rank %d, top %q, %s; want %d, %q, %s",
					tt.ids, got.Rank, got.Top, got.Verdict, tt.rank, tt.top, tt.verdict)
			}
		})
	}
}

func TestStands(t *testing.T) {
	for _, tt := range []struct {
		match string
		ids   []string
		want  bool
	}{
		{"e1", []string{"e1"}, true},
		{"e1", []string{"e9", "e1"}, true},
		{"e7+e6+e1", []string{"e1"}, true},
		{"e7+e6", []string{"e1"}, false},
		{"e1+e2", nil, false},
	} {
		if got := Stands(match(tt.match, 1), tt.ids); got != tt.want {
			t.Errorf("%s for %v: got %v", tt.match, tt.ids, got)
		}
	}
}

// sample are questions and answers whose figures can be added up by hand.
func sample() ([]Question, answers) {
	questions := []Question{
		answerable("a1", "zh", "long", "e1"),
		answerable("a2", "zh", "typo", "e2"),
		answerable("a3", "en", "typo", "e3"),
		answerable("a4", "en", "long", "e4"),
		unanswerable("u1", KindOnTopic),
		unanswerable("u2", KindNearMiss),
		unanswerable("u3", KindChatter),
	}
	return questions, answers{
		"q-a1": shows(0.9, "e1"),
		"q-a2": decides(DecisionChoices, 2, 0.8, "e9", "e2"),
		"q-a3": shows(0.7, "e3"),
		"q-a4": decides(DecisionChoices, 3, 0.6, "e7", "e8", "e9", "e4"),
		"q-u1": shows(0.75, "e1"),
		"q-u3": decides(DecisionSmalltalk, 0, 0.95, "e1"),
		"q-u2": shows(0),
	}
}

func TestRun(t *testing.T) {
	questions, asker := sample()
	got, err := Run(t.Context(), asker, questions)
	if err != nil {
		t.Fatal(err)
	}
	want := Groups[Figures]{
		Overall: Figures{"all", 4, 0.5, 0.75, round((1 + 0.5 + 1 + 0.25) / 4)},
		ByLanguage: []Figures{
			{"en", 2, 0.5, 0.5, round((1 + 0.25) / 2)},
			{"zh", 2, 0.5, 1, round((1 + 0.5) / 2)},
		},
		ByKind: []Figures{
			{"long", 2, 0.5, 0.5, round((1 + 0.25) / 2)},
			{"typo", 2, 0.5, 1, round((0.5 + 1) / 2)},
		},
	}
	if diff := cmp.Diff(want, got.Ranking); diff != "" {
		t.Errorf("ranking (-want +got):\n%s", diff)
	}
	if got.Content != "v1" || got.Depth != Depth || len(got.Outcomes) != len(questions) {
		t.Errorf("got content %q, depth %d, %d outcomes; want v1, %d, %d", got.Content, got.Depth, len(got.Outcomes), Depth, len(questions))
	}

	slices.Reverse(questions)
	again, err := Run(t.Context(), asker, questions)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(got, again); diff != "" {
		t.Errorf("the order of the questions shows (-want +got):\n%s", diff)
	}
}

func TestRunWithoutQuestions(t *testing.T) {
	got, err := Run(t.Context(), answers{}, nil)
	if err != nil || got.Ranking.Overall.Questions != 0 {
		t.Errorf("got %+v, %v; want an empty report", got.Ranking.Overall, err)
	}
}

func TestRunEndsOnError(t *testing.T) {
	errSearch := errors.New("index is shut")
	questions, asker := sample()
	for i := range 1000 {
		questions = append(questions, unanswerable(fmt.Sprint("later", i), KindOnTopic))
	}
	var later atomic.Int64
	a := AskerFunc(func(ctx context.Context, text string) (Answer, error) {
		switch {
		case text == "q-a3":
			return Answer{}, errSearch
		case strings.HasPrefix(text, "q-later"): // answered when the run has ended
			later.Add(1)
			<-ctx.Done()
			return shows(0), nil
		}
		return asker.Ask(ctx, text)
	})
	_, err := Run(t.Context(), a, questions)
	if n, most := later.Load(), int64(runtime.GOMAXPROCS(0)); n > most {
		t.Errorf("%d later questions were asked, want at most the %d that were under way", n, most)
	}
	if !errors.Is(err, errSearch) || !strings.Contains(err.Error(), "question a3") {
		t.Errorf("got %v, want %v with the question's id", err, errSearch)
	}

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Run(ctx, asker, questions); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

// TestRunRefusesAnswers that no figure could count.
func TestRunRefusesAnswers(t *testing.T) {
	for name, a := range map[string]Answer{
		"no decision":          {},
		"unknown decision":     {Decision: "shrug"},
		"nothing to show":      {Decision: DecisionAnswer},
		"no choices":           {Decision: DecisionChoices},
		"choices of a refusal": {Decision: DecisionRefusal, Choices: []string{"e1"}},
		"above 1":              {Decision: DecisionRefusal, Confidence: 1.5},
		"not a number":         {Decision: DecisionRefusal, Helps: math.NaN()},
	} {
		_, err := Run(t.Context(), answers{"q-u": a}, []Question{unanswerable("u", KindMeta)})
		if err == nil || !strings.Contains(err.Error(), "question u") {
			t.Errorf("%s: got %v, want an error with the question's id", name, err)
		}
	}
}

func TestReadReport(t *testing.T) {
	questions, asker := sample()
	want, err := Run(t.Context(), asker, questions)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := WriteReport(&b, want); err != nil {
		t.Fatal(err)
	}
	got, err := ReadReport(&b)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("written and read again (-want +got):\n%s", diff)
	}
	for name, text := range map[string]string{
		"another format": `{"format":1,"new":1}`,
		"no format":      `{}`,
		"not JSON":       `# all`,
		"unsorted":       `{"format":2,"outcomes":[{"id":"b"},{"id":"a"}]}`,
	} {
		if _, err := ReadReport(strings.NewReader(text)); err == nil {
			t.Errorf("%s: %s: got no error", name, text)
		}
	}
}
