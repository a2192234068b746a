package journal_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bigtalk/bot"
	"bigtalk/bot/journal"
)

// TestPast tells who has asked where, and a person's latest questions, after the file
// was closed and until they are forgotten.
func TestPast(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal.db")
	db, err := journal.Open(t.Context(), path, journal.Options{})
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now().Add(-time.Hour)
	alice := bot.Person{Platform: "slack", Conversation: "C1:1.1", User: "U1"}
	for i, q := range []struct {
		person         bot.Person
		message, asked string
	}{
		{alice, "1", "first"},
		{bot.Person{Platform: "slack", Conversation: "C1:1.1", User: "U2"}, "2", "of another person"},
		{bot.Person{Platform: "slack", Conversation: "C1:2.2", User: "U1"}, "3", "second"},
		{bot.Person{Platform: "cli", Conversation: "C1:1.1", User: "U1"}, "4", "elsewhere"},
		{alice, "5", "third"},
		{alice, "6", "first"},
	} {
		a := bot.Asked{Time: start.Add(time.Duration(i) * time.Minute), Person: q.person, MessageID: q.message, Question: q.asked}
		if err := db.Asked(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if db, err = journal.Open(t.Context(), path, journal.Options{}); err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	check := func(p bot.Person, want bool) {
		t.Helper()
		if got, err := db.HasAsked(t.Context(), p); err != nil || got != want {
			t.Errorf("HasAsked(%+v) = %v, %v; want %v", p, got, err, want)
		}
	}
	check(alice, true)
	check(bot.Person{Platform: "slack", Conversation: "C1:2.2", User: "U2"}, false)
	check(bot.Person{Platform: "slack", Conversation: "C1", User: "U1"}, false)
	check(bot.Person{Platform: "wecom", Conversation: "C1:1.1", User: "U1"}, false)
	for limit, want := range map[int][]string{5: {"first", "third", "second"}, 2: {"first", "third"}, 0: nil, -1: nil} {
		got, err := db.Questions(t.Context(), "slack", "U1", limit)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("Questions with limit %d: %v (-want +got):\n%s", limit, err, diff)
		}
	}
	last := func(message, want string) {
		t.Helper()
		q, ok, err := db.Last(t.Context(), bot.Message{ID: message, Platform: "slack", Conversation: "C1:1.1", User: "U1"})
		if err != nil || q.Question != want || ok != (want != "") {
			t.Errorf("Last(%s) = %+v, %v, %v; want %q", message, q, ok, err, want)
		}
	}
	last("7", "first")
	last("6", "third")
	if err := db.Forget(t.Context(), "slack", "U1"); err != nil {
		t.Fatal(err)
	}
	last("7", "")
	check(alice, false)
	if got, err := db.Questions(t.Context(), "slack", "U1", 5); err != nil || len(got) > 0 {
		t.Errorf("questions of who is forgotten: %q, %v", got, err)
	}
}
