package knowledge

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"bigtalk/knowledge/embedding"
	"bigtalk/knowledge/vectors"
)

// A watched encoder counts the texts it makes vectors of. before, unless nil, is
// asked first, with the number of the call, counted from 1.
type watched struct {
	fakeEncoder
	before func(ctx context.Context, call int) error
	after  func(call int, v [][]float32) [][]float32

	mu    sync.Mutex
	calls int
	texts []string
}

func (w *watched) Embed(ctx context.Context, role embedding.Role, texts []string) ([][]float32, error) {
	w.mu.Lock()
	w.calls++
	call := w.calls
	w.mu.Unlock()
	if w.before != nil {
		if err := w.before(ctx, call); err != nil {
			return nil, err
		}
	}
	v, err := w.fakeEncoder.Embed(ctx, role, texts)
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	w.texts = append(w.texts, texts...)
	w.mu.Unlock()
	if w.after != nil {
		v = w.after(call, v)
	}
	return v, nil
}

// embedded is how many texts have got vectors.
func (w *watched) embedded() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.texts)
}

// A heard log is safe to be read while it is written.
type heard struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (h *heard) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.b.Write(p)
}

func (h *heard) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.b.String()
}

func (h *heard) logger() *slog.Logger { return slog.New(slog.NewTextHandler(h, nil)) }

// distinct is how many vectors a store needs.
func distinct(s *Store) int {
	f := &filler{texts: s.denseTexts(), table: vectors.NewTable("")}
	return len(f.missing())
}

const encoderVersion = "fake-1"

// withEncoder are options for an encoder whose fit is by hand.
func withEncoder(e Embedder) Options {
	fit := handFit()
	fit.Encoder = encoderVersion
	return Options{Encoder: Encoder{Embedder: e, Version: encoderVersion}, Fit: fit}
}

