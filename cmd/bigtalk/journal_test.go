package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bigtalk/bot"
	"bigtalk/config"
)

// TestJournalNowhere has no cache folder mean no journal, also to a bot, which asks
// whether its interface is nil.
func TestJournalNowhere(t *testing.T) {
	env := &environment{}
	if j := env.botJournal(); env.journal() != nil || j != nil {
		t.Errorf("without a cache folder there is the journal %#v", j)
	}
}

// TestTerseJournal complains of the first question that it cannot keep, and of every
// judgement and everybody it cannot forget, which the person is told.
func TestTerseJournal(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "questions.jsonl"), 0o700); err != nil {
		t.Fatal(err)
	}
	j := (&environment{config: config.Config{CacheDir: dir}}).botJournal()
	for i := range 3 {
		if err := j.Asked(t.Context(), bot.Asked{}); (err != nil) != (i == 0) {
			t.Errorf("question %d: %v", i+1, err)
		}
		if err := j.Judged(t.Context(), bot.Feedback{}); err == nil {
			t.Errorf("judgement %d: no error", i+1)
		}
		if err := j.Forget(t.Context(), "cli", "cli"); err == nil {
			t.Errorf("forgetting %d: no error", i+1)
		}
	}
}

func TestMessageIDs(t *testing.T) {
	first, second := messageIDs(), messageIDs()
	seen := make(map[string]bool)
	for range 3 {
		for _, id := range []string{first(), second()} {
			if seen[id] || strings.TrimSpace(id) == "" {
				t.Errorf("the ID %q comes twice", id)
			}
			seen[id] = true
		}
	}
}
