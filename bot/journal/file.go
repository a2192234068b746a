// Package journal keeps what a bot is asked and what people think of its replies.
// [File] does it for one person's terminal.
package journal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"bigtalk/bot"
	"bigtalk/knowledge/textline"
)

const (
	// DefaultMaxBytes bounds a file. It is a rule, not a measured figure: a question
	// with its thread takes 400 to 1200 bytes, so that a thousand fit, which is months
	// of one person's.
	DefaultMaxBytes = 1 << 20
	// maxTries is how often a change is begun anew because another process has
	// replaced the file meanwhile, which each does once in a thousand questions.
	maxTries = 5
)

// FileOptions configure a File. The zero FileOptions are usable.
type FileOptions struct {
	MaxBytes int64 // DefaultMaxBytes when 0
}

// A File is a [bot.Journal] in one file of JSON lines, for its owner alone. When a
// line more would make it larger than MaxBytes, its older half is dropped first.
//
// It is safe for concurrent use, and several processes may share the file. They
// take no lock: what one appends in the instant in which another replaces the file,
// to forget somebody or to drop the older half, may be lost, and each may exceed
// the bound by the line that it is writing.
//
// A link is followed. What is no plain file is refused, but for the null device,
// which keeps nothing. Lines that are broken or of a later format are passed over.
type File struct {
	path string
	max  int64
	mu   sync.Mutex // of this process's changes
}

var _ bot.Journal = (*File)(nil)

// OpenFile returns the journal in a file. The file and its folder are not touched
// until something is recorded or looked up; then they are made where they are
// missing, with the modes 0600 and 0700.
func OpenFile(path string, o FileOptions) *File {
	if o.MaxBytes == 0 {
		o.MaxBytes = DefaultMaxBytes
	}
	return &File{path: path, max: o.MaxBytes}
}

// Asked implements [bot.Journal]. The record that it replaces stays in the file;
// [File.Lookup] finds the last.
func (f *File) Asked(ctx context.Context, q bot.Asked) error {
	return f.record(ctx, "question", ofAsked(q))
}

// Judged implements [bot.Journal].
func (f *File) Judged(ctx context.Context, j bot.Feedback) error {
	return f.record(ctx, "feedback", ofFeedback(j))
}

// Lookup returns the last question whose reply has the ID; not ok when there is none.
func (f *File) Lookup(ctx context.Context, replyID string) (q bot.Asked, ok bool, err error) {
	err = f.read(ctx, func(line []byte) {
		if r, known := decode(line); known && r.Kind == kindAsked && r.ReplyID == replyID {
			q, ok = r.asked(), true
		}
	})
	if err != nil {
		return bot.Asked{}, false, fmt.Errorf("look reply %s up: %w", replyID, err)
	}
	return q, ok, nil
}

// Forget implements [bot.Journal]. Lines that do not tell whose they are go too.
func (f *File) Forget(ctx context.Context, platform, user string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	keep := func(line []byte) bool { return ofAnother(line, platform, user) }
	for range maxTries {
		found := false
		if err := f.read(ctx, func(line []byte) { found = found || !keep(line) }); err != nil {
			return fmt.Errorf("forget a person: %w", err)
		}
		if !found {
			return nil
		}
		path, err := f.target()
		if err == nil {
			err = f.replace(path, 0, keep, nil)
		}
		if err != nil && !errors.Is(err, errReplaced) {
			return fmt.Errorf("forget a person: %w", err)
		}
	}
	return fmt.Errorf("forget a person: %s: %w", f.path, errReplaced)
}

// read visits the lines of the file, none where it is missing. Those longer than
// any that it may hold are passed over.
func (f *File) read(ctx context.Context, visit func(line []byte)) error {
	path, err := f.target()
	if err != nil {
		return err
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close()
	lines := textline.NewReader(file, int(f.max))
	for {
		line, err := lines.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, textline.ErrTooLong), err == nil && len(bytes.TrimSpace(line)) == 0:
			continue
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		}
		visit(line)
	}
}

var (
	errNotRegular = errors.New("not a regular file: move it away")
	errReplaced   = errors.New("another process keeps replacing it")
)

// target is where the file is when links are followed. It need not be there yet.
func (f *File) target() (string, error) {
	info, err := os.Stat(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return f.path, nil
	}
	if err != nil {
		return "", err
	}
	path, err := filepath.EvalSymlinks(f.path)
	if err != nil {
		return "", fmt.Errorf("%s: %w", f.path, err)
	}
	// A person who leads it to the null device wants no journal, and no complaint.
	if !info.Mode().IsRegular() && path != os.DevNull {
		return "", fmt.Errorf("%s: %w", path, errNotRegular)
	}
	return path, nil
}
