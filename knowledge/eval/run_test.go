package eval

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
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

// table is a Searcher that knows its results by the question's text.
type table map[string]knowledge.Result

func (s table) Search(_ context.Context, q knowledge.Query) (knowledge.Result, error) {
	return s[q.Text], nil
}

// ranked is a Result with the entries in this order, scores falling from len(ids).
func ranked(confidence float64, ids ...string) knowledge.Result {
	r := knowledge.Result{Confidence: confidence, Version: "v1"}
	for i, id := range ids {
		r.Matches = append(r.Matches, match(id, float64(len(ids)-i)))
	}
	return r
}

func answerable(id, lang, kind string, gold ...string) Question {
	return Question{ID: id, Text: "q-" + id, Language: lang, Kind: kind, Gold: gold}
}

func unanswerable(id, kind string) Question {
	return Question{ID: id, Text: "q-" + id, Language: LanguageEnglish, Kind: kind}
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
		{"unanswerable without match", unanswerable("u", KindOnTopic), nil, 0, "", None},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := newOutcome(tt.q, ranked(0.5, tt.ids...))
			if got.Rank != tt.rank || got.Top != tt.top || got.Verdict != tt.verdict {
				t.Errorf("%v: got rank %d, top %q, %s; want %d, %q, %s",
					tt.ids, got.Rank, got.Top, got.Verdict, tt.rank, tt.top, tt.verdict)
			}
		})
	}
}

// sample are questions and results whose figures can be added up by hand.
func sample() ([]Question, table) {
	questions := []Question{
		answerable("a1", "zh", "long", "e1"),
		answerable("a2", "zh", "typo", "e2"),
		answerable("a3", "en", "typo", "e3"),
		answerable("a4", "en", "long", "e4"),
		unanswerable("u1", KindOnTopic),
		unanswerable("u2", KindNearMiss),
		unanswerable("u3", KindChatter),
	}
	return questions, table{
		"q-a1": ranked(0.9, "e1"),
		"q-a2": ranked(0.8, "e9", "e2"),
		"q-a3": ranked(0.7, "e3"),
		"q-a4": ranked(0.6, "e7", "e8", "e9", "e4"),
		"q-u1": ranked(0.75, "e1"),
		"q-u3": ranked(0.95, "e1"),
		"q-u2": {Version: "v1"},
	}
}

func TestRun(t *testing.T) {
	questions, searcher := sample()
	got, err := Run(t.Context(), searcher, questions)
	if err != nil {
		t.Fatal(err)
	}
	wantOverall := Figures{"all", 4, 0.5, 0.75, round((1 + 0.5 + 1 + 0.25) / 4)}
	if diff := cmp.Diff(wantOverall, got.Overall); diff != "" {
		t.Errorf("overall (-want +got):\n%s", diff)
	}
	wantLanguage := []Figures{
		{"en", 2, 0.5, 0.5, round((1 + 0.25) / 2)},
		{"zh", 2, 0.5, 1, round((1 + 0.5) / 2)},
	}
	if diff := cmp.Diff(wantLanguage, got.ByLanguage); diff != "" {
		t.Errorf("by language (-want +got):\n%s", diff)
	}
	wantKind := []Figures{
		{"long", 2, 0.5, 0.5, round((1 + 0.25) / 2)},
		{"typo", 2, 0.5, 1, round((0.5 + 1) / 2)},
	}
	if diff := cmp.Diff(wantKind, got.ByKind); diff != "" {
		t.Errorf("by kind (-want +got):\n%s", diff)
	}
	if got.Content != "v1" || got.Depth != Depth || len(got.Outcomes) != len(questions) {
		t.Errorf("got content %q, depth %d, %d outcomes; want v1, %d, %d", got.Content, got.Depth, len(got.Outcomes), Depth, len(questions))
	}

	slices.Reverse(questions)
	again, err := Run(t.Context(), searcher, questions)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(got, again); diff != "" {
		t.Errorf("the order of the questions shows (-want +got):\n%s", diff)
	}
}

func TestRunWithoutQuestions(t *testing.T) {
	got, err := Run(t.Context(), table{}, nil)
	if err != nil || got.Overall.Questions != 0 {
		t.Errorf("got %+v, %v; want an empty report", got.Overall, err)
	}
}

func TestRunAsksForDepth(t *testing.T) {
	s := SearcherFunc(func(_ context.Context, q knowledge.Query) (knowledge.Result, error) {
		if q.Limit != Depth {
			t.Errorf("got limit %d, want %d", q.Limit, Depth)
		}
		return knowledge.Result{}, nil
	})
	if _, err := Run(t.Context(), s, []Question{unanswerable("u", KindMeta)}); err != nil {
		t.Error(err)
	}
}

func TestRunEndsOnError(t *testing.T) {
	errSearch := errors.New("index is shut")
	questions, searcher := sample()
	s := SearcherFunc(func(ctx context.Context, q knowledge.Query) (knowledge.Result, error) {
		if q.Text == "q-a3" {
			return knowledge.Result{}, errSearch
		}
		return searcher.Search(ctx, q)
	})
	_, err := Run(t.Context(), s, questions)
	if !errors.Is(err, errSearch) || !strings.Contains(err.Error(), "question a3") {
		t.Errorf("got %v, want %v with the question's id", err, errSearch)
	}

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Run(ctx, searcher, questions); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

func TestReadReport(t *testing.T) {
	questions, searcher := sample()
	want, err := Run(t.Context(), searcher, questions)
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
		"another format": `{"format":2,"new":1}`,
		"no format":      `{}`,
		"not JSON":       `# all`,
		"unsorted":       `{"format":1,"outcomes":[{"id":"b"},{"id":"a"}]}`,
	} {
		if _, err := ReadReport(strings.NewReader(text)); err == nil {
			t.Errorf("%s: %s: got no error", name, text)
		}
	}
}
