package vectors

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
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

func add(t testing.TB, f Folder, table *Table, at time.Time) {
	t.Helper()
	if err := f.Add(table, at); err != nil {
		t.Fatal(err)
	}
}

// loaded is what the folder holds; it must be readable.
func loaded(t testing.TB, f Folder) *Table {
	t.Helper()
	table := NewTable("enc")
	if err := f.Load(table); err != nil {
		t.Fatal(err)
	}
	return table
}

func filesIn(t testing.TB, f Folder) []string {
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
	if err := f.Load(table); err != nil {
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
	damaged := filepath.Join(f.dir, names[1])
	data, err := os.ReadFile(damaged)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(damaged, data[:len(data)-1], 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(f.dir, "notes.txt"), []byte("not ours"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(f.dir, "folder"+extension), 0o700); err != nil {
		t.Fatal(err)
	}
	table := NewTable("enc")
	err = f.Load(table)
	if err == nil || !strings.Contains(err.Error(), names[1]) || strings.Contains(err.Error(), names[0]) {
		t.Errorf("error %v, want it to name %s alone of the files", err, names[1])
	}
	if !table.Has(key("0")) || table.Has(key("1")) || !table.Has(key("2")) {
		t.Errorf("%d vectors, want those of the good files", table.Len())
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
	if err := f.Load(NewTable("enc")); err == nil {
		t.Error("Load below a file: no error")
	}
}
