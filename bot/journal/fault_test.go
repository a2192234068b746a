package journal_test

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"bigtalk/bot/journal"
)

// refused opens what is no journal, and wants to be told where it is and how to mend
// it.
func refused(t *testing.T, path string, want ...string) {
	t.Helper()
	before, _ := os.ReadFile(path) // of a folder there is nothing
	db, err := journal.Open(t.Context(), path, options())
	if err == nil {
		t.Errorf("Open(%s): no error", path)
		must(t, db.Close())
		return
	}
	if errors.Is(err, journal.ErrUnwritable) {
		t.Errorf("what is no journal passes for one that cannot be written: %v", err)
	}
	for _, w := range append(want, "open journal: ", path) {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("Open(%s) = %v; want %q in it", path, err, w)
		}
	}
	after, _ := os.ReadFile(path)
	if !bytes.Equal(before, after) {
		t.Errorf("what was at %s has changed", path)
	}
}

func TestFolderInItsPlace(t *testing.T) {
	refused(t, t.TempDir(), "not a regular file: name another")
}

func TestFileInItsFoldersPlace(t *testing.T) {
	file := filepath.Join(t.TempDir(), "cache")
	must(t, os.WriteFile(file, []byte("not a folder"), 0o600))
	for _, path := range []string{filepath.Join(file, "journal.db"), filepath.Join(file, "bigtalk", "journal.db")} {
		_, err := journal.Open(t.Context(), path, options())
		if !errors.Is(err, journal.ErrUnwritable) || !strings.Contains(err.Error(), file) {
			t.Errorf("Open(%s) = %v, want %v with where", path, err, journal.ErrUnwritable)
		}
	}
}

func TestNoDatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal.db")
	must(t, os.WriteFile(path, []byte(strings.Repeat("a page of a diary\n", 500)), 0o600))
	refused(t, path, "it is no database: move it away")
}

func TestForeignDatabase(t *testing.T) {
	for name, script := range map[string]string{
		"another's tables":  "CREATE TABLE bookmarks (url TEXT)",
		"another's version": "PRAGMA user_version = 1",
		"another's ID":      "PRAGMA application_id = 7; PRAGMA user_version = 1",
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "journal.db")
			other, err := sql.Open("sqlite", path)
			must(t, err)
			_, err = other.Exec(script)
			must(t, err, other.Close())
			refused(t, path, "a database of another program")
		})
	}
}

func TestLaterVersion(t *testing.T) {
	path := newPath(t)
	db, err := journal.Open(t.Context(), path, options())
	must(t, err)
	_, err = db.Writer().Exec("PRAGMA user_version = 999")
	must(t, err, db.Close())
	refused(t, path, "its schema is 999", "written by a later version of this program: update the program")
}

// TestDamagedFile has every use of a file that was scribbled over end in an error that
// says so, or work, and none hang, panic or quote what people wrote.
func TestDamagedFile(t *testing.T) {
	path := newPath(t)
	db, err := journal.Open(t.Context(), path, options())
	must(t, err)
	for i := range 200 {
		must(t, db.Asked(t.Context(), question(fmt.Sprint(i), "ann")))
		accept(t, db, "slack", journal.Event{Key: fmt.Sprint(i), Conversation: fmt.Sprint(i), Payload: []byte("secret")}, true)
	}
	must(t, db.Close())
	sound, err := os.ReadFile(path)
	must(t, err)
	damaged := 0
	check := func(name string, err error) {
		if err == nil {
			return
		}
		damaged++
		if !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "move it") {
			t.Errorf("%s = %v; want where, and how to mend it", name, err)
		}
		for _, said := range []string{"网关", "secret"} {
			if strings.Contains(err.Error(), said) {
				t.Errorf("%s = %v, which quotes what people wrote", name, err)
			}
		}
	}
	const page = 4096
	for first := page; first < len(sound); first += page {
		scribbled := bytes.Clone(sound)
		for i := first; i < min(first+3*page, len(sound)); i++ {
			scribbled[i] = byte(i * 7)
		}
		must(t, os.WriteFile(path, scribbled, 0o600))
		db, err := journal.Open(t.Context(), path, options())
		if err != nil {
			check("Open", err)
			continue
		}
		for name, err := range calls(t.Context(), db) {
			check(name, err)
		}
		check("Close", db.Close())
	}
	if damaged == 0 {
		t.Error("no damage was found")
	}
	must(t, os.WriteFile(path, sound[:len(sound)/2], 0o600)) // what a copy that broke off leaves
	db, err = journal.Open(t.Context(), path, options())
	if check("Open", err); err == nil {
		for name, err := range calls(t.Context(), db) {
			check(name, err)
		}
		check("Close", db.Close())
	}
}

