package journal

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"bigtalk/knowledge/textline"
)

// record appends a record as a line.
func (f *File) record(ctx context.Context, what string, r record) error {
	err := ctx.Err()
	if err == nil {
		err = f.append(r)
	}
	if err != nil {
		return fmt.Errorf("record %s: %w", what, err)
	}
	return nil
}

func (f *File) append(r record) error {
	line, err := r.encode()
	if err != nil {
		return err
	}
	if int64(len(line)) > f.max {
		return fmt.Errorf("%s: its %d bytes are more than the file may have, %d", f.path, len(line), f.max)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for range maxTries {
		if err = f.appendLine(line); !errors.Is(err, errReplaced) {
			return err
		}
	}
	return fmt.Errorf("%s: %w", f.path, err)
}

// appendLine writes a line at the end of the file, in one write so that those of
// several processes do not mix. It returns errReplaced when the file was no longer
// in its place afterwards.
func (f *File) appendLine(line []byte) error {
	path, err := f.target()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	written, err := file.Stat()
	if err != nil {
		return errors.Join(err, file.Close())
	}
	size := written.Size()
	if size+int64(len(line)) > f.max {
		if err := file.Close(); err != nil {
			return err
		}
		// One byte is for the end that a torn last line lacks.
		half := max(0, min(f.max/2, f.max-int64(len(line))-1))
		return f.replace(path, max(0, size-half), nil, line)
	}
	if torn(file, size) {
		line = append([]byte("\n"), line...)
	}
	_, err = file.Write(line)
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	return stillAt(path, written)
}

// torn reports a last line without an end, as a crash may leave one. One that another
// process is writing may pass for it, which costs a blank line.
func torn(file io.ReaderAt, size int64) bool {
	var last [1]byte
	if size == 0 {
		return false
	}
	_, err := file.ReadAt(last[:], size-1)
	return err == nil && last[0] != '\n'
}

// stillAt returns errReplaced when the file is no longer the one of the path.
func stillAt(path string, file os.FileInfo) error {
	now, err := os.Stat(path)
	if err != nil || !os.SameFile(file, now) {
		return errReplaced
	}
	return nil
}

// replace gives the file's place to one with those lines that begin at an offset or
// after it and that keep wants, all when it is nil, and one line more. It is done in
// one step; what fails leaves the file that was there. It returns errReplaced when
// another process was faster.
func (f *File) replace(path string, from int64, keep func([]byte) bool, more []byte) error {
	old, err := os.Open(path)
	if err != nil {
		return err
	}
	defer old.Close()
	read, err := old.Stat()
	if err != nil {
		return err
	}
	next, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*") // with mode 0600
	if err != nil {
		return err
	}
	err = f.copyLines(next, old, from, keep)
	if err == nil {
		_, err = next.Write(more)
	}
	if err == nil {
		err = next.Sync()
	}
	if err == nil {
		// What was appended while this was written.
		var copied int64
		if copied, err = old.Seek(0, io.SeekCurrent); err == nil {
			err = f.copyLines(next, old, copied, keep)
		}
	}
	if err == nil {
		err = stillAt(path, read)
	}
	if err = errors.Join(err, next.Close()); err == nil {
		err = os.Rename(next.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(next.Name()))
	}
	return nil
}

// copyLines copies from old what replace describes and leaves old at its end.
func (f *File) copyLines(next io.Writer, old io.ReadSeeker, from int64, keep func([]byte) bool) error {
	// From the byte before on, what is read up to the first end of a line is the rest
	// of a line that begins before the offset.
	if _, err := old.Seek(max(0, from-1), io.SeekStart); err != nil {
		return err
	}
	lines, w := textline.NewReader(old, int(f.max)), bufio.NewWriter(next)
	for first := true; ; first = false {
		line, err := lines.Next()
		switch {
		case errors.Is(err, io.EOF):
			return w.Flush()
		case errors.Is(err, textline.ErrTooLong), first && from > 0:
			continue
		case err != nil:
			return err
		}
		if len(bytes.TrimSpace(line)) > 0 && (keep == nil || keep(line)) {
			if _, err := w.Write(append(line, '\n')); err != nil {
				return err
			}
		}
	}
}
