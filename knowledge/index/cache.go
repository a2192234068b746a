package index

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const (
	// unusedFor is how long an index may lie in a cache without being opened:
	// longer than a holiday.
	unusedFor = 60 * 24 * time.Hour
	// abandonedFor is how old an unfinished build is that nobody works on any more.
	abandonedFor = 24 * time.Hour
)

// Touch marks the index in dir as used. A cache that is read-only stays as it is.
func Touch(dir string, now time.Time) {
	_ = os.Chtimes(filepath.Join(dir, metaFile), now, now)
}

// Prune removes from a cache folder the indexes that were not opened for two
// months, and what killed builds have left. Other files are left alone.
func Prune(cache string, now time.Time) error {
	entries, err := os.ReadDir(cache)
	if err != nil {
		return err
	}
	var errs []error
	for _, e := range entries {
		dir := filepath.Join(cache, e.Name())
		if strings.HasPrefix(e.Name(), buildingPrefix) {
			if info, err := e.Info(); err == nil && now.Sub(info.ModTime()) > abandonedFor {
				errs = append(errs, os.RemoveAll(dir))
			}
			continue
		}
		if info, err := os.Stat(filepath.Join(dir, metaFile)); err == nil && now.Sub(info.ModTime()) > unusedFor {
			errs = append(errs, os.RemoveAll(dir))
		}
	}
	return errors.Join(errs...)
}
