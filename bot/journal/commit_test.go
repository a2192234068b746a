package journal_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"bigtalk/bot/journal"
)

// TestOneFailureCostsTheOthersNothing has writes of one batch stand and fall alone.
func TestOneFailureCostsTheOthersNothing(t *testing.T) {
	db, _ := atNoon(t)
	insert := func(reply string) func(context.Context, *sql.Tx) error {
		return func(ctx context.Context, tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, "INSERT INTO feedback VALUES (?, 'cli', 'desk', 'ann', 0, 'helped')", reply)
			return err
		}
	}
	mishap := errors.New("mishap")
	fails := func(ctx context.Context, tx *sql.Tx) error {
		return errors.Join(insert("half")(ctx, tx), mishap) // after it has written something
	}
	got := db.CommitTogether(t.Context(), insert("a"), fails, insert("b"), insert("a"), insert("c"))
	for i, wantErr := range []bool{false, true, false, true, false} { // "a" is there already
		if (got[i] != nil) != wantErr {
			t.Errorf("write %d: %v", i, got[i])
		}
	}
	if !errors.Is(got[1], mishap) {
		t.Errorf("write 1: %v, want %v", got[1], mishap)
	}
	if n := count(t, db, "feedback WHERE reply_id IN ('a', 'b', 'c')"); n != 3 || count(t, db, "feedback") != 3 {
		t.Errorf("%d rows", n)
	}
}

// TestManyAtOnce has everything happen at once: each event is fresh to one of those
// who bring it, and nothing is lost.
func TestManyAtOnce(t *testing.T) {
	const callers, each = 16, 20
	db, _ := atNoon(t)
	var fresh atomic.Int32
	var all sync.WaitGroup
	for caller := range callers {
		all.Go(func() {
			for i := range each {
				// Every event is brought by two.
				ok, err := db.Accept(t.Context(), "slack", journal.Event{Key: fmt.Sprint(caller/2, " ", i), Conversation: fmt.Sprint(caller / 2)})
				if ok {
					fresh.Add(1)
				}
				q := question(fmt.Sprintf("%d-%d", caller, i), fmt.Sprint("user", caller))
				err = errors.Join(err, db.Asked(t.Context(), q), db.Judged(t.Context(), judgement(q.ReplyID, q.Person.User)))
				_, known, lookupErr := db.Lookup(t.Context(), q.ReplyID)
				if !known {
					err = errors.Join(err, errors.New("what was just asked is not there"))
				}
				_, dueErr := db.Due(t.Context(), "slack", 5)
				if err = errors.Join(err, lookupErr, dueErr); err != nil {
					t.Error(err)
				}
			}
			if caller == 0 {
				if err := db.Forget(t.Context(), "cli", "user0"); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if n := fresh.Load(); n != callers/2*each {
		t.Errorf("%d were fresh, want %d", n, callers/2*each)
	}
	for table, want := range map[string]int{"events": callers / 2 * each, "questions": (callers - 1) * each, "feedback": (callers - 1) * each} {
		if n := count(t, db, table); n != want {
			t.Errorf("%s: %d rows, want %d", table, n, want)
		}
	}
}

// TestSomeGiveUpWaiting has contexts that end cost nobody else a record.
func TestSomeGiveUpWaiting(t *testing.T) {
	const callers = 40
	db, _ := atNoon(t)
	var all sync.WaitGroup
	for caller := range callers {
		all.Go(func() {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if caller%2 > 0 {
				go cancel()
			}
			key := fmt.Sprint(caller)
			_, err := db.Accept(ctx, "slack", journal.Event{Key: key, Conversation: key})
			if err != nil && (caller%2 == 0 || !errors.Is(err, context.Canceled)) {
				t.Errorf("%s: %v", key, err)
			}
		})
	}
	all.Wait()
	for caller := 0; caller < callers; caller += 2 {
		accept(t, db, "slack", journal.Event{Key: fmt.Sprint(caller)}, false)
	}
}

// TestCloseWhileWriting has each write succeed or be refused, and what succeeded be
// there.
func TestCloseWhileWriting(t *testing.T) {
	path := newPath(t)
	db, err := journal.Open(t.Context(), path, options())
	must(t, err)
	var mu sync.Mutex
	var kept []string
	var all sync.WaitGroup
	for caller := range 8 {
		all.Go(func() {
			for i := 0; ; i++ {
				key := fmt.Sprint(caller, " ", i)
				if _, err := db.Accept(t.Context(), "slack", journal.Event{Key: key}); err != nil {
					return
				}
				mu.Lock()
				kept = append(kept, key)
				ready := len(kept) == 100
				mu.Unlock()
				if ready {
					all.Go(func() {
						if err := db.Close(); err != nil {
							t.Error(err)
						}
					})
				}
			}
		})
	}
	all.Wait()
	again := open(t, path, options())
	if n := count(t, again, "events"); n != len(kept) {
		t.Errorf("%d events are there, %d were accepted", n, len(kept))
	}
}

// BenchmarkAccept takes the disk's time: each event is on it when it is accepted.
func BenchmarkAccept(b *testing.B) {
	for _, callers := range []int{1, 64} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			db := open(b, newPath(b), journal.Options{})
			payload := make([]byte, 500) // of a message
			var next atomic.Int64
			b.ResetTimer()
			var all sync.WaitGroup
			for range callers {
				all.Go(func() {
					for {
						i := next.Add(1)
						if i > int64(b.N) {
							return
						}
						key := fmt.Sprint("Ev", i)
						if fresh, err := db.Accept(b.Context(), "slack", journal.Event{Key: key, Conversation: key, Person: "U1", Payload: payload}); !fresh || err != nil {
							b.Errorf("Accept = %v, %v", fresh, err)
							return
						}
					}
				})
			}
			all.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "accepts/s")
		})
	}
}

