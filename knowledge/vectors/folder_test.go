package vectors

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

var noon = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)

// numbered is a table of one vector, for the text "n".
func numbered(t testing.TB, n int) *Table {
	t.Helper()
	return one(t, fmt.Sprint(n), []float32{float32(math.Cos(float64(n))), float32(math.Sin(float64(n)))})
}

func one(t testing.TB, text string, v []float32) *Table {
	t.Helper()
	return tableOf(t, "enc", map[string][]float32{text: v}, text)
}

func add(t testing.TB, f *Folder, table *Table, at time.Time) {
	t.Helper()
	if err := f.Add(table, at); err != nil {
		t.Fatal(err)
	}
}

// loaded is what the folder holds; it must be readable.
func loaded(t testing.TB, f *Folder) *Table {
	t.Helper()
	table := NewTable("enc")
	if err := f.Load(table, noon); err != nil {
		t.Fatal(err)
	}
	return table
}

func filesIn(t testing.TB, f *Folder) []string {
	t.Helper()
	names, err := f.files()
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestFolderOfNone(t *testing.T) {
	dir := t.TempDir()
	f := OpenFolder(dir, "enc")
	if table := loaded(t, f); table.Len() != 0 {
		t.Errorf("%d vectors out of nothing", table.Len())
	}
	if list, err := os.ReadDir(dir); err != nil || len(list) != 0 {
		t.Errorf("Load made %v, %v", list, err)
	}
}

func TestFolderKeeps(t *testing.T) {
	dir := t.TempDir()
	f := OpenFolder(dir, "enc")
	for n := range 3 {
		add(t, f, numbered(t, n), noon)
	}
	again := loaded(t, OpenFolder(dir, "enc"))
	for n := range 3 {
		if !again.Has(key(fmt.Sprint(n))) {
			t.Errorf("vector %d is lost", n)
		}
	}
	if n := len(filesIn(t, f)); n != 3 {
		t.Errorf("%d files, want 3", n)
	}
	if other := loaded(t, OpenFolder(dir, "other")); other.Len() != 0 {
		t.Errorf("another encoder's folder has %d vectors", other.Len())
	}
	left, err := filepath.Glob(filepath.Join(f.dir, "new-*"))
	if err != nil || len(left) != 0 {
		t.Errorf("unfinished files %v, %v", left, err)
	}
}

func TestFolderKeepsWhatTheTableHas(t *testing.T) {
	f := OpenFolder(t.TempDir(), "enc")
	add(t, f, one(t, "a", []float32{0, 1}), noon)
	table := one(t, "a", []float32{1, 0})
	if err := f.Load(table, noon); err != nil {
		t.Fatal(err)
	}
	if v := vectorOf(t, table, "a"); table.Len() != 1 || v[0] != 1 {
		t.Errorf("%d vectors, a is %v; want it as it was", table.Len(), v)
	}
}

func TestFolderNames(t *testing.T) {
	const dir = "cache"
	for encoder, want := range map[string]string{
		"0f3a": "vectors-0f3a", "a-B9": "vectors-a-B9", "../x y/é": "vectors-___x_y__",
	} {
		if got := OpenFolder(dir, encoder).dir; got != filepath.Join(dir, want) {
			t.Errorf("folder of %q is %s, want %s", encoder, got, filepath.Join(dir, want))
		}
	}
}

func TestDamagedFileBesideGoodOnes(t *testing.T) {
	f := OpenFolder(t.TempDir(), "enc")
	for n := range 3 {
		add(t, f, numbered(t, n), noon.Add(time.Duration(n)*time.Second))
	}
	names := filesIn(t, f)
	damage(t, f, names[1])
	if err := os.WriteFile(filepath.Join(f.dir, "notes.txt"), []byte("not ours"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(f.dir, "folder"+extension), 0o700); err != nil {
		t.Fatal(err)
	}
	table := NewTable("enc")
	err := f.Load(table, noon)
	if err == nil || !strings.Contains(err.Error(), names[1]) || strings.Contains(err.Error(), names[0]) {
		t.Errorf("error %v, want it to name %s alone of the files", err, names[1])
	}
	if err != nil && strings.Contains(err.Error(), "folder"+extension) {
		t.Errorf("error %v is about a folder", err)
	}
	if !table.Has(key("0")) || table.Has(key("1")) || !table.Has(key("2")) {
		t.Errorf("%d vectors, want those of the good files", table.Len())
	}
}

// damage cuts off the end of a file.
func damage(t testing.TB, f *Folder, name string) {
	t.Helper()
	path := filepath.Join(f.dir, name)
	data, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, data[:len(data)-1], 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestDamagedFileGoes has its vectors made anew and what is no use removed.
func TestDamagedFileGoes(t *testing.T) {
	dir := t.TempDir()
	f := OpenFolder(dir, "enc")
	for n := range 3 {
		add(t, f, numbered(t, n), noon.Add(time.Duration(n)*time.Second))
	}
	damaged := filesIn(t, f)[1]
	damage(t, f, damaged)
	other := "other" + extension
	if err := os.WriteFile(filepath.Join(f.dir, other), written(t, tableOf(t, "else", map[string][]float32{"x": {1, 0}}, "x")), 0o600); err != nil {
		t.Fatal(err)
	}
	nowhere := "nowhere" + extension // cannot be read, for now
	if err := os.Symlink("missing", filepath.Join(f.dir, nowhere)); err != nil {
		t.Fatal(err)
	}
	has := func(name string) bool { return slices.Contains(filesIn(t, f), name) }

	f = OpenFolder(dir, "enc")
	table := NewTable("enc")
	if err := f.Load(table, noon); err == nil || !strings.Contains(err.Error(), damaged) {
		t.Errorf("error %v, want it to name %s", err, damaged)
	}
	if err := f.Add(NewTable(strings.Repeat("x", maxEncoder+1)), noon); err == nil {
		t.Error("a table that cannot be written: no error")
	}
	if !has(damaged) {
		t.Error("the damaged file went before its vectors were made anew")
	}
	add(t, f, numbered(t, 1), noon.Add(time.Hour))
	if has(damaged) || !has(other) || !has(nowhere) {
		t.Errorf("files %v, want them without the damaged %s alone", filesIn(t, f), damaged)
	}
	for _, name := range []string{other, nowhere} {
		if err := os.Remove(filepath.Join(f.dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	if n := loaded(t, OpenFolder(dir, "enc")).Len(); n != 3 {
		t.Errorf("%d vectors, want 3", n)
	}
}

func TestUnfinishedFilesGo(t *testing.T) {
	f := OpenFolder(t.TempDir(), "enc")
	add(t, f, numbered(t, 1), noon)
	for name, age := range map[string]time.Duration{
		"new-1": 25 * time.Hour, "new-2": 23 * time.Hour, "notes.txt": 1000 * time.Hour,
	} {
		path := filepath.Join(f.dir, name)
		if err := os.WriteFile(path, []byte("BTV1"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, noon, noon.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	add(t, f, numbered(t, 2), noon)
	for name, want := range map[string]bool{"new-1": false, "new-2": true, "notes.txt": true} {
		if _, err := os.Stat(filepath.Join(f.dir, name)); (err == nil) != want {
			t.Errorf("%s: %v, want it to stay: %t", name, err, want)
		}
	}
}

func TestManyFilesBecomeOne(t *testing.T) {
	f := OpenFolder(t.TempDir(), "enc")
	const n = 2*maxFiles + 3
	most := 0
	for i := range n {
		add(t, f, numbered(t, i), noon.Add(time.Duration(i)*time.Second))
		most = max(most, len(filesIn(t, f)))
	}
	if most != maxFiles {
		t.Errorf("up to %d files, want %d", most, maxFiles)
	}
	table := loaded(t, f)
	if table.Len() != n {
		t.Errorf("%d vectors after merging, want %d", table.Len(), n)
	}
	for i := range n {
		want := vectorOf(t, numbered(t, i), fmt.Sprint(i))
		if got := vectorOf(t, table, fmt.Sprint(i)); got[0] != want[0] || got[1] != want[1] {
			t.Errorf("vector %d is %v, want %v", i, got, want)
		}
	}
}

// TestTooManyVectors keeps the newest ones, merging after merging, and never fewer
// than may be kept.
func TestTooManyVectors(t *testing.T) {
	f := OpenFolder(t.TempDir(), "enc")
	f.most = maxFiles + 4
	const n = 5 * maxFiles
	for i := range n {
		add(t, f, numbered(t, i), noon.Add(time.Duration(i)*time.Second))
		if len(filesIn(t, f)) > 1 {
			continue
		}
		table := loaded(t, f)
		want := min(f.most, i+1)
		if table.Len() != want {
			t.Fatalf("%d vectors after %d and merging, want %d", table.Len(), i+1, want)
		}
		for back := range want {
			if !table.Has(key(fmt.Sprint(i - back))) {
				t.Errorf("after %d and merging, vector %d is lost before older ones", i+1, i-back)
			}
		}
	}
	if table := loaded(t, f); table.Len() < f.most {
		t.Errorf("%d vectors, want %d at least", table.Len(), f.most)
	}
}

func TestMergingLeavesOutWhatIsDamaged(t *testing.T) {
	f := OpenFolder(t.TempDir(), "enc")
	for i := range maxFiles {
		add(t, f, numbered(t, i), noon.Add(time.Duration(i)*time.Second))
	}
	if err := os.WriteFile(filepath.Join(f.dir, filesIn(t, f)[3]), []byte("BTV1"), 0o600); err != nil {
		t.Fatal(err)
	}
	add(t, f, numbered(t, maxFiles), noon.Add(time.Hour))
	table := loaded(t, f)
	if names := filesIn(t, f); len(names) != 1 || table.Len() != maxFiles || table.Has(key("3")) {
		t.Errorf("%d vectors in %d files, want %d in one without the damaged file's", table.Len(), len(names), maxFiles)
	}
}

func TestTwoFoldersOnOneDirectory(t *testing.T) {
	dir := t.TempDir()
	a, b := OpenFolder(dir, "enc"), OpenFolder(dir, "enc")
	for i := range 20 { // both merge what the other wrote; the clock stands still
		add(t, a, numbered(t, 2*i), noon)
		add(t, b, numbered(t, 2*i+1), noon)
	}
	if n := loaded(t, a).Len(); n != 40 {
		t.Errorf("%d vectors of two writers, want 40", n)
	}
}

// TestTwoFoldersAtATime loses nothing however the two come between each other.
func TestTwoFoldersAtATime(t *testing.T) {
	dir := t.TempDir()
	var wg sync.WaitGroup
	for w := range 2 {
		wg.Go(func() {
			f := OpenFolder(dir, "enc")
			for i := range 40 {
				if err := f.Add(numbered(t, 2*i+w), noon.Add(time.Duration(i)*time.Second)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if n := loaded(t, OpenFolder(dir, "enc")).Len(); n != 80 {
		t.Errorf("%d vectors of two writers, want 80", n)
	}
}

func TestFolderThatCannotBe(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	f := OpenFolder(file, "enc")
	if err := f.Add(numbered(t, 1), noon); err == nil {
		t.Error("Add below a file: no error")
	}
	if err := f.Load(NewTable("enc"), noon); err == nil {
		t.Error("Load below a file: no error")
	}
}
