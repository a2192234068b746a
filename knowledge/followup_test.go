package knowledge

import (
	"context"
	"maps"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bigtalk/knowledge/calibration"
)

// Two entries of each of three episodes. The first of the first two say the same;
// the first of the third is related to the second of the second.
const (
	threadPage = `# A show

## 第 1 期 Memory

- 时间：2021 年 8 月 3 日
- 嘉宾：周二（百度）

### 问答

Q：How do I reduce sidecar memory?

A：Scope it.

Q：How are certificates rotated?

A：They are signed anew.

## 第 2 期 Tracing

- 时间：2021 年 9 月 3 日
- 嘉宾：李四（腾讯云）

### 问答

Q：How do you reduce sidecar memory at scale?

A：Scope all.

Q：Which plugins slow tracing down?

A：Any in Lua.

## 第 3 期 Gateways

- 时间：2021 年 10 月 3 日
- 嘉宾：王五（网易）

### 问答

Q：How is the gateway upgraded?

A：One by one.

Q：Which version of federation works?

A：The last but one.
`
	threadAnnotations = `{"id":"e01q01","kind":"answer","duplicates":["e02q01"]}
{"id":"e02q01","kind":"answer","duplicates":["e01q01"]}
{"id":"e03q01","kind":"answer","related":["e02q02"],"title_zh":"怎么升级网关","title_en":"Upgrade the gateway"}
`
)

const (
	memory, certificates, memoryToo = "e01q01", "e01q02", "e02q01"
	tracing, gateway, federation    = "e02q02", "e03q01", "e03q02"
)

func threadStore(t testing.TB) *Store {
	t.Helper()
	s := storeOf(t, map[string]string{"page.md": threadPage, AnnotationsFile: threadAnnotations, GlossaryFile: "腾讯\tTencent\n"})
	if s.Len() != 6 || len(s.Episodes()) != 3 {
		t.Fatalf("%d entries, %d episodes; want 6, 3", s.Len(), len(s.Episodes()))
	}
	return s
}

// leaningFit is a fit by hand in which every match of a question alone has the
// confidence alone, and a leaning is judged by the weights of its signals.
func leaningFit(alone, bias float64, weights map[string]float64) *calibration.File {
	f := handFit()
	for i := range f.Profiles {
		p := &f.Profiles[i]
		p.Answers.Linear = calibration.Linear{Signals: []string{"text"}, Weights: []float64{0}, Bias: math.Log(alone / (1 - alone))}
		p.Helps, p.Overheard = p.Answers, p.Answers
	}
	f.FollowUps = byHand(bias, weights)
	return f
}

func byHand(bias float64, weights map[string]float64) calibration.FollowUps {
	l := calibration.Linear{Bias: bias, Weights: []float64{}}
	for _, name := range slices.Sorted(maps.Keys(weights)) {
		l.Signals, l.Weights = append(l.Signals, name), append(l.Weights, weights[name])
	}
	return calibration.FollowUps{Model: calibration.Model{Linear: l, Slope: 1}, Data: "by hand", Metrics: map[string]float64{}}
}

// byCoverage takes an entry that holds all of a question for meant, with 0.98, and
// one that holds none of it for not meant.
func byCoverage(alone float64) *calibration.File {
	return leaningFit(alone, -4, map[string]float64{"coverage": 8})
}

// whole compares results to the last bit.
var whole = cmp.AllowUnexported(Annotation{})

func searchIn(t testing.TB, m *Matcher, text string, thread Thread) Result {
	t.Helper()
	r, err := m.Search(context.Background(), Query{Text: text, Thread: thread})
	if err != nil {
		t.Fatalf("Search(%q) in %+v: %v", text, thread, err)
	}
	return r
}

// followUpThresholds are those of every result that leans.
var followUpThresholds = Thresholds{Answer: FollowUpAnswers, Choices: FollowUpChoices, Overheard: 1}