func vectorsOf(t *testing.T, s *Store, e Encoder, known []byte) []byte {
	t.Helper()
	table, err := WriteVectors(context.Background(), s, e, known)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := table.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestShippedVectors(t *testing.T) {
	s := threeStore(t)
	w := &watched{}
	shipped := vectorsOf(t, s, Encoder{w, encoderVersion}, nil)
	if w.embedded() != distinct(s) {
		t.Fatalf("%d texts embedded to be shipped, want %d", w.embedded(), distinct(s))
	}

	again := &watched{}
	if other := vectorsOf(t, s, Encoder{again, encoderVersion}, shipped); !bytes.Equal(shipped, other) || again.embedded() != 0 {
		t.Errorf("vectors that are known were made again: %d texts; the file is the same: %t", again.embedded(), bytes.Equal(shipped, other))
	}
	less := s.Without(PartAnnotations, PartOutside)
	if got, err := vectors.Read(vectorsOf(t, less, Encoder{again, encoderVersion}, shipped), encoderVersion); err != nil || got.Len() != distinct(less) {
		t.Errorf("%d vectors of a store of %d texts, %v", got.Len(), distinct(less), err)
	}

	cache := t.TempDir()
	asked := &watched{}
	opts := withEncoder(asked)
	opts.ShippedVectors, opts.CacheDir = shipped, cache
	m := matcherOf(t, s, opts)
	if !m.Dense() || asked.embedded() != 0 {
		t.Errorf("dense: %t, %d texts embedded; want shipped vectors to do", m.Dense(), asked.embedded())
	}
	if list, err := os.ReadDir(cache); err != nil || len(list) != 0 {
		t.Errorf("the cache holds %v, %v; want nothing beside shipped vectors", list, err)
	}
	if got := firstOf(searchFor(t, m, "Which version should I run?")); got != "ver" || asked.embedded() != 1 {
		t.Errorf("found %q with %d texts embedded, want ver with 1", got, asked.embedded())
	}
	if err := m.Wait(context.Background()); err != nil {
		t.Errorf("Wait with nothing to make: %v", err)
	}
}

func TestShippedVectorsLackSome(t *testing.T) {
	s := threeStore(t)
	shipped := vectorsOf(t, s, Encoder{&watched{}, encoderVersion}, nil)
	more := storeOf(t, map[string]string{
		"faq.jsonl": threeEntries + `{"id":"new","question":"What is new?","answer":"Ambient mode."}` + "\n", AnnotationsFile: threeAnnotations,
	})
	w := &watched{}
	opts := withEncoder(w)
	opts.ShippedVectors = shipped
	if m := matcherOf(t, more, opts); !m.Dense() || w.embedded() != 2 {
		t.Errorf("dense: %t, %d texts embedded, want the new question and answer", m.Dense(), w.embedded())
	}
}

func TestShippedVectorsOfAnotherEncoder(t *testing.T) {
	s := threeStore(t)
	w := &watched{}
	opts := withEncoder(w)
	opts.ShippedVectors = vectorsOf(t, s, Encoder{&watched{}, "another"}, nil)
	if m := matcherOf(t, s, opts); !m.Dense() || w.embedded() != distinct(s) {
		t.Errorf("dense: %t, %d texts embedded, want all %d", m.Dense(), w.embedded(), distinct(s))
	}
}

func TestDamagedShippedVectors(t *testing.T) {
	opts := withEncoder(&watched{})
	opts.ShippedVectors = []byte("BTV1")
	if _, err := Open(context.Background(), threeStore(t), opts); err == nil || !strings.Contains(err.Error(), "read vectors") {
		t.Errorf("Open with a damaged file: %v", err)
	}
	opts.Encoder = Encoder{} // then nobody needs them
	matcherOf(t, threeStore(t), opts)
}

func TestVectorsAreKept(t *testing.T) {
	s := threeStore(t)
	cache := t.TempDir()
	w := &watched{}
	opts := withEncoder(w)
	opts.CacheDir = cache
	for i := range 2 {
		m := matcherOf(t, s, opts)
		if !m.Dense() || w.embedded() != distinct(s) {
			t.Fatalf("start %d: dense: %t, %d texts embedded, want %d once", i+1, m.Dense(), w.embedded(), distinct(s))
		}
	}
	// Another archive finds the texts that it shares with the first.
	more := storeOf(t, map[string]string{"faq.jsonl": threeEntries + `{"id":"new","question":"What is new?","answer":"Ambient mode."}` + "\n"})
	matcherOf(t, more, opts)
	if got := w.embedded() - distinct(s); got != 2 {
		t.Errorf("%d texts embedded for one entry more, want 2", got)
	}
	// Another encoder does not.
	other := &watched{}
	opts.Encoder = Encoder{other, "fake-2"}
	if matcherOf(t, s, opts); other.embedded() != distinct(s) {
		t.Errorf("%d texts embedded by another encoder, want %d", other.embedded(), distinct(s))
	}
}

func TestDamagedCache(t *testing.T) {
	s := threeStore(t)
	w := &watched{}
	var log heard
	opts := withEncoder(w)
	opts.CacheDir, opts.Logger = t.TempDir(), log.logger()
	matcherOf(t, s, opts)
	files, err := filepath.Glob(filepath.Join(opts.CacheDir, "*", "*.btv"))
	if err != nil || len(files) != 1 {
		t.Fatalf("the cache holds %v, %v; want one file", files, err)
	}
	if err := os.WriteFile(files[0], []byte("BTV1 and nothing of use"), 0o600); err != nil {
		t.Fatal(err)
	}
	if m := matcherOf(t, s, opts); !m.Dense() || w.embedded() != 2*distinct(s) {
		t.Errorf("dense: %t, %d texts embedded, want %d twice", m.Dense(), w.embedded(), distinct(s))
	}
	if got := log.String(); !strings.Contains(got, "level=WARN") || !strings.Contains(got, files[0]) {
		t.Errorf("the log does not name the damaged file:\n%s", got)
	}
}

func TestCacheThatCannotBe(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var log heard
	opts := withEncoder(&watched{})
	opts.CacheDir, opts.Logger = file, log.logger()
	if m := matcherOf(t, threeStore(t), opts); !m.Dense() {
		t.Error("vectors that cannot be kept are not used either")
	}
	if got := log.String(); !strings.Contains(got, "vectors cannot be kept") {
		t.Errorf("the log says nothing of it:\n%s", got)
	}
}

// largeStore has the least number of entries whose vectors are made behind.
func largeStore(t *testing.T) *Store {
	t.Helper()
	var rows strings.Builder
	for i := range atOnceEntries {
		fmt.Fprintf(&rows, `{"id":"q%04d","question":"How is unit %d set up?","answer":"By lever %d."}`+"\n", i, i, i)
	}
	rows.WriteString(`{"id":"needle","question":"Where is the haystack?","answer":"Over there."}` + "\n")
	return storeOf(t, map[string]string{"faq.jsonl": rows.String()})
}

func TestLargeArchiveIsFilledBehind(t *testing.T) {
	s := largeStore(t)
	release := make(chan struct{})
	w := &watched{
		fakeEncoder: fakeEncoder{"haystack": "hay", "pile of dried grass": "hay"},
		before: func(ctx context.Context, _ int) error {
			select {
			case <-release:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		},
	}
	m := matcherOf(t, s, withEncoder(w))
	if m.Dense() {
		t.Error("dense before any vector is made")
	}
	r := searchFor(t, m, "the haystack, where") // by words, while the encoder hangs
	if firstOf(r) != "needle" || r.Thresholds != m.profile(false).thresholds {
		t.Errorf("by words: found %q with the thresholds %v", firstOf(r), r.Thresholds)
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if err := m.Wait(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("Wait that is called off: %v", err)
	}
	close(release)
	if err := m.Wait(context.Background()); err != nil {
		t.Fatal(err)
	}
	if !m.Dense() || w.embedded() != distinct(s) {
		t.Errorf("dense: %t, %d texts embedded, want %d", m.Dense(), w.embedded(), distinct(s))
	}
	r = searchFor(t, m, "pile of dried grass")
	if firstOf(r) != "needle" || r.Thresholds != m.profile(true).thresholds {
		t.Errorf("by meaning: found %q with the thresholds %v", firstOf(r), r.Thresholds)
	}
}

func TestCloseDuringFilling(t *testing.T) {
	s := largeStore(t)
	total := distinct(s)
	if total < keptTexts+embeddedTexts {
		t.Fatalf("%d texts are too few for what is tested", total)
	}
	// All of the first part is made, then the encoder hangs.
	const first = keptTexts / embeddedTexts
	hangs := make(chan struct{})
	var once sync.Once
	w := &watched{before: func(ctx context.Context, call int) error {
		if call <= first+1 {
			return nil
		}
		once.Do(func() { close(hangs) })
		<-ctx.Done()
		return ctx.Err()
	}}
	opts := withEncoder(w)
	opts.CacheDir = t.TempDir()
	opts.Now = func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }
	m, err := Open(context.Background(), s, opts)
	if err != nil {
		t.Fatal(err)
	}
	<-hangs
	if m.Dense() {
		t.Error("dense with half the vectors")
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	if err := m.Wait(context.Background()); !errors.Is(err, context.Canceled) {
		t.Errorf("Wait after Close: %v, want context.Canceled", err)
	}
	made := w.embedded()
	if made < keptTexts || made >= total {
		t.Fatalf("%d texts were embedded before Close, want %d or more and not all", made, keptTexts)
	}

	next := &watched{}
	opts.Encoder.Embedder = next
	m = matcherOf(t, s, opts)
	if err := m.Wait(context.Background()); err != nil {
		t.Fatal(err)
	}
	if !m.Dense() || next.embedded() != total-made {
		t.Errorf("dense: %t, %d texts embedded at the next start, want the other %d", m.Dense(), next.embedded(), total-made)
	}
}

var errDown = errors.New("the service is down")

func TestEncoderFaults(t *testing.T) {
	for _, tt := range []struct {
		name string
		w    *watched
		want string
	}{
		{"fails", &watched{before: func(context.Context, int) error { return errDown }}, "the service is down"},
		{"fails once", &watched{before: func(_ context.Context, call int) error {
			if call == 2 {
				return errDown
			}
			return nil
		}}, "the service is down"},
		{"a vector less", &watched{after: func(_ int, v [][]float32) [][]float32 { return v[1:] }}, "vectors for"},
		{"a vector more", &watched{after: func(_ int, v [][]float32) [][]float32 { return append(v, v[0]) }}, "vectors for"},
		{"no vector at all", &watched{after: func(int, [][]float32) [][]float32 { return nil }}, "0 vectors for"},
		{"another dimension", &watched{after: func(call int, v [][]float32) [][]float32 {
			if call == 3 {
				v[0] = v[0][1:]
			}
			return v
		}}, "components among those of"},
		{"no component", &watched{after: func(_ int, v [][]float32) [][]float32 {
			v[0] = nil
			return v
		}}, "an empty vector"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var log heard
			opts := withEncoder(tt.w)
			opts.Logger, opts.CacheDir = log.logger(), t.TempDir()
			m := matcherOf(t, threeStore(t), opts)
			if m.Dense() {
				t.Error("dense with a faulty encoder")
			}
			if r := searchFor(t, m, "reduce sidecar memory"); firstOf(r) != "mem" || r.Thresholds != m.profile(false).thresholds {
				t.Errorf("found %q with the thresholds %v, want mem with those of words", firstOf(r), r.Thresholds)
			}
			if got := log.String(); !strings.Contains(got, "level=WARN") || !strings.Contains(got, tt.want) {
				t.Errorf("the log does not say %q:\n%s", tt.want, got)
			}
		})
	}
}

// TestRetry has an encoder that is down for some minutes. Time is that of
// synctest: it passes while everyone waits.
func TestRetry(t *testing.T) {
	s := threeStore(t)
	matcherOf(t, s, Options{}) // so that what is made once is made outside
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		down := true
		var mu sync.Mutex
		var asked []time.Duration
		w := &watched{before: func(context.Context, int) error {
			mu.Lock()
			defer mu.Unlock()
			if d := time.Since(start); len(asked) == 0 || asked[len(asked)-1] != d {
				asked = append(asked, d)
			}
			if down {
				return errDown
			}
			return nil
		}}
		var log heard
		opts := withEncoder(w)
		opts.Logger = log.logger()
		m, err := Open(t.Context(), s, opts)
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if got := log.String(); !strings.Contains(got, "by words alone") || strings.Contains(got, "another try follows") {
			t.Errorf("the encoder is asked again at once:\n%s", got)
		}
		time.Sleep(2*retryEmbedding + retryEmbedding/2)
		synctest.Wait()
		if m.Dense() {
			t.Error("dense while the encoder is down")
		}
		if err := m.Wait(t.Context()); !errors.Is(err, errDown) {
			t.Errorf("Wait: %v, want what the first try met", err)
		}
		mu.Lock()
		down = false
		mu.Unlock()
		<-m.filling.done
		if !m.Dense() || time.Since(start) != 3*retryEmbedding {
			t.Errorf("dense: %t, after %v, want 3 minutes", m.Dense(), time.Since(start))
		}
		if got, want := fmt.Sprint(asked), "[0s 1m0s 2m0s 3m0s]"; got != want {
			t.Errorf("the encoder was asked after %s, want %s", got, want)
		}
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	})
}

