package index_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/google/go-cmp/cmp"

	"bigtalk/knowledge/index"
)

// spaces is the simplest bleve analyzer: words between spaces.
type spaces struct{}

func (spaces) Tokenize(in []byte) analysis.TokenStream {
	var out analysis.TokenStream
	for i, w := range strings.Fields(string(in)) {
		out = append(out, &analysis.Token{Term: []byte(w), Position: i + 1})
	}
	return out
}

func analyzer() index.Analyzers {
	words := &analysis.DefaultAnalyzer{Tokenizer: spaces{}}
	return index.Analyzers{Text: words, Prose: words}
}

func documents() []index.Document {
	return []index.Document{
		{ID: "a", Field: "text", Text: "envoy memory memory high"},
		{ID: "b", Field: "text", Text: "envoy config"},
		{ID: "c", Field: "text", Text: "gateway config", Prose: "push config"},
		{ID: "x", Field: "other", Text: "memory memory memory memory memory memory"},
	}
}

// build returns the same content in memory and in a folder: one code path reads both.
func build(t *testing.T, docs []index.Document) map[string]*index.Index {
	t.Helper()
	memory, err := index.Build(context.Background(), analyzer(), slices.Values(docs))
	if err != nil {
		t.Fatal(err)
	}
	folder, err := index.BuildFolder(context.Background(), filepath.Join(t.TempDir(), "cache", "k1"), "k1", analyzer(), slices.Values(docs))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(memory.Close(), folder.Close()); err != nil {
			t.Error(err)
		}
	})
	return map[string]*index.Index{"memory": memory, "folder": folder}
}

