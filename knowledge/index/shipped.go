package index

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// ErrNoFolder means that neither a folder nor room for one is to be had.
var ErrNoFolder = errors.New("no index folder")

// OpenFS opens an index that [BuildFolder] made and that is now part of a file
// system such as an embedded one. scorch maps files, so the index is unpacked to
// a temporary folder first, which vanishes with Close. It returns [ErrStale] for
// another key, and [ErrNoFolder] when fsys has no index or nothing can be unpacked.
func OpenFS(fsys fs.FS, key string) (*Index, error) {
	data, err := fs.ReadFile(fsys, metaFile)
	if err != nil {
		return nil, fmt.Errorf("open shipped index: %w: %w", ErrNoFolder, err)
	}
	var m meta
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, fmt.Errorf("open shipped index: %w", err)
	}
	if m.Key != key {
		return nil, fmt.Errorf("open shipped index: %w", ErrStale)
	}
	dir, err := os.MkdirTemp("", "bigtalk-index-")
	if err != nil {
		return nil, fmt.Errorf("open shipped index: %w: %w", ErrNoFolder, err)
	}
	remove := func() error { return os.RemoveAll(dir) }
	if err := os.CopyFS(dir, fsys); err != nil {
		return nil, errors.Join(fmt.Errorf("open shipped index: %w: %w", ErrNoFolder, err), remove())
	}
	x, err := Open(dir, key)
	if err != nil {
		return nil, errors.Join(err, remove())
	}
	x.unlink(remove)
	return x, nil
}

// unlink removes the folder under an open index: at once where the system lets
// open files be unlinked, so that a killed process leaves nothing behind, else
// with Close.
func (x *Index) unlink(remove func() error) {
	if remove() != nil {
		x.cleanup = remove
	}
}
