package journal_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
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

func person(user string) bot.Person {
	return bot.Person{Platform: "cli", Conversation: "desk", User: user}
}

// question is one with every field.
func question(id, user string) bot.Asked {
	return bot.Asked{
		ReplyID: id, Time: time.Date(2025, 3, 1, 12, 30, 0, 5, time.UTC), Person: person(user), MessageID: "run-1",
		Question: "那 <网关> 呢？\n\x1b[31m \"quoted\"", Thread: knowledge.Thread{
			Questions: []string{"sidecar 内存", "限流"}, Shown: "e02q02", Offered: []string{"e02q02", "e03q01"},
		},
		Overheard: true, Language: bot.Chinese, Decision: bot.Choices, Shown: []string{"e05q01", "e05q02"}, Version: "abc123",
	}
}

func judgement(id, user string) bot.Feedback {
	return bot.Feedback{ReplyID: id, Time: time.Date(2025, 3, 1, 12, 31, 0, 0, time.UTC), Person: person(user), Verdict: bot.HelpedNot}
}

func newPath(t *testing.T) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "cache", "bigtalk", "questions.jsonl")
}

func mustAsk(t *testing.T, f *journal.File, q bot.Asked) {
	t.Helper()
	if err := f.Asked(t.Context(), q); err != nil {
		t.Fatal(err)
	}
}

func mustJudge(t *testing.T, f *journal.File, j bot.Feedback) {
	t.Helper()
	if err := f.Judged(t.Context(), j); err != nil {
		t.Fatal(err)
	}
}

// find looks a reply up that should be there or not.
func find(t *testing.T, f *journal.File, id string, want bool) bot.Asked {
	t.Helper()
	q, ok, err := f.Lookup(t.Context(), id)
	if err != nil || ok != want {
		t.Fatalf("Lookup(%s) = %+v, %v, %v; want %v", id, q, ok, err, want)
	}
	return q
}

// linesOf reads the file's lines that are not blank.
func linesOf(t *testing.T, path string) []string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// A line that was being written passed for torn, and was ended once more.
	return slices.DeleteFunc(strings.Split(string(data), "\n"), func(l string) bool { return l == "" })
}

func put(t *testing.T, path, content string) {
	t.Helper()
	err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(content), 0o600))
	if err != nil {
		t.Fatal(err)
	}
}

func TestRoundTrip(t *testing.T) {
	path := newPath(t)
	f := journal.OpenFile(path, journal.FileOptions{})
	plain := bot.Asked{ReplyID: "bbbbbbbbbb", Time: time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC), Person: person("ann"), Question: "q", Version: "v"}
	for _, q := range []bot.Asked{question("aaaaaaaaaa", "ann"), plain} {
		mustAsk(t, f, q)
		mustJudge(t, f, judgement(q.ReplyID, "bob"))
		if diff := cmp.Diff(q, find(t, journal.OpenFile(path, journal.FileOptions{}), q.ReplyID, true)); diff != "" {
			t.Errorf("question (-want +got):\n%s", diff)
		}
	}
	find(t, f, "cccccccccc", false)
	find(t, f, "", false)
}

// TestFormat holds the lines to their fields: files outlive programs.
func TestFormat(t *testing.T) {
	path := newPath(t)
	f := journal.OpenFile(path, journal.FileOptions{})
	mustAsk(t, f, question("aaaaaaaaaa", "ann"))
	mustJudge(t, f, judgement("aaaaaaaaaa", "ann"))
	want := []string{
		`{"format":1,"kind":"asked","reply_id":"aaaaaaaaaa","time":"2025-03-01T12:30:00.000000005Z","platform":"cli","conversation":"desk","user":"ann",` +
			`"message_id":"run-1","question":"那 <网关> 呢？\n\u001b[31m \"quoted\"","thread":{"questions":["sidecar 内存","限流"],"shown":"e02q02","offered":["e02q02","e03q01"]},` +
			`"overheard":true,"language":"zh","decision":"choices","shown":["e05q01","e05q02"],"version":"abc123"}`,
		`{"format":1,"kind":"judged","reply_id":"aaaaaaaaaa","time":"2025-03-01T12:31:00Z","platform":"cli","conversation":"desk","user":"ann","verdict":"not"}`,
	}
	if diff := cmp.Diff(want, linesOf(t, path)); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}