// TestMigrations has each step be taken once and whole, in order.
func TestMigrations(t *testing.T) {
	path := newPath(t)
	db := open(t, path, options())
	must(t, db.Asked(t.Context(), question("aaaaaaaaaa", "ann")))
	first, err := os.ReadFile("migrations/0001_journal.sql")
	must(t, err)
	steps := fstest.MapFS{
		"migrations/0001_journal.sql": {Data: first},
		"migrations/0002_broken.sql":  {Data: []byte("CREATE TABLE half (x TEXT); CREATE TABLE half (x TEXT);")},
	}
	version := func() (v int) {
		must(t, db.Writer().QueryRow("PRAGMA user_version").Scan(&v))
		return v
	}
	if err := db.Migrate(t.Context(), steps); err == nil || !strings.Contains(err.Error(), "0002_broken.sql") {
		t.Errorf("a broken step: %v; want its file's name", err)
	}
	if v, n := version(), count(t, db, "sqlite_schema WHERE name = 'half'"); v != 1 || n != 0 {
		t.Errorf("after a broken step the version is %d, and of it %d things are there", v, n)
	}
	steps["migrations/0002_broken.sql"] = &fstest.MapFile{Data: []byte("ALTER TABLE questions ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'")}
	steps["migrations/0003_more.sql"] = &fstest.MapFile{Data: []byte("CREATE TABLE more (x TEXT);\nINSERT INTO more VALUES ('once') -- and no end")}
	for range 2 {
		must(t, db.Migrate(t.Context(), steps))
		if v, n := version(), count(t, db, "more"); v != 3 || n != 1 {
			t.Errorf("the version is %d, the last step was taken %d times", v, n)
		}
	}
	find(t, db, "aaaaaaaaaa", true)
	refused(t, path, "its schema is 3, that of this program 1")
}

// TestFullFile has what does not fit be refused with the reason, and all else stay and
// go on when there is room again.
func TestFullFile(t *testing.T) {
	db, _ := atNoon(t)
	limit := func(pages int) {
		_, err := db.Writer().Exec(fmt.Sprintf("PRAGMA max_page_count = %d", pages))
		must(t, err)
	}
	limit(60)
	acceptUntilFull(t, db, func() { limit(10_000) })
}

// acceptUntilFull fills the disk, has room be made, and goes on.
func acceptUntilFull(t *testing.T, db *journal.DB, makeRoom func()) {
	t.Helper()
	payload := bytes.Repeat([]byte("secret "), 300)
	event := func(i int) journal.Event {
		return journal.Event{Key: fmt.Sprint(i), Conversation: fmt.Sprint(i), Payload: payload}
	}
	accepted := 0
	for ; ; accepted++ {
		fresh, err := db.Accept(t.Context(), "slack", event(accepted))
		if err == nil && fresh && accepted < 5000 {
			continue
		}
		if fresh || err == nil || !strings.Contains(err.Error(), "make room on its disk") || strings.Contains(err.Error(), "secret") {
			t.Fatalf("event %d: %v, %v; want an error with what and how to mend it", accepted, fresh, err)
		}
		break
	}
	if accepted == 0 {
		t.Fatal("nothing fitted")
	}
	check := func() {
		t.Helper()
		if n := len(strings.Fields(due(t, db, "slack", 10_000))); n != accepted {
			t.Errorf("%d events are due, %d were accepted", n, accepted)
		}
	}
	check()
	makeRoom()
	accept(t, db, "slack", event(accepted), true) // what was refused was not kept
	accepted++
	check()
	checkIntegrity(t, db)
}
