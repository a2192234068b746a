package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"path/filepath"
	"sync/atomic"

	"bigtalk/bot"
	"bigtalk/bot/journal"
)

// journal is where the questions of a person at this terminal are kept, for
// explain; nil where there is no cache folder.
func (env *environment) journal() *journal.File {
	if env.config.CacheDir == "" {
		return nil
	}
	return journal.OpenFile(filepath.Join(env.config.CacheDir, "questions.jsonl"), journal.FileOptions{})
}

// botJournal is journal for a bot; a nil interface where there is none.
func (env *environment) botJournal() bot.Journal {
	file := env.journal()
	if file == nil {
		return nil
	}
	return &terseJournal{File: file}
}

// A terseJournal complains once of questions that it cannot record, not with each.
type terseJournal struct {
	*journal.File
	told atomic.Bool
}

// Asked implements [bot.Journal].
func (j *terseJournal) Asked(ctx context.Context, q bot.Asked) error {
	err := j.File.Asked(ctx, q)
	if err == nil || j.told.Swap(true) {
		return nil
	}
	return fmt.Errorf("%w; this is said once: bigtalk explain will not know by their IDs the replies that are not recorded", err)
}

// messageIDs returns a source of message IDs that no other run of the program has.
func messageIDs() func() string {
	run, n := rand.Text(), 0
	return func() string {
		n++
		return fmt.Sprintf("%s-%d", run, n)
	}
}