func TestLookupTakesTheLast(t *testing.T) {
	f := journal.OpenFile(newPath(t), journal.FileOptions{})
	first, second := question("aaaaaaaaaa", "ann"), question("aaaaaaaaaa", "ann")
	second.Time, second.Decision, second.Shown = second.Time.Add(time.Hour), bot.Answer, []string{"e05q01"}
	mustAsk(t, f, first)
	mustAsk(t, f, question("bbbbbbbbbb", "ann"))
	mustAsk(t, f, second)
	if diff := cmp.Diff(second, find(t, f, "aaaaaaaaaa", true)); diff != "" {
		t.Errorf("question (-want +got):\n%s", diff)
	}
}

// TestNothingIsMadeAhead has a file come into being with the first record, for its
// owner alone.
func TestNothingIsMadeAhead(t *testing.T) {
	path := newPath(t)
	f := journal.OpenFile(path, journal.FileOptions{})
	find(t, f, "aaaaaaaaaa", false)
	if err := f.Forget(t.Context(), "cli", "ann"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Dir(filepath.Dir(path))); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("before the first record: %v, want no folder", err)
	}
	mustAsk(t, f, question("aaaaaaaaaa", "ann"))
	for name, want := range map[string]fs.FileMode{path: 0o600, filepath.Dir(path): 0o700 | fs.ModeDir, filepath.Dir(filepath.Dir(path)): 0o700 | fs.ModeDir} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode() != want {
			t.Errorf("%s has the mode %v, want %v", name, info.Mode(), want)
		}
	}
}

// TestBrokenLines has what is no line of ours passed over, and what follows it read.
func TestBrokenLines(t *testing.T) {
	path := newPath(t)
	put(t, path, "\ufeff\n"+
		"nonsense\n"+
		`{"format":2,"kind":"asked","reply_id":"aaaaaaaaaa","question":"of a later program","platform":"cli","user":"bob"}`+"\n"+
		`{"kind":"asked","reply_id":"aaaaaaaaaa","question":"of none"}`+"\n"+
		`{"format":1,"kind":"sung","reply_id":"aaaaaaaaaa"}`+"\n"+
		`{"format":1,"kind":"asked","reply_id":"aaaaaaaaaa","question":5}`+"\n"+
		`{"format":1,"kind":"asked","reply_id":"bbbbbbbbbb","question":"mine","platform":"cli","user":"bob","new_field":[1]}`+"\r\n"+
		strings.Repeat("x", 3000)+"\n"+
		`{"format":1,"kind":"asked","reply_id":"cccccccccc","question":"torn`)
	f := journal.OpenFile(path, journal.FileOptions{MaxBytes: 4000})
	find(t, f, "aaaaaaaaaa", false)
	if q := find(t, f, "bbbbbbbbbb", true); q.Question != "mine" {
		t.Errorf("found %+v", q)
	}
	find(t, f, "cccccccccc", false)
	for _, id := range []string{"dddddddddd", "eeeeeeeeee"} { // the first ends the torn line, the second does not fit
		mustAsk(t, f, question(id, "ann"))
		find(t, f, id, true)
	}
}

