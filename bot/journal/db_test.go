package journal_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bigtalk/bot"
	"bigtalk/bot/journal"
	"bigtalk/knowledge"
)

func TestMain(m *testing.M) {
	if role := os.Getenv(childRole); role != "" {
		os.Exit(child(role, os.Args[1:]))
	}
	os.Exit(m.Run())
}

func person(user string) bot.Person {
	return bot.Person{Platform: "cli", Conversation: "desk", User: user}
}

// noon is when everything happens that has no reason to happen at another time.
var noon = time.Date(2025, 3, 1, 12, 30, 0, 5000, time.UTC)

// options are those of a journal at noon.
func options() journal.Options { return journal.Options{Now: func() time.Time { return noon }} }

// question is one with every field.
func question(id, user string) bot.Asked {
	return bot.Asked{
		ReplyID: id, Time: noon, Person: person(user), MessageID: "run-" + id,
		Question: "那 <网关> 呢？\n\x1b[31m \"quoted\" \x00 \xff", Thread: knowledge.Thread{
			Questions: []string{"sidecar 内存", "限流"}, Shown: "e02q02", Offered: []string{"e02q02", "e03q01"},
		},
		Overheard: true, Picked: true, Language: bot.Chinese, Decision: bot.Choices, Shown: []string{"e05q01", "e05q02"}, Version: "abc123",
	}
}

func judgement(id, user string) bot.Feedback {
	return bot.Feedback{ReplyID: id, Time: noon, Person: person(user), Verdict: bot.HelpedNot}
}

// A clock stands until it is set.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func newPath(t testing.TB) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "cache", "bigtalk", "journal.db")
}

