package main

import (
	"errors"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bigtalk/knowledge/calibration"
)

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
}

// put writes a file for a test to find.
func put(t *testing.T, name, content string, mode fs.FileMode) {
	t.Helper()
	if err := errors.Join(os.WriteFile(name, []byte(content), mode), os.Chmod(name, mode)); err != nil {
		t.Fatal(err)
	}
}

// holds compares a folder's files, by name, with what is wanted of them.
func holds(t *testing.T, dir string, want map[string]string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		got[e.Name()] = string(data)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

func modeOf(t *testing.T, name string) fs.FileMode {
	t.Helper()
	info, err := os.Lstat(name)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode()
}

func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	name, created := filepath.Join(dir, "report"), filepath.Join(dir, "created")
	if err := writeFile(name, text("a long first one")); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(created)
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	if got, want := modeOf(t, name), modeOf(t, created); got != want {
		t.Errorf("a new file has the mode %v, one that the system creates %v", got, want)
	}
	put(t, name, "a long first one", 0o640)
	if err := writeFile(name, text("second")); err != nil {
		t.Fatal(err)
	}
	if got := modeOf(t, name); got != 0o640 {
		t.Errorf("an old file got the mode %v", got)
	}
	holds(t, dir, map[string]string{"report": "second", "created": ""})
}

// TestWriteFileFails has what fails leave the old file, and nothing beside it.
func TestWriteFileFails(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "report")
	put(t, name, "old", 0o600)
	errEncode := errors.New("no such number")
	err := writeFile(name, func(w io.Writer) error { return errors.Join(text("half of it")(w), errEncode) })
	if !errors.Is(err, errEncode) || !strings.Contains(err.Error(), name) {
		t.Errorf("got %v, want %v with the file's name", err, errEncode)
	}
	if err := writeFile(filepath.Join(dir, "missing", "report"), text("new")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("in a missing folder: got %v", err)
	}
	if err := writeFile(dir, text("new")); err == nil {
		t.Error("over a folder: no error")
	}
	holds(t, dir, map[string]string{"report": "old"})
}

// TestWriteFileProtected has a file that may not be written stay, though its folder
// would let it be replaced.
func TestWriteFileProtected(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "report")
	put(t, name, "old", 0o400)
	if f, err := os.OpenFile(name, os.O_WRONLY, 0); err == nil {
		_ = f.Close()
		t.Skip("this user may write everything")
	}
	if err := writeFile(name, text("new")); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("got %v, want %v", err, fs.ErrPermission)
	}
	holds(t, dir, map[string]string{"report": "old"})
}

func TestWriteFileFollowsLinks(t *testing.T) {
	dir := t.TempDir()
	name, link := filepath.Join(dir, "report"), filepath.Join(dir, "latest")
	put(t, name, "old", 0o600)
	if err := os.Symlink("report", link); err != nil {
		t.Skip(err)
	}
	if err := writeFile(link, text("new")); err != nil {
		t.Fatal(err)
	}
	if got := modeOf(t, link); got&fs.ModeSymlink == 0 {
		t.Errorf("the link has become a file of mode %v", got)
	}
	holds(t, dir, map[string]string{"report": "new", "latest": "new"})
}

// TestWriteFitFails has a fit that is none leave the one that was there.
func TestWriteFitFails(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "fit.json")
	put(t, name, "old", 0o600)
	broken := calibration.File{Format: calibration.Format, Profiles: []calibration.Profile{{
		Name: "annotated", Metrics: map[string]float64{"auc": math.NaN()},
	}}}
	if err := writeFit(name, broken); err == nil {
		t.Error("no error")
	}
	holds(t, dir, map[string]string{"fit.json": "old"})
}
