package archive_test

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"bigtalk/knowledge/archive"
)

// endless is a file system whose files hold the same text again and again, and
// that ends a context when it has given some of it.
type endless struct {
	fstest.MapFS
	cancel context.CancelFunc
}

func (e endless) Open(name string) (fs.File, error) {
	f, err := e.MapFS.Open(name)
	if err != nil || name == "." {
		return f, err
	}
	return &endlessFile{File: f, text: string(e.MapFS[name].Data), cancel: e.cancel}, nil
}

type endlessFile struct {
	fs.File
	text   string
	given  int
	cancel context.CancelFunc
}

func (f *endlessFile) Read(p []byte) (int, error) {
	n := 0
	for n+len(f.text) <= len(p) {
		n += copy(p[n:], f.text)
	}
	if f.given += n; f.given > 1<<20 {
		f.cancel()
	}
	return n, nil
}

// Reading a table of any length ends with the context.
func TestOpenEndsWithinTable(t *testing.T) {
	for name, text := range map[string]string{
		"a.jsonl": `{"question":"a?","answer":"b"}` + "\n",
		"a.csv":   "question,answer\n",
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			_, err := archive.OpenFS(ctx, endless{fstest.MapFS{name: {Data: []byte(text)}}, cancel}, ".")
			if !errors.Is(err, context.Canceled) || !strings.HasPrefix(err.Error(), "open archive .: ") {
				t.Errorf("OpenFS: %v, want that of the context", err)
			}
		})
	}
}

// A page that takes seconds to read ends soon after its context has.
func TestOpenEndsWithinPage(t *testing.T) {
	const patience = 50 * time.Millisecond
	page := "# FAQ\n\n" + strings.Repeat("## What is this?\n\nAn answer of one line.\n\n1. a\n2. b\n\n", 50_000)
	fsys := fstest.MapFS{"a.md": {Data: []byte(page)}}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	a, err := archive.OpenFS(ctx, fsys, "a.md")
	if !errors.Is(err, context.DeadlineExceeded) || a != nil {
		t.Errorf("OpenFS: archive %v, error %v; want that of the context", a != nil, err)
	}
}

func TestOpenEnded(t *testing.T) {
	dir := write(t, map[string]string{"a.md": "Q: a?\n\nA: b\n", "b.csv": "question,answer\na?,b\n"})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, path := range []string{dir, dir + "/a.md", dir + "/b.csv"} {
		if _, err := archive.Open(ctx, path); !errors.Is(err, context.Canceled) || !strings.HasPrefix(err.Error(), "open archive "+path) {
			t.Errorf("Open(%q): %v, want that of the context", path, err)
		}
	}
}
