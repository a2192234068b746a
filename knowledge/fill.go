package knowledge

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

	"bigtalk/knowledge/embedding"
	"bigtalk/knowledge/vectors"
)

const (
	// atOnceEntries is the largest archive whose vectors are made before it answers:
	// some 25 s on two cores, once for its content. Larger ones answer by words
	// until they are made.
	atOnceEntries = 2000
	// embeddedTexts go to the encoder in one call.
	embeddedTexts = 32
	// keptTexts are embedded between two writes to the cache, so that what is cut
	// short goes on where it stopped: some 15 s of work.
	keptTexts = 2048
	// noticedTexts take long enough, some five seconds, to say what is waited for.
	noticedTexts = 500
	// retryEmbedding is how long to wait before an encoder that failed is asked again.
	retryEmbedding = time.Minute
)

// filling is the making of vectors behind a Matcher that already answers.
type filling struct {
	cancel  context.CancelFunc
	done    chan struct{} // closed at its end; nil when there is nothing to make
	settled chan struct{} // closed when the first try is over
	err     error         // of the first try, after settled
}

// settle keeps what came of the first try, and leaves that of later ones aside.
func (f *filling) settle(err error) {
	select {
	case <-f.settled:
	default:
		f.err = err
		close(f.settled)
	}
}

func (f *filling) stop() {
	if f.done != nil {
		f.cancel()
		<-f.done
	}
}

// Wait returns when the archive's vectors are made, or the first try to make them
// has failed, with its error, or ctx ends. Further tries go on behind. It returns at
// once when there are none to make.
func (m *Matcher) Wait(ctx context.Context) error {
	if m.filling.done == nil {
		return nil
	}
	select {
	case <-m.filling.settled:
		return m.filling.err
	case <-ctx.Done():
		return fmt.Errorf("wait for vectors: %w", ctx.Err())
	}
}

// Dense reports whether questions are compared by meaning too.
func (m *Matcher) Dense() bool { return m.dense.Load() != nil }

// A filler makes the vectors of a store.
type filler struct {
	encoder Encoder
	folder  *vectors.Folder // nil without a cache
	now     func() time.Time
	log     *slog.Logger
	texts   []denseText
	table   *vectors.Table
}

// openDense gives m its vectors: those that are shipped or kept, and what is
// missing is made, before it returns or behind.
func (m *Matcher) openDense(ctx context.Context, shipped *vectors.Table, opts Options) error {
	if opts.Encoder.Embedder == nil {
		return nil
	}
	if opts.Encoder.Version != m.fitted {
		m.log.WarnContext(ctx, "probabilities were fitted to another encoder: make a fit for this one with `bigtalk eval fit` and name it in the configuration",
			"encoder", opts.Encoder.Version, "fitted", m.fitted)
	}
	f := &filler{encoder: opts.Encoder, texts: m.store.denseTexts(), table: shipped, now: opts.Now, log: m.log}
	if f.now == nil {
		f.now = time.Now
	}
	if f.table == nil {
		f.table = vectors.NewTable(opts.Encoder.Version)
	}
	missing := f.missing()
	if len(missing) > 0 && opts.CacheDir != "" {
		f.folder = vectors.OpenFolder(opts.CacheDir, opts.Encoder.Version)
		if err := f.folder.Load(f.table, f.now()); err != nil {
			m.log.WarnContext(ctx, "kept vectors cannot be read and are made anew", "err", err)
		}
		if err := vectors.Prune(opts.CacheDir, f.now()); err != nil { // after Load, which marks the folder as used
			m.log.WarnContext(ctx, "old vectors stay in the cache", "err", err)
		}
		missing = f.missing()
	}
	var failed error
	switch {
	case len(missing) == 0:
		return m.setDense(f)
	case m.store.Len() <= atOnceEntries:
		if len(missing) > noticedTexts {
			m.log.InfoContext(ctx, "making the archive's vectors, which is done once for its content", "texts", len(missing))
		}
		if failed = f.fill(ctx, missing); failed == nil {
			return m.setDense(f)
		}
		if ctx.Err() != nil {
			return failed
		}
		m.log.WarnContext(ctx, "questions are matched by words alone until the encoder answers", "err", failed)
	case opts.Brief:
		m.log.InfoContext(ctx, "questions are matched by words alone until the archive's vectors are made: bigtalk archive index", "texts", len(missing))
		return nil
	default:
		m.log.InfoContext(ctx, "making the archive's vectors, which is done once for its content; until then questions are matched by words alone",
			"texts", len(missing))
	}
	behind, cancel := context.WithCancel(context.WithoutCancel(ctx))
	m.filling = filling{cancel: cancel, done: make(chan struct{}), settled: make(chan struct{})}
	wait := time.Duration(0)
	if failed != nil {
		m.filling.settle(failed)
		wait = retryEmbedding
	}
	go m.fillBehind(behind, f, wait)
	return nil
}

