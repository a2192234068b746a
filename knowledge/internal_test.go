package knowledge

import (
	"context"
	"hash/fnv"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"bigtalk/knowledge/calibration"
	"bigtalk/knowledge/embedding"
)

// storeOf builds a store from a folder of files.
func storeOf(t testing.TB, files map[string]string) *Store {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(data)}
	}
	s, err := LoadFS(context.Background(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// matcherOf opens a matcher of the store that is closed when the test ends.
func matcherOf(t testing.TB, s *Store, opts Options) *Matcher {
	t.Helper()
	m, err := Open(context.Background(), s, opts)
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

func searchFor(t testing.TB, m *Matcher, text string) Result {
	t.Helper()
	r, err := m.Search(context.Background(), Query{Text: text})
	if err != nil {
		t.Fatalf("Search(%q): %v", text, err)
	}
	return r
}

// firstOf is the id of the first match, "" without one.
func firstOf(r Result) string {
	if len(r.Matches) == 0 {
		return ""
	}
	return r.Matches[0].Entry.ID
}

// near reports whether two figures are the same but for rounding.
func near(a, b float64) bool { return math.Abs(a-b) < 1e-6 }

// handFit is a fit of round numbers, so that tests depend on no other: candidates
// are ordered by Text, Phrases, Dense and Answer, and P(answers) is the logistic
// curve over 40·Phrase − 12 by words and 20·Dense − 10 by meaning. A profile is
// told by its threshold for an answer.
func handFit() *calibration.File {
	f := calibration.File{Format: calibration.Format, Date: "2026-01-01", Data: "by hand"}
	for i, name := range Profiles() {
		ranker := calibration.Linear{Signals: []string{"text", "phrases"}, Weights: []float64{10, 5}}
		says, weight, bias := "phrase", 40.0, -12.0
		if name == ProfileAnnotated || name == ProfileBare {
			ranker = calibration.Linear{Signals: []string{"text", "phrases", "dense", "answer"}, Weights: []float64{10, 5, 10, 2}}
			says, weight, bias = "dense", 20, -10
		}
		m := calibration.Model{
			Linear: calibration.Linear{Signals: []string{says}, Weights: []float64{weight}, Bias: bias}, Slope: 1,
		}
		f.Profiles = append(f.Profiles, calibration.Profile{
			Name: name, Ranker: ranker, Answers: m, Helps: m, Overheard: m,
			Thresholds: calibration.Thresholds{Answer: 0.7 + float64(i)/100, Choices: 0.25, Overheard: 0.97},
			Metrics:    map[string]float64{},
		})
	}
	return &f
}

// fakeDim is enough for texts without a common topic to be no nearer than chance.
const fakeDim = 96

// A fakeEncoder gives equal texts equal vectors, and texts that hold a mark of the
// same topic near ones, with a cosine of about 0.9. Other texts are as near as
// random directions are: some 0.1.
type fakeEncoder map[string]string // a mark, in lower case → its topic

func (f fakeEncoder) Embed(ctx context.Context, _ embedding.Role, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	for i, text := range texts {
		out[i] = f.vector(text)
	}
	return out, ctx.Err()
}

func (f fakeEncoder) vector(text string) []float32 {
	sum := direction("text " + text)
	for _, mark := range slices.Sorted(maps.Keys(f)) { // so that a sum is the same to the last bit
		if strings.Contains(strings.ToLower(text), mark) {
			for i, x := range direction("topic " + f[mark]) {
				sum[i] += 3 * x
			}
		}
	}
	squares := 0.0
	for _, x := range sum {
		squares += x * x
	}
	out := make([]float32, len(sum))
	for i, x := range sum {
		out[i] = float32(x / math.Sqrt(squares))
	}
	return out
}

// direction is a random unit vector that depends on the name alone.
func direction(name string) []float64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name)) // a hash takes everything
	r := rand.New(rand.NewPCG(h.Sum64(), 1))
	v := make([]float64, fakeDim)
	squares := 0.0
	for i := range v {
		v[i] = r.NormFloat64()
		squares += v[i] * v[i]
	}
	for i := range v {
		v[i] /= math.Sqrt(squares)
	}
	return v
}
