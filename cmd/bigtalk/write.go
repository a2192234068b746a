package main

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// writeFile gives the file of a name what encode writes, whole or not at all: what
// fails leaves the file that was there. Links are followed, permissions are kept,
// and what is no plain file, such as /dev/stdout, is written to where it is.
func writeFile(name string, encode func(io.Writer) error) error {
	var b bytes.Buffer
	if err := encode(&b); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	// Opened, it refuses a file that may be replaced but not written.
	old, err := os.OpenFile(name, os.O_WRONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return replaceFile(name, b.Bytes(), nil)
	}
	if err != nil {
		return err
	}
	info, err := old.Stat()
	if err == nil && !info.Mode().IsRegular() {
		_, err = old.Write(b.Bytes())
		return errors.Join(err, old.Close())
	}
	if err := errors.Join(err, old.Close()); err != nil {
		return err
	}
	if name, err = filepath.EvalSymlinks(name); err != nil {
		return err
	}
	return replaceFile(name, b.Bytes(), info)
}

// replaceFile writes a file beside that of the name, which takes its place once it
// is on the disk. It gets the permissions of old; nil is a new file's.
func replaceFile(name string, data []byte, old fs.FileInfo) error {
	passing := filepath.Join(filepath.Dir(name), ".bigtalk-"+rand.Text())
	f, err := os.OpenFile(passing, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	if old != nil {
		err = f.Chmod(old.Mode().Perm())
	}
	if err == nil {
		_, err = f.Write(data)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(passing, name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(passing))
	}
	return nil
}
