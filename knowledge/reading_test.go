package knowledge

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bigtalk/knowledge/archive"
)

// TestFollowUpReadings counts what is read, by what is embedded.
func TestFollowUpReadings(t *testing.T) {
	const (
		rotates = "what rotates certificates"
		scoped  = "is memory scoped"
		plugins = "and plugins?"
	)
	var none Thread
	for _, tt := range []struct {
		name     string
		alone    float64
		question string
		thread   Thread
		want     []string
	}{
		{"no thread", 0.3, rotates, none, []string{rotates}},
		{"an empty thread", 0.3, rotates, Thread{Questions: []string{}}, []string{rotates}},
		{"sure alone", 0.99, rotates, none.Asked(scoped, false).Showing(memory), []string{rotates}},
		{"nearly sure", 0.97, rotates, none.Asked(scoped, false), []string{rotates, scoped + ", " + rotates}},
		{"a lone word", 0.3, "certificates", none.Asked(scoped, false).Showing(memory), []string{"certificates"}},
		{"nothing", 0.3, "", none.Asked(scoped, false).Showing(memory), nil},
		{"signs", 0.3, "?!", none.Asked(scoped, false).Showing(memory), nil},
		{"after a question", 0.3, rotates, none.Asked(scoped, false), []string{rotates, scoped + ", " + rotates}},
		{"after two", 0.3, rotates, none.Asked(scoped, false).Asked(plugins, true), []string{rotates, plugins + ", " + rotates, scoped + ", " + rotates}},
		{"after an entry", 0.3, rotates, none.Showing(memory), []string{rotates, "How do I reduce sidecar memory?, " + rotates}},
		{"after one with a title", 0.3, rotates, none.Showing(gateway), []string{rotates, "Upgrade the gateway, " + rotates}},
		{"in Chinese", 0.3, "怎么轮换 sidecar 证书", none.Showing(gateway), []string{"怎么轮换 sidecar 证书", "怎么升级网关, 怎么轮换 sidecar 证书"}},
		{"after an offer", 0.3, rotates, none.Offering([]string{gateway, memory}), []string{rotates, "Upgrade the gateway, " + rotates}},
		{"after what there is no longer", 0.3, rotates, none.Offering([]string{"gone", gateway}), []string{rotates}},
		{"of words alone", 0.3, "why?", none.Asked(scoped, false).Showing(gateway), []string{scoped + ", why?", "Upgrade the gateway, why?"}},
		{
			"with a company", 0.3, "and at Tencent?", none.Asked(scoped, false).Asked(plugins, true),
			[]string{"and at Tencent?", scoped, plugins + ", and at Tencent?", scoped + ", and at Tencent?"},
		},
		{"with a company and nothing asked before", 0.3, "and at Tencent?", none.Showing(gateway), []string{"and at Tencent?", "Upgrade the gateway, and at Tencent?"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := &watched{}
			opts := withEncoder(w)
			opts.Fit = byCoverage(tt.alone)
			opts.Fit.Encoder = encoderVersion
			m := matcherOf(t, threadStore(t), opts)
			if !m.Dense() {
				t.Fatal("no vectors")
			}
			w.texts = nil
			searchIn(t, m, tt.question, tt.thread)
			if diff := cmp.Diff(tt.want, w.texts); diff != "" {
				t.Errorf("read (-want +got):\n%s", diff)
			}
		})
	}
}