func TestForget(t *testing.T) {
	path := newPath(t)
	f := journal.OpenFile(path, journal.FileOptions{})
	for i := range 20 {
		for _, user := range []string{"ann", "bob"} {
			q := question(fmt.Sprintf("%s-%d", user, i), user)
			q.Person.Conversation = fmt.Sprint("desk", i)
			mustAsk(t, f, q)
			mustJudge(t, f, judgement(q.ReplyID, user))
		}
	}
	elsewhere := question("elsewhere", "ann")
	elsewhere.Person.Platform = "slack"
	mustAsk(t, f, elsewhere)
	later := `{"format":9,"platform":"cli","user":"bob","words":{"of":"a later program"}}`
	ofAnn := `{"format":9,"platform":"cli","user":"ann","words":"ann's"}`
	put(t, path, strings.Join(linesOf(t, path), "\n")+"\n"+later+"\n"+ofAnn+"\n"+`{"user":"ann","torn`)
	if err := f.Forget(t.Context(), "cli", "ann"); err != nil {
		t.Fatal(err)
	}
	find(t, f, "bob-7", true)
	find(t, f, "elsewhere", true)
	lines := linesOf(t, path)
	if len(lines) != 42 || lines[41] != later {
		t.Errorf("%d lines are left, want bob's 40, that of another platform and that of a later program; the last is %s", len(lines), lines[len(lines)-1])
	}
	for _, l := range lines {
		if strings.Contains(l, "ann") && !strings.Contains(l, "slack") {
			t.Errorf("still there: %s", l)
		}
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode() != 0o600 {
		t.Errorf("the file is %v with the mode %v, want 0600", err, info.Mode())
	}
	onlyFile(t, path)
	mustAsk(t, f, question("ann-again", "ann"))
	find(t, f, "ann-again", true)
	if err := errors.Join(f.Forget(t.Context(), "cli", "ann"), f.Forget(t.Context(), "cli", "bob"), f.Forget(t.Context(), "slack", "ann")); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(path); err != nil || len(data) != 0 {
		t.Errorf("after everybody: %q, %v", data, err)
	}
}

// onlyFile has nothing be left beside the file.
func onlyFile(t *testing.T, path string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 || entries[0].Name() != filepath.Base(path) {
		t.Errorf("the folder holds %v, want the file alone", entries)
	}
}

// TestBound has the file never grow past its bound, the newest stay and the oldest go.
func TestBound(t *testing.T) {
	const most = 20_000
	path := newPath(t)
	f := journal.OpenFile(path, journal.FileOptions{MaxBytes: most})
	id := func(i int) string { return fmt.Sprintf("reply%05d", i) }
	var before int64
	shrunk := 0
	for i := range 300 {
		q := question(id(i), "ann")
		q.Question = strings.Repeat("长", i%40)
		mustAsk(t, f, q)
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Size() > most {
			t.Fatalf("after %d records the file has %d bytes, want %d at most", i+1, info.Size(), most)
		}
		if info.Size() < before {
			shrunk++
			if info.Size() < most/2-1000 || info.Size() > most/2+1000 {
				t.Errorf("%d bytes became %d, want half of %d", before, info.Size(), most)
			}
		}
		before = info.Size()
		find(t, f, id(i), true)
		find(t, f, id(max(0, i-15)), true)
	}
	if shrunk < 3 {
		t.Errorf("the file was cut %d times", shrunk)
	}
	find(t, f, id(0), false)
	for i, l := range linesOf(t, path) {
		if !json.Valid([]byte(l)) {
			t.Errorf("line %d is broken: %s", i+1, l)
		}
	}
	onlyFile(t, path)
}

// TestLargeRecords has one that takes most of the file push everything else out,
// and one that is larger than the file be refused and cost nothing.
func TestLargeRecords(t *testing.T) {
	path := newPath(t)
	f := journal.OpenFile(path, journal.FileOptions{MaxBytes: 2000})
	mustAsk(t, f, question("small", "ann"))
	q := question("toolarge", "ann")
	q.Question = strings.Repeat("x", 2000)
	if err := f.Asked(t.Context(), q); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("Asked of too large a record = %v, want an error with the file's name", err)
	}
	find(t, f, "small", true)
	q = question("large", "ann")
	q.Question = strings.Repeat("x", 1300)
	mustAsk(t, f, q)
	find(t, f, "large", true)
	find(t, f, "small", false)
	if info, err := os.Stat(path); err != nil || info.Size() > 2000 {
		t.Errorf("the file is %v, %v", info.Size(), err)
	}
}

