package journal_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"bigtalk/bot/journal"
)

// childRole is the variable that makes of this test's program a process beside it.
const childRole = "BIGTALK_JOURNAL_CHILD"

// child is what such a process does.
func child(role string, args []string) int {
	ctx := context.Background()
	var err error
	switch role {
	case "accept":
		err = acceptUntilKilled(ctx, args[0], args[1])
	case "share":
		err = shareFile(ctx, args[0], args[1])
	case "open":
		var db *journal.DB
		if db, err = journal.Open(ctx, args[0], options()); err == nil {
			err = errors.Join(db.Asked(ctx, question("aaaaaaaaaa", "ann")), db.Close())
		}
		fmt.Println("unwritable:", errors.Is(err, journal.ErrUnwritable))
	default:
		err = fmt.Errorf("no role %q", role)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func newChild(t testing.TB, role string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	must(t, err)
	cmd := exec.CommandContext(t.Context(), self, args...)
	cmd.Env = append(os.Environ(), childRole+"="+role)
	return cmd
}

// acceptUntilKilled accepts events and ends some of them, and says so of each when it
// is done.
func acceptUntilKilled(ctx context.Context, path, prefix string) error {
	db, err := journal.Open(ctx, path, options())
	if err != nil {
		return err
	}
	var mu sync.Mutex
	say := func(what, key string) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Println(what, key) // one write
	}
	failed := make(chan error)
	for caller := range 6 {
		go func() {
			for i := 0; ; i++ {
				key := fmt.Sprintf("%s-%d-%d", prefix, caller, i)
				fresh, err := db.Accept(ctx, "slack", journal.Event{Key: key, Conversation: key, Person: "ann", Payload: []byte("payload of " + key)})
				if err != nil || !fresh {
					failed <- fmt.Errorf("accept %s: %v, %w", key, fresh, err)
					return
				}
				say("accepted", key)
				if i%3 > 0 {
					continue
				}
				say("ending", key)
				if err := db.Done(ctx, "slack", key); err != nil {
					failed <- err
					return
				}
				say("ended", key)
			}
		}()
	}
	return <-failed
}

// TestCrash kills a process over and over while it accepts and ends events: what it
// has said to be accepted is there and due once, unless it was being ended.
func TestCrash(t *testing.T) {
	rounds := 12
	if testing.Short() {
		rounds = 2
	}
	path := newPath(t)
	total := 0
	for round := range rounds {
		cmd := newChild(t, "accept", path, fmt.Sprint("r", round))
		out, err := cmd.StdoutPipe()
		must(t, err)
		var complaint bytes.Buffer
		cmd.Stderr = &complaint
		must(t, cmd.Start())
		state := make(map[string]string) // of each key, what was said last
		lines := bufio.NewScanner(out)
		kill := time.AfterFunc(time.Duration(20+rand.IntN(200))*time.Millisecond, func() { _ = cmd.Process.Kill() })
		for lines.Scan() {
			if what, key, ok := strings.Cut(lines.Text(), " "); ok {
				state[key] = what
			}
		}
		kill.Stop()
		if err := cmd.Wait(); err == nil || complaint.Len() > 0 {
			t.Fatalf("round %d: the process ended with %v: %s", round, err, &complaint)
		}
		total += len(state)
		checkAfterCrash(t, path, state)
	}
	if total < rounds {
		t.Errorf("%d events in %d rounds: nothing was tried", total, rounds)
	}
	t.Logf("%d events in %d crashes", total, rounds)
}

// checkAfterCrash compares what a process said with what it left, and ends all.
func checkAfterCrash(t *testing.T, path string, state map[string]string) {
	t.Helper()
	db, err := journal.Open(t.Context(), path, options())
	must(t, err)
	events, err := db.Due(t.Context(), "slack", 1_000_000)
	must(t, err)
	seen := make(map[string]bool)
	for _, e := range events {
		if seen[e.Key] {
			t.Errorf("%s is due twice", e.Key)
		}
		seen[e.Key] = true
		if want := "payload of " + e.Key; string(e.Payload) != want || e.Conversation != e.Key {
			t.Errorf("%s has the payload %q", e.Key, e.Payload)
		}
	}
	for key, what := range state {
		if fresh, err := db.Accept(t.Context(), "slack", journal.Event{Key: key}); fresh || err != nil {
			t.Errorf("%s, %s: delivered again it is fresh: %v, %v", key, what, fresh, err)
		}
		if what == "accepted" && !seen[key] || what == "ended" && seen[key] {
			t.Errorf("%s, %s: due %v", key, what, seen[key])
		}
	}
	var wait sync.WaitGroup
	for key := range seen {
		wait.Go(func() {
			if err := db.Done(t.Context(), "slack", key); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	checkIntegrity(t, db)
	must(t, db.Close())
}

func checkIntegrity(t testing.TB, db *journal.DB) {
	t.Helper()
	var verdict string
	must(t, db.Readers().QueryRow("PRAGMA integrity_check").Scan(&verdict))
	if verdict != "ok" {
		t.Errorf("the file is damaged: %s", verdict)
	}
}

const (
	openings = 6  // of each process
	eachTime = 15 // records of each
)

// shareFile uses a file that others use too, and closes it now and then.
func shareFile(ctx context.Context, path, name string) error {
	for opening := range openings {
		db, err := journal.Open(ctx, path, options())
		if err != nil {
			return err
		}
		for i := range eachTime {
			key := fmt.Sprintf("%s-%d-%d", name, opening, i)
			fresh, err := db.Accept(ctx, "slack", journal.Event{Key: key, Conversation: key})
			if err == nil && !fresh {
				err = errors.New("it is not fresh")
			}
			_, dueErr := db.Due(ctx, "slack", 10)
			err = errors.Join(err, dueErr, db.Asked(ctx, question(key, name)), db.Judged(ctx, judgement(key, name)), db.Done(ctx, "slack", key))
			if _, ok, lookupErr := db.Lookup(ctx, key); !ok {
				err = errors.Join(err, fmt.Errorf("it is not found: %w", lookupErr))
			}
			if i == eachTime/2 {
				err = errors.Join(err, db.Forget(ctx, "cli", "passer-by of "+name))
			}
			if err != nil {
				return errors.Join(fmt.Errorf("%s: %w", key, err), db.Close())
			}
		}
		if err := db.Close(); err != nil {
			return err
		}
	}
	return nil
}

// TestProcessesShareAFile has several begin it at once, and none lose a record or
// fail because of the others.
func TestProcessesShareAFile(t *testing.T) {
	const processes = 3
	path := newPath(t)
	var all sync.WaitGroup
	for p := range processes {
		cmd := newChild(t, "share", path, "process"+strconv.Itoa(p))
		all.Go(func() {
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("process %d: %v: %s", p, err, out)
			}
		})
	}
	all.Go(func() {
		if err := shareFile(t.Context(), path, "here"); err != nil {
			t.Error(err)
		}
	})
	all.Wait()
	db := open(t, path, options())
	want := (processes + 1) * openings * eachTime
	for _, table := range []string{"events WHERE done_at IS NOT NULL", "questions", "feedback"} {
		if n := count(t, db, table); n != want {
			t.Errorf("%s: %d rows, want %d", table, n, want)
		}
	}
	checkIntegrity(t, db)
}
