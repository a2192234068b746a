package knowledge

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sync/errgroup"

	"bigtalk/knowledge/analysis"
	"bigtalk/knowledge/index"
)

// maxMemoryTexts is the most texts that are indexed in memory at every start:
// about 150 ms on one core. Larger archives are indexed once, in a folder.
const maxMemoryTexts = 5000

// indexSchema counts the changes to what is indexed and how; see the package comment.
const indexSchema = "1"

// Options say where a Matcher's index may come from. The zero Options always
// build in memory.
type Options struct {
	// Shipped holds an index made by WriteIndex. It is used when it is of this
	// very content and left aside otherwise.
	Shipped fs.FS
	// CacheDir is where the indexes of large archives are kept, one folder each.
	CacheDir string
}

// Open indexes the store, or opens the index it finds for the store's content,
// and returns a Matcher. Close it.
func Open(ctx context.Context, s *Store, opts Options) (*Matcher, error) {
	m := &Matcher{store: s}
	var g errgroup.Group // the dictionary and the shipped index load side by side
	g.Go(func() (err error) {
		m.analyzer, err = analysis.New(s.glossary)
		return err
	})
	g.Go(func() (err error) {
		if opts.Shipped == nil {
			return nil
		}
		m.index, err = index.OpenFS(opts.Shipped, indexKey(s))
		if errors.Is(err, index.ErrStale) || errors.Is(err, index.ErrNoFolder) {
			return nil // then it is made below
		}
		return err
	})
	err := g.Wait()
	m.shipped = m.index != nil
	if err == nil && m.index == nil {
		m.index, err = makeIndex(ctx, s, m.analyzer, opts.CacheDir)
	}
	if err != nil {
		if m.index != nil {
			err = errors.Join(err, m.index.Close())
		}
		return nil, fmt.Errorf("open knowledge: %w", err)
	}
	return m, nil
}

// makeIndex builds in memory what is small, and opens or builds in a folder what is large.
func makeIndex(ctx context.Context, s *Store, a *analysis.Analyzer, cacheDir string) (*index.Index, error) {
	key := indexKey(s)
	if cacheDir == "" || !s.moreTexts(maxMemoryTexts) {
		return index.Build(ctx, a.BleveAnalyzer(), s.documents())
	}
	dir := filepath.Join(cacheDir, key)
	idx, err := index.Open(dir, key)
	if err == nil {
		return idx, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		// A damaged cache is worth nothing: make it anew.
		if err := os.RemoveAll(dir); err != nil {
			return nil, err
		}
	}
	return index.BuildFolder(ctx, dir, key, a.BleveAnalyzer(), s.documents())
}

// WriteIndex makes the store's index in dir, which must not exist, to be shipped.
func WriteIndex(ctx context.Context, s *Store, dir string) error {
	a, err := analysis.New(s.glossary)
	if err != nil {
		return fmt.Errorf("write index: %w", err)
	}
	idx, err := index.BuildFolder(ctx, dir, indexKey(s), a.BleveAnalyzer(), s.documents())
	if err != nil {
		return fmt.Errorf("write index: %w", err)
	}
	return idx.Close()
}

// indexKey names everything that an index depends on.
func indexKey(s *Store) string {
	sum := sha256.Sum256([]byte(s.Version() + " " + analysis.Version() + " " + indexSchema))
	return hex.EncodeToString(sum[:8])
}

// moreTexts reports whether the store has more than n texts to index.
func (s *Store) moreTexts(n int) bool {
	for range s.documents() {
		if n--; n < 0 {
			return true
		}
	}
	return false
}
