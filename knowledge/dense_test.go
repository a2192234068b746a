package knowledge

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bigtalk/knowledge/embedding"
)

const strange = `{"id":"mem","question":"如何减少边车的内存占用？","answer":"用 Sidecar 资源限定配置。"}
{"id":"ver","question":"应该用哪个版本？","answer":"最新版的前一个。"}
{"id":"tls","question":"怎么轮换证书？","answer":"重新签发，旧的到期作废。"}
`

// meanings are the topics of strange and of questions about it.
var meanings = fakeEncoder{"内存": "memory", "much ram": "memory", "哪个版本": "version", "release": "version", "签发": "issue", "reissue": "issue"}

func TestMeaningCrossesLanguages(t *testing.T) {
	s := storeOf(t, map[string]string{"faq.jsonl": strange})
	dense := matcherOf(t, s, withEncoder(meanings))
	words := matcherOf(t, s, Options{Fit: handFit()})
	for question, want := range map[string]string{
		"My proxies eat too much RAM": "mem", "Whatever release fits us best": "ver",
		"Shall we reissue": "tls", // near to its answer only
	} {
		if r := searchFor(t, words, question); len(r.Matches) != 0 {
			t.Fatalf("%q shares a word with %s", question, firstOf(r))
		}
		r := searchFor(t, dense, question)
		if firstOf(r) != want {
			t.Errorf("%q found %q, want %s", question, firstOf(r), want)
			continue
		}
		got := r.Matches[0].Signals
		if got.Text != 0 || got.Phrase != 0 || got.Coverage != 0 || got.Known != 0 {
			t.Errorf("%q: signals of words %+v, want none", question, got)
		}
		if near := max(got.Dense, got.Answer); near < 0.8 {
			t.Errorf("%q: cosine %.2f, want that of a common topic", question, near)
		}
		if (got.Dense > 0.8) != (r.Confidence > 0.9) {
			t.Errorf("%q: cosine %.2f to a phrasing and the confidence %.2f", question, got.Dense, r.Confidence)
		}
	}
}

func TestMeaningDoesNotMakeAQuestion(t *testing.T) {
	m := matcherOf(t, storeOf(t, map[string]string{"faq.jsonl": strange}), withEncoder(fakeEncoder{"内存": "memory", "how": "memory"}))
	for _, text := range []string{"", "?!", "how do I do it", "8 443"} {
		if r := searchFor(t, m, text); len(r.Matches) != 0 || r.Confidence != 0 || r.Thresholds != m.profile(true).thresholds {
			t.Errorf("%q found %q with the confidence %v", text, firstOf(r), r.Confidence)
		}
	}
}

func TestLongQuestionIsClippedForTheEncoder(t *testing.T) {
	w := &watched{}
	m := matcherOf(t, threeStore(t), withEncoder(w))
	w.texts = nil
	searchFor(t, m, "reduce sidecar memory "+strings.Repeat("日志", MaxQueryBytes))
	if len(w.texts) != 1 || len(w.texts[0]) > embeddedBytes || !strings.HasPrefix(w.texts[0], "reduce sidecar memory 日志") {
		t.Errorf("%d texts embedded, the first of %d bytes", len(w.texts), len(w.texts[0]))
	}
}

func TestDenseTexts(t *testing.T) {
	s := storeOf(t, map[string]string{
		"faq.jsonl": `{"id":"mem","question":"Q mem","answer":"A mem","alternates":["Q mem too"]}
{"id":"see","question":"Q see","answer":"See above."}
{"id":"none","question":"Q none","answer":"Sorry."}
`,
		AnnotationsFile: `{"id":"mem","kind":"answer","title_zh":"标题","alternates_en":["Q alt"," "],"answer_en":"A en","summary_en":"S en","not_for":["N mem"]}
{"id":"see","kind":"cross_reference","refers_to":["mem"],"alternates_en":["Q see alt"],"summary_en":"S see","not_for":["N see"]}
{"id":"none","kind":"non_answer","not_for":["N none"]}
`,
		OutsideFile: `{"q":"Who?"}`,
	})
	type row struct {
		Kind  rowKind
		Entry int
		Text  string
	}
	var got []row
	for _, d := range s.denseTexts() {
		if d.kind == outsideRow && slices.ContainsFunc(s.GroupTalk(), func(q OutsideQuestion) bool { return q.Question == d.text }) {
			continue
		}
		role := embedding.Query
		if d.kind == passageRow {
			role = embedding.Passage
		}
		if d.role() != role {
			t.Errorf("the role of %q is %v", d.text, d.role())
		}
		got = append(got, row{d.kind, d.entry, d.text})
	}
	want := []row{
		{phraseRow, 0, "Q mem"},
		{phraseRow, 0, "Q mem too"},
		{phraseRow, 0, "标题"},
		{phraseRow, 0, "Q alt"},
		{phraseRow, 0, "Q see"},
		{phraseRow, 0, "Q see alt"},
		{passageRow, 0, "A mem"},
		{passageRow, 0, "A en"},
		{passageRow, 0, "S en"},
		{notForRow, 0, "N mem"},
		{outsideRow, -1, "Who?"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("texts (-want +got):\n%s", diff)
	}
}

func TestExplainMeaning(t *testing.T) {
	s := storeOf(t, map[string]string{"faq.jsonl": strange, OutsideFile: `{"q":"Who sells RAM?"}`})
	m := matcherOf(t, s, withEncoder(fakeEncoder{"边车的内存": "m", "proxies eat too much": "m", "who sells": "m"}))
	e, err := m.Explain(context.Background(), Query{Text: "My proxies eat too much RAM"})
	if err != nil {
		t.Fatal(err)
	}
	text := e.String()
	for _, want := range []string{"1. mem", "meaning 0.", "如何减少边车的内存占用？", "archive does not answer: Who sells RAM?", " dense 0.", " strange 0."} {
		if !strings.Contains(text, want) {
			t.Errorf("the explanation lacks %q:\n%s", want, text)
		}
	}
}

// TestSignalsAreInBounds holds every signal to what its comment says.
func TestSignalsAreInBounds(t *testing.T) {
	m := matcherOf(t, reducibleStore(t), withEncoder(fakeEncoder{"memory": "memory", "much ram": "memory", "version": "version", "标题": "memory"}))
	free := map[string]bool{"margin": true, "length": true, "word_lead": true, "dense_lead": true}
	for _, question := range []string{
		"How do I reduce sidecar memory?", "memory", "RAM of the licence", "版本和内存", "zebras eat logos", "a near question", "Which version should I run? " + strings.Repeat("memory ", 500),
	} {
		for i, match := range searchFor(t, m, question).Matches {
			for _, n := range signals() {
				v := *n.of(&match.Signals)
				if !free[n.name] && (v < 0 || v > 1+1e-6) || v != v {
					t.Errorf("%q, match %d: %s is %v", question, i, n.name, v)
				}
			}
			if match.Confidence < 0 || match.Confidence > 1 {
				t.Errorf("%q, match %d: confidence %v", question, i, match.Confidence)
			}
		}
	}
}