func TestCloseWhileWaitingForTheEncoder(t *testing.T) {
	s := threeStore(t)
	matcherOf(t, s, Options{})
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		w := &watched{before: func(context.Context, int) error { return errDown }}
		m, err := Open(t.Context(), s, withEncoder(w))
		if err != nil {
			t.Fatal(err)
		}
		if err := m.Close(); err != nil || time.Since(start) != 0 {
			t.Errorf("Close took %v, %v; want it at once", time.Since(start), err)
		}
		if err := m.Wait(context.Background()); !errors.Is(err, errDown) {
			t.Errorf("Wait after Close: %v", err)
		}
	})
}

func TestQuestionThatCannotBeEmbedded(t *testing.T) {
	for name, fault := range map[string]func(w *watched){
		"fails":             func(w *watched) { w.before = func(context.Context, int) error { return errDown } },
		"another dimension": func(w *watched) { w.after = func(_ int, v [][]float32) [][]float32 { return [][]float32{v[0][1:]} } },
		"two vectors":       func(w *watched) { w.after = func(_ int, v [][]float32) [][]float32 { return append(v, v...) } },
		"no vector":         func(w *watched) { w.after = func(int, [][]float32) [][]float32 { return nil } },
	} {
		t.Run(name, func(t *testing.T) {
			var log heard
			w := &watched{}
			opts := withEncoder(w)
			opts.Logger = log.logger()
			m := matcherOf(t, threeStore(t), opts)
			const question = "reduce sidecar memory, please"
			dense := searchFor(t, m, question)
			if dense.Thresholds != m.profile(true).thresholds || dense.Matches[0].Signals.Dense == 0 || log.String() != "" {
				t.Fatalf("with vectors: thresholds %v, signals %+v, log %q", dense.Thresholds, dense.Matches[0].Signals, log.String())
			}
			fault(w)
			words := searchFor(t, m, question)
			if firstOf(words) != "mem" || words.Thresholds != m.profile(false).thresholds || words.Matches[0].Signals.Dense != 0 {
				t.Errorf("found %q with the thresholds %v, want mem with those of words", firstOf(words), words.Thresholds)
			}
			if got := log.String(); !strings.Contains(got, "level=WARN") || !strings.Contains(got, "matched by its words alone") {
				t.Errorf("the log says nothing of it:\n%s", got)
			}
			if strings.Contains(log.String(), "please") {
				t.Errorf("the log tells the question:\n%s", log.String())
			}
			// The same as without any encoder.
			bare := searchFor(t, matcherOf(t, threeStore(t), Options{Fit: handFit()}), question)
			if words.Confidence != bare.Confidence || words.Matches[0].Score != bare.Matches[0].Score {
				t.Errorf("score %v, confidence %v; want those of words, %v and %v",
					words.Matches[0].Score, words.Confidence, bare.Matches[0].Score, bare.Confidence)
			}
		})
	}
}

func TestCallingOff(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	s := threeStore(t)
	m := matcherOf(t, s, withEncoder(&watched{}))
	// Open is called off while vectors are made.
	w := &watched{before: func(ctx context.Context, _ int) error {
		cancel()
		return ctx.Err()
	}}
	if _, err := Open(ctx, s, withEncoder(w)); !errors.Is(err, context.Canceled) {
		t.Errorf("Open that is called off: %v", err)
	}
	if r, err := m.Search(ctx, Query{Text: "reduce sidecar memory"}); !errors.Is(err, context.Canceled) {
		t.Errorf("Search that is called off: %v, %v", firstOf(r), err)
	}
	if _, err := WriteVectors(ctx, s, Encoder{&watched{}, encoderVersion}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("WriteVectors that is called off: %v", err)
	}
}

func TestFitOfAnotherEncoder(t *testing.T) {
	var log heard
	opts := withEncoder(&watched{})
	opts.Fit.Encoder, opts.Logger = "another", log.logger()
	matcherOf(t, threeStore(t), opts)
	if got := log.String(); !strings.Contains(got, "level=WARN") || !strings.Contains(got, "another") || !strings.Contains(got, encoderVersion) {
		t.Errorf("the log does not warn of it:\n%s", got)
	}
}
