package journal_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"bigtalk/bot/journal"
)

func accept(t testing.TB, db *journal.DB, adapter string, e journal.Event, wantFresh bool) {
	t.Helper()
	fresh, err := db.Accept(t.Context(), adapter, e)
	if err != nil || fresh != wantFresh {
		t.Fatalf("Accept(%s %s) = %v, %v; want %v", adapter, e.Key, fresh, err, wantFresh)
	}
}

// due returns the keys of what is due.
func due(t testing.TB, db *journal.DB, adapter string, n int) string {
	t.Helper()
	events, err := db.Due(t.Context(), adapter, n)
	must(t, err)
	keys := make([]string, len(events))
	for i, e := range events {
		keys[i] = e.Key
	}
	return strings.Join(keys, " ")
}

func wantDue(t testing.TB, db *journal.DB, want string) {
	t.Helper()
	if got := due(t, db, "slack", 10); got != want {
		t.Errorf("due are %q, want %q", got, want)
	}
}

func TestEventRoundTrip(t *testing.T) {
	db, _ := atNoon(t)
	full := journal.Event{Key: "k1", Conversation: "c1", Person: "ann", Payload: []byte("\x00{\xff"), Received: noon.Add(-time.Hour), Attempt: 2}
	accept(t, db, "slack", full, true)
	accept(t, db, "slack", journal.Event{Key: "k2", Conversation: "c2"}, true)
	got, err := db.Due(t.Context(), "slack", 10)
	must(t, err)
	want := []journal.Event{full, {Key: "k2", Conversation: "c2", Received: noon}}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

// TestEventsAreWorkedOnOnce follows events from their receipt to their end, with
// deliveries in between that come again.
func TestEventsAreWorkedOnOnce(t *testing.T) {
	db, _ := atNoon(t)
	for i, conversation := range []string{"a", "a", "b", "a", "c", "b"} {
		accept(t, db, "slack", journal.Event{Key: fmt.Sprint(conversation, i), Conversation: conversation, Payload: []byte{1}}, true)
	}
	accept(t, db, "slack", journal.Event{Key: "b2", Conversation: "elsewhere"}, false)
	accept(t, db, "wecom", journal.Event{Key: "b2", Conversation: "b"}, true) // another's of that key
	wantDue(t, db, "a0 b2 c4")
	wantDue(t, db, "a0 b2 c4") // again, until they are done
	for n, want := range map[int]string{-1: "", 0: "", 1: "a0", 2: "a0 b2"} {
		if got := due(t, db, "slack", n); got != want {
			t.Errorf("Due of %d = %q, want %q", n, got, want)
		}
	}
	must(t, db.Done(t.Context(), "slack", "b2"))
	wantDue(t, db, "a0 c4 b5")
	if got := due(t, db, "wecom", 10); got != "b2" {
		t.Errorf("another adapter's due are %q", got)
	}
	must(t, db.Done(t.Context(), "slack", "b2"), db.Done(t.Context(), "slack", "unheard of"))
	accept(t, db, "slack", journal.Event{Key: "b2", Conversation: "b"}, false)
	must(t, db.Done(t.Context(), "slack", "a0"), db.Done(t.Context(), "slack", "c4"))
	wantDue(t, db, "a1 b5")
}

// TestUndone returns what a conversation has left, due or not.
func TestUndone(t *testing.T) {
	db, _ := atNoon(t)
	for _, key := range []string{"a1", "b1", "a2", "a3"} {
		accept(t, db, "wechat", journal.Event{Key: key, Conversation: key[:1], Payload: []byte(key)}, true)
	}
	accept(t, db, "slack", journal.Event{Key: "a4", Conversation: "a"}, true)
	must(t, db.PutOff(t.Context(), "wechat", "a1", noon.Add(time.Hour), 1))
	must(t, db.Done(t.Context(), "wechat", "a2"))
	got, err := db.Undone(t.Context(), "wechat", "a")
	must(t, err)
	if len(got) != 2 || got[0].Key != "a1" || got[0].Attempt != 1 || got[1].Key != "a3" || string(got[1].Payload) != "a3" {
		t.Errorf("undone are %+v", got)
	}
}

func TestEventWithoutAKey(t *testing.T) {
	db, _ := atNoon(t)
	for adapter, key := range map[string]string{"slack": "", "": "k"} {
		if fresh, err := db.Accept(t.Context(), adapter, journal.Event{Key: key}); fresh || err == nil {
			t.Errorf("Accept(%q %q) = %v, %v; want an error", adapter, key, fresh, err)
		}
	}
}

// TestDoneWipes has nothing but the key be left of an event.
func TestDoneWipes(t *testing.T) {
	db, _ := atNoon(t)
	accept(t, db, "slack", journal.Event{Key: "k", Conversation: "c", Person: "ann", Payload: []byte("words")}, true)
	must(t, db.Done(t.Context(), "slack", "k"))
	if n := count(t, db, "events WHERE event_key = ? AND payload IS NULL AND conversation IS NULL AND person IS NULL", "k"); n != 1 {
		t.Errorf("%d wiped events", n)
	}
}

// TestPutOff has what was put off wait, and what comes after it in its conversation.
func TestPutOff(t *testing.T) {
	db, c := atNoon(t)
	for i, conversation := range []string{"a", "b", "a"} {
		accept(t, db, "slack", journal.Event{Key: fmt.Sprint(conversation, i), Conversation: conversation}, true)
	}
	must(t, db.PutOff(t.Context(), "slack", "a0", noon.Add(time.Minute), 1))
	wantDue(t, db, "b1")
	c.advance(time.Minute - time.Microsecond)
	wantDue(t, db, "b1")
	c.advance(time.Microsecond)
	wantDue(t, db, "a0 b1")
	must(t, db.PutOff(t.Context(), "slack", "a0", c.Now(), 2))
	events, err := db.Due(t.Context(), "slack", 1)
	must(t, err)
	if len(events) != 1 || events[0].Attempt != 2 {
		t.Errorf("after two attempts: %+v", events)
	}
	must(t, db.Done(t.Context(), "slack", "a0"), db.PutOff(t.Context(), "slack", "a0", noon, 1), db.PutOff(t.Context(), "slack", "unheard of", noon, 1))
	wantDue(t, db, "b1 a2")
}

// TestClockGoesBack leaves what was accepted before it due.
func TestClockGoesBack(t *testing.T) {
	db, c := atNoon(t)
	accept(t, db, "slack", journal.Event{Key: "k", Conversation: "c"}, true)
	c.advance(-24 * time.Hour)
	wantDue(t, db, "k")
}

// TestKeysAreKept has keys be known for a day at least, and then go; what is pending
// stays for as long as it takes.
func TestKeysAreKept(t *testing.T) {
	db, c := atNoon(t)
	for _, key := range []string{"old", "pending", "older"} {
		accept(t, db, "slack", journal.Event{Key: key, Conversation: key, Payload: []byte(key)}, true)
	}
	must(t, db.Done(t.Context(), "slack", "older"))
	c.advance(2 * time.Hour)
	must(t, db.Done(t.Context(), "slack", "old"))
	// Two hours after "older" is over, so that it would go if it were looked for.
	c.advance(journal.KeepKeys - time.Hour)
	accept(t, db, "slack", journal.Event{Key: "now", Conversation: "now"}, true)
	awaitPruned(t, db, "events", 3)
	accept(t, db, "slack", journal.Event{Key: "old", Conversation: "x"}, false)
	accept(t, db, "slack", journal.Event{Key: "older", Conversation: "x"}, true)
	// "old" is over now, but was looked for less than an hour ago.
	c.advance(time.Hour - time.Second)
	accept(t, db, "slack", journal.Event{Key: "soon", Conversation: "soon"}, true)
	accept(t, db, "slack", journal.Event{Key: "old", Conversation: "x"}, false)
	c.advance(2 * time.Second)
	accept(t, db, "slack", journal.Event{Key: "later", Conversation: "later"}, true)
	awaitPruned(t, db, "events", 5)
	accept(t, db, "slack", journal.Event{Key: "old", Conversation: "y"}, true)
	c.advance(1000 * time.Hour)
	must(t, db.Done(t.Context(), "slack", "now"))
	wantDue(t, db, "pending older soon later old")
}

// awaitPruned waits until a table has so many rows: pruning comes after the write
// that it follows.
func awaitPruned(t testing.TB, db *journal.DB, table string, want int) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
		n := count(t, db, table)
		if n == want {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%s has %d rows, want %d", table, n, want)
		}
	}
}
