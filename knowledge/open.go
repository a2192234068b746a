package knowledge

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"bigtalk/knowledge/analysis"
	"bigtalk/knowledge/calibration"
	"bigtalk/knowledge/index"
	"bigtalk/knowledge/vectors"
)

// maxMemoryTexts is the most texts that are indexed in memory at every start:
// some 200 ms for short ones. Larger archives are indexed once, in a folder.
const maxMemoryTexts = 5000

// indexSchema counts the changes to what is indexed and how; see the package comment.
const indexSchema = "3"

// Options say where a Matcher's index may come from. The zero Options build it
// anew: in memory, or in a temporary folder for a large archive.
type Options struct {
	// Shipped holds an index made by WriteIndex. It is used when it is of this
	// very content and left aside otherwise.
	Shipped fs.FS
	// Encoder makes vectors of the archive's texts and of questions. Without one,
	// questions are matched by their words alone.
	Encoder Encoder
	// ShippedVectors holds vectors made by WriteVectors. Those of another encoder
	// are left aside; texts that it lacks are embedded.
	ShippedVectors []byte
	// Brief leaves the missing vectors of a large archive unmade: the program ends
	// before they would be there.
	Brief bool
	// Fit is what turns signals into a ranking and probabilities; DefaultFit when nil.
	Fit *calibration.File
	// CacheDir is where the indexes of large archives are kept, one folder each, and
	// the vectors of all that are not shipped.
	// Where nothing can be written there, they are built at every start.
	CacheDir string
	// Now is the clock for the age of what lies in CacheDir; time.Now when nil.
	Now func() time.Time
	// Logger hears of a cache that does not work; nobody does when it is nil.
	Logger *slog.Logger
}

// Open indexes the store, or opens the index it finds for the store's content,
// and returns a Matcher. Close it.
//
// With an Encoder, the vectors that an archive of up to 2,000 entries lacks are
// made before Open returns, and those of a larger one behind; see [Matcher.Wait].
func Open(ctx context.Context, s *Store, opts Options) (*Matcher, error) {
	m := &Matcher{store: s, log: opts.Logger}
	if m.log == nil {
		m.log = slog.New(slog.DiscardHandler)
	}
	if err := m.open(ctx, opts); err != nil {
		m.filling.stop()
		if m.index != nil {
			err = errors.Join(err, m.index.Close())
		}
		return nil, fmt.Errorf("open knowledge: %w", err)
	}
	return m, nil
}

// open loads what a cold start needs side by side: the dictionary, the index, the
// vectors, the fit.
func (m *Matcher) open(ctx context.Context, opts Options) error {
	var g errgroup.Group
	var table *vectors.Table
	g.Go(func() (err error) {
		if m.analyzer, err = analysis.New(m.store.glossary); err == nil {
			m.technologies = technologyTerms(m.analyzer)
			m.companies = newCompanies(m.analyzer, m.store)
		}
		return err
	})
	g.Go(func() (err error) {
		if opts.Shipped == nil {
			return nil
		}
		m.index, err = index.OpenFS(opts.Shipped, indexKey(m.store))
		if errors.Is(err, index.ErrStale) || errors.Is(err, index.ErrNoFolder) {
			return nil // then it is made below
		}
		return err
	})
	g.Go(func() (err error) {
		if opts.Encoder.Embedder == nil || opts.ShippedVectors == nil {
			return nil
		}
		table, err = vectors.Read(opts.ShippedVectors, opts.Encoder.Version)
		if errors.Is(err, vectors.ErrOtherEncoder) {
			return nil // then they are made below
		}
		return err
	})
	g.Go(func() (err error) {
		f := opts.Fit
		if f == nil {
			shipped, err := DefaultFit()
			if err != nil {
				return err
			}
			f = &shipped
		}
		m.fitted = f.Encoder
		if m.profiles, err = newProfiles(*f); err != nil {
			return err
		}
		m.followUps, err = newFollowUps(f.FollowUps.Model)
		return err
	})
	if err := g.Wait(); err != nil {
		return err
	}
	m.shipped = m.index != nil
	if m.index == nil {
		var err error
		if m.index, err = makeIndex(ctx, m.store, m.analyzer, opts, m.log); err != nil {
			return err
		}
	}
	return m.openDense(ctx, table, opts)
}

// makeIndex builds in memory what is small, and opens or builds in a folder what
// is large: of the cache, else a temporary one, else in memory all the same.
func makeIndex(ctx context.Context, s *Store, a *analysis.Analyzer, opts Options, log *slog.Logger) (*index.Index, error) {
	if !s.moreTexts(maxMemoryTexts) {
		return index.Build(ctx, analyzers(a), s.documents())
	}
	key := indexKey(s)
	if opts.CacheDir != "" {
		idx, err := cachedIndex(ctx, s, a, opts, log)
		if err == nil || ctx.Err() != nil {
			return idx, err
		}
		log.WarnContext(ctx, "index cannot be kept, it will be built at every start", "err", err)
	}
	idx, err := index.BuildTemporary(ctx, key, analyzers(a), s.documents())
	if err == nil || ctx.Err() != nil {
		return idx, err
	}
	log.WarnContext(ctx, "index must be built in memory", "err", err)
	return index.Build(ctx, analyzers(a), s.documents())
}

func cachedIndex(ctx context.Context, s *Store, a *analysis.Analyzer, opts Options, log *slog.Logger) (*index.Index, error) {
	now := opts.Now
	if now == nil {
		now = time.Now
	}
	key := indexKey(s)
	dir := filepath.Join(opts.CacheDir, key)
	if idx, err := index.Open(dir, key); err == nil {
		index.Touch(dir, now())
		return idx, nil
	}
	log.InfoContext(ctx, "indexing the archive, which is done once for its content", "entries", s.Len(), "folder", dir)
	idx, err := index.BuildFolder(ctx, dir, key, analyzers(a), s.documents())
	if err != nil {
		return nil, err
	}
	index.Touch(dir, now()) // by our clock, or it might be the first to be pruned
	if err := index.Prune(opts.CacheDir, now()); err != nil {
		log.WarnContext(ctx, "old indexes stay in the cache", "err", err)
	}
	return idx, nil
}

// WriteIndex makes the store's index in dir, which must not exist, to be shipped.
func WriteIndex(ctx context.Context, s *Store, dir string) error {
	a, err := analysis.New(s.glossary)
	if err != nil {
		return fmt.Errorf("write index: %w", err)
	}
	idx, err := index.BuildFolder(ctx, dir, indexKey(s), analyzers(a), s.documents())
	if err != nil {
		return fmt.Errorf("write index: %w", err)
	}
	return idx.Close()
}

func analyzers(a *analysis.Analyzer) index.Analyzers {
	return index.Analyzers{Text: a.BleveAnalyzer(), Prose: a.BleveProseAnalyzer()}
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
