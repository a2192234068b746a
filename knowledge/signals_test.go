package knowledge

import (
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bigtalk/knowledge/analysis"
	"bigtalk/knowledge/calibration"
	"bigtalk/knowledge/index"
)

func TestSignalsNameEveryField(t *testing.T) {
	typ := reflect.TypeFor[Signals]()
	var s Signals
	v := reflect.ValueOf(&s).Elem()
	for i := range typ.NumField() {
		v.Field(i).SetFloat(float64(i + 1))
	}
	named := make(map[string]int)
	seen := make(map[int]string)
	for _, n := range signals() {
		named[n.name]++
		i := int(*n.of(&s)) - 1
		if other, twice := seen[i]; twice {
			t.Errorf("%s and %s are both the field %s", other, n.name, typ.Field(i).Name)
		}
		seen[i] = n.name
		if tag := typ.Field(i).Tag.Get("json"); tag != n.name {
			t.Errorf("the field %s is %q in a fit and %q in JSON", typ.Field(i).Name, n.name, tag)
		}
	}
	for name, times := range named {
		if times != 1 {
			t.Errorf("%d signals are called %s", times, name)
		}
	}
	for i := range typ.NumField() {
		if seen[i] == "" {
			t.Errorf("the field %s has no name", typ.Field(i).Name)
		}
	}
}

func TestSignalNames(t *testing.T) {
	names := make(map[string][]string)
	for _, p := range Profiles() {
		names[p] = SignalNames(p)
	}
	if got := len(names[ProfileAnnotated]); got != len(signals()) {
		t.Errorf("%s reads %d signals of %d", ProfileAnnotated, got, len(signals()))
	}
	for _, n := range signals() {
		for p, want := range map[string]bool{
			ProfileAnnotated: true, ProfileAnnotatedWords: !n.dense, ProfileBare: !n.annotated, ProfileBareWords: !n.dense && !n.annotated,
		} {
			if got := slices.Contains(names[p], n.name); got != want {
				t.Errorf("%s reads %s: %t, want %t", p, n.name, got, want)
			}
		}
	}
	for p, want := range map[string][3]bool{ // text, denses, answer
		ProfileAnnotated: {true, true, true}, ProfileAnnotatedWords: {true, false, false},
		ProfileBare: {true, false, true}, ProfileBareWords: {true, false, false},
	} {
		for i, name := range []string{"text", "denses", "answer"} {
			if got := slices.Contains(names[p], name); got != want[i] {
				t.Errorf("%s reads %s: %t, want %t", p, name, got, want[i])
			}
		}
	}
}

func TestValues(t *testing.T) {
	s := Signals{Text: 0.5, Dense: 0.25, English: 1}
	got, err := s.Values([]string{"english", "text", "dense", "text", "known"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]float64{1, 0.5, 0.25, 0.5, 0}, got); diff != "" {
		t.Errorf("Values (-want +got):\n%s", diff)
	}
	if _, err := s.Values([]string{"text", "texts"}); err == nil || !strings.Contains(err.Error(), `unknown signal "texts"`) {
		t.Errorf("an unknown name: %v", err)
	}
}

func TestNewProfiles(t *testing.T) {
	profiles, err := newProfiles(*handFit())
	if err != nil {
		t.Fatal(err)
	}
	s := &Signals{Text: 0.5, Phrases: 0.25, Phrase: 0.35, Dense: 0.5, Answer: 0.75}
	// 10·0.5 + 5·0.25 = 6.25, and with vectors 10·0.5 + 2·0.75 = 6.5 more.
	for name, want := range map[string]float64{ProfileAnnotated: 12.75, ProfileBare: 12.75, ProfileAnnotatedWords: 6.25, ProfileBareWords: 6.25} {
		if got := profiles[name].ranker.of(s); !near(got, want) {
			t.Errorf("%s scores %v, want %v", name, got, want)
		}
	}
	// Log-odds of 40·0.35 − 12 = 2 by words and of 20·0.5 − 10 = 0 by meaning.
	for name, want := range map[string]float64{ProfileAnnotated: 0.5, ProfileBareWords: 1 / (1 + math.Exp(-2))} {
		for _, p := range []probability{profiles[name].answers, profiles[name].helps, profiles[name].overheard} {
			if got := p.of(s); !near(got, want) {
				t.Errorf("%s gives %v, want %v", name, got, want)
			}
		}
	}
}

