package index

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

// ErrStale means that a folder holds an index of other content.
var ErrStale = errors.New("index is of other content")

// An Index answers searches. It is safe for concurrent use until Close.
type Index struct {
	scorch  bleveindex.Index
	reader  bleveindex.IndexReader
	fields  map[string]fieldStats
	docs    int
	where   string       // its folder, for errors
	scores  sync.Pool    // *accumulator
	cleanup func() error // after Close; may be nil
}

// Open reads the index that [BuildFolder] made in dir. It returns an error
// wrapping fs.ErrNotExist when there is none or it is unfinished, and [ErrStale]
// when its key is another. A folder that is damaged gives an error, never a panic
// and never an index with a part of the documents.
func Open(dir, key string) (_ *Index, err error) {
	defer guard(dir, &err)
	// bolt reads beyond the end of a file that was cut off, which would end the program.
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	data, err := os.ReadFile(filepath.Join(dir, metaFile))
	if err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	var m meta
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, fmt.Errorf("open index %s: %w", dir, err)
	}
	if m.Key != key {
		return nil, fmt.Errorf("open index %s: %w", dir, ErrStale)
	}
	store := filepath.Join(dir, storeFolder)
	if err := checkSums(store); err != nil {
		return nil, damaged(dir, err)
	}
	queue := bleveindex.NewAnalysisQueue(1)
	defer queue.Close()
	idx, err := scorch.NewScorch(scorch.Name, map[string]any{
		"path":      store,
		"read_only": true,
	}, queue)
	if err != nil {
		return nil, fmt.Errorf("open index %s: %w", dir, err)
	}
	if err := idx.Open(); err != nil {
		return nil, damaged(dir, err) // scorch panics when what did not open is closed
	}
	x, err := newIndex(idx, m.Fields, dir)
	if err != nil {
		return nil, err
	}
	want := 0
	for field := range m.Fields {
		want += x.Docs(field)
	}
	if x.docs != want {
		return nil, errors.Join(damaged(dir, fmt.Errorf("it holds %d of %d documents", x.docs, want)), x.Close())
	}
	return x, nil
}

func newIndex(idx bleveindex.Index, fields map[string]fieldStats, where string) (*Index, error) {
	reader, err := idx.Reader()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("index reader: %w", err), idx.Close())
	}
	n, err := reader.DocCount()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("index size: %w", err), reader.Close(), idx.Close())
	}
	x := &Index{scorch: idx, reader: reader, fields: fields, docs: int(n), where: where}
	x.scores.New = func() any { return newAccumulator(x.docs) }
	return x, nil
}

// Close releases the index; no search may be under way.
func (x *Index) Close() error {
	err := errors.Join(x.reader.Close(), x.scorch.Close())
	if x.cleanup != nil {
		err = errors.Join(err, x.cleanup())
	}
	return err
}

// Docs is the number of documents in field.
func (x *Index) Docs(field string) int { return int(x.fields[field].Docs) }

// averageLength is the mean number of terms of a document in field, at least 1.
func (x *Index) averageLength(field string) float64 {
	f := x.fields[field]
	if f.Docs == 0 || f.Tokens == 0 {
		return 1
	}
	return float64(f.Tokens) / float64(f.Docs)
}
