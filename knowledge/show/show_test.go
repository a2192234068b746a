package show_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"

	"bigtalk/knowledge"
	"bigtalk/knowledge/archive"
	"bigtalk/knowledge/embedding"
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

// encoder is the embedded one; a build without it skips.
func encoder(t testing.TB) knowledge.Encoder {
	t.Helper()
	model, err := embedding.Embedded()
	if errors.Is(err, embedding.ErrNoModel) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return knowledge.Encoder{Embedder: model, Version: model.Version()}
}

// refusing is an encoder that must not be asked.
type refusing struct{}

func (refusing) Embed(context.Context, embedding.Role, []string) ([][]float32, error) {
	return nil, errors.New("asked for a vector that should be shipped")
}

// TestShippedVectors holds every text of the show to have its vector, made by the
// embedded encoder, to which the fit belongs.
func TestShippedVectors(t *testing.T) {
	version := encoder(t).Version
	m := open(t, load(t), knowledge.Options{
		Shipped: show.Index(), ShippedVectors: show.Vectors(),
		Encoder: knowledge.Encoder{Embedder: refusing{}, Version: version},
	})
	if !m.Dense() {
		t.Error("the embedded vectors are stale: run go generate in knowledge/show")
	}
	f, err := knowledge.DefaultFit()
	if err != nil {
		t.Fatal(err)
	}
	if f.Encoder != version {
		t.Errorf("the fit is of encoder %q, embedded is %q: run bigtalk eval fit", f.Encoder, version)
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

// TestTopics holds each topic of the show to have a name in both languages and an
// example to ask.
func TestTopics(t *testing.T) {
	s := load(t)
	topics := s.Topics()
	if n := len(topics); n != 25 {
		t.Errorf("%d topics, want 25", n)
	}
	for i, topic := range topics {
		if topic.NameZH == "" || topic.NameEN == "" {
			t.Errorf("%s is named %q and %q in topics.tsv", topic.Slug, topic.NameZH, topic.NameEN)
		}
		example := s.Annotation(topic.Entries[0].ID)
		if example.TitleZH == "" || example.TitleEN == "" {
			t.Errorf("%s has the example %s without a title", topic.Slug, example.ID)
		}
		if i > 0 && topic.Slug != "other" && len(topic.Entries) > len(topics[i-1].Entries) {
			t.Errorf("%s has more entries than %s before it", topic.Slug, topics[i-1].Slug)
		}
		if (topic.Slug == "other") != (i == len(topics)-1) {
			t.Errorf("%s stands at %d of %d", topic.Slug, i+1, len(topics))
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

// BenchmarkSearch asks each title of the show, by words alone and with the
// encoder: questions of 5 to 40 pieces. p50-ms and p99-ms are one match; run it
// with -cpu 1 for the time on one core.
func BenchmarkSearch(b *testing.B) {
	s := load(b)
	questions := titles(s)
	for _, with := range []struct {
		name    string
		encoder knowledge.Encoder
	}{{"words", knowledge.Encoder{}}, {"encoder", encoder(b)}} {
		b.Run(with.name, func(b *testing.B) {
			m, err := knowledge.Open(context.Background(), s, knowledge.Options{
				Shipped: show.Index(), Encoder: with.encoder, ShippedVectors: show.Vectors(),
			})
			if err != nil {
				b.Fatal(err)
			}
			defer m.Close()
			b.ReportAllocs()
			var times []time.Duration
			for i := 0; b.Loop(); i++ {
				asked := time.Now()
				if _, err := m.Search(context.Background(), knowledge.Query{Text: questions[i%len(questions)]}); err != nil {
					b.Fatal(err)
				}
				times = append(times, time.Since(asked))
			}
			percentiles(b, times)
		})
	}
}

// leaningQuestions are asked after a question about the memory of sidecars: bare
// ones, and ones that have a subject or a company but no sentence of their own.
var leaningQuestions = []string{
	"为什么？", "具体怎么配？", "有没有相关文档", "那怎么办", "還有別的辦法嗎", "why?", "how exactly?", "any workaround?", "since which version?",
	"那 CPU 呢？", "Envoy 那边呢", "那百度是怎么做的？", "那网易呢", "如果有几万个 service 呢", "和上一个版本比呢",
	"and Tencent?", "what about the control plane", "does that hold for gateways too?", "even with ambient?", "and if it is restarted",
}

// BenchmarkFollowUp asks bare and leaning questions in a thread of the show: after
// one question and its answer, and after another one that leaned on it. Beside
// BenchmarkSearch it tells what the further readings take; run it with -cpu 1, too.
func BenchmarkFollowUp(b *testing.B) {
	s := load(b)
	const opening = "sidecar 内存占用太高怎么办"
	for _, with := range []struct {
		name    string
		encoder knowledge.Encoder
	}{{"words", knowledge.Encoder{}}, {"encoder", encoder(b)}} {
		b.Run(with.name, func(b *testing.B) {
			m, err := knowledge.Open(context.Background(), s, knowledge.Options{
				Shipped: show.Index(), Encoder: with.encoder, ShippedVectors: show.Vectors(),
			})
			if err != nil {
				b.Fatal(err)
			}
			defer m.Close()
			first, err := m.Search(context.Background(), knowledge.Query{Text: opening})
			if err != nil || len(first.Matches) == 0 {
				b.Fatal(len(first.Matches), err)
			}
			begun := knowledge.Thread{}.Asked(opening, false).Showing(first.Matches[0].Entry.ID)
			threads := []knowledge.Thread{begun, begun.Asked("那能按命名空间限定吗", true)}
			b.ReportAllocs()
			var times []time.Duration
			leaned := 0
			for i := 0; b.Loop(); i++ {
				q := knowledge.Query{Text: leaningQuestions[i%len(leaningQuestions)], Thread: threads[i/len(leaningQuestions)%len(threads)]}
				asked := time.Now()
				r, err := m.Search(context.Background(), q)
				if err != nil {
					b.Fatal(err)
				}
				times = append(times, time.Since(asked))
				if r.FollowUp {
					leaned++
				}
			}
			percentiles(b, times)
			b.ReportMetric(float64(leaned)/float64(len(times)), "leaned")
		})
	}
}

// perMinute is how many questions a busy group of communities asks.
const perMinute = 1000

// BenchmarkWhileIndexing asks at the rate of perMinute while the show's index is
// built over and over beside it: p50-ms and p99-ms are what a person waits.
func BenchmarkWhileIndexing(b *testing.B) {
	s := load(b)
	m, err := knowledge.Open(b.Context(), s, knowledge.Options{
		Shipped: show.Index(), Encoder: encoder(b), ShippedVectors: show.Vectors(),
	})
	if err != nil {
		b.Fatal(err)
	}
	defer m.Close()
	ctx, cancel := context.WithCancel(b.Context())
	var indexing errgroup.Group
	indexing.Go(func() error {
		for ctx.Err() == nil {
			other, err := knowledge.Open(ctx, s, knowledge.Options{}) // in a folder of its own
			if err != nil {
				return ctx.Err() // cancelled in the middle, or what is wrong
			}
			if err := other.Close(); err != nil {
				return err
			}
		}
		return nil
	})
	questions := titles(s)
	times := make([]time.Duration, b.N)
	tick := time.NewTicker(time.Minute / perMinute)
	defer tick.Stop()
	var asking errgroup.Group
	for i := range b.N {
		<-tick.C
		asked := time.Now()
		asking.Go(func() error {
			_, err := m.Search(b.Context(), knowledge.Query{Text: questions[i%len(questions)]})
			times[i] = time.Since(asked)
			return err
		})
	}
	err = asking.Wait()
	cancel()
	if err := errors.Join(err, indexing.Wait()); err != nil && !errors.Is(err, context.Canceled) {
		b.Fatal(err)
	}
	percentiles(b, times)
}

func percentiles(b *testing.B, times []time.Duration) {
	slices.Sort(times)
	b.ReportMetric(times[len(times)/2].Seconds()*1e3, "p50-ms")
	b.ReportMetric(times[len(times)*99/100].Seconds()*1e3, "p99-ms")
}

// titles are the entries' clean questions in both languages: 5 to 40 pieces each.
func titles(s *knowledge.Store) []string {
	var out []string
	for e := range s.All() {
		a := s.Annotation(e.ID)
		for _, title := range []string{a.TitleZH, a.TitleEN} {
			if title != "" {
				out = append(out, title)
			}
		}
	}
	return out
}
