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
	extension    = ".btv"
	folderPrefix = "vectors-"
	// passingPrefix begins the names of files that are being written.
	passingPrefix = "new-"
	// maxFiles is how many files a folder gathers before they become one.
	maxFiles = 16
	// maxKept is the most vectors that files become one with, some 400 MB at 384
	// components. Beyond it the oldest are left out.
	maxKept = 1 << 20
)

// A Folder keeps the vectors of one encoder in files of a directory. Several
// processes may use it at a time: files are only ever added whole or merged. A
// Folder itself is for one goroutine at a time.
type Folder struct {
	dir     string
	encoder string
	most    int      // vectors of merged files
	damaged []string // names of files to remove
}

// OpenFolder names the folder of an encoder's vectors below dir. Nothing is read
// or made yet.
func OpenFolder(dir, encoder string) *Folder {
	safe := strings.Map(func(r rune) rune {
		if r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '_'
	}, encoder)
	return &Folder{dir: filepath.Join(dir, folderPrefix+safe), encoder: encoder, most: maxKept}
}

// Load adds the folder's vectors to t and marks the folder as used, for [Prune].
// Files that cannot be read are left aside and reported together; what the others
// hold is added all the same.
func (f *Folder) Load(t *Table, now time.Time) error {
	names, err := f.files()
	if err != nil {
		return err
	}
	f.touch(now)
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

// Add writes the vectors of t as one more file. Many files become one. Then it
// removes what is of no use: damaged files, and what killed writers have left.
func (f *Folder) Add(t *Table, now time.Time) error {
	if err := os.MkdirAll(f.dir, 0o755); err != nil {
		return fmt.Errorf("keep vectors: %w", err)
	}
	names, err := f.files()
	if err != nil {
		return err
	}
	var merged []string
	if len(names) >= maxFiles {
		t, merged = f.merge(t, names)
	}
	if err := f.write(t, now); err != nil {
		return err
	}
	for _, name := range merged {
		if err := remove(filepath.Join(f.dir, name)); err != nil {
			return fmt.Errorf("keep vectors: %w", err)
		}
	}
	f.clean(now)
	f.touch(now) // by this clock; writing did it by the system's
	return nil
}

// merge returns the vectors of t and of the named files, the newest first, and which
// of the files they stand for: not those that cannot be read.
func (f *Folder) merge(t *Table, names []string) (all *Table, merged []string) {
	all = NewTable(f.encoder)
	all.merge(t)
	for _, name := range slices.Backward(names) {
		part, err := f.read(name)
		if err != nil {
			continue // Load reports it
		}
		for i := 0; i < len(part.keys) && all.Len() < f.most; i++ {
			all.Take(part, part.keys[i:i+1])
		}
		merged = append(merged, name)
	}
	return all, merged
}

// files lists the names of the folder's files, oldest first.
func (f *Folder) files() ([]string, error) {
	list, err := os.ReadDir(f.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read vectors: %w", err)
	}
	var names []string
	for _, e := range list {
		if filepath.Ext(e.Name()) == extension && !e.IsDir() {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names, nil
}

// read reads a file, and notes it where it is damaged.
func (f *Folder) read(name string) (*Table, error) {
	data, err := os.ReadFile(filepath.Join(f.dir, name))
	if err != nil {
		return nil, fmt.Errorf("read vectors: %w", err)
	}
	t, err := Read(data, f.encoder)
	if err != nil {
		if !errors.Is(err, ErrOtherEncoder) {
			f.damaged = append(f.damaged, name)
		}
		return nil, fmt.Errorf("%s: %w", filepath.Join(f.dir, name), err)
	}
	return t, nil
}

// write makes a file under a passing name and has it on the disk before it gets its
// own, so that no reader sees half of it, whatever stops the machine.
func (f *Folder) write(t *Table, now time.Time) (err error) {
	tmp, err := os.CreateTemp(f.dir, passingPrefix+"*")
	if err != nil {
		return fmt.Errorf("keep vectors: %w", err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(tmp.Name()) // the first error tells
		}
	}()
	err = t.Write(tmp)
	if err == nil {
		err = tmp.Sync()
	}
	if err := errors.Join(err, tmp.Close()); err != nil {
		return fmt.Errorf("keep vectors: %w", err)
	}
	unique := strings.TrimPrefix(filepath.Base(tmp.Name()), passingPrefix)
	name := fmt.Sprintf("%020d-%s%s", now.UnixNano(), unique, extension)
	if err := os.Rename(tmp.Name(), filepath.Join(f.dir, name)); err != nil {
		return fmt.Errorf("keep vectors: %w", err)
	}
	return nil
}
