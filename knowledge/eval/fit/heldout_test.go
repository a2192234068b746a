package fit

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"bigtalk/knowledge"
	"bigtalk/knowledge/eval"
)

func TestHeldOutIsAQuarter(t *testing.T) {
	const texts = 4000
	for _, format := range []string{"question %d", "第 %d 个问题", "%d"} {
		n := 0
		for i := range texts {
			if HeldOut(fmt.Sprintf(format, i)) {
				n++
			}
		}
		if share := float64(n) / texts; math.Abs(share-0.25) > 0.03 {
			t.Errorf("%.3f of the texts %q are held out, want a quarter", share, format)
		}
	}
}

// TestHeldOutIsStable has examples from another implementation, Python's hashlib:
// who trains the encoder leaves out the same texts.
func TestHeldOutIsStable(t *testing.T) {
	for text, first := range map[string]int{
		"": 227, "how do I upgrade": 16, "sidecar memory": 188, "边车内存": 87, "怎么升级": 8, "Which version?": 33, "question 0": 97,
	} {
		if got := HeldOut(text); got != (first < 64) {
			t.Errorf("HeldOut(%q) = %t; its hash begins with %d", text, got, first)
		}
	}
	for id, want := range map[string]int{"a": 1, "b": 0, "q1": 3, "alternate x": 4} {
		if got := foldOf(id); got != want {
			t.Errorf("the fold of %q is %d, want %d", id, got, want)
		}
	}
}

// heldOutText returns the text, with a number behind it that has it held out or not.
func heldOutText(text string, held bool) string {
	for i := 0; ; i++ {
		if s := fmt.Sprintf("%s %d", text, i); HeldOut(s) == held {
			return s
		}
	}
}

func storeOf(t testing.TB, files map[string]string) *knowledge.Store {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(data)}
	}
	s, err := knowledge.LoadFS(context.Background(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestHeldOutQuestions(t *testing.T) {
	in := func(text string) string { return heldOutText(text, true) }
	out := func(text string) string { return heldOutText(text, false) }
	s := storeOf(t, map[string]string{
		"faq.jsonl": `{"id":"mem","question":"Q mem","answer":"A","alternates":["` + in("the archive's own") + `"]}
{"id":"ver","question":"Q ver","answer":"A"}
{"id":"see","question":"Q see","answer":"See above."}
{"id":"none","question":"Q none","answer":"Sorry."}
`,
		knowledge.AnnotationsFile: `{"id":"mem","kind":"answer","title_en":"` + in("title") + `","summary_en":"` + in("summary") + `",` +
			`"alternates_zh":["` + in("zh") + `","` + out("zh") + `"],"alternates_en":["` + in("en") + `","` + out("en") + `"],` +
			`"related":["ver"],"not_for":["` + in("near") + `","` + out("near") + `"]}
{"id":"see","kind":"cross_reference","refers_to":["ver","mem"],"alternates_en":["` + in("see") + `"]}
{"id":"none","kind":"non_answer","alternates_en":["` + in("none") + `"],"not_for":["` + in("none either") + `"]}
`,
		knowledge.OutsideFile: `{"q":"` + in("outside") + `","near":["ver"]}` + "\n" + `{"q":"` + out("outside") + `"}` + "\n",
	})
	want := []eval.Question{
		{ID: "alternate " + in("zh"), Text: in("zh"), Kind: kindAlternate, Gold: []string{"mem"}, Grade2: []string{"ver"}},
		{ID: "alternate " + in("en"), Text: in("en"), Kind: kindAlternate, Gold: []string{"mem"}, Grade2: []string{"ver"}},
		{ID: "not_for " + in("near"), Text: in("near"), Kind: kindNotFor, Grade2: []string{"mem", "ver"}},
		{ID: "alternate " + in("see"), Text: in("see"), Kind: kindAlternate, Gold: []string{"ver", "mem"}},
		{ID: "outside " + in("outside"), Text: in("outside"), Kind: kindOutside, Grade2: []string{"ver"}},
	}
	var got []eval.Question
	talk := 0
	for _, q := range heldOutQuestions(s) {
		if q.Kind == kindGroupTalk {
			talk++
			if !HeldOut(q.Text) || len(q.Gold)+len(q.Grade2) > 0 {
				t.Errorf("group talk %+v", q)
			}
			continue
		}
		got = append(got, q)
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(eval.Question{}), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("questions (-want +got):\n%s", diff)
	}
	held := 0
	for _, q := range s.GroupTalk() {
		if HeldOut(q.Question) {
			held++
		}
	}
	if talk != held || held == 0 {
		t.Errorf("%d lines of group talk, want %d", talk, held)
	}

	// What is asked is not in the archive it is asked of, and the rest is.
	reduced := s.Dropping(HeldOut)
	if diff := cmp.Diff(0, len(questionsLeft(reduced))); diff != "" {
		t.Errorf("held-out texts that are left: %q", questionsLeft(reduced))
	}
	if a := reduced.Annotation("mem"); strings.Join(append(a.AlternatesZH, a.AlternatesEN...), ", ") != out("zh")+", "+out("en") || a.TitleEN != in("title") {
		t.Errorf("what is left of mem: %+v", a)
	}
}

func questionsLeft(s *knowledge.Store) []string {
	var out []string
	for _, q := range heldOutQuestions(s) {
		out = append(out, q.Text)
	}
	return out
}
