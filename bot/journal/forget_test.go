package journal_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"bigtalk/bot"
	"bigtalk/bot/journal"
)

func TestForget(t *testing.T) {
	db, _ := atNoon(t)
	for i := range 5 {
		for _, user := range []string{"ann", "bob"} {
			q := question(fmt.Sprintf("%s-%d", user, i), user)
			q.Person.Conversation = fmt.Sprint("desk", i)
			must(t, db.Asked(t.Context(), q), db.Judged(t.Context(), bot.Feedback{ReplyID: q.ReplyID, Time: noon, Person: q.Person}))
			accept(t, db, "cli", journal.Event{Key: q.ReplyID, Conversation: "talk", Person: user, Payload: []byte(user)}, true)
		}
	}
	elsewhere := question("elsewhere", "ann")
	elsewhere.Person.Platform = "slack"
	must(t, db.Asked(t.Context(), elsewhere))
	accept(t, db, "slack", journal.Event{Key: "elsewhere", Person: "ann"}, true)

	must(t, db.Forget(t.Context(), "cli", "ann"))
	for table, want := range map[string]int{
		"questions": 6, "questions WHERE person = 'ann'": 1, "feedback": 5, "feedback WHERE person = 'ann'": 0,
		"events": 11, "events WHERE person = 'ann'": 1, "events WHERE adapter = 'cli' AND payload IS NULL": 5,
	} {
		if n := count(t, db, table); n != want {
			t.Errorf("%s: %d rows, want %d", table, n, want)
		}
	}
	find(t, db, "bob-3", true)
	find(t, db, "elsewhere", true)
	if got := due(t, db, "cli", 10); got != "bob-0" {
		t.Errorf("due are %q", got)
	}
	// What was under way for the person ends as ever; it comes not again.
	accept(t, db, "cli", journal.Event{Key: "ann-3", Conversation: "talk", Person: "ann"}, false)
	must(t, db.PutOff(t.Context(), "cli", "ann-0", noon, 1), db.Done(t.Context(), "cli", "ann-1"))
	if n := count(t, db, "events WHERE done_at IS NULL AND adapter = 'cli'"); n != 5 {
		t.Errorf("%d events are pending, want bob's 5", n)
	}
	must(t, db.Asked(t.Context(), question("ann-again", "ann")))
	find(t, db, "ann-again", true)
	must(t, db.Forget(t.Context(), "cli", "nobody"))
}

// TestForgetLeavesNoTrace looks for what was forgotten in the bytes of the file and of
// its log, after much of everybody's has come, changed and gone.
func TestForgetLeavesNoTrace(t *testing.T) {
	const secret = "Ann-was-here"
	traces := func(path string) (n int) {
		for _, name := range []string{path, path + "-wal"} {
			data, err := os.ReadFile(name)
			must(t, err)
			n += bytes.Count(data, []byte(secret))
		}
		return n
	}
	for seed, rows := range []int{50, 300, 1000} {
		path := newPath(t)
		db := open(t, path, options())
		_, err := db.Writer().Exec("PRAGMA synchronous = OFF") // nothing of this is about the disk
		must(t, err)
		r := rand.New(rand.NewPCG(uint64(seed), 2))
		for i := range rows {
			user := []string{secret, "bob", "carol", "dave"}[r.IntN(4)]
			text := strings.Repeat(user+" ", 1+r.IntN(60))
			if r.IntN(30) == 0 {
				text = strings.Repeat(user+" ", 1000) // more than a page
			}
			q := question(fmt.Sprint(i), user)
			q.Time, q.Question, q.MessageID = noon.Add(time.Duration(r.IntN(1e9))), text, fmt.Sprint(user, r.IntN(rows)) // some again
			q.Thread.Questions = []string{text, user}
			must(t, db.Asked(t.Context(), q), db.Judged(t.Context(), judgement(fmt.Sprint(r.IntN(rows)), user)))
			accept(t, db, "cli", journal.Event{Key: fmt.Sprint(i), Conversation: user, Person: user, Payload: []byte(text)}, true)
			if r.IntN(3) > 0 {
				must(t, db.Done(t.Context(), "cli", fmt.Sprint(r.IntN(i+1))))
			}
		}
		must(t, db.Forget(t.Context(), "cli", "carol"))
		if n := traces(path); n == 0 {
			t.Error("before it is forgotten the secret is nowhere: this test finds nothing")
		}
		must(t, db.Forget(t.Context(), "cli", secret))
		if n := traces(path); n > 0 {
			t.Errorf("of %d rows the secret is there %d times", rows, n)
		}
		if n := count(t, db, "questions WHERE person = 'bob'"); n < rows/8 {
			t.Errorf("bob has %d questions left of %d", n, rows)
		}
		checkIntegrity(t, db)
		// What is written and read now is as before.
		must(t, db.Asked(t.Context(), question("aaaaaaaaaa", "ann")))
		find(t, db, "aaaaaaaaaa", true)
		must(t, db.Close())
		find(t, open(t, path, options()), "aaaaaaaaaa", true)
	}
}

// TestForgetWhileSomebodyReads says so when a reader holds the log, and works when
// that is gone.
func TestForgetWhileSomebodyReads(t *testing.T) {
	db, _ := atNoon(t)
	_, err := db.Writer().Exec("PRAGMA busy_timeout = 50") // nobody ends what it waits for
	must(t, err)
	must(t, db.Asked(t.Context(), question("aaaaaaaaaa", "ann")), db.Asked(t.Context(), question("bbbbbbbbbb", "bob")))
	reader, err := db.Readers().Conn(t.Context())
	must(t, err)
	defer reader.Close()
	var n int
	_, err = reader.ExecContext(t.Context(), "BEGIN")
	must(t, err, reader.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM questions").Scan(&n))
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond) // it waits for longer
	defer cancel()
	if err := db.Forget(ctx, "cli", "ann"); err == nil {
		t.Errorf("Forget beside a reader = %v", err)
	}
	find(t, db, "aaaaaaaaaa", false) // it is removed all the same
	_, err = reader.ExecContext(t.Context(), "ROLLBACK")
	must(t, err, db.Forget(t.Context(), "cli", "ann"))
	find(t, db, "bbbbbbbbbb", true)
}
