package knowledge

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"bigtalk/knowledge/archive"
)

// lintOf is what the matcher's lint says beyond what its store's says.
func lintOf(t *testing.T, m *Matcher) []archive.Diagnostic {
	t.Helper()
	all, err := m.Lint(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	known := make(map[string]bool)
	for _, d := range m.Store().Lint() {
		known[d.String()] = true
	}
	var out []archive.Diagnostic
	for _, d := range all {
		if !known[d.String()] {
			out = append(out, d)
		}
	}
	return out
}

const selfTestEntries = `{"id":"mem","question":"How do I reduce sidecar memory?","answer":"Scope the configuration."}
{"id":"ver","question":"Which version should I run?","answer":"The one before the latest."}
{"id":"see","question":"What about releases?","answer":"See above."}
{"id":"chat","question":"Can I join the WeChat group?","answer":"Scan the code."}
`

func TestSelfTest(t *testing.T) {
	for _, tt := range []struct {
		name, annotations string
		want              string // what the only diagnostic holds; empty for none
		severity          archive.Severity
	}{
		{"fine", `{"id":"mem","kind":"answer","alternates_en":["sidecar memory is too high","reduce memory of sidecar"]}`, "", 0},
		{
			"at the wrong entry", `{"id":"ver","kind":"answer","alternates_en":["join the WeChat group"]}`,
			`ver: alternate "join the WeChat group", left out, is answered by chat (0.`, archive.Warning,
		},
		{
			"leads elsewhere without being answered there", `{"id":"ver","kind":"answer","alternates_en":["zebra giraffe okapi group elephant"]}`,
			"ver: of 1 alternates these, left out, lead elsewhere: 1 to chat", archive.Note,
		},
		{
			"at a related entry, either way",
			`{"id":"ver","kind":"answer","alternates_en":["join the WeChat group"]}` + "\n" + `{"id":"chat","kind":"answer","related":["ver"]}`,
			"ver: of 1 alternates these, left out, lead elsewhere: 1 to chat", archive.Note,
		},
		{"the only one that asks so, with nothing near", `{"id":"ver","kind":"answer","alternates_en":["zebra giraffe"]}`, "", 0},
		{"nothing to search", `{"id":"ver","kind":"answer","alternates_en":["how do I"]}`, `ver: alternate "how do I" says nothing that can be searched`, archive.Warning},
		{"titles are not asked", `{"id":"ver","kind":"answer","title_en":"join the WeChat group"}`, "", 0},
		{
			"a duplicate is no other entry",
			`{"id":"ver","kind":"answer","alternates_en":["about releases and so on"],"duplicates":["see"]}` + "\n" + `{"id":"see","kind":"answer","duplicates":["ver"]}`, "", 0,
		},
		{
			"of a cross-reference, whose target is not annotated",
			`{"id":"see","kind":"cross_reference","refers_to":["ver"],"alternates_en":["join the WeChat group"]}`,
			`see: alternate "join the WeChat group", left out, is answered by chat (0.`, archive.Warning,
		},
		{
			"of a cross-reference, unsurely",
			`{"id":"see","kind":"cross_reference","refers_to":["ver"],"alternates_en":["zebra giraffe okapi group elephant"]}`,
			"see: of 1 alternates these, left out, lead elsewhere: 1 to chat", archive.Note,
		},
		{"of what is never shown", `{"id":"see","kind":"non_answer","alternates_en":["join the WeChat group"]}`, "", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := matcherOf(t, storeOf(t, map[string]string{"faq.jsonl": selfTestEntries, AnnotationsFile: tt.annotations}), Options{Fit: handFit()})
			list := lintOf(t, m)
			if tt.want == "" {
				if len(list) > 0 {
					t.Errorf("lint says %v, want nothing", list)
				}
				return
			}
			if len(list) != 1 || !strings.Contains(list[0].Message, tt.want) || list[0].Severity != tt.severity || list[0].Line != 1 {
				t.Errorf("lint says %v, want one %v on line 1 with %q", list, tt.severity, tt.want)
			}
		})
	}
}

func TestSelfTestByMeaning(t *testing.T) {
	const annotated = `{"id":"ver","kind":"answer","alternates_zh":["怎么进微信交流的地方"]}
{"id":"mem","kind":"answer","alternates_zh":["边车吃太多"]}
`
	s := storeOf(t, map[string]string{"faq.jsonl": selfTestEntries, AnnotationsFile: annotated})
	w := &watched{fakeEncoder: fakeEncoder{"join the wechat": "join", "怎么进": "join", "sidecar memory": "eats", "边车吃": "eats"}}
	m := matcherOf(t, s, withEncoder(w))
	before := w.embedded()
	list := lintOf(t, m)
	if len(list) != 1 || !strings.Contains(list[0].Message, `ver: alternate "怎么进微信交流的地方", left out, is answered by chat (1.00)`) {
		t.Errorf("lint says %v, want one warning of ver", list)
	}
	if w.embedded() != before {
		t.Errorf("%d texts embedded, which have their vectors already", w.embedded()-before)
	}
}

