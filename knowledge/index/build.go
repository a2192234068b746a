package index

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"runtime"

	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

const (
	storeFolder = "store"
	metaFile    = "index.json"
	// buildingPrefix starts the name of a folder whose build is under way.
	buildingPrefix = ".building-"

	// batchDocuments is how many documents of a folder index become one segment
	// before the merge. A FAQ table of 100,000 entries and 87 MB is built as fast
	// with 3,000 as with 5,000, in 425 MB instead of 517 MB.
	batchDocuments = 3000
)

// meta is the sidecar of a folder index. It is written last: a folder without
// it is an unfinished build.
type meta struct {
	Key    string                `json:"key"`
	Fields map[string]fieldStats `json:"fields"`
}

// Build makes an index in memory from docs. The texts of one index must all be
// analysed by a.
func Build(ctx context.Context, a Analyzers, docs iter.Seq[Document]) (*Index, error) {
	queue := bleveindex.NewAnalysisQueue(runtime.GOMAXPROCS(0))
	defer queue.Close()
	idx, err := scorch.NewScorch(scorch.Name, map[string]any{"path": ""}, queue)
	if err != nil {
		return nil, fmt.Errorf("new index: %w", err)
	}
	if err := idx.Open(); err != nil {
		return nil, errors.Join(fmt.Errorf("open new index: %w", err), idx.Close())
	}
	st := stats{}
	batch := bleveindex.NewBatch()
	for d := range docs {
		batch.Update(st.bleveDocument(d, a))
	}
	if err := ctx.Err(); err != nil {
		return nil, errors.Join(err, idx.Close())
	}
	// One batch is one segment, and an empty one is refused.
	if len(batch.IndexOps) > 0 {
		if err := idx.Batch(batch); err != nil {
			return nil, errors.Join(fmt.Errorf("index documents: %w", err), idx.Close())
		}
	}
	return newIndex(idx, st.snapshot(), "memory")
}

// BuildFolder makes an index in dir and opens it. key names its content: [Open]
// refuses a folder with another key. The folder appears only when it is whole; a
// damaged one that stands there is replaced, a good one of this key is opened.
func BuildFolder(ctx context.Context, dir, key string, a Analyzers, docs iter.Seq[Document]) (*Index, error) {
	parent := filepath.Dir(dir)
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return nil, fmt.Errorf("build index: %w", err)
	}
	tmp, err := os.MkdirTemp(parent, buildingPrefix)
	if err != nil {
		return nil, fmt.Errorf("build index: %w", err)
	}
	defer os.RemoveAll(tmp)
	if err := writeFolder(ctx, tmp, key, a, docs); err != nil {
		return nil, fmt.Errorf("build index in %s: %w", parent, err)
	}
	if os.Rename(tmp, dir) == nil {
		return Open(dir, key)
	}
	// Something stands there. Another process may have built the same meanwhile.
	if x, err := Open(dir, key); err == nil {
		return x, nil
	}
	if err := os.RemoveAll(dir); err != nil {
		return nil, fmt.Errorf("build index: %w", err)
	}
	if err := os.Rename(tmp, dir); err != nil {
		return nil, fmt.Errorf("build index: %w", err)
	}
	return Open(dir, key)
}

// BuildTemporary makes an index in a temporary folder, which vanishes with Close.
// It takes a fraction of the memory that [Build] takes for a large archive.
func BuildTemporary(ctx context.Context, key string, a Analyzers, docs iter.Seq[Document]) (*Index, error) {
	dir, err := os.MkdirTemp("", "bigtalk-index-")
	if err != nil {
		return nil, fmt.Errorf("build index: %w: %w", ErrNoFolder, err)
	}
	remove := func() error { return os.RemoveAll(dir) }
	x, err := BuildFolder(ctx, filepath.Join(dir, key), key, a, docs)
	if err != nil {
		return nil, errors.Join(err, remove())
	}
	x.unlink(remove)
	return x, nil
}

func writeFolder(ctx context.Context, dir, key string, a Analyzers, docs iter.Seq[Document]) error {
	b, err := scorch.NewBuilder(map[string]any{
		"path":            filepath.Join(dir, storeFolder),
		"buildPathPrefix": dir,
		"batchSize":       batchDocuments,
	})
	if err != nil {
		return err
	}
	st := stats{}
	for d := range docs {
		// What is left half-built on an error goes with the folder.
		if err := errors.Join(ctx.Err(), b.Index(st.bleveDocument(d, a))); err != nil {
			return err
		}
	}
	if err := b.Close(); err != nil {
		return err
	}
	data, err := json.Marshal(meta{Key: key, Fields: st.snapshot()})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, metaFile), data, 0o600)
}
