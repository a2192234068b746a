package show_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bigtalk/knowledge"
	"bigtalk/knowledge/archive"
	"bigtalk/knowledge/show"
)

func load(t testing.TB) *knowledge.Store {
	t.Helper()
	s, err := knowledge.LoadFS(context.Background(), show.FS())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func open(t testing.TB, s *knowledge.Store, opts knowledge.Options) *knowledge.Matcher {
	t.Helper()
	m, err := knowledge.Open(context.Background(), s, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	})
	return m
}

func TestEntriesPerEpisode(t *testing.T) {
	s := load(t)
	got := make(map[int]int)
	for e := range s.All() {
		got[e.Episode.Number]++
		if a := s.Annotation(e.ID); a.Kind == "" {
			t.Errorf("%s has no annotation", e.ID)
		}
	}
	want := map[int]int{2: 11, 3: 9, 4: 30, 5: 29, 7: 12, 8: 27}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("entries per episode (-want +got):\n%s", diff)
	}
	if n := len(s.Episodes()); n != 8 {
		t.Errorf("%d episodes, want 8", n)
	}
}

// TestShippedIndex holds the embedded index to the files beside it: when it
// fails, run go generate in this folder.
func TestShippedIndex(t *testing.T) {
	s := load(t)
	shipped := open(t, s, knowledge.Options{Shipped: show.Index()})
	fresh := open(t, s, knowledge.Options{})
	if !shipped.Shipped() {
		t.Fatal("the embedded index is stale: run go generate in knowledge/show")
	}
	for _, q := range []string{
		"sidecar 内存占用太高怎么办", "which Istio version should I run", "限流", "VirtualService 503 UC", "請問記憶體", "holdAplication",
	} {
		a, errA := shipped.Search(context.Background(), knowledge.Query{Text: q})
		b, errB := fresh.Search(context.Background(), knowledge.Query{Text: q})
		if err := errors.Join(errA, errB); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(scores(b), scores(a)); diff != "" {
			t.Errorf("%q: the embedded index ranks otherwise than a fresh one (-fresh +embedded):\n%s", q, diff)
		}
	}
}

func scores(r knowledge.Result) map[string]float64 {
	out := make(map[string]float64)
	for _, m := range r.Matches {
		out[m.Entry.ID] = m.Score
	}
	return out
}

// TestLint keeps errors and warnings out of the annotations.
func TestLint(t *testing.T) {
	for _, d := range load(t).Lint() {
		if d.Severity != archive.Note {
			t.Error(d)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		m, err := knowledge.Open(context.Background(), load(b), knowledge.Options{Shipped: show.Index()})
		if err != nil {
			b.Fatal(err)
		}
		if err := m.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSearch(b *testing.B) {
	s := load(b)
	m, err := knowledge.Open(context.Background(), s, knowledge.Options{Shipped: show.Index()})
	if err != nil {
		b.Fatal(err)
	}
	defer m.Close()
	var questions []string
	for e := range s.All() {
		questions = append(questions, e.Question)
	}
	b.ReportAllocs()
	var times []time.Duration
	for i := 0; b.Loop(); i++ {
		asked := time.Now()
		if _, err := m.Search(context.Background(), knowledge.Query{Text: questions[i%len(questions)]}); err != nil {
			b.Fatal(err)
		}
		times = append(times, time.Since(asked))
	}
	slices.Sort(times)
	b.ReportMetric(times[len(times)/2].Seconds()*1e3, "p50-ms")
	b.ReportMetric(times[len(times)*99/100].Seconds()*1e3, "p99-ms")
}