func TestSelfTestOfOutsideQuestions(t *testing.T) {
	for _, tt := range []struct{ name, line, want string }{
		{"answered", `{"q":"Join the WeChat group?"}`, `question "Join the WeChat group?", left out, is answered by chat (0.`},
		{"helped, as it says", `{"q":"Join the WeChat group?","near":["chat"]}`, ""},
		{"another entry is near", `{"q":"Join the WeChat group?","near":["ver"]}`, "is answered by chat"},
		{"unsure", `{"q":"Which group of zebras?"}`, ""},
		{"nothing to search", `{"q":"how do I"}`, ""},
		{"nothing near", `{"q":"Giraffes?"}`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := storeOf(t, map[string]string{"faq.jsonl": selfTestEntries, OutsideFile: "\n" + tt.line})
			list := lintOf(t, matcherOf(t, s, Options{Fit: handFit()}))
			if tt.want == "" {
				if len(list) > 0 {
					t.Errorf("lint says %v, want nothing", list)
				}
				return
			}
			if len(list) != 1 || !strings.Contains(list[0].Message, tt.want) || list[0].File != OutsideFile || list[0].Line != 2 {
				t.Errorf("lint says %v, want one on line 2 with %q", list, tt.want)
			}
		})
	}

	// By meaning it stands next to itself; what it is compared with is the rest.
	s := storeOf(t, map[string]string{"faq.jsonl": selfTestEntries, OutsideFile: `{"q":"进群？"}`})
	m := matcherOf(t, s, withEncoder(fakeEncoder{"join the wechat": "join", "进群？": "join"}))
	if list := lintOf(t, m); len(list) != 1 || !strings.Contains(list[0].Message, "is answered by chat (1.00)") {
		t.Errorf("by meaning lint says %v, want one", list)
	}
	d := m.dense.Load()
	if best, _ := d.searchWithout(outsideRow, -1, "进群？", s.Len()).outside(); best > 0.5 {
		t.Errorf("an outside question that is left out is near to one at %.2f", best)
	}
	if got := d.searchWithout(outsideRow, -1, "nowhere", s.Len()); got != nil {
		t.Error("a text that the archive does not have is compared")
	}
}