func TestSearchScoresBM25(t *testing.T) {
	// Field text has 3 documents of 4, 2 and 4 terms: average 10/3.
	// memory stands twice in a: tf·2.2/(tf+1.2·(0.25+0.75·4/(10/3)))
	// = 2·2.2/(2+1.2·1.15) = 1.3018.
	// config stands once in b (length 2): 2.2/(1+1.2·(0.25+0.75·2/(10/3))) = 1.1957,
	// twice in c (length 4): 1.3018, with weight 2 as much again.
	for name, x := range build(t, documents()) {
		t.Run(name, func(t *testing.T) {
			hits, err := x.Search(context.Background(), "text", []index.Weighted{{Key: "memory", Weight: 1}, {Key: "config", Weight: 2}, {Key: "nowhere", Weight: 9}}, 10)
			if err != nil {
				t.Fatal(err)
			}
			for i := range hits {
				hits[i].Score = math.Round(hits[i].Score*1e4) / 1e4
			}
			want := []index.Hit{{ID: "c", Score: 2.6036}, {ID: "b", Score: 2.3913}, {ID: "a", Score: 1.3018}}
			if diff := cmp.Diff(want, hits); diff != "" {
				t.Errorf("hits (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSearchLimitAndFields(t *testing.T) {
	ctx := context.Background()
	for name, x := range build(t, documents()) {
		t.Run(name, func(t *testing.T) {
			hits, err := x.Search(ctx, "other", []index.Weighted{{Key: "memory", Weight: 1}}, 10)
			if err != nil || len(hits) != 1 || hits[0].ID != "x" {
				t.Errorf("field other: %v, %v; want x alone", hits, err)
			}
			hits, err = x.Search(ctx, "text", []index.Weighted{{Key: "config", Weight: 1}}, 1)
			if err != nil || len(hits) != 1 || hits[0].ID != "c" {
				t.Errorf("limit 1: %v, %v; want c alone", hits, err)
			}
			hits, err = x.Search(ctx, "nofield", []index.Weighted{{Key: "config", Weight: 1}}, 1)
			if err != nil || len(hits) != 0 {
				t.Errorf("unknown field: %v, %v; want nothing", hits, err)
			}
			if df, err := x.DocFreq(ctx, "text", "config"); df != 2 || err != nil {
				t.Errorf("DocFreq = %d, %v; want 2", df, err)
			}
			if got, want := x.IDF("text", 2), math.Log(1+1.5/2.5); got != want {
				t.Errorf("IDF = %v, want %v", got, want)
			}
		})
	}
}

func TestExplainAddsUp(t *testing.T) {
	ctx := context.Background()
	query := []index.Weighted{{Key: "envoy", Weight: 1.5}, {Key: "memory", Weight: 0.5}, {Key: "push", Weight: 1}}
	for name, x := range build(t, documents()) {
		t.Run(name, func(t *testing.T) {
			hits, err := x.Search(ctx, "text", query, 10)
			if err != nil {
				t.Fatal(err)
			}
			for _, h := range hits {
				parts, err := x.Explain(ctx, "text", query, h.ID)
				if err != nil {
					t.Fatal(err)
				}
				sum := 0.0
				for _, p := range parts {
					sum += p.Score
				}
				if math.Abs(sum-h.Score) > 1e-5 {
					t.Errorf("%s: contributions add up to %v, score is %v", h.ID, sum, h.Score)
				}
			}
			if parts, err := x.Explain(ctx, "text", query, "nobody"); len(parts) != 0 || err != nil {
				t.Errorf("unknown document: %v, %v", parts, err)
			}
		})
	}
}

// manyDocuments is large enough that common terms exceed the postings budget.
func manyDocuments(n int) []index.Document {
	docs := make([]index.Document, n)
	for i := range docs {
		docs[i] = index.Document{ID: fmt.Sprintf("d%06d", i), Field: "text", Text: fmt.Sprintf("common everywhere always word%d pair%d", i%977, i%31)}
	}
	return docs
}

func TestCommonTermsOnlyRefine(t *testing.T) {
	x, err := index.BuildFolder(context.Background(), filepath.Join(t.TempDir(), "k"), "k", analyzer(), slices.Values(manyDocuments(60_000)))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	hits, err := x.Search(context.Background(), "text", []index.Weighted{
		{Key: "common", Weight: 0.1},
		{Key: "everywhere", Weight: 0.1},
		{Key: "always", Weight: 0.1},
		{Key: "word500", Weight: 3},
		{Key: "pair4", Weight: 1},
		{Key: "nowhere", Weight: 9},
	}, 5)
	if err != nil {
		t.Fatal(err)
	}
	if len(hits) != 5 {
		t.Fatalf("got %d hits, want 5", len(hits))
	}
	// 500 mod 31 is 4: document 500 has both rare terms, and 30,787 on the next.
	// At the average length a term's saturation is 1. Of the three common terms,
	// 60,000 postings each, the third exceeds the budget for refining.
	const want = 3 + 1 + 0.1 + 0.1
	if hits[0].ID != "d000500" || math.Abs(hits[0].Score-want) > 1e-3 {
		t.Errorf("first hit %+v, want d000500 at %v", hits[0], want)
	}
	// Common terms alone still find something.
	hits, err = x.Search(context.Background(), "text", []index.Weighted{
		{Key: "common", Weight: 1}, {Key: "everywhere", Weight: 1}, {Key: "nowhere", Weight: 9}, {Key: "neither", Weight: 9},
	}, 3)
	if err != nil || len(hits) != 3 {
		t.Errorf("common terms alone: %d hits, %v; want 3", len(hits), err)
	}
}

func TestTiesStandByID(t *testing.T) {
	var docs []index.Document
	for _, id := range []string{"d", "a", "c", "e", "b"} {
		docs = append(docs, index.Document{ID: id, Field: "text", Text: "same words"})
	}
	for name, x := range build(t, docs) {
		hits, err := x.Search(context.Background(), "text", []index.Weighted{{Key: "same", Weight: 1}}, 3)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, h := range hits {
			got += h.ID
		}
		if got != "abc" {
			t.Errorf("%s: ties stand as %q, want abc", name, got)
		}
	}
}

func TestOpenFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "k1")
	if _, err := index.Open(dir, "k1"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Open of nothing: %v, want fs.ErrNotExist", err)
	}
	x, err := index.BuildFolder(context.Background(), dir, "k1", analyzer(), slices.Values(documents()))
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := index.Open(dir, "k2"); !errors.Is(err, index.ErrStale) {
		t.Errorf("Open with another key: %v, want ErrStale", err)
	}
	shipped, err := index.OpenFS(os.DirFS(dir), "k1")
	if err != nil {
		t.Fatal(err)
	}
	if n := shipped.Docs("text"); n != 3 {
		t.Errorf("shipped index has %d documents in text, want 3", n)
	}
	if err := shipped.Close(); err != nil {
		t.Error(err)
	}
	if _, err := index.OpenFS(os.DirFS(dir), "k2"); !errors.Is(err, index.ErrStale) {
		t.Errorf("OpenFS with another key: %v, want ErrStale", err)
	}
	if _, err := index.OpenFS(os.DirFS(t.TempDir()), "k1"); !errors.Is(err, index.ErrNoFolder) {
		t.Errorf("OpenFS of an empty folder: %v, want ErrNoFolder", err)
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(dir), ".building-*")); len(left) > 0 || err != nil {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestTemporaryIndexLeavesNothing(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	x, err := index.BuildTemporary(context.Background(), "k", analyzer(), slices.Values(documents()))
	if err != nil {
		t.Fatal(err)
	}
	hits, err := x.Search(context.Background(), "text", []index.Weighted{{Key: "push", Weight: 1}}, 3)
	if err != nil || len(hits) != 1 || hits[0].ID != "c" {
		t.Errorf("hits %v, %v; want c", hits, err)
	}
	if err := x.Close(); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(tmp); len(left) > 0 || err != nil {
		t.Errorf("left behind: %v %v", left, err)
	}
	t.Setenv("TMPDIR", filepath.Join(tmp, "missing"))
	if _, err := index.BuildTemporary(context.Background(), "k", analyzer(), slices.Values(documents())); !errors.Is(err, index.ErrNoFolder) {
		t.Errorf("without a temporary folder: %v, want ErrNoFolder", err)
	}
}

func TestBuildCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := index.Build(ctx, analyzer(), slices.Values(documents())); !errors.Is(err, context.Canceled) {
		t.Errorf("Build: %v, want context.Canceled", err)
	}
	dir := filepath.Join(t.TempDir(), "k")
	if _, err := index.BuildFolder(ctx, dir, "k", analyzer(), slices.Values(documents())); !errors.Is(err, context.Canceled) {
		t.Errorf("BuildFolder: %v, want context.Canceled", err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a cancelled build left a folder: %v", err)
	}
}

func TestEmptyIndex(t *testing.T) {
	x, err := index.Build(context.Background(), analyzer(), slices.Values([]index.Document(nil)))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	hits, err := x.Search(context.Background(), "text", []index.Weighted{{Key: "a", Weight: 1}}, 3)
	if err != nil || len(hits) != 0 {
		t.Errorf("got %v, %v; want nothing", hits, err)
	}
}

func TestConcurrentSearches(t *testing.T) {
	x := build(t, manyDocuments(2000))["folder"]
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for i := range 50 {
				key := fmt.Sprintf("word%d", (g*50+i)%977)
				hits, err := x.Search(context.Background(), "text", []index.Weighted{{Key: key, Weight: 1}, {Key: "common", Weight: 0.1}}, 3)
				if err != nil || len(hits) != 3 {
					t.Errorf("%s: %v, %v", key, hits, err)
				}
			}
		})
	}
	wg.Wait()
}