func TestFollowUpIsNear(t *testing.T) {
	const (
		rotates = "what rotates certificates"
		slows   = "what slows tracing plugins"
	)
	var none Thread
	m := matcherOf(t, threadStore(t), Options{Fit: byCoverage(0.3)})
	for _, tt := range []struct {
		name, question string
		thread         Thread
		want           string // that it means; empty when it stands alone
	}{
		{"what was shown", rotates, none.Showing(certificates), certificates},
		{"of the episode of what was shown", rotates, none.Showing(memory), certificates},
		{"of another episode", rotates, none.Showing(gateway), ""},
		{"what was offered first", rotates, none.Offering([]string{certificates, gateway}), certificates},
		{"what was offered last", rotates, none.Offering([]string{gateway, federation, certificates}), certificates},
		{"of the episode of what was offered first", rotates, none.Offering([]string{memory, gateway}), certificates},
		{"of the episode of what was offered last", rotates, none.Offering([]string{gateway, memory}), ""},
		{"offered before something was shown", rotates, none.Offering([]string{certificates}).Showing(gateway), ""},
		{"related to what was shown", slows, none.Showing(gateway), tracing},
		{"related to what was offered", slows, none.Offering([]string{certificates, gateway}), tracing},
		{"what it was related to was shown", "what upgrades the gateway", none.Showing(tracing), ""}, // one way only
		{"neither", slows, none.Showing(certificates), ""},
		{"after a question alone", slows, none.Asked("how do I reduce memory", false), ""},
		{"after its own question alone", slows, none.Asked("tracing plugins", false), ""},
		{"of the company that is named", slows + " at Tencent", none.Showing(certificates), tracing},
		{"of that company after a question alone", "腾讯 slow tracing plugins", none.Asked("how do I reduce memory", false), tracing},
		{"of another company", slows + ", 百度", none.Showing(gateway).Asked("a", false), tracing}, // but related
		{"of another company, and not near", "what rotates certificates at Tencent", none.Showing(gateway), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			alone, r := searchFor(t, m, tt.question), searchIn(t, m, tt.question, tt.thread)
			if alone.FollowUp || firstOf(alone) == "" {
				t.Fatalf("without a thread: found %q, leans %t", firstOf(alone), alone.FollowUp)
			}
			if r.FollowUp != (tt.want != "") || r.FollowUp && firstOf(r) != tt.want {
				t.Errorf("leans %t and means %q, want %q", r.FollowUp, firstOf(r), tt.want)
			}
			if r.FollowUp && r.Thresholds != followUpThresholds || !r.FollowUp && r.Thresholds.Answer != alone.Thresholds.Answer {
				t.Errorf("leans %t with the thresholds %+v", r.FollowUp, r.Thresholds)
			}
		})
	}
}

// TestFollowUpWithoutEpisodes has only the thread's questions to tell by.
func TestFollowUpWithoutEpisodes(t *testing.T) {
	fit := handFit() // by phrasing alone
	fit.FollowUps = byHand(-4, map[string]float64{"coverage": 8})
	for i := range fit.Profiles {
		fit.Profiles[i].Thresholds.Answer = 0.99 // or what is found either way would not lean
	}
	m := matcherOf(t, threeStore(t), Options{Fit: fit})
	for _, tt := range []struct {
		name, question string
		thread         Thread
		want           string
	}{
		{"it reads better with the thread", "and how to reduce that", Thread{}.Asked("the sidecar's memory", false), "mem"},
		{"with the first question of it", "and how to reduce that", Thread{}.Asked("the sidecar's memory", false).Asked("what of the latest", true), "mem"},
		{"it reads worse", "the version to run please", Thread{}.Asked("the sidecar's memory and RAM", false), ""},
		{"it was shown", "the version to run please", Thread{}.Asked("the sidecar's memory and RAM", false).Showing("ver"), "ver"},
		{"it was offered", "the version to run please", Thread{}.Asked("the sidecar's memory and RAM", false).Offering([]string{"mem", "ver"}), "ver"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if alone := searchFor(t, m, tt.question); alone.Confidence >= surelyAlone {
				t.Fatalf("it is sure alone, with %v", alone.Confidence)
			}
			r := searchIn(t, m, tt.question, tt.thread)
			if r.FollowUp != (tt.want != "") || r.FollowUp && firstOf(r) != tt.want {
				t.Errorf("leans %t and means %q, want %q", r.FollowUp, firstOf(r), tt.want)
			}
		})
	}
}

