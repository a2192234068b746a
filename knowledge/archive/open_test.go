package archive_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"bigtalk/knowledge/archive"
)

// write makes files under a new folder.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		full := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func ids(a *archive.Archive) []string {
	var out []string
	for _, e := range a.Entries {
		out = append(out, e.ID)
	}
	return out
}

func TestOpenFolder(t *testing.T) {
	dir := write(t, map[string]string{
		"README.md":              "# The archive\n\nSee below.\n",
		"b/faq.md":               "Q: b?\n\nA: yes\n",
		"a/faq.md":               "Q: a?\n\nA: yes\n",
		"mesh.md":                "# FAQ\n\n## Is it slow?\n\nA little.\n",
		"table.jsonl":            `{"question":"t?","answer":"yes"}` + "\n",
		"sheet.CSV":              "question,answer\ns?,yes\n",
		"notes.txt":              "Q: no?\n\nA: no\n",
		".git/config.md":         "Q: hidden?\n\nA: yes\n",
		"annotations.jsonl":      `{"id":"x"}`,
		"a/outside.jsonl":        `{"q":"x"}`,
		"glossary.tsv":           "a\tb\n",
		"topics.tsv":             "question\tanswer\nx?\tyes\n",
		"sub/deep/.hidden/no.md": "Q: hidden?\n\nA: yes\n",
	})
	a, err := archive.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"a-faq-q01", "b-faq-q01", "mesh-q01", "sheet-q0001", "table-q0001"}
	if diff := cmp.Diff(want, ids(a)); diff != "" {
		t.Errorf("ids (-want +got):\n%s", diff)
	}
	wantDiagnostics(t, a, dir+"/README.md: note: no questions and answers found")
	if a.Title != "The archive" || a.Entries[0].File != dir+"/a/faq.md" {
		t.Errorf("title %q, file %q", a.Title, a.Entries[0].File)
	}
}

func TestOpenFolderDuplicates(t *testing.T) {
	dir := write(t, map[string]string{
		"a.jsonl":   `{"id":"x","question":"a?","answer":"yes"}`,
		"b.jsonl":   `{"id":"x","question":"b?","answer":"yes"}`,
		"c.md":      "## 第1期：c\n- 时间：2021年1月2日\n### 问答\nQ：c？\n\nA：是\n",
		"x/a.jsonl": `{"question":"x?","answer":"yes"}`,
		"d.md":      "## 第1期：d\n- 时间：2021年1月9日\n### 问答\nQ：d？\n\nA：是\n",
	})
	a, err := archive.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"x", "e01q01", "x-a-q0001"}, ids(a)); diff != "" {
		t.Errorf("ids (-want +got):\n%s", diff)
	}
	wantDiagnostics(t, a,
		dir+`/b.jsonl:1: error: id "x" is taken by `+dir+`/a.jsonl:1`,
		dir+`/d.md:1: error: episode 1 is told by `+dir+`/c.md:1 already; this one and its pairs are left out`,
	)
}

func TestOpenFS(t *testing.T) {
	fsys := fstest.MapFS{
		"show/page.md":           {Data: []byte("Q: a?\n\nA: yes\n")},
		"show/annotations.jsonl": {Data: []byte("{}")},
	}
	for _, name := range []string{"show", "show/page.md", "."} {
		a, err := archive.OpenFS(t.Context(), fsys, name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"page-q01"}, ids(a)); diff != "" {
			t.Errorf("OpenFS(%q) (-want +got):\n%s", name, diff)
		}
		if got := a.Entries[0].File; got != "show/page.md" {
			t.Errorf("OpenFS(%q): file %q, want show/page.md", name, got)
		}
	}
}

func TestOpenErrors(t *testing.T) {
	dir := write(t, map[string]string{
		"page.docx":      "x",
		"empty/note.txt": "x",
		"plain/a.md":     "# Title\n\nText.\n",
		"bad/a.jsonl":    "not json\n",
	})
	large := filepath.Join(dir, "large.md")
	f, err := os.Create(large)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(100 << 20); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ path, want string }{
		{"nowhere.md", "no such file or folder; check the path"},
		{"page.docx", `a file that ends in ".docx" is no archive; give a Markdown file (.md)`},
		{"empty", "no file of the folder has a question with an answer; put Markdown pages"},
		{"plain", "no file of the folder has a question with an answer"},
		{"bad", "a.jsonl:1: error: the line is not a JSON object"},
		{"large.md", "the file has 100 MiB, more than the 64 MiB that are read; divide it"},
	} {
		full := filepath.Join(dir, tt.path)
		_, err := archive.Open(t.Context(), full)
		if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), "open archive "+full) || strings.Contains(err.Error(), "\n") {
			t.Errorf("Open(%q): %v, want one line with %q", tt.path, err, tt.want)
		}
	}
}

// A file of no pairs is an archive without entries, and says why.
func TestOpenFileWithoutPairs(t *testing.T) {
	dir := write(t, map[string]string{"a.md": "# Title\n\nText.\n"})
	a, err := archive.Open(t.Context(), filepath.Join(dir, "a.md"))
	if err != nil || len(a.Entries) != 0 {
		t.Fatalf("%d entries, error %v", len(a.Entries), err)
	}
	wantDiagnostics(t, a, dir+"/a.md: note: no questions and answers found")
}

// A table of 100,000 rows and more than MaxPageSize bytes loads.
func TestOpenLargeTable(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 100 MB")
	}
	const rows = 100_000
	name := filepath.Join(t.TempDir(), "large.jsonl")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	answer := strings.Repeat("a line of an answer. ", 50)
	for i := range rows {
		fmt.Fprintf(w, `{"question":"question %d?","answer":"%s"}`+"\n", i, answer)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	a, err := archive.Open(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Entries) != rows || len(a.Diagnostics) != 0 {
		t.Errorf("%d entries, %d diagnostics; want %d, 0", len(a.Entries), len(a.Diagnostics), rows)
	}
}

// Files of a file system's root are named without a folder.
func TestOpenFSRoot(t *testing.T) {
	a, err := archive.OpenFS(t.Context(), fstest.MapFS{
		"a.md":    {Data: []byte("Q: a?\n\nA: yes\n")},
		"b.jsonl": {Data: []byte("not json\n")},
	}, ".")
	if err != nil {
		t.Fatal(err)
	}
	if got := a.Entries[0].File; got != "a.md" {
		t.Errorf("file %q, want a.md", got)
	}
	wantDiagnostics(t, a, "b.jsonl:1: error: the line is not a JSON object", "b.jsonl: note: no questions and answers found")
}
