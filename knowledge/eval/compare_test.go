package eval

import (
	"bytes"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// reports are two runs of which the second moved some questions.
func reports() (before, after Report) {
	o := func(id, text string, rank int, top string, v Verdict) Outcome {
		return Outcome{ID: id, Text: text, Language: "zh", Kind: "long", Gold: []string{"e1"}, Rank: rank, Top: top, Verdict: v}
	}
	before = summarize([]Outcome{
		o("a", "网关怎么暴露\n端口", 1, "e1", Right),
		o("b", "lost", 2, "e5", Wrong),
		o("c", "found", 0, "", None),
		o("d", "same", 1, "e1", Right),
		o("e", "as useless as before", 3, "e5", Wrong),
		o("f", "helps now", 2, "e5", Wrong),
		o("g", "gone", 1, "e1", Right),
		{ID: "u", Text: "unanswerable", Kind: KindOnTopic, Top: "e5", Verdict: Wrong},
	})
	after = summarize([]Outcome{
		o("a", "网关怎么暴露\n端口", 3, "e7", Wrong),
		o("b", "lost", 0, "e6", Wrong),
		o("c", "found", 1, "e1", Right),
		o("d", "same", 1, "e2", Right),
		o("e", "as useless as before", 3, "e6", Wrong),
		o("f", "helps now", 2, "e3", Helps),
		o("h", "new", 1, "e1", Right),
		{ID: "u", Text: "unanswerable", Kind: KindOnTopic, Top: "e6", Verdict: Wrong},
	})
	return before, after
}

func TestCompare(t *testing.T) {
	before, after := reports()
	want := []Change{
		{"a", "网关怎么暴露\n端口", Worse, 1, 3, "e1", "e7"},
		{"b", "lost", Worse, 2, 0, "e5", "e6"},
		{"c", "found", Better, 0, 1, "", "e1"},
		{"f", "helps now", Better, 2, 2, "e5", "e3"},
		{"h", "new", Added, 0, 1, "", "e1"},
		{"g", "gone", Removed, 1, 0, "e1", ""},
	}
	if diff := cmp.Diff(want, Compare(before, after)); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	if got := Compare(before, before); len(got) > 0 {
		t.Errorf("a report against itself: got %+v", got)
	}
}

// TestText holds both renderings to a golden file.
func TestText(t *testing.T) {
	questions, searcher := sample()
	report, err := Run(t.Context(), searcher, questions)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	before, after := reports()
	for _, err := range []error{
		WriteText(&b, report),
		WriteText(&b, summarize(nil)),
		WriteChanges(&b, Compare(before, after)),
		WriteChanges(&b, nil),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	const file = "testdata/text.golden"
	if *update {
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}