func TestFollowUpResult(t *testing.T) {
	m := matcherOf(t, threadStore(t), Options{Fit: leaningFit(0.3, -3, map[string]float64{"coverage": 4, "shown": 2, "related": 1, "same_episode": 0.5})})
	thread := Thread{}.Asked("the gateway", false).Showing(gateway)
	r, err := m.Search(t.Context(), Query{Text: "why upgraded?", Thread: thread, Limit: MaxMatches})
	if err != nil {
		t.Fatal(err)
	}
	if !r.FollowUp || firstOf(r) != gateway || r.Thresholds != followUpThresholds || r.Overheard != 0 || r.Version != m.store.Version() {
		t.Fatalf("leans %t and means %q: thresholds %+v, overheard %v", r.FollowUp, firstOf(r), r.Thresholds, r.Overheard)
	}
	// What was shown is in its own episode, and all of the question is in it.
	first := r.Matches[0]
	if want := 1 / (1 + math.Exp(-(4 + 2 + 0.5 - 3))); !near(first.Confidence, want) || r.Confidence != first.Confidence || r.Helps != first.Confidence {
		t.Errorf("P is %v, the result's %v, helps %v; want %v of all", first.Confidence, r.Confidence, r.Helps, want)
	}
	seen := make(map[string]bool)
	for i, match := range r.Matches {
		if match.Leaning == nil || match.Score != match.Confidence || i > 0 && match.Confidence > r.Matches[i-1].Confidence {
			t.Errorf("match %d: score %v, confidence %v, leaning %v", i, match.Score, match.Confidence, match.Leaning)
		}
		if diff := cmp.Diff(m.store.Match(match.Entry), Match{Entry: match.Entry, Annotation: match.Annotation, Duplicates: match.Duplicates, Related: match.Related}, whole); diff != "" {
			t.Errorf("match %d (-want +got):\n%s", i, diff)
		}
		class := m.store.classes.first[match.Entry.ID]
		if seen[class] {
			t.Errorf("the class of %s stands twice", match.Entry.ID)
		}
		seen[class] = true
	}
	for _, id := range []string{gateway, tracing} { // shown, and related to it
		if !seen[id] {
			t.Errorf("%s was not weighed", id)
		}
	}
	for _, limit := range []int{1, 2, MaxMatches + 1} {
		few, err := m.Search(t.Context(), Query{Text: "why upgraded?", Thread: thread, Limit: limit})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(idsOf(r)[:min(limit, len(r.Matches))], idsOf(few)); diff != "" {
			t.Errorf("limit %d (-want +got):\n%s", limit, diff)
		}
		if few.Confidence != r.Confidence || few.FollowUp != r.FollowUp {
			t.Errorf("limit %d: confidence %v, want %v", limit, few.Confidence, r.Confidence)
		}
	}
}

func idsOf(r Result) []string {
	var out []string
	for _, m := range r.Matches {
		out = append(out, m.Entry.ID)
	}
	return out
}

