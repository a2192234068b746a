package vectors

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// exists reports whether a folder or file is there.
func exists(t testing.TB, path ...string) bool {
	t.Helper()
	_, err := os.Stat(filepath.Join(path...))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return err == nil
}

func TestPrune(t *testing.T) {
	dir := t.TempDir()
	const day = 24 * time.Hour
	var folders []*Folder
	for _, encoder := range []string{"unused", "loaded", "added", "foreign", "young"} {
		f := OpenFolder(dir, encoder)
		add(t, f, tableOf(t, encoder, map[string][]float32{"a": {1, 0}}, "a"), noon)
		folders = append(folders, f)
	}
	unused, loaded, added, foreign, young := folders[0], folders[1], folders[2], folders[3], folders[4]
	write := func(path ...string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(path...), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(unused.dir, passingPrefix+"1")
	write(foreign.dir, "notes.txt")
	write(dir, folderPrefix+"file")
	index := filepath.Join(dir, "index")
	if err := os.Mkdir(index, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{unused.dir, foreign.dir, filepath.Join(dir, folderPrefix+"file"), index} {
		if err := os.Chtimes(path, noon, noon); err != nil {
			t.Fatal(err)
		}
	}

	later := noon.Add(60*day + time.Second)
	if err := loaded.Load(NewTable("loaded"), later); err != nil {
		t.Fatal(err)
	}
	add(t, added, tableOf(t, "added", map[string][]float32{"b": {0, 1}}, "b"), later)
	young.touch(noon.Add(time.Second))
	if err := Prune(dir, later); err != nil {
		t.Fatal(err)
	}
	if exists(t, unused.dir) {
		t.Error("a folder that nobody has loaded for two months stays")
	}
	for _, f := range []*Folder{loaded, added, young} {
		if len(filesIn(t, f)) == 0 {
			t.Errorf("%s: the files are gone", f.dir)
		}
	}
	if len(filesIn(t, foreign)) != 0 || !exists(t, foreign.dir, "notes.txt") {
		t.Error("of a folder with somebody's file, the vectors stay or the file is gone")
	}
	for _, path := range []string{index, filepath.Join(dir, folderPrefix+"file")} {
		if !exists(t, path) {
			t.Errorf("%s is gone, which is no folder of vectors", path)
		}
	}
}

func TestPruneNothing(t *testing.T) {
	dir := t.TempDir()
	if err := Prune(filepath.Join(dir, "nowhere"), noon); err != nil {
		t.Errorf("no cache: %v", err)
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Prune(file, noon); err == nil {
		t.Error("a file: no error")
	}
}
