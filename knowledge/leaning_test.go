package knowledge

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bigtalk/knowledge/archive"
)

func TestLeaningSignalsNameEveryField(t *testing.T) {
	typ := reflect.TypeFor[LeaningSignals]()
	var s LeaningSignals
	v := reflect.ValueOf(&s).Elem()
	for i := range typ.NumField() {
		v.Field(i).SetFloat(float64(i + 1))
	}
	names := LeaningNames()
	if len(names) != typ.NumField() {
		t.Errorf("%d names for %d fields", len(names), typ.NumField())
	}
	for i, name := range names {
		if slices.Index(names, name) != i {
			t.Errorf("%s stands twice", name)
		}
	}
	read, err := s.Values(names)
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[int]string)
	for i, x := range read {
		field := typ.Field(int(x) - 1).Name
		if other, twice := seen[int(x)]; twice {
			t.Errorf("%s and %s are both the field %s", other, names[i], field)
		}
		seen[int(x)] = names[i]
		if plain := strings.ReplaceAll(names[i], "_", ""); plain != strings.ToLower(field) {
			t.Errorf("the field %s is called %s", field, names[i])
		}
	}
}

func TestLeaningValues(t *testing.T) {
	s := LeaningSignals{Alone: -2, Shown: 1, CoverageLead: 0.5}
	got, err := s.Values([]string{"coverage_lead", "alone", "shown", "alone", "bare"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]float64{0.5, -2, 1, -2, 0}, got); diff != "" {
		t.Errorf("Values (-want +got):\n%s", diff)
	}
	if _, err := s.Values([]string{"alone", "lonely"}); err == nil || !strings.Contains(err.Error(), `unknown signal "lonely" of a follow-up`) {
		t.Errorf("an unknown name: %v", err)
	}
}

func TestNewFollowUps(t *testing.T) {
	f, err := newFollowUps(byHand(-1, map[string]float64{"alone": 0.5, "shown": 2}).Model)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := f.of(&LeaningSignals{Alone: -2, Shown: 1, Bare: 1}), 0.5; !near(got, want) { // −1 + 0.5·−2 + 2 = 0
		t.Errorf("P is %v, want %v", got, want)
	}
	unknown := handFit()
	unknown.FollowUps = byHand(0, map[string]float64{"lonely": 1})
	if _, err := Open(t.Context(), threadStore(t), Options{Fit: unknown}); err == nil || !strings.Contains(err.Error(), `fit: unknown signal "lonely" of a follow-up`) {
		t.Errorf("a fit with an unknown signal: %v", err)
	}
	fit, err := DefaultFit()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(LeaningNames(), fit.FollowUps.Model.Linear.Signals); diff != "" {
		t.Errorf("signals of the program's own fit (-want +got):\n%s", diff)
	}
	if fit.FollowUps.Data == "" {
		t.Error("the program's own fit does not tell its dialogues")
	}
}

func TestLogOdds(t *testing.T) {
	for _, tt := range []struct{ p, want float64 }{
		{0.5, 0},
		{0.9, math.Log(9)},
		{0.1, -math.Log(9)},
		{0, -math.Log(499)},
		{0.001, -math.Log(499)},
		{0.998, math.Log(499)},
		{1, math.Log(499)},
	} {
		if got := logOdds(tt.p); !near(got, tt.want) {
			t.Errorf("logOdds(%v) = %v, want %v", tt.p, got, tt.want)
		}
	}
}

func TestReadingOf(t *testing.T) {
	s := threadStore(t)
	m := &Matcher{store: s}
	find := func(id string, confidence, denses float64) Match {
		match := matchOf(t, s, id)
		match.Confidence, match.Signals.Denses = confidence, denses
		return *match
	}
	r := &reading{matches: []Match{find(memoryToo, 0.9, 0.75), find(gateway, 0.2, 0.5)}}
	for _, tt := range []struct {
		class             string
		odds, rank, dense float64
	}{
		{memory, math.Log(9), 1, 0.75}, // by another of its class
		{gateway, -math.Log(4), 0.5, 0.5},
		{tracing, -math.Log(499), 0, 0},
	} {
		if odds, rank, dense := r.of(m, tt.class); !near(odds, tt.odds) || rank != tt.rank || dense != tt.dense {
			t.Errorf("%s: %v, %v, %v; want %v, %v, %v", tt.class, odds, rank, dense, tt.odds, tt.rank, tt.dense)
		}
	}
	if r.best() != 0.9 || (&reading{}).best() != 0 {
		t.Errorf("the best are %v and %v", r.best(), (&reading{}).best())
	}
}