func TestNewProfilesRefuses(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*calibration.File)
		want   string
	}{
		{"no profile at all", func(f *calibration.File) { f.Profiles = nil }, "no profile annotated"},
		{"a profile is missing", func(f *calibration.File) { f.Profiles = f.Profiles[:3] }, "no profile bare-words"},
		{"a profile by another name", func(f *calibration.File) { f.Profiles[2].Name = "naked" }, "no profile bare"},
		{"unknown signal of the ranker", func(f *calibration.File) { f.Profiles[1].Ranker.Signals[0] = "txt" }, `profile annotated-words: unknown signal "txt"`},
		{"of the answers", func(f *calibration.File) { f.Profiles[0].Answers.Linear.Signals = []string{"fame"} }, `profile annotated: unknown signal "fame"`},
		{"of the helps", func(f *calibration.File) { f.Profiles[2].Helps.Linear.Signals = []string{"fame"} }, `profile bare: unknown signal "fame"`},
		{"of the overheard", func(f *calibration.File) { f.Profiles[3].Overheard.Linear.Signals = []string{""} }, `profile bare-words: unknown signal ""`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := handFit()
			tt.change(f)
			if _, err := newProfiles(*f); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want it to say %q", err, tt.want)
			}
		})
	}
}

func TestDefaultFit(t *testing.T) {
	f, err := DefaultFit()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := newProfiles(f); err != nil {
		t.Error(err)
	}
}

func TestGroupTalkIsRead(t *testing.T) {
	seen := make(map[string]bool)
	for _, q := range groupTalk() {
		if strings.TrimSpace(q.Question) == "" || seen[q.Question] {
			t.Errorf("%q is empty or stands twice", q.Question)
		}
		seen[q.Question] = true
	}
	if len(seen) == 0 {
		t.Error("there is no group talk")
	}
}

// term is a term of a question.
func term(kind analysis.Kind, text string, df int, weight float64) queryTerm {
	return queryTerm{Term: analysis.Term{Kind: kind, Text: text}, df: df, weight: weight}
}

func TestWholeQuestionSignals(t *testing.T) {
	stop := term(analysis.Word, "how", 9, 5)
	stop.Stop = true
	mixed := []queryTerm{
		term(analysis.Word, "sidecar", 3, 2),
		term(analysis.Word, "kiali", 0, 4),
		term(analysis.Concept, "memory", 1, 2),
		term(analysis.Bigram, "内存", 0, 7), // what follows is not informative
		term(analysis.Gram, "_sid", 2, 7),
		term(analysis.Word, "8", 2, 7),
		term(analysis.Word, "443", 2, 7),
		stop,
	}
	for _, tt := range []struct {
		name                       string
		terms                      []queryTerm
		known, length, specificity float64
	}{
		{"nothing", nil, 0, 0, 0},
		{"nothing informative", mixed[3:], 0, 0, 0},
		// 2 + 2 of 2 + 4 + 2; ln(1 + 3); the mean of 2, 4 and 2 as a share of 8.
		{"mixed", mixed, 0.5, math.Log(4), 1.0 / 3},
		{"unknown", mixed[1:2], 0, math.Log(2), 0.5},
		{"known", mixed[:1], 1, math.Log(2), 0.25},
	} {
		t.Run(tt.name, func(t *testing.T) {
			q := &question{terms: tt.terms}
			if got := q.known(); !near(got, tt.known) {
				t.Errorf("known %v, want %v", got, tt.known)
			}
			if got := q.length(); !near(got, tt.length) {
				t.Errorf("length %v, want %v", got, tt.length)
			}
			if got := q.specificity(8); !near(got, tt.specificity) {
				t.Errorf("specificity %v, want %v", got, tt.specificity)
			}
		})
	}
}