func TestFollowUpThresholds(t *testing.T) {
	const rotates = "what rotates certificates"
	own := func(alone float64) Thresholds {
		f := byCoverage(alone)
		return f.Profiles[slices.Index(Profiles(), ProfileBareWords)].Thresholds
	}
	raised := own(0.3)
	raised.Choices = FollowUpChoices
	for _, tt := range []struct {
		name   string
		alone  float64
		bias   float64 // of the log-odds 8·coverage, so that the best has 8 more
		thread Thread
		leans  bool
		want   Thresholds
	}{
		{"no thread", 0.3, -4, Thread{}, false, own(0.3)},
		{"it leans, and is likely", 0.3, -4, Thread{}.Showing(certificates), true, followUpThresholds},
		{"it leans, and is likely enough to be offered", 0.3, -8.4, Thread{}.Showing(certificates), true, followUpThresholds},
		{"it is not likely enough", 0.3, -9, Thread{}.Showing(certificates), false, raised},
		{"not near, and likely", 0.3, -4, Thread{}.Showing(gateway), false, own(0.3)},
		{"not near, and not likely", 0.3, -9, Thread{}.Showing(gateway), false, raised},
		{"the same as alone, which is no answer", 0.72, -4, Thread{}.Showing(certificates), true, followUpThresholds},
		{"the same as alone, which is an answer", 0.74, -4, Thread{}.Showing(certificates), false, own(0.74)},
		{"sure alone", 0.985, -9, Thread{}.Showing(certificates), false, own(0.985)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := matcherOf(t, threadStore(t), Options{Fit: leaningFit(tt.alone, tt.bias, map[string]float64{"coverage": 8})})
			r := searchIn(t, m, rotates, tt.thread)
			if r.FollowUp != tt.leans || r.Thresholds != tt.want || firstOf(r) != certificates {
				t.Errorf("found %q, leans %t, thresholds %+v; want %t, %+v", firstOf(r), r.FollowUp, r.Thresholds, tt.leans, tt.want)
			}
		})
	}
}

// TestChoicesAreRaised holds what the thread tells against to be offered no sooner
// than a follow-up, and never later than it is answered.
func TestChoicesAreRaised(t *testing.T) {
	for _, tt := range []struct{ answer, choices, want float64 }{
		{0.7, 0.1, FollowUpChoices},
		{0.7, 0.5, 0.5},
		{0.2, 0.1, 0.2},
		{0.2, 0.2, 0.2},
	} {
		f := leaningFit(0.15, -9, map[string]float64{"coverage": 8})
		for i := range f.Profiles {
			f.Profiles[i].Thresholds = Thresholds{Answer: tt.answer, Choices: tt.choices, Overheard: 0.9}
		}
		r := searchIn(t, matcherOf(t, threadStore(t), Options{Fit: f}), "what rotates certificates", Thread{}.Asked("a gateway", false))
		if want := (Thresholds{Answer: tt.answer, Choices: tt.want, Overheard: 0.9}); r.Thresholds != want {
			t.Errorf("thresholds %+v, want %+v", r.Thresholds, want)
		}
	}
}

// TestFollowUpAgainstAnAnswer holds what is meant to be taken before another entry
// that would answer the question alone.
func TestFollowUpAgainstAnAnswer(t *testing.T) {
	m := matcherOf(t, threadStore(t), Options{Fit: leaningFit(0.8, -4, map[string]float64{"shown": 8})})
	const question = "rotating certificates that are signed, for the gateway"
	if r := searchFor(t, m, question); firstOf(r) != certificates || r.Confidence < r.Thresholds.Answer {
		t.Fatalf("alone: %q with %v", firstOf(r), r.Confidence)
	}
	if r := searchIn(t, m, question, Thread{}.Showing(gateway)); !r.FollowUp || firstOf(r) != gateway {
		t.Errorf("leans %t and means %q, want %q", r.FollowUp, firstOf(r), gateway)
	}
}