// TestCompare has the leads worked out by hand.
func TestCompare(t *testing.T) {
	s := threadStore(t)
	leaning := func(id string, x LeaningSignals) Leaning { return Leaning{Entry: matchOf(t, s, id).Entry, Signals: x} }
	w := &weighing{
		matcher: &Matcher{store: s},
		named:   map[*archive.Episode]bool{s.Episodes()[2]: true}, // of the gateway and of federation
		topic:   &reading{matches: []Match{*matchOf(t, s, memory), *matchOf(t, s, federation), *matchOf(t, s, gateway)}},
		out: []Leaning{
			leaning(memory, LeaningSignals{Coverage: 0.75, AloneDense: 0.5, AfterLatestDense: 0.75, Shown: 1}),
			leaning(certificates, LeaningSignals{Coverage: 0.5, AloneDense: 0.75, SameEpisode: 1}),
			leaning(federation, LeaningSignals{Coverage: 1, AloneDense: 0.25, AfterLatestDense: 0.25}), // nothing to do with what was shown
			leaning(gateway, LeaningSignals{Coverage: 0.25, Related: 1}),
		},
	}
	w.compare()
	type leads struct{ Coverage, Alone, AfterLatest, NamedFirst float64 }
	got := make(map[string]leads)
	for _, l := range w.out {
		x := l.Signals
		got[l.Entry.ID] = leads{x.CoverageLead, x.AloneDenseLead, x.AfterLatestDenseLead, x.NamedFirst}
	}
	want := map[string]leads{
		memory:       {0.75 - 0.5, 0.5 - 0.75, 0, 0},
		certificates: {0.5 - 0.75, 0, -0.75, 0},
		federation:   {1 - 0.75, 0.25 - 0.75, 0.25 - 0.75, 1},
		gateway:      {0.25 - 0.75, -0.75, -0.75, 0},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("leads (-want +got):\n%s", diff)
	}

	one := &weighing{matcher: w.matcher, topic: &reading{}, out: []Leaning{leaning(memory, LeaningSignals{Coverage: 0.75, Shown: 1})}}
	one.compare()
	if got := one.out[0].Signals.CoverageLead; got != 0.75 {
		t.Errorf("where there is no other its lead is %v, want its coverage", got)
	}
}

// leaningsOf are the signals of a question in a thread, by entry.
func leaningsOf(t *testing.T, m *Matcher, question string, thread Thread) map[string]LeaningSignals {
	t.Helper()
	leanings, err := m.Leanings(t.Context(), question, thread)
	if err != nil {
		t.Fatal(err)
	}
	list := leanings.Candidates
	out := make(map[string]LeaningSignals)
	for _, l := range list {
		if l.P != 0 {
			t.Errorf("%s has the probability %v, and nobody has said", l.Entry.ID, l.P)
		}
		out[l.Entry.ID] = l.Signals
	}
	if len(out) != len(list) {
		t.Errorf("%d leanings on %d entries", len(list), len(out))
	}
	return out
}

// TestLeanings has the signals of a question worked out by hand. Each match that a
// reading finds has the confidence 0.75, and those it does not find have 0.
func TestLeanings(t *testing.T) {
	m := matcherOf(t, threadStore(t), Options{Fit: leaningFit(0.75, 0, map[string]float64{"alone": 0})})
	found, lost := math.Log(3), -math.Log(499)
	two := math.Log1p(2) // informative terms
	thread := Thread{}.Asked("certificates signed", false).Asked("federation", true).Showing(gateway)
	// Each word is in one entry alone, or in none, and so weighs as much.
	got := leaningsOf(t, m, "plugins upgraded", thread)
	want := map[string]LeaningSignals{
		tracing: {
			Alone: found, AfterFirst: found, AfterLatest: found, AfterTitle: found,
			BestAlone: found, BestAfterLatest: found, Related: 1, Coverage: 0.5, Missing: 0.5, Length: two,
		},
		gateway: {
			Alone: found, AfterFirst: found, AfterLatest: found, AfterTitle: found,
			BestAlone: found, BestAfterLatest: found, Shown: 1, SameEpisode: 1, Coverage: 0.5, Missing: 0.5, Length: two, ShownCoverage: 0.5,
		},
		certificates: {
			Alone: lost, AfterFirst: found, AfterLatest: lost, AfterTitle: lost,
			BestAlone: found, BestAfterLatest: found, Missing: 0.5, Length: two, CoverageLead: -0.5,
		},
		federation: {
			Alone: lost, AfterFirst: lost, AfterLatest: found, AfterTitle: found, // by the article of the title
			BestAlone: found, BestAfterLatest: found, SameEpisode: 1, Missing: 0.5, Length: two, CoverageLead: -0.5,
		},
	}
	if ranks := got[tracing].AloneRank + got[gateway].AloneRank; ranks != 1.5 {
		t.Errorf("the two that are found alone have the ranks %v and %v", got[tracing].AloneRank, got[gateway].AloneRank)
	}
	for id, s := range got {
		for i, odds := range []float64{s.Alone, s.AfterFirst, s.AfterLatest, s.AfterTitle} {
			rank := []*float64{&s.AloneRank, &s.AfterFirstRank, &s.AfterLatestRank, &s.AfterTitleRank}[i]
			if near(odds, lost) != (*rank == 0) || *rank > 1 {
				t.Errorf("%s: in reading %d its 1/rank is %v, and its confidence %v", id, i, *rank, odds)
			}
			*rank = 0 // by the words' places in the texts, not by hand
		}
		got[id] = s
	}
	if diff := cmp.Diff(want, got, roughly); diff != "" {
		t.Errorf("signals (-want +got):\n%s", diff)
	}
}