func TestEnglish(t *testing.T) {
	for text, want := range map[string]float64{
		"": 1, "sidecar memory": 1, "sidecar 内存": 0, "边车": 0, "ひらがな": 1, "、。": 1, "é🙂": 1,
	} {
		if got := (&question{text: text}).english(); got != want {
			t.Errorf("english of %q = %v, want %v", text, got, want)
		}
	}
}

func TestCoverage(t *testing.T) {
	terms := []index.Weighted{{Key: "wa", Weight: 4}, {Key: "wb", Weight: 3}, {Key: "wc", Weight: 1}}
	held := func(keys ...string) []index.Contribution {
		var out []index.Contribution
		for _, k := range keys {
			out = append(out, index.Contribution{Key: k})
		}
		return out
	}
	for _, tt := range []struct {
		name             string
		terms            []index.Weighted
		held             []index.Contribution
		covered, missing float64
	}{
		{"all", terms, held("wc", "wb", "wa"), 1, 0},
		{"none", terms, nil, 0, 0.5},                    // the heaviest, 4 of 8
		{"the heaviest", terms, held("wa"), 0.5, 0.375}, // then 3 of 8 is missing most
		{"the lighter two", terms, held("wb", "wc"), 0.5, 0.5},
		{"others too", terms, held("wa", "wz"), 0.5, 0.375},
		{"no term", nil, held("wa"), 0, 0},
		{"no weight", []index.Weighted{{Key: "wa"}}, nil, 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			covered, missing := coverage(tt.terms, tt.held)
			if !near(covered, tt.covered) || !near(missing, tt.missing) {
				t.Errorf("coverage %v, missing %v; want %v, %v", covered, missing, tt.covered, tt.missing)
			}
		})
	}
}

func TestBestAndMean(t *testing.T) {
	for _, tt := range []struct {
		scores     []float64
		best, mean float64
	}{
		{nil, 0, 0},
		{[]float64{6}, 0.5, 0.5 / 3},
		{[]float64{6, 3}, 0.5, 0.25},
		{[]float64{6, 3, 1.5}, 0.5, 0.875 / 3},
		{[]float64{6, 3, 1.5, 1.5, 1.5}, 0.5, 0.875 / 3},
	} {
		if best, mean := bestAndMean(tt.scores, 12); !near(best, tt.best) || !near(mean, tt.mean) {
			t.Errorf("best and mean of %v of 12: %v, %v; want %v, %v", tt.scores, best, mean, tt.best, tt.mean)
		}
	}
}

func TestFullScore(t *testing.T) {
	terms := []queryTerm{term(analysis.Word, "a", 1, 2), term(analysis.Bigram, "b", 1, 0.5)}
	if got, want := fullScore(terms), 2.5*index.MaxTermScore; !near(got, want) {
		t.Errorf("full score %v, want %v", got, want)
	}
	if got := fullScore(nil); got <= 0 || math.IsInf(1/got*0, 0) {
		t.Errorf("full score of nothing %v cannot be divided by", got)
	}
}

func TestLead(t *testing.T) {
	for _, tt := range []struct{ scores, want []float64 }{
		{[]float64{5, 3, 4}, []float64{1, -2, -1}},
		{[]float64{5}, []float64{0}}, // nothing to tell it from
		{[]float64{-5}, []float64{0}},
		{[]float64{5, 5}, []float64{0, 0}},
		{[]float64{-1, -3}, []float64{2, -2}},
		{[]float64{1, 0, -2}, []float64{1, -1, -3}}, // 0 is a score as any other
		{[]float64{0.25, 0, 0}, []float64{0.25, -0.25, -0.25}},
	} {
		var matches []Match
		for _, s := range tt.scores {
			matches = append(matches, Match{Score: s})
		}
		for i, want := range tt.want {
			if got := lead(matches, i, func(m *Match) float64 { return m.Score }); !near(got, want) {
				t.Errorf("lead of match %d of %v is %v, want %v", i, tt.scores, got, want)
			}
		}
	}
}