// fillBehind waits and makes the missing vectors, again and again until they are
// there or ctx ends.
func (m *Matcher) fillBehind(ctx context.Context, f *filler, wait time.Duration) {
	defer close(m.filling.done)
	for ; ; wait = retryEmbedding {
		select {
		case <-ctx.Done():
			m.filling.settle(fmt.Errorf("embed archive: %w", ctx.Err()))
			return
		case <-time.After(wait):
		}
		err := f.fill(ctx, f.missing())
		if err == nil {
			m.filling.settle(m.setDense(f))
			return
		}
		m.filling.settle(err)
		if ctx.Err() != nil {
			return
		}
		m.log.WarnContext(ctx, "vectors could not be made; another try follows", "err", err, "in", retryEmbedding)
	}
}

func (m *Matcher) setDense(f *filler) error {
	d, err := newDense(f.encoder, f.texts, f.table)
	if err != nil {
		return err
	}
	m.dense.Store(d)
	return nil
}

// missing are the texts without a vector, each once.
func (f *filler) missing() []denseText {
	var out []denseText
	seen := make(map[vectors.Key]bool)
	for i := range f.texts {
		if k := f.texts[i].key; !f.table.Has(k) && !seen[k] {
			seen[k] = true
			out = append(out, f.texts[i])
		}
	}
	return out
}

// fill embeds the texts and keeps their vectors.
func (f *filler) fill(ctx context.Context, texts []denseText) error {
	for len(texts) > 0 {
		part := texts[:min(keptTexts, len(texts))]
		made, err := f.embed(ctx, part)
		kept := vectors.NewTable(f.encoder.Version)
		for i, v := range made {
			if v == nil {
				continue
			}
			if !f.table.Add(part[i].key, v) {
				err = errors.Join(err, fmt.Errorf("embed archive: no finite vector, or one of %d components among those of %d: "+
					"if the encoder's model has changed, remove its vectors-* folder in the cache directory", len(v), f.table.Dim()))
				break
			}
			kept.Add(part[i].key, v)
		}
		if f.folder != nil && kept.Len() > 0 {
			if err := f.folder.Add(kept, f.now()); err != nil {
				f.log.WarnContext(ctx, "vectors cannot be kept, they will be made at every start", "err", err)
				f.folder = nil
			}
		}
		if err != nil {
			return err
		}
		texts = texts[len(part):]
	}
	return nil
}

// embed returns the texts' vectors in their order; nil where it failed.
func (f *filler) embed(ctx context.Context, texts []denseText) ([][]float32, error) {
	out := make([][]float32, len(texts))
	byRole := make(map[embedding.Role][]int)
	for i, t := range texts {
		byRole[t.role()] = append(byRole[t.role()], i)
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for role, places := range byRole {
		for len(places) > 0 {
			part := places[:min(embeddedTexts, len(places))]
			places = places[len(part):]
			g.Go(func() error {
				batch := make([]string, len(part))
				for i, at := range part {
					batch[i] = clipTo(texts[at].text, embeddedBytes)
				}
				v, err := f.encoder.Embed(ctx, role, batch)
				if err != nil {
					return fmt.Errorf("embed archive: %w", err)
				}
				if len(v) != len(part) {
					return fmt.Errorf("embed archive: %d vectors for %d texts", len(v), len(part))
				}
				for i, at := range part {
					if len(v[i]) == 0 {
						return errors.New("embed archive: an empty vector")
					}
					out[at] = v[i]
				}
				return nil
			})
		}
	}
	return out, g.Wait()
}

// WriteVectors returns the file of a store's vectors, to be shipped. What known
// holds, an earlier such file, is not made again; it may be nil.
func WriteVectors(ctx context.Context, s *Store, encoder Encoder, known []byte) (*vectors.Table, error) {
	f := &filler{encoder: encoder, texts: s.denseTexts(), table: vectors.NewTable(encoder.Version)}
	if old, err := vectors.Read(known, encoder.Version); err == nil {
		f.table.Take(old, keys(f.texts))
	}
	if err := f.fill(ctx, f.missing()); err != nil {
		return nil, err
	}
	sorted := vectors.NewTable(encoder.Version)
	sorted.Take(f.table, keys(f.texts))
	return sorted, nil
}

func keys(texts []denseText) []vectors.Key {
	out := make([]vectors.Key, len(texts))
	for i := range texts {
		out[i] = texts[i].key
	}
	return out
}