// roughly compares figures but for rounding.
var roughly = cmp.Comparer(near)

func TestLeaningsOfACompany(t *testing.T) {
	m := matcherOf(t, threadStore(t), Options{Fit: leaningFit(0.75, 0, map[string]float64{"alone": 0})})
	type flags struct{ Shown, SameEpisode, Named, NamedOther, NamedFirst, Bare, ShownBare float64 }
	for _, tt := range []struct {
		name, question string
		thread         Thread
		want           map[string]flags
	}{
		{"none is named", "why?", Thread{}.Asked("reduce memory", false).Showing(memory), map[string]flags{
			memory:       {Shown: 1, SameEpisode: 1, Bare: 1, ShownBare: 1},
			certificates: {SameEpisode: 1, Bare: 1}, // this and the next by the how of the title
			gateway:      {Bare: 1},
		}},
		{"the other's", "and Tencent?", Thread{}.Asked("reduce memory", false).Showing(memory), map[string]flags{
			memoryToo:    {Shown: 1, Named: 1, NamedFirst: 1}, // of the class that was shown
			certificates: {SameEpisode: 1, NamedOther: 1},
			gateway:      {NamedOther: 1},
		}},
		{"the one's", "百度呢", Thread{}.Asked("reduce memory", false).Showing(memory), map[string]flags{
			memory:       {Shown: 1, SameEpisode: 1, Named: 1, NamedFirst: 1},
			certificates: {SameEpisode: 1, Named: 1},
			gateway:      {NamedOther: 1},
		}},
		{"another's", "网易呢", Thread{}.Asked("reduce memory", false).Showing(memory), map[string]flags{
			memory:       {Shown: 1, SameEpisode: 1, NamedOther: 1},
			certificates: {SameEpisode: 1, NamedOther: 1},
			gateway:      {Named: 1},
		}},
		{"after a question without an entry", "百度呢", Thread{}.Asked("rotated plugins", false), map[string]flags{
			certificates: {Named: 1, NamedFirst: 1},
			tracing:      {NamedOther: 1},
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := make(map[string]flags)
			for id, s := range leaningsOf(t, m, tt.question, tt.thread) {
				got[id] = flags{s.Shown, s.SameEpisode, s.Named, s.NamedOther, s.NamedFirst, s.Bare, s.ShownBare}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("signals (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLeaningsWithVectors(t *testing.T) {
	opts := withEncoder(fakeEncoder{"memory": "memory", "ram": "memory", "gateway": "gateway", "edge": "gateway"})
	opts.Fit = leaningFit(0.75, 0, map[string]float64{"alone": 0})
	opts.Fit.Encoder = encoderVersion
	m := matcherOf(t, threadStore(t), opts)
	got := leaningsOf(t, m, "too much RAM", Thread{}.Asked("the edge", false).Showing(gateway))
	shown, ok := got[gateway]
	mem := got[memory]
	if !ok || mem.AloneDense < 0.7 || mem.AloneDenseLead != 0 || shown.AloneDense > mem.AloneDense/2 || !near(shown.AloneDenseLead, shown.AloneDense-mem.AloneDense) {
		t.Errorf("alone: memory %v, %v; gateway %v, %v", mem.AloneDense, mem.AloneDenseLead, shown.AloneDense, shown.AloneDenseLead)
	}
	if shown.AfterLatestDense <= shown.AloneDense || mem.AfterLatestDense >= mem.AloneDense {
		t.Errorf("after a question on the gateway: memory %v, gateway %v", mem.AfterLatestDense, shown.AfterLatestDense)
	}
}

func TestNoEpisodeIsNotTheSame(t *testing.T) {
	m := matcherOf(t, threeStore(t), Options{Fit: leaningFit(0.75, 0, map[string]float64{"alone": 0})})
	for id, s := range leaningsOf(t, m, "which sidecar version", Thread{}.Showing("ver")) {
		if s.SameEpisode != 0 || s.Named != 0 || s.NamedOther != 0 {
			t.Errorf("%s: %+v", id, s)
		}
	}
}

// TestLeaningIsOfAClass holds an entry to be found as any of its class is.
func TestLeaningIsOfAClass(t *testing.T) {
	m := matcherOf(t, threadStore(t), Options{Fit: leaningFit(0.75, 0, map[string]float64{"alone": 0})})
	thread := Thread{}.Asked("reduced memory", false).Asked("memory of sidecars", true).Showing(memory)
	s, ok := leaningsOf(t, m, "reducing memory at Tencent", thread)[memoryToo]
	if !ok || s.AloneRank != 1 || s.AfterFirstRank != 1 || s.AfterLatestRank != 1 || s.AfterTitleRank != 1 {
		t.Errorf("the other entry of the class: there %t, %+v", ok, s)
	}
}

// FuzzLeanings asks any question in any thread: nothing fails, and every signal is
// finite and within what it says.
func FuzzLeanings(f *testing.F) {
	fit, err := DefaultFit()
	if err != nil {
		f.Fatal(err)
	}
	m := matcherOf(f, threadStore(f), Options{Fit: &fit})
	for _, seed := range [][2]string{
		{"why?", "what rotates certificates"},
		{"and Tencent?", "reduce sidecar memory"},
		{"", ""},
		{"?!", "memory"},
		{"8 443", "\xff"},
		{"怎麼辦", "网关"},
		{"那百度呢", "reduce"},
		{strings.Repeat("memory ", 300), strings.Repeat("网关", 300)},
		{"\u200b", "plugins"},
	} {
		for shown := range byte(8) {
			f.Add(seed[0], seed[1], shown, shown%3 == 0)
		}
	}
	f.Fuzz(func(t *testing.T, question, before string, shown byte, offer bool) {
		ids := []string{memory, certificates, memoryToo, tracing, gateway, federation, "gone", ""}
		thread := Thread{}.Asked(before, false).Asked("plugins upgraded", shown%2 == 0)
		if id := ids[int(shown)%len(ids)]; offer {
			thread = thread.Offering([]string{id, federation})
		} else {
			thread = thread.Showing(id)
		}
		list, err := m.Leanings(t.Context(), question, thread)
		if err != nil {
			t.Fatal(err)
		}
		classes := make(map[string]bool)
		for _, l := range list.Candidates {
			class := m.store.classes.first[l.Entry.ID]
			if classes[class] {
				t.Errorf("the class of %s stands twice", l.Entry.ID)
			}
			classes[class] = true
			inBounds(t, l)
		}
		r, err := m.Search(t.Context(), Query{Text: question, Thread: thread})
		if err != nil {
			t.Fatal(err)
		}
		if r.FollowUp && (len(r.Matches) == 0 || r.Matches[0].Leaning == nil || r.Confidence < FollowUpChoices || r.Confidence != r.Matches[0].Confidence) {
			t.Errorf("it leans with %d matches and the confidence %v", len(r.Matches), r.Confidence)
		}
	})
}

// inBounds holds every signal to what its comment says.
func inBounds(t *testing.T, l Leaning) {
	t.Helper()
	highest := logOdds(1)
	for _, n := range leaningSignals() {
		v, low, high := *n.of(&l.Signals), 0.0, 1.0
		switch n.name {
		case "alone", "after_first", "after_latest", "after_title", "best_alone", "best_after_latest":
			low, high = -highest, highest
		case "alone_dense_lead", "after_latest_dense_lead":
			low, high = -1, 0
		case "coverage_lead":
			low = -1
		case "length":
			high = math.Log1p(MaxQueryBytes)
		}
		if !(v >= low-1e-9 && v <= high+1e-9) {
			t.Errorf("%s of %s is %v, not within %v to %v", n.name, l.Entry.ID, v, low, high)
		}
	}
}

func TestMeant(t *testing.T) {
	here, elsewhere := &archive.Entry{ID: "here", Episode: &archive.Episode{}}, &archive.Entry{ID: "free"}
	of := func(e *archive.Entry, p float64, s LeaningSignals) Leaning {
		return Leaning{Entry: e, P: p, Signals: s}
	}
	for _, tt := range []struct {
		name     string
		leanings []Leaning
		thread   Thread
		best     string
		leans    bool
	}{
		{"none", nil, Thread{}.Showing("here"), "", false},
		{"shown", []Leaning{of(here, 0.9, LeaningSignals{Shown: 1})}, Thread{}, "here", true},
		{"related", []Leaning{of(here, 0.9, LeaningSignals{Related: 1})}, Thread{}, "here", true},
		{"of the same episode", []Leaning{of(here, 0.9, LeaningSignals{SameEpisode: 1})}, Thread{}, "here", true},
		{"named", []Leaning{of(here, 0.9, LeaningSignals{Named: 1})}, Thread{}, "here", true},
		{"another is named", []Leaning{of(here, 0.9, LeaningSignals{NamedOther: 1, AfterFirst: 3})}, Thread{}, "here", false},
		{"offered", []Leaning{of(here, 0.9, LeaningSignals{})}, Thread{Offered: []string{"x", "here"}}, "here", true},
		{"another was offered", []Leaning{of(here, 0.9, LeaningSignals{})}, Thread{Offered: []string{"x"}}, "here", false},
		{"just likely enough", []Leaning{of(here, FollowUpChoices, LeaningSignals{Shown: 1})}, Thread{}, "here", true},
		{"not likely", []Leaning{of(here, FollowUpChoices-0.001, LeaningSignals{Shown: 1})}, Thread{}, "here", false},
		{"better after the first", []Leaning{of(elsewhere, 0.9, LeaningSignals{Alone: 1, AfterFirst: 1.1, AfterLatest: -6})}, Thread{}, "free", true},
		{"better after the latest", []Leaning{of(elsewhere, 0.9, LeaningSignals{Alone: 1, AfterFirst: -6, AfterLatest: 1.1})}, Thread{}, "free", true},
		{"as good after the latest", []Leaning{of(elsewhere, 0.9, LeaningSignals{Alone: 1, AfterFirst: -6, AfterLatest: 1})}, Thread{}, "free", false},
		{"found by no reading", []Leaning{of(elsewhere, 0.9, LeaningSignals{Alone: -6, AfterFirst: -6, AfterLatest: -6})}, Thread{}, "free", false},
		{"worse after both", []Leaning{of(elsewhere, 0.9, LeaningSignals{Alone: 1, AfterFirst: 0.9, AfterLatest: 0.9, AfterTitle: 6})}, Thread{}, "free", false},
		{"better after both, in an episode", []Leaning{of(here, 0.9, LeaningSignals{AfterFirst: 6, AfterLatest: 6})}, Thread{}, "here", false},
		{
			"the likeliest decides",
			[]Leaning{of(here, 0.4, LeaningSignals{Shown: 1}), of(elsewhere, 0.6, LeaningSignals{Alone: 6}), of(here, 0.5, LeaningSignals{Shown: 1})},
			Thread{},
			"free", false,
		},
	} {
		l := Leanings{Thread: tt.thread, Candidates: tt.leanings, Answer: 1}
		best, leans := l.Meant()
		id := ""
		if best.Entry != nil {
			id = best.Entry.ID
		}
		if id != tt.best || leans != tt.leans {
			t.Errorf("%s: means %q, leans %t; want %q, %t", tt.name, id, leans, tt.best, tt.leans)
		}
		l.Apart = true
		if best, leans = l.Meant(); leans || best.Entry != nil && best.Entry.ID != id {
			t.Errorf("%s, apart: means %q, leans %t", tt.name, best.Entry.ID, leans)
		}
	}
	// What the question alone is answered with needs no thread.
	for _, tt := range []struct {
		rank, alone float64
		leans       bool
	}{{1, 0.7, false}, {1, 0.69, true}, {0.5, 0.9, true}} {
		l := Leanings{Candidates: []Leaning{of(here, 0.9, LeaningSignals{Shown: 1, AloneRank: tt.rank})}, Alone: tt.alone, Answer: 0.7}
		if _, leans := l.Meant(); leans != tt.leans {
			t.Errorf("1/rank %v with %v alone leans %t, want %t", tt.rank, tt.alone, leans, tt.leans)
		}
	}
}