// TestFollowUpIsCalledOff cancels the context at each of the readings.
func TestFollowUpIsCalledOff(t *testing.T) {
	const question = "and at Tencent, plugins?"
	thread := Thread{}.Asked("is memory scoped", false).Asked("and tracing?", true).Showing(gateway)
	const readings = 5
	for at := range readings + 1 {
		t.Run(fmt.Sprint(at+1), func(t *testing.T) {
			w := &watched{}
			opts := withEncoder(w)
			opts.Fit = byCoverage(0.3)
			opts.Fit.Encoder = encoderVersion
			m := matcherOf(t, threadStore(t), opts)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			opened := w.calls
			w.before = func(ctx context.Context, call int) error {
				if call == opened+at+1 {
					cancel()
				}
				return ctx.Err()
			}
			r, err := m.Search(ctx, Query{Text: question, Thread: thread})
			if at == readings { // there is none to be called off at
				if err != nil || len(r.Matches) == 0 || w.calls != opened+readings {
					t.Errorf("%d readings, %v; want %d", w.calls-opened, err, readings)
				}
				return
			}
			if !errors.Is(err, context.Canceled) {
				t.Errorf("called off at reading %d: %v", at+1, err)
			}
			if _, err := m.Leanings(ctx, question, thread); !errors.Is(err, context.Canceled) {
				t.Errorf("Leanings that are called off: %v", err)
			}
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	m := matcherOf(t, threadStore(t), Options{Fit: byCoverage(0.3)})
	for _, question := range []string{question, "why?"} {
		if _, err := m.Search(ctx, Query{Text: question, Thread: thread}); !errors.Is(err, context.Canceled) {
			t.Errorf("%q by words: %v", question, err)
		}
	}
}

func TestLongTitleIsClipped(t *testing.T) {
	w := &watched{}
	opts := withEncoder(w)
	opts.Fit.FollowUps = byHand(0, map[string]float64{"alone": 1})
	long := "Why is the gateway slow? " + strings.Repeat("内存", maxThreadQuestion)
	m := matcherOf(t, storeOf(t, map[string]string{"faq.jsonl": fmt.Sprintf(`{"id":"long","question":%q,"answer":"It is not."}`, long)}), opts)
	w.texts = nil
	searchIn(t, m, "why?", Thread{}.Showing("long"))
	if len(w.texts) != 1 || len(w.texts[0]) > maxThreadQuestion+len(", why?") || !strings.HasPrefix(w.texts[0], long[:maxThreadQuestion-2]) || !strings.HasSuffix(w.texts[0], "内, why?") {
		t.Errorf("read %q", w.texts)
	}
}

// TestCandidates has each way to become one.
func TestCandidates(t *testing.T) {
	s := threadStore(t)
	read := func(ids ...string) *reading {
		r := &reading{}
		for _, id := range ids {
			r.matches = append(r.matches, *matchOf(t, s, id))
		}
		return r
	}
	many := slices.Repeat([]string{federation}, leaningCandidates)
	for _, tt := range []struct {
		name   string
		set    func(*weighing)
		thread Thread
		want   []string
	}{
		{"nothing", func(*weighing) {}, Thread{}, nil},
		{"alone", func(w *weighing) { w.alone = read(memory, tracing) }, Thread{}, []string{memory, tracing}},
		{"after the first", func(w *weighing) { w.afterFirst = read(memory, tracing) }, Thread{}, []string{memory, tracing}},
		{"after the latest", func(w *weighing) { w.afterLatest = read(memory, tracing) }, Thread{}, []string{memory, tracing}},
		{"after the title", func(w *weighing) { w.afterTitle = read(memory, tracing) }, Thread{}, []string{memory, tracing}},
		{"the first of many", func(w *weighing) { w.alone = read(append(many, tracing)...) }, Thread{}, many},
		{"of a company, by its own", func(w *weighing) { w.topic, w.named = read(tracing, memory), ofEpisode(s, 1) }, Thread{}, []string{memory}},
		{"of a company, by another's", func(w *weighing) { w.topic, w.named = read(federation, memory), ofEpisode(s, 2) }, Thread{}, []string{memoryToo}},
		{"of a company far down", func(w *weighing) { w.topic, w.named = read(append(many, memory)...), ofEpisode(s, 2) }, Thread{}, []string{memoryToo}},
		{"of no company", func(w *weighing) { w.topic = read(memory) }, Thread{}, nil},
		{"shown, and what is related to it", func(*weighing) {}, Thread{}.Showing(gateway), []string{gateway, tracing}},
		{"offered", func(*weighing) {}, Thread{Offered: []string{memory, "gone", gateway}}, []string{memory, gateway}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			none := &reading{}
			w := &weighing{matcher: &Matcher{store: s}, alone: none, afterFirst: none, afterLatest: none, afterTitle: none, topic: none}
			tt.set(w)
			var got []string
			for _, e := range w.candidates(tt.thread) {
				got = append(got, e.ID)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("candidates (-want +got):\n%s", diff)
			}
		})
	}
}

// ofEpisode names the companies of the episodes of these numbers.
func ofEpisode(s *Store, numbers ...int) map[*archive.Episode]bool {
	out := make(map[*archive.Episode]bool)
	for _, ep := range s.Episodes() {
		if slices.Contains(numbers, ep.Number) {
			out[ep] = true
		}
	}
	return out
}

func TestOfNamed(t *testing.T) {
	s := threadStore(t)
	for _, tt := range []struct {
		named    []int // episodes
		id, want string
	}{
		{nil, memory, memory},
		{[]int{1}, memory, memory},
		{[]int{2}, memory, memoryToo},
		{[]int{1}, memoryToo, memory},
		{[]int{1, 2}, memory, memory},
		{[]int{1, 2}, memoryToo, memoryToo},
		{[]int{3}, memory, memory},
		{[]int{2}, certificates, certificates},
	} {
		w := &weighing{matcher: &Matcher{store: s}, named: ofEpisode(s, tt.named...)}
		if got := w.ofNamed(matchOf(t, s, tt.id).Entry).ID; got != tt.want {
			t.Errorf("%s, where the companies of %v are named: %s, want %s", tt.id, tt.named, got, tt.want)
		}
	}
}