// BenchmarkDue looks for what is due among many.
func BenchmarkDue(b *testing.B) {
	const pending, done = 10_000, 100_000
	db := open(b, newPath(b), options())
	_, err := db.Writer().Exec(fmt.Sprintf(`
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
		INSERT INTO events (adapter, event_key, received_at, due_at, attempt, done_at) SELECT 'slack', 'done' || i, i, 0, 0, i FROM n;
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
		INSERT INTO events (adapter, event_key, conversation, person, received_at, due_at, attempt) SELECT 'slack', 'k' || i, 'c' || (i %% 1000), '', i, 0, 0 FROM n`,
		done, pending))
	must(b, err)
	for b.Loop() {
		events, err := db.Due(b.Context(), "slack", 32)
		if err != nil || len(events) != 32 {
			b.Fatal(len(events), err)
		}
	}
}

// BenchmarkOpen opens and closes a journal that is there.
func BenchmarkOpen(b *testing.B) {
	path := newPath(b)
	open(b, path, options())
	b.ResetTimer()
	for b.Loop() {
		db, err := journal.Open(b.Context(), path, options())
		must(b, err, db.Close())
	}
}

// BenchmarkForget forgets one of many; the file is written anew.
func BenchmarkForget(b *testing.B) {
	for _, rows := range []int{1000, 20_000} {
		b.Run(fmt.Sprintf("questions=%d", rows), func(b *testing.B) {
			db := open(b, newPath(b), options())
			_, err := db.Writer().Exec(fmt.Sprintf(`
				WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
				INSERT INTO questions (reply_id, asked_at, platform, conversation, person, message_id, question, thread, overheard, picked, language, decision, shown, version, asking)
				SELECT 'reply' || i, %d + i, 'slack', 'c' || i, 'U' || (i %% 500), 'm' || i, hex(randomblob(200)), hex(randomblob(200)), 0, 0, 'en', 'answer', '["e01q01"]', 'v', hex(randomblob(32)) FROM n`,
				rows, noon.UnixMicro()))
			must(b, err)
			for i := 0; b.Loop(); i++ {
				must(b, db.Forget(b.Context(), "slack", fmt.Sprint("U", i)))
			}
		})
	}
}