// TestStandingAloneIsTheSameInAnyThread holds a question that does not lean to be
// found as it is without a thread.
func TestStandingAloneIsTheSameInAnyThread(t *testing.T) {
	threads := []Thread{
		Thread{}.Asked("the gateway", false),
		Thread{}.Asked("the gateway", false).Showing(gateway),
		Thread{}.Asked("certificates", false).Asked("why?", true).Showing(certificates),
		Thread{}.Asked("sidecar memory", false).Offering([]string{memory, tracing}),
		Thread{}.Showing(memoryToo),
		{Shown: "gone", Offered: []string{"lost"}},
	}
	alone := 0
	for name, fit := range map[string]*calibration.File{
		"unsure": byCoverage(0.3), "an answer": byCoverage(0.8), "sure": byCoverage(0.99),
		"never leaning": leaningFit(0.3, -9, map[string]float64{"coverage": 0}),
	} {
		m := matcherOf(t, threadStore(t), Options{Fit: fit})
		for _, question := range []string{
			"what rotates certificates", "what slows tracing plugins", "which federation for a gateway", "memory", "gateway!",
			"why?", "怎么办", "and Tencent?", "how about zebras", "", "?!", "8 443",
		} {
			want := searchFor(t, m, question)
			for i, thread := range threads {
				got := searchIn(t, m, question, thread)
				if got.FollowUp {
					if name == "sure" && len(want.Matches) > 0 || name == "never leaning" || question == "" || question == "?!" || question == "memory" {
						t.Errorf("%s, %q in thread %d leans", name, question, i)
					}
					continue
				}
				alone++
				got.Thresholds.Choices = want.Thresholds.Choices // what may be raised
				if diff := cmp.Diff(want, got, whole); diff != "" {
					t.Errorf("%s, %q in thread %d (-without +with):\n%s", name, question, i, diff)
				}
			}
		}
	}
	if alone < 100 {
		t.Errorf("only %d questions stood alone", alone)
	}
}

func TestBareQuestionLeansOnWhatWasShown(t *testing.T) {
	m := matcherOf(t, threadStore(t), Options{Fit: leaningFit(0.3, -4, map[string]float64{"shown_bare": 8})})
	for _, question := range []string{"为什么？", "具体怎么配", "怎麼辦", "any workaround?", "and how?"} {
		for _, shown := range []string{certificates, gateway, memoryToo} {
			r := searchIn(t, m, question, Thread{}.Asked("something else", false).Showing(shown))
			if !r.FollowUp || m.store.classes.first[firstOf(r)] != m.store.classes.first[shown] || !near(r.Confidence, 1/(1+math.Exp(-4))) {
				t.Errorf("%q after %s: leans %t and means %q with %v", question, shown, r.FollowUp, firstOf(r), r.Confidence)
			}
		}
		if r := searchIn(t, m, question, Thread{}.Asked("what rotates certificates", false)); r.FollowUp {
			t.Errorf("%q leans on a question without an answer: %q", question, firstOf(r))
		}
	}
	if r := searchIn(t, m, "why zebras?", Thread{}.Showing(gateway)); r.FollowUp {
		t.Errorf("a question with a subject of its own leans: %q", firstOf(r))
	}
}

// TestNamedCompany asks for what another company does: of a class of duplicates its
// own entry is shown.
func TestNamedCompany(t *testing.T) {
	m := matcherOf(t, threadStore(t), Options{Fit: leaningFit(0.3, -4, map[string]float64{"named_first": 8})})
	asked := Thread{}.Asked("reduce sidecar memory", false)
	for _, tt := range []struct {
		name, question string
		thread         Thread
		want           string
	}{
		{"the other's", "and Tencent?", asked.Showing(memory), memoryToo},
		{"the other's by its name alone", "Tencent", asked.Showing(memory), memoryToo},
		{"the one's", "那百度呢", asked.Showing(memoryToo), memory},
		{"what is shown already", "那百度呢", asked.Showing(memory), memory},
		{"after two questions, of the first", "那百度呢", asked.Asked("at which scale", true).Showing(memoryToo), memory},
		{"nothing shown", "那百度呢", asked, memory},
		{"a company that has not been asked that", "那网易呢", asked.Showing(memory), ""},
		{"nothing asked", "那百度呢", Thread{}.Showing(memoryToo), ""},
		{"no company", "那阿里呢", asked.Showing(memory), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := searchIn(t, m, tt.question, tt.thread)
			if r.FollowUp != (tt.want != "") || r.FollowUp && firstOf(r) != tt.want {
				t.Fatalf("leans %t and means %q, want %q", r.FollowUp, firstOf(r), tt.want)
			}
			if !r.FollowUp {
				return
			}
			other := map[string]string{memory: memoryToo, memoryToo: memory}[tt.want]
			if d := r.Matches[0].Duplicates; len(d) != 1 || d[0].ID != other {
				t.Errorf("duplicates %v, want %s", d, other)
			}
		})
	}
}

