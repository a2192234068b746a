package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// historian is the part of a line editor that remembers.
type historian interface {
	ReadHistory(r io.Reader) (int, error)
	WriteHistory(w io.Writer) (int, error)
}

// loadHistory fills the editor from HistoryFile. A conversation without it is as
// good: what goes wrong is logged for those who look.
func (c *CLI) loadHistory(e historian) {
	if c.opts.HistoryFile == "" {
		return
	}
	if err := readFile(c.opts.HistoryFile, e); err != nil && !errors.Is(err, fs.ErrNotExist) {
		c.log.Debug("history not read", "error", err)
	}
}

func readFile(path string, e historian) error {
	path, err := regular(path)
	if err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = e.ReadHistory(f)
	return err
}

// saveHistory replaces HistoryFile in one step, so that an end in between loses
// nothing.
func (c *CLI) saveHistory(e historian) {
	if c.opts.HistoryFile == "" {
		return
	}
	if err := replaceFile(c.opts.HistoryFile, e); err != nil {
		c.log.Debug("history not written", "error", err)
	}
}

func replaceFile(path string, e historian) error {
	switch target, err := regular(path); {
	case err == nil:
		path = target
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, filepath.Base(path)+".*") // with mode 0600
	if err != nil {
		return err
	}
	_, err = e.WriteHistory(f)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

var errNotRegular = errors.New("not a regular file")

// regular follows links and refuses what is no plain file: a person who names
// /dev/null wants no history, and no device replaced.
func regular(path string) (string, error) {
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return "", err
	}
	info, err := os.Stat(target)
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", errNotRegular
	}
	return target, nil
}