func TestWordVotes(t *testing.T) {
	s := threeStore(t)
	m := &Matcher{store: s}
	e := func(n float64) float64 { return math.Exp(-n) }
	hits := func(list ...index.Hit) []index.Hit { return list }
	for _, tt := range []struct {
		name      string
		q         *question
		mem, more float64 // of mem and of ver
	}{
		{"nobody", &question{full: 100}, 0, 0},
		{
			// 2 of 100 is one width.
			"by class", &question{full: 100, phrases: hits(index.Hit{ID: "p0.0", Score: 10}, index.Hit{ID: "p1.0", Score: 8}, index.Hit{ID: "p2.0", Score: 6})},
			(1 + e(1)) / (1 + e(1) + e(2)), e(2) / (1 + e(1) + e(2)),
		},
		{
			"an unanswered question is nearest",
			&question{full: 100, phrases: hits(index.Hit{ID: "p2.3", Score: 8}), contrasts: hits(index.Hit{ID: "o0", Score: 10}, index.Hit{ID: "n2.0", Score: 4})},
			0, e(1) / (1 + e(1) + e(3)),
		},
		{"unanswered questions alone", &question{full: 100, contrasts: hits(index.Hit{ID: "o0", Score: 10})}, 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for id, want := range map[string]float64{"mem": tt.mem, "mem2": tt.mem, "ver": tt.more} {
				if got := m.wordVotes(tt.q, matchOf(t, s, id)); !near(got, want) {
					t.Errorf("votes for %s %v, want %v", id, got, want)
				}
			}
		})
	}
	many := &question{full: 100}
	for i := range voters { // as near as each other
		many.phrases = append(many.phrases, index.Hit{ID: fmt.Sprintf("p0.%d", i), Score: 10})
	}
	many.phrases = append(many.phrases, index.Hit{ID: "p2.0", Score: 10})
	if got := m.wordVotes(many, matchOf(t, s, "ver")); got != 0 {
		t.Errorf("the phrasing after the %d first has a vote of %v", voters, got)
	}
}

func TestProfileChoice(t *testing.T) {
	var five, four, notFor string
	for _, id := range []string{"mem", "mem2"} { // two of three entries
		five += `{"id":"` + id + `","kind":"answer","title_zh":"一","title_en":"one","alternates_zh":["二"],"alternates_en":["two","three"]}` + "\n"
		four += `{"id":"` + id + `","kind":"answer","title_zh":"一","title_en":"one","alternates_en":["two","three"]}` + "\n"
		notFor += `{"id":"` + id + `","kind":"answer","title_zh":"一","title_en":"one","alternates_en":["two","three","four"],"not_for":["five","six"]}` + "\n"
	}
	untitled := strings.NewReplacer(`"title_zh":"一","title_en":"one",`, "").Replace(five)
	one, _, _ := strings.Cut(five, "\n")
	const outside = "{\"q\":\"Who?\"}\n{\"q\":\"When?\"}\n{\"q\":\"Where?\"}\n"
	two, _, _ := strings.Cut(outside, "\n{\"q\":\"Where?")
	for _, tt := range []struct {
		name  string
		files map[string]string
		want  bool
	}{
		{"nothing", nil, false},
		{"five phrasings for most, as many outside questions as entries", map[string]string{AnnotationsFile: five, OutsideFile: outside}, true},
		{"near questions count as well", map[string]string{AnnotationsFile: notFor}, true},
		{"four phrasings", map[string]string{AnnotationsFile: four, OutsideFile: outside}, false},
		{"five but for empty titles", map[string]string{AnnotationsFile: untitled, OutsideFile: outside}, false},
		{"for the fewest", map[string]string{AnnotationsFile: one, OutsideFile: outside}, false},
		{"two outside questions for three entries", map[string]string{AnnotationsFile: five, OutsideFile: two}, false},
		{"outside questions alone", map[string]string{OutsideFile: outside}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := map[string]string{"faq.jsonl": threeEntries}
			maps.Copy(files, tt.files)
			m := matcherOf(t, storeOf(t, files), Options{Fit: handFit()})
			dense, words := ProfileBare, ProfileBareWords
			if tt.want {
				dense, words = ProfileAnnotated, ProfileAnnotatedWords
			}
			if got := m.profile(true).name; got != dense {
				t.Errorf("profile with vectors %s, want %s", got, dense)
			}
			if got := m.profile(false).name; got != words {
				t.Errorf("profile without vectors %s, want %s", got, words)
			}
			if got, want := searchFor(t, m, "sidecar memory").Thresholds, m.profile(false).thresholds; got != want {
				t.Errorf("thresholds of a result %v, want those of %s, %v", got, words, want)
			}
		})
	}
}

