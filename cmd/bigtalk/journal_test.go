package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bigtalk/bot"
	"bigtalk/config"
)

// atTerminal is an environment whose journal lies in the folder, and what it says.
func atTerminal(dir string) (*environment, *bytes.Buffer) {
	said := new(bytes.Buffer)
	return &environment{config: config.Config{CacheDir: dir}, stderr: said}, said
}

// TestJournalNowhere has no cache folder and a link to the null device mean no
// journal, also to a bot, which asks whether its interface is nil.
func TestJournalNowhere(t *testing.T) {
	unwanted := t.TempDir()
	if err := os.Symlink(os.DevNull, filepath.Join(unwanted, journalFile)); err != nil {
		t.Log(err)
		unwanted = ""
	}
	for _, dir := range []string{"", unwanted} {
		env, _ := atTerminal(dir)
		var opts bot.Options
		env.keep(t.Context(), &opts, false)()
		if j := env.journal(); j != nil || opts.Journal != nil {
			t.Errorf("with %q there is the journal %#v", dir, opts.Journal)
		}
	}
}

// TestNothingIsMadeAhead has the file come into being with the first record.
func TestNothingIsMadeAhead(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cache")
	env, said := atTerminal(dir)
	var opts bot.Options
	end := env.keep(t.Context(), &opts, false)
	if _, known, err := env.journal().Lookup(t.Context(), "aaaaaaaaaa"); known || err != nil {
		t.Errorf("Lookup = %v, %v", known, err)
	}
	if err := opts.Journal.Forget(t.Context(), "cli", terminalUser); err != nil {
		t.Error(err)
	}
	end()
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("before the first record: %v, want no folder", err)
	}
	end = env.keep(t.Context(), &opts, false)
	if err := opts.Journal.Asked(t.Context(), bot.Asked{ReplyID: "aaaaaaaaaa", Time: time.Now()}); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(dir, journalFile)); err != nil {
		t.Error(err)
	}
	end()
	wantOnly(t, dir, journalFile)
	if said.Len() > 0 {
		t.Errorf("said: %s", said)
	}
}

// wantOnly has a folder hold one file, with nothing beside it.
func wantOnly(t *testing.T, dir, name string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 || entries[0].Name() != name {
		t.Errorf("the folder holds %v, %v; want %s", entries, err, name)
	}
}

// TestOneQuestionIsRecordedAtTheEnd has nobody wait for the record of one question;
// whoever is forgotten before leaves none.
func TestOneQuestionIsRecordedAtTheEnd(t *testing.T) {
	for _, forgotten := range []bool{false, true} {
		dir := filepath.Join(t.TempDir(), "cache")
		env, said := atTerminal(dir)
		ctx, cancel := context.WithCancel(t.Context())
		var opts bot.Options
		end := env.keep(ctx, &opts, true)
		if err := opts.Journal.Asked(ctx, bot.Asked{ReplyID: "aaaaaaaaaa", Time: time.Now()}); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(dir); !os.IsNotExist(err) {
			t.Errorf("before the end: %v, want no folder", err)
		}
		if forgotten {
			if err := opts.Journal.Forget(ctx, "cli", terminalUser); err != nil {
				t.Error(err)
			}
		}
		cancel() // as an interrupt does when the answer is out
		end()
		j := env.journal()
		if _, known, err := j.Lookup(t.Context(), "aaaaaaaaaa"); known == forgotten || err != nil {
			t.Errorf("forgotten %v: known %v, %v", forgotten, known, err)
		}
		if err := j.Close(); err != nil {
			t.Error(err)
		}
		if said.Len() > 0 {
			t.Errorf("said: %s", said)
		}
	}
}

// TestJournalThatCannotBeOpened is complained of with the first question of a
// conversation, and with every judgement and everybody that it cannot forget, which
// the person is told. Of one question it is said where there is something to mend,
// not where nothing may be written.
func TestJournalThatCannotBeOpened(t *testing.T) {
	inPlace := t.TempDir()
	if err := os.Mkdir(filepath.Join(inPlace, journalFile), 0o700); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for dir, saysAfterOne := range map[string]bool{inPlace: true, filepath.Join(file, "cache"): false} {
		env, said := atTerminal(dir)
		var opts bot.Options
		end := env.keep(t.Context(), &opts, false)
		j := opts.Journal
		for i := range 3 {
			if err := j.Asked(t.Context(), bot.Asked{}); (err != nil) != (i == 0) || err != nil && !strings.Contains(err.Error(), dir) {
				t.Errorf("question %d: %v", i+1, err)
			}
			if err := j.Judged(t.Context(), bot.Feedback{}); err == nil {
				t.Errorf("judgement %d: no error", i+1)
			}
			if err := j.Forget(t.Context(), "cli", terminalUser); err == nil {
				t.Errorf("forgetting %d: no error", i+1)
			}
		}
		end()
		if said.Len() > 0 {
			t.Errorf("a conversation's end says: %s", said)
		}
		end = env.keep(t.Context(), &opts, true)
		if err := opts.Journal.Asked(t.Context(), bot.Asked{}); err != nil {
			t.Error(err)
		}
		end()
		if said := said.String(); strings.Contains(said, "question not recorded") != saysAfterOne || strings.Contains(said, "\n") != saysAfterOne {
			t.Errorf("after one question, in %s: %q", dir, said)
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
