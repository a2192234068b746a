package vectors

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	extension = ".btv"
	// maxFiles is how many files a folder gathers before they become one.
	maxFiles = 16
	// maxKept is the most vectors that a folder keeps, some 400 MB at 384
	// components. One that has grown past it, over many archives, starts anew.
	maxKept = 1 << 20
)

// A Folder keeps the vectors of one encoder in files of a directory. Several
// processes may use it at a time: files are only ever added whole or merged.
type Folder struct {
	dir     string
	encoder string
}

// OpenFolder names the folder of an encoder's vectors below dir. Nothing is read
// or made yet.
func OpenFolder(dir, encoder string) Folder {
	safe := strings.Map(func(r rune) rune {
		if r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '_'
	}, encoder)
	return Folder{filepath.Join(dir, "vectors-"+safe), encoder}
}

// Load adds the folder's vectors to t. Files that cannot be read are left aside
// and reported together; what the others hold is added all the same.
func (f Folder) Load(t *Table) error {
	names, err := f.files()
	if err != nil {
		return err
	}
	var errs []error
	for _, name := range names {
		part, err := f.read(name)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		t.merge(part)
	}
	return errors.Join(errs...)
}

// Add writes the vectors of t as one more file. Many files become one.
func (f Folder) Add(t *Table, now time.Time) error {
	if err := os.MkdirAll(f.dir, 0o755); err != nil {
		return fmt.Errorf("keep vectors: %w", err)
	}
	names, err := f.files()
	if err != nil {
		return err
	}
	if len(names) >= maxFiles {
		all := NewTable(f.encoder)
		all.merge(t)
		_ = f.Load(all) // what cannot be read is dropped, and embedded again if it is needed
		if all.Len() > maxKept {
			all = t
		}
		if err := f.write(all, now); err != nil {
			return err
		}
		for _, name := range names {
			if err := os.Remove(filepath.Join(f.dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("keep vectors: %w", err)
			}
		}
		return nil
	}
	return f.write(t, now)
}

// files lists the names of the folder's files, oldest first.
func (f Folder) files() ([]string, error) {
	list, err := os.ReadDir(f.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read vectors: %w", err)
	}
	var names []string
	for _, e := range list {
		if filepath.Ext(e.Name()) == extension {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names, nil
}

func (f Folder) read(name string) (*Table, error) {
	data, err := os.ReadFile(filepath.Join(f.dir, name))
	if err != nil {
		return nil, fmt.Errorf("read vectors: %w", err)
	}
	t, err := Read(data, f.encoder)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(f.dir, name), err)
	}
	return t, nil
}

// write makes a file under a passing name, so that no reader sees half of it.
func (f Folder) write(t *Table, now time.Time) (err error) {
	tmp, err := os.CreateTemp(f.dir, "new-*")
	if err != nil {
		return fmt.Errorf("keep vectors: %w", err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(tmp.Name()) // the first error tells
		}
	}()
	if err := errors.Join(t.Write(tmp), tmp.Close()); err != nil {
		return fmt.Errorf("keep vectors: %w", err)
	}
	unique := strings.TrimPrefix(filepath.Base(tmp.Name()), "new-")
	name := fmt.Sprintf("%020d-%s%s", now.UnixNano(), unique, extension)
	if err := os.Rename(tmp.Name(), filepath.Join(f.dir, name)); err != nil {
		return fmt.Errorf("keep vectors: %w", err)
	}
	return nil
}