func TestConfidenceRules(t *testing.T) {
	m := matcherOf(t, threeStore(t), Options{Fit: handFit()})
	p := m.profile(false)
	sure := searchFor(t, m, "reduce sidecar memory, how do I")
	if sure.Confidence < 0.7 || sure.Helps < sure.Confidence || sure.Overheard > sure.Confidence || sure.Overheard == 0 {
		t.Errorf("most of a phrasing: answers %.3f, helps %.3f, overheard %.3f", sure.Confidence, sure.Helps, sure.Overheard)
	}
	if got := searchFor(t, m, "how do I reduce SIDECAR memory").Confidence; got < wordForWord {
		t.Errorf("a phrasing word for word has the confidence %v, want at least %v", got, wordForWord)
	}
	// Neither rule can be told from the fit where the fit is as sure, so ask one that is not.
	unsure := handFit()
	for i := range unsure.Profiles {
		for _, model := range []*calibration.Model{&unsure.Profiles[i].Answers, &unsure.Profiles[i].Helps, &unsure.Profiles[i].Overheard} {
			model.Linear = calibration.Linear{Signals: []string{"text"}, Weights: []float64{0}, Bias: -10}
		}
	}
	m = matcherOf(t, threeStore(t), Options{Fit: unsure})
	if r := searchFor(t, m, "How do I reduce sidecar memory?"); r.Confidence != wordForWord || r.Helps != wordForWord || r.Overheard > 0.001 {
		t.Errorf("word for word against the fit: answers %v, helps %v, overheard %v; want %v, %[4]v and the fit's", r.Confidence, r.Helps, r.Overheard, wordForWord)
	}
	if r := searchFor(t, m, "reduce sidecar memory usage"); r.Confidence > 0.001 {
		t.Errorf("other words have the confidence %v, want the fit's", r.Confidence)
	}
	certain := handFit()
	for i := range certain.Profiles {
		for _, model := range []*calibration.Model{&certain.Profiles[i].Answers, &certain.Profiles[i].Helps, &certain.Profiles[i].Overheard} {
			model.Linear = calibration.Linear{Signals: []string{"text"}, Weights: []float64{0}, Bias: 10}
		}
	}
	m = matcherOf(t, threeStore(t), Options{Fit: certain})
	for _, word := range []string{"sidecar", "Sidecar!", "version"} {
		r := searchFor(t, m, word)
		if want := loneWordShare * p.thresholds.Answer; !near(r.Confidence, want) || r.Overheard != 0 {
			t.Errorf("the lone word %s has the confidence %v, overheard %v; want %v, below the threshold %v, and 0",
				word, r.Confidence, r.Overheard, want, p.thresholds.Answer)
		}
	}
	if r := searchFor(t, m, "sidecar memory"); r.Confidence < 0.99 || r.Overheard < 0.99 {
		t.Errorf("two words have the confidence %v, overheard %v; want the fit's", r.Confidence, r.Overheard)
	}
}

func TestIsBare(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"", "", true},
		{"", "?!", true},
		{"a", "", false},
		{"", "a", false},
		{"How do I?", "how  DO i", true},
		{"how do", "how do I", false},
		{"how do I", "how do", false},
		{"边车，内存", "边车内存？", true},
		{"边车内存", "边车内容", false},
		{"İ", "i", true},
	} {
		if got := isBare(Bare(tt.a), tt.b); got != tt.want || got != (Bare(tt.a) == Bare(tt.b)) {
			t.Errorf("%q is %q: %t, want %t", tt.a, tt.b, got, tt.want)
		}
	}
}