func TestUnknownEntriesInAThread(t *testing.T) {
	m := matcherOf(t, threadStore(t), Options{Fit: byCoverage(0.3)})
	for _, question := range []string{"what rotates certificates", "why?", "and Tencent?", "gateway", ""} {
		asked := Thread{}.Asked("the gateway is slow", false)
		want := searchIn(t, m, question, asked)
		for name, thread := range map[string]Thread{
			"shown": asked.Showing("gone"), "offered": asked.Offering([]string{"gone", "lost", ""}), "both": {Questions: asked.Questions, Shown: "gone", Offered: []string{"lost"}},
		} {
			if diff := cmp.Diff(want, searchIn(t, m, question, thread), whole); diff != "" {
				t.Errorf("%q with unknown entries %s (-without +with):\n%s", question, name, diff)
			}
		}
		offered := asked.Offering([]string{gateway, certificates})
		want = searchIn(t, m, question, offered)
		offered.Offered = []string{"gone", gateway, "lost", certificates}
		if diff := cmp.Diff(want, searchIn(t, m, question, offered), whole); diff != "" {
			t.Errorf("%q with unknown entries among known ones (-without +with):\n%s", question, diff)
		}
	}
}

// TestWhatNobodyKnowsIsNoFollowUp asks an archive of two entries, whose words of any
// subject it has, for what it has nothing of. All that it has is taken for meant, and
// the program's own fit takes "supported" for it.
func TestWhatNobodyKnowsIsNoFollowUp(t *testing.T) {
	s := storeOf(t, map[string]string{"faq.jsonl": `{"id":"key","question":"Where is the key of the office?","answer":"Under the mat."}
{"id":"router","question":"Which version of the router is supported? 路由器支持哪个版本？","answer":"The second works."}
`})
	all := leaningFit(0.3, 4, map[string]float64{"alone": 0})
	vectors := withEncoder(fakeEncoder{"banana": "fruit", "router": "router"})
	vectors.Fit = all
	vectors.Fit.Encoder = encoderVersion
	shipped, err := DefaultFit()
	if err != nil {
		t.Fatal(err)
	}
	shipped.Encoder = ""
	thread := Thread{}.Asked("which version of the router is supported", false).Showing("router")
	for name, opts := range map[string]Options{"words": {Fit: all}, "vectors": vectors, "the program's own fit": {Fit: &shipped}} {
		m := matcherOf(t, s, opts)
		for _, question := range []string{
			"what about bananas", "and bananas?", "are bananas supported too?", "which version for bananas", "那香蕉呢", "香蕉也支持吗", "12:30", ":q",
		} {
			if r := searchIn(t, m, question, thread); r.FollowUp || r.Confidence >= r.Thresholds.Answer {
				t.Errorf("%s: %q leans %t, and finds %q with %v", name, question, r.FollowUp, firstOf(r), r.Confidence)
			}
		}
		if name == "the program's own fit" {
			continue // what it takes for meant is measured elsewhere
		}
		for _, question := range []string{"is it supported?", "since which version", "why?", "为什么", "and with bananas on the router?"} {
			if r := searchIn(t, m, question, thread); !r.FollowUp {
				t.Errorf("%s: %q does not lean: %q with %v", name, question, firstOf(r), r.Confidence)
			}
		}
	}
}
