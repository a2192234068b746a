package vectors

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const (
	// unusedFor is how long a folder may lie without being loaded: longer than a
	// holiday, as for the indexes beside it.
	unusedFor = 60 * 24 * time.Hour
	// abandonedFor is how old an unfinished file is that nobody writes any more.
	abandonedFor = 24 * time.Hour
)

// Prune removes the folders of encoders in dir that were neither loaded nor added to
// for two months. A folder in use is safe once it is loaded. Files that are not of
// this package are left alone, and so are the folders that hold them.
func Prune(dir string, now time.Time) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var errs []error
	for _, e := range entries {
		if !e.IsDir() || !strings.HasPrefix(e.Name(), folderPrefix) {
			continue
		}
		info, err := e.Info()
		if err != nil || now.Sub(info.ModTime()) <= unusedFor {
			continue
		}
		folder := filepath.Join(dir, e.Name())
		// Who cannot mark a folder as used cannot tell that it is not.
		if os.Chtimes(folder, time.Time{}, info.ModTime()) == nil {
			errs = append(errs, removeFolder(folder))
		}
	}
	return errors.Join(errs...)
}

// removeFolder removes this package's files, and the folder where nothing is left.
func removeFolder(folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	var errs []error
	left := false
	for _, e := range entries {
		if e.IsDir() || filepath.Ext(e.Name()) != extension && !strings.HasPrefix(e.Name(), passingPrefix) {
			left = true
			continue
		}
		errs = append(errs, remove(filepath.Join(folder, e.Name())))
	}
	if !left {
		errs = append(errs, remove(folder))
	}
	return errors.Join(errs...)
}

// remove removes what another process may have removed already.
func remove(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// touch marks the folder as used, if it is there. A cache that is read-only stays as
// it is.
func (f *Folder) touch(now time.Time) { _ = os.Chtimes(f.dir, now, now) }

// clean removes the files that were found damaged and those that were never finished.
// What cannot be removed waits for the next Add.
func (f *Folder) clean(now time.Time) {
	for _, name := range f.damaged {
		_ = remove(filepath.Join(f.dir, name))
	}
	f.damaged = nil
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && info.Mode().IsRegular() && strings.HasPrefix(e.Name(), passingPrefix) && now.Sub(info.ModTime()) > abandonedFor {
			_ = remove(filepath.Join(f.dir, e.Name()))
		}
	}
}