// leaveOut is what the n-th phrasing of the first entry would find without itself.
func leaveOut(t *testing.T, m *Matcher, n int, text string) []Match {
	t.Helper()
	q, err := m.ask(t.Context(), text)
	if err != nil || q == nil {
		t.Fatalf("%q cannot be asked: %v", text, err)
	}
	got, err := m.searchWithout(t.Context(), q, 0, n)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// A trial is a store with an alternate that is left out, and one without it.
type trial struct {
	with, other string // annotations; in other the alternate is not at mem
	question    string
}

// fits compares searchWithout with a real search of the other store: the same
// entries in the same order. Scores of words differ by no more than the share, and
// cosines by no more than rounding the question to int8 makes of it: left out, it is
// a vector that was kept, and asked, one that is new.
func (x trial) fits(t *testing.T, e Embedder, share float64) {
	t.Helper()
	const rounding = 0.002
	opts := Options{Fit: handFit()}
	if e != nil {
		opts = withEncoder(e)
	}
	m := matcherOf(t, storeOf(t, map[string]string{"faq.jsonl": selfTestEntries, AnnotationsFile: x.with}), opts)
	n := slices.Index(m.store.asked(&m.store.archive.Entries[0]), x.question)
	if n < 0 {
		t.Fatalf("%q is no phrasing of the first entry", x.question)
	}
	got := leaveOut(t, m, n, x.question)
	whole := matcherOf(t, storeOf(t, map[string]string{"faq.jsonl": selfTestEntries, AnnotationsFile: x.other}), opts)
	r, err := whole.Search(t.Context(), Query{Text: x.question, Limit: MaxMatches})
	if err != nil {
		t.Fatal(err)
	}
	describe := func(list []Match) string {
		var out []string
		for i := range list {
			out = append(out, fmt.Sprintf("%s %.7f", list[i].Entry.ID, list[i].Score))
		}
		return strings.Join(out, ", ")
	}
	same := len(got) == len(r.Matches) && len(got) > 1
	for i := range min(len(got), len(r.Matches)) {
		a, b := &got[i], &r.Matches[i]
		bound := share * b.Score
		if e != nil {
			bound += (10 + 2) * rounding // the ranker's weights of cosines
		}
		same = same && a.Entry.ID == b.Entry.ID && math.Abs(a.Score-b.Score) <= bound
		x, y := a.Signals, b.Signals
		for name, v := range map[string][2]float64{"text": {x.Text, y.Text}, "phrase": {x.Phrase, y.Phrase}, "phrases": {x.Phrases, y.Phrases}} {
			if math.Abs(v[0]-v[1]) > share*v[1] {
				t.Errorf("%s: %s is %.7f, in the store without %.7f", a.Entry.ID, name, v[0], v[1])
			}
		}
		for name, v := range map[string][2]float64{"dense": {x.Dense, y.Dense}, "denses": {x.Denses, y.Denses}, "answer": {x.Answer, y.Answer}, "outside": {x.Outside, y.Outside}} {
			if math.Abs(v[0]-v[1]) > rounding {
				t.Errorf("%s: %s is %.7f, in the store without %.7f", a.Entry.ID, name, v[0], v[1])
			}
		}
	}
	if !same {
		t.Errorf("left out: %s\nstore without: %s", describe(got), describe(r.Matches))
	}
}

// TestLeavingOutIsExact compares with a store in which the alternate stands
// nowhere, and another one of as many terms, which the question shares none with,
// stands at chat instead. So the average length, which the index keeps, is the
// same; and each term of the alternate stands elsewhere in its entry, so that
// none becomes rarer. Nothing is left that could differ but the rounding of float32.
func TestLeavingOutIsExact(t *testing.T) {
	const rest = `"alternates_en":["sidecar memory version grows high"`
	x := trial{
		with:     `{"id":"mem","kind":"answer",` + rest + `,"sidecar memory version"]}` + "\n" + `{"id":"chat","kind":"answer","alternates_en":["people"]}`,
		other:    `{"id":"mem","kind":"answer",` + rest + `]}` + "\n" + `{"id":"chat","kind":"answer","alternates_en":["people","animals puzzle uncover"]}`,
		question: "sidecar memory version",
	}
	sameLength(t, "sidecar memory version", "animals puzzle uncover")
	x.fits(t, nil, 1e-6)
}

// sameLength checks that two texts have as many terms, none in common.
func sameLength(t *testing.T, a, b string) {
	t.Helper()
	m := matcherOf(t, storeOf(t, map[string]string{"faq.jsonl": selfTestEntries}), Options{})
	x, y := m.analyzer.Analyze(a), m.analyzer.Analyze(b)
	keys := make(map[string]bool)
	for _, term := range x {
		keys[term.Key()] = true
	}
	for _, term := range y {
		if keys[term.Key()] {
			t.Errorf("%q and %q share the term %s", a, b, term.Key())
		}
	}
	if len(x) != len(y) {
		t.Errorf("%q has %d terms, %q %d", a, len(x), b, len(y))
	}
}

// TestLeavingOutKeepsTheAverageLength compares with a store that just lacks the
// alternate. Its average length is a little less than the index's, by ℓ/T for ℓ of
// T terms, in each field. A term's score is w·tf·(k1+1)/(tf+k1·(1−b+b·len/avg)); its
// share of change per share of avg is k1·b·len/avg / (tf+k1·(1−b+b·len/avg)), which
// is below 1 for any length, so that no score changes by a larger share than avg.
func TestLeavingOutKeepsTheAverageLength(t *testing.T) {
	const rest = `"alternates_en":["sidecar memory version grows high"`
	x := trial{
		with:     `{"id":"mem","kind":"answer",` + rest + `,"sidecar memory version"]}`,
		other:    `{"id":"mem","kind":"answer",` + rest + `]}`,
		question: "sidecar memory version",
	}
	s := storeOf(t, map[string]string{"faq.jsonl": selfTestEntries, AnnotationsFile: x.with})
	m := matcherOf(t, s, Options{})
	terms, own := map[string]int{}, len(m.analyzer.Analyze(x.question))
	for d := range s.documents() {
		terms[d.Field] += len(m.analyzer.Analyze(d.Text))
	}
	share := 0.0
	for _, field := range []string{entryField, phraseField} {
		share = max(share, float64(own)/float64(terms[field]-own))
	}
	x.fits(t, nil, share)
	x.fits(t, fakeEncoder{"sidecar memory": "memory"}, share)
}

// TestLeavingOutATermOfItsOwn: an alternate with a word that only it has in the
// archive. The index still counts that word for one entry, which the store without
// it does not; scores of other entries stay in their order.
func TestLeavingOutATermOfItsOwn(t *testing.T) {
	const with = `{"id":"mem","kind":"answer","alternates_en":["zebra version of sidecar"]}`
	m := matcherOf(t, storeOf(t, map[string]string{"faq.jsonl": selfTestEntries, AnnotationsFile: with}), Options{Fit: handFit()})
	got := leaveOut(t, m, 1, "zebra version of sidecar")
	whole, err := m.Search(t.Context(), Query{Text: "zebra version of sidecar"})
	if err != nil {
		t.Fatal(err)
	}
	scoreOf := func(list []Match, id string) float64 {
		for i := range list {
			if list[i].Entry.ID == id {
				return list[i].Score
			}
		}
		return 0
	}
	if firstOf(whole) != "mem" || scoreOf(got, "mem") >= scoreOf(whole.Matches, "mem") || scoreOf(got, "ver") != scoreOf(whole.Matches, "ver") {
		t.Errorf("with it mem %.3f, ver %.3f; left out mem %.3f, ver %.3f",
			scoreOf(whole.Matches, "mem"), scoreOf(whole.Matches, "ver"), scoreOf(got, "mem"), scoreOf(got, "ver"))
	}
}