// TestConcurrentAppends has several files of one path, as several processes have
// them, keep every record.
func TestConcurrentAppends(t *testing.T) {
	path := newPath(t)
	const writers, each = 8, 50
	var wg sync.WaitGroup
	for w := range writers {
		f := journal.OpenFile(path, journal.FileOptions{})
		for half := range 2 {
			wg.Go(func() {
				for i := range each {
					if err := f.Asked(t.Context(), question(fmt.Sprintf("r%d-%d-%d", w, half, i), "ann")); err != nil {
						t.Error(err)
					}
					if i%10 > 0 {
						continue
					}
					if _, _, err := f.Lookup(t.Context(), "r0-0-0"); err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
	wg.Wait()
	seen := make(map[string]bool)
	for _, l := range linesOf(t, path) {
		var r struct {
			ID string `json:"reply_id"`
		}
		if err := json.Unmarshal([]byte(l), &r); err != nil {
			t.Errorf("line %s: %v", l, err)
		}
		seen[r.ID] = true
	}
	if len(seen) != writers*2*each {
		t.Errorf("%d records, want %d", len(seen), writers*2*each)
	}
}

// TestConcurrentChanges has rewriting cost no record that is made meanwhile in the
// same process, and nobody who was forgotten come back.
func TestConcurrentChanges(t *testing.T) {
	for _, most := range []int64{0, 20_000} {
		path := newPath(t)
		f := journal.OpenFile(path, journal.FileOptions{MaxBytes: most})
		const writers, each = 4, 60
		var wg sync.WaitGroup
		for w := range writers {
			wg.Go(func() {
				user := fmt.Sprint("user", w)
				for i := range each {
					if err := f.Asked(t.Context(), question(fmt.Sprintf("r%d-%d", w, i), user)); err != nil {
						t.Error(err)
					}
					if w > 0 || i%10 < 9 {
						continue
					}
					if err := f.Forget(t.Context(), "cli", user); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		lines := linesOf(t, path)
		for _, l := range lines {
			if !json.Valid([]byte(l)) || strings.Contains(l, "user0") {
				t.Errorf("line %s", l)
			}
		}
		if want := (writers - 1) * each; most == 0 && len(lines) != want {
			t.Errorf("%d lines, want %d", len(lines), want)
		}
		if info, err := os.Stat(path); err != nil || most > 0 && info.Size() > most {
			t.Errorf("the file is %v, %v", info.Size(), err)
		}
		onlyFile(t, path)
	}
}

// TestReplacedMeanwhile has another process's rewriting, of the file that was
// opened before it, lose no record that comes after it and bring nobody back.
func TestReplacedMeanwhile(t *testing.T) {
	path := newPath(t)
	const each = 100
	var wg sync.WaitGroup
	for _, user := range []string{"ann", "bob"} {
		f := journal.OpenFile(path, journal.FileOptions{})
		wg.Go(func() {
			for i := range each {
				if err := f.Asked(t.Context(), question(fmt.Sprintf("%s-%d", user, i), user)); err != nil {
					t.Error(err)
				}
				if user != "ann" || i%5 != 4 {
					continue
				}
				if err := f.Forget(t.Context(), "cli", "ann"); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	lines := linesOf(t, path)
	for _, l := range lines {
		if !json.Valid([]byte(l)) || strings.Contains(l, `"user":"ann"`) {
			t.Errorf("line %s", l)
		}
	}
	// The instant of a replacement may cost a line; more is not lost to it.
	if len(lines) < each*9/10 {
		t.Errorf("of bob's %d questions %d are left", each, len(lines))
	}
	onlyFile(t, path)
}

func TestLinksAreFollowed(t *testing.T) {
	dir := t.TempDir()
	target, link := filepath.Join(dir, "real.jsonl"), filepath.Join(dir, "questions.jsonl")
	if err := os.Symlink("real.jsonl", link); err != nil {
		t.Skip(err)
	}
	f := journal.OpenFile(link, journal.FileOptions{})
	mustAsk(t, f, question("aaaaaaaaaa", "ann"))
	mustAsk(t, f, question("bbbbbbbbbb", "bob"))
	if err := f.Forget(t.Context(), "cli", "ann"); err != nil {
		t.Fatal(err)
	}
	find(t, f, "bbbbbbbbbb", true)
	if n := len(linesOf(t, target)); n != 1 {
		t.Errorf("the link's target has %d lines", n)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link has become %v, %v", info.Mode(), err)
	}
}

// calls are every use of a file.
func calls(ctx context.Context, f *journal.File) map[string]error {
	_, _, err := f.Lookup(ctx, "aaaaaaaaaa")
	return map[string]error{
		"Asked": f.Asked(ctx, question("aaaaaaaaaa", "ann")), "Judged": f.Judged(ctx, judgement("aaaaaaaaaa", "ann")),
		"Forget": f.Forget(ctx, "cli", "ann"), "Lookup": err,
	}
}

func TestFolderInItsPlace(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "questions.jsonl")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, err := range calls(t.Context(), journal.OpenFile(dir, journal.FileOptions{})) {
		if err == nil || !strings.Contains(err.Error(), dir+": not a regular file") {
			t.Errorf("%s = %v, want an error with what and where", name, err)
		}
	}
}

func TestFileInItsFoldersPlace(t *testing.T) {
	file := filepath.Join(t.TempDir(), "cache")
	put(t, file, "not a folder")
	for name, err := range calls(t.Context(), journal.OpenFile(filepath.Join(file, "questions.jsonl"), journal.FileOptions{})) {
		if err == nil || !strings.Contains(err.Error(), file) {
			t.Errorf("%s = %v, want an error with what and where", name, err)
		}
	}
}

// TestNullDevice has who wants no journal get none, without complaints.
func TestNullDevice(t *testing.T) {
	before, err := os.Stat(os.DevNull)
	if err != nil {
		t.Skip(err)
	}
	link := filepath.Join(t.TempDir(), "questions.jsonl")
	if err := os.Symlink(os.DevNull, link); err != nil {
		t.Skip(err)
	}
	for _, path := range []string{os.DevNull, link} {
		f := journal.OpenFile(path, journal.FileOptions{})
		for name, err := range calls(t.Context(), f) {
			if err != nil {
				t.Errorf("%s: %s = %v", path, name, err)
			}
		}
		find(t, f, "aaaaaaaaaa", false)
	}
	after, err := os.Stat(os.DevNull)
	if err != nil || !os.SameFile(before, after) || after.Mode() != before.Mode() {
		t.Errorf("the device has become %v, %v", after.Mode(), err)
	}
}

func TestUnwritable(t *testing.T) {
	path := newPath(t)
	f := journal.OpenFile(path, journal.FileOptions{MaxBytes: 2000})
	mustAsk(t, f, question("aaaaaaaaaa", "ann"))
	if err := os.Chmod(filepath.Dir(path), 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(filepath.Dir(path), 0o700) }) // for the folder's removal
	if probe, err := os.CreateTemp(filepath.Dir(path), ""); err == nil {
		_ = probe.Close()
		t.Skip("this user may write everywhere")
	}
	if err := f.Forget(t.Context(), "cli", "ann"); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("Forget = %v, want %v", err, fs.ErrPermission)
	}
	find(t, f, "aaaaaaaaaa", true)
}

func TestCancelled(t *testing.T) {
	f := journal.OpenFile(newPath(t), journal.FileOptions{})
	mustAsk(t, f, question("aaaaaaaaaa", "ann"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, err := range calls(ctx, f) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s = %v, want %v", name, err, context.Canceled)
		}
	}
	find(t, f, "aaaaaaaaaa", true)
}