// open opens a journal for the length of the test.
func open(t testing.TB, path string, o journal.Options) *journal.DB {
	t.Helper()
	db, err := journal.Open(t.Context(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// atNoon opens a new journal at noon.
func atNoon(t testing.TB) (*journal.DB, *clock) {
	t.Helper()
	c := &clock{now: noon}
	return open(t, newPath(t), journal.Options{Now: c.Now}), c
}

func must(t testing.TB, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// find looks a reply up that should be there or not.
func find(t testing.TB, db *journal.DB, id string, want bool) bot.Asked {
	t.Helper()
	q, ok, err := db.Lookup(t.Context(), id)
	if err != nil || ok != want {
		t.Fatalf("Lookup(%s) = %+v, %v, %v; want %v", id, q, ok, err, want)
	}
	return q
}

// count counts the rows that a query selects.
func count(t testing.TB, db *journal.DB, from string, args ...any) int {
	t.Helper()
	var n int
	must(t, db.Readers().QueryRowContext(t.Context(), "SELECT COUNT(*) FROM "+from, args...).Scan(&n))
	return n
}

// TestFileIsItsOwners has the file be for its owner alone, with nothing beside it when
// it is closed.
func TestFileIsItsOwners(t *testing.T) {
	path := newPath(t)
	db, err := journal.Open(t.Context(), path, options())
	must(t, err)
	must(t, db.Asked(t.Context(), question("aaaaaaaaaa", "ann")))
	dir := filepath.Dir(path)
	want := map[string]fs.FileMode{path: 0o600, path + "-wal": 0o600, path + "-shm": 0o600, dir: 0o700 | fs.ModeDir, filepath.Dir(dir): 0o700 | fs.ModeDir}
	for name, mode := range want {
		info, err := os.Stat(name)
		must(t, err)
		if info.Mode() != mode {
			t.Errorf("%s has the mode %v, want %v", name, info.Mode(), mode)
		}
	}
	must(t, db.Close())
	entries, err := os.ReadDir(dir)
	must(t, err)
	if len(entries) != 1 {
		t.Errorf("after Close the folder holds %v, want the file alone", entries)
	}
}

// TestConnections holds each connection to what durability, sharing and forgetting
// rest on.
func TestConnections(t *testing.T) {
	db, _ := atNoon(t)
	pools := map[string]interface {
		query(pragma string) string
	}{
		"writer":  asker{t, func(q string, into *string) error { return db.Writer().QueryRow(q).Scan(into) }},
		"readers": asker{t, func(q string, into *string) error { return db.Readers().QueryRow(q).Scan(into) }},
	}
	for name, pool := range pools {
		for pragma, want := range map[string]string{
			"journal_mode": "wal", "synchronous": "2", "secure_delete": "1", "foreign_keys": "1", "busy_timeout": "5000",
			"query_only": map[string]string{"writer": "0", "readers": "1"}[name],
		} {
			if got := pool.query(pragma); got != want {
				t.Errorf("%s: %s is %s, want %s", name, pragma, got, want)
			}
		}
	}
}

type asker struct {
	t    *testing.T
	scan func(query string, into *string) error
}

func (a asker) query(pragma string) (out string) {
	must(a.t, a.scan("PRAGMA "+pragma, &out))
	return out
}

// TestClose has what is written after it fail, and a second one do nothing.
func TestClose(t *testing.T) {
	db, err := journal.Open(t.Context(), newPath(t), options())
	must(t, err, db.Asked(t.Context(), question("aaaaaaaaaa", "ann")), db.Close(), db.Close())
	for name, err := range calls(t.Context(), db) {
		if err == nil {
			t.Errorf("%s after Close: no error", name)
		}
	}
}

// calls are every use of a journal.
func calls(ctx context.Context, db *journal.DB) map[string]error {
	_, _, lookup := db.Lookup(ctx, "aaaaaaaaaa")
	_, unanswered := db.Unanswered(ctx, noon, 1)
	_, accept := db.Accept(ctx, "slack", journal.Event{Key: "k", Payload: []byte("secret")})
	_, due := db.Due(ctx, "slack", 1)
	return map[string]error{
		"Asked": db.Asked(ctx, question("aaaaaaaaaa", "ann")), "Judged": db.Judged(ctx, judgement("aaaaaaaaaa", "ann")),
		"Forget": db.Forget(ctx, "cli", "ann"), "Lookup": lookup, "Unanswered": unanswered,
		"Accept": accept, "Due": due, "Done": db.Done(ctx, "slack", "k"), "PutOff": db.PutOff(ctx, "slack", "k", noon, 1),
	}
}

func TestCancelled(t *testing.T) {
	path := newPath(t)
	db := open(t, path, options())
	must(t, db.Asked(t.Context(), question("aaaaaaaaaa", "ann")))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, err := range calls(ctx, db) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s = %v, want %v", name, err, context.Canceled)
		}
	}
	if _, err := journal.Open(ctx, path, options()); !errors.Is(err, context.Canceled) {
		t.Errorf("Open = %v, want %v", err, context.Canceled)
	}
	find(t, db, "aaaaaaaaaa", true)
}

// TestReopen has what was written be there again, and odd names be names.
func TestReopen(t *testing.T) {
	for _, name := range []string{"journal.db", "a?b#c%20d e&f=g.db", "日志.db", "file:x"} {
		path := filepath.Join(t.TempDir(), name)
		db, err := journal.Open(t.Context(), path, options())
		must(t, err, db.Asked(t.Context(), question("aaaaaaaaaa", "ann")), db.Close())
		if diff := cmp.Diff(question("aaaaaaaaaa", "ann"), find(t, open(t, path, options()), "aaaaaaaaaa", true)); diff != "" {
			t.Errorf("%s: question (-want +got):\n%s", name, diff)
		}
		entries, err := os.ReadDir(filepath.Dir(path))
		must(t, err)
		if !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == name }) {
			t.Errorf("the folder holds %v, not %s", entries, name)
		}
	}
}

// TestRelativePath has a path be that of the folder in which it was opened.
func TestRelativePath(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	db := open(t, "journal.db", options())
	t.Chdir(t.TempDir())
	must(t, db.Asked(t.Context(), question("aaaaaaaaaa", "ann")))
	if _, err := os.Stat(filepath.Join(dir, "journal.db-wal")); err != nil {
		t.Error(err)
	}
}

func TestLinksAreFollowed(t *testing.T) {
	dir := t.TempDir()
	link := filepath.Join(dir, "journal.db")
	must(t, os.WriteFile(filepath.Join(dir, "real.db"), nil, 0o600))
	if err := os.Symlink("real.db", link); err != nil {
		t.Skip(err)
	}
	db, err := journal.Open(t.Context(), link, options())
	must(t, err, db.Asked(t.Context(), question("aaaaaaaaaa", "ann")), db.Close())
	find(t, open(t, filepath.Join(dir, "real.db"), options()), "aaaaaaaaaa", true)
	if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link has become %v, %v", info.Mode(), err)
	}
	nowhere := filepath.Join(dir, "nowhere.db")
	must(t, os.Symlink("missing.db", nowhere))
	if _, err := journal.Open(t.Context(), nowhere, options()); err == nil || !strings.Contains(err.Error(), nowhere+": a link to nowhere") {
		t.Errorf("Open of a link to nowhere = %v", err)
	}
}
