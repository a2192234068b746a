package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"

	"bigtalk/bot"
	"bigtalk/bot/journal"
)

// journalFile is the journal's in the cache folder.
const journalFile = "journal.db"

// journalPath is the configured file, or that in the cache folder; empty where there
// is neither.
func (env *environment) journalPath() string {
	if env.config.Journal == "" && env.config.CacheDir != "" {
		return filepath.Join(env.config.CacheDir, journalFile)
	}
	return env.config.Journal
}

// journal is where the questions of a person at this terminal are kept, for explain;
// nil where there is no cache folder, or the file is a link to the null device, with
// which a person says to want none. Close it.
func (env *environment) journal() *terminalJournal {
	path := env.journalPath()
	if path == "" {
		return nil
	}
	if target, err := filepath.EvalSymlinks(path); err == nil && target == os.DevNull {
		return nil
	}
	return &terminalJournal{path: path, log: env.logger()}
}

// keep gives a bot the terminal's journal, where there is one. Of one question the
// record is made by end, which is to be called when the reply is out.
func (env *environment) keep(ctx context.Context, opts *bot.Options, one bool) (end func()) {
	j := env.journal()
	if j == nil {
		return func() {}
	}
	j.later = one
	opts.Journal = j
	return func() { j.end(context.WithoutCancel(ctx)) }
}

// A terminalJournal is a journal that is opened when it is needed: what was never
// recorded is not looked for, and makes no file.
type terminalJournal struct {
	path  string
	log   *slog.Logger
	later bool // questions are recorded by end: nobody waits for the disk

	mu      sync.Mutex
	db      *journal.DB // nil until it is needed
	told    bool        // of a question that could not be recorded
	waiting []bot.Asked // for end
}

var _ bot.Journal = (*terminalJournal)(nil)

// Asked implements [bot.Journal]. It complains once of questions that it cannot
// record, not with each.
func (j *terminalJournal) Asked(ctx context.Context, q bot.Asked) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.later {
		j.waiting = append(j.waiting, q)
		return nil
	}
	err := j.record(ctx, q)
	if err == nil || j.told {
		return nil
	}
	j.told = true
	return fmt.Errorf("%w; cache_dir may name another folder; this is said once: bigtalk explain will not know by their IDs the replies that are not recorded", err)
}

// Judged implements [bot.Journal].
func (j *terminalJournal) Judged(ctx context.Context, f bot.Feedback) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if err := j.open(ctx); err != nil {
		return fmt.Errorf("record feedback: %w", err)
	}
	return j.db.Judged(ctx, f)
}

// Forget implements [bot.Journal].
func (j *terminalJournal) Forget(ctx context.Context, platform, user string) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.waiting = nil // which is all of the one person's at the terminal
	if j.isMissing() {
		return nil
	}
	if err := j.open(ctx); err != nil {
		return fmt.Errorf("forget a person: %w", err)
	}
	return j.db.Forget(ctx, platform, user)
}

// Lookup returns the last question whose reply has the ID; not ok when there is none.
func (j *terminalJournal) Lookup(ctx context.Context, replyID string) (q bot.Asked, ok bool, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.isMissing() {
		return bot.Asked{}, false, nil
	}
	if err := j.open(ctx); err != nil {
		return bot.Asked{}, false, fmt.Errorf("look reply %s up: %w", replyID, err)
	}
	return j.db.Lookup(ctx, replyID)
}

// Close closes what was opened.
func (j *terminalJournal) Close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.db == nil {
		return nil
	}
	err := j.db.Close()
	j.db = nil
	return err
}

// end records what waits for it and closes the journal. One question is answered as
// well where nothing may be written, as in a container; to say so each time would be
// noise.
func (j *terminalJournal) end(ctx context.Context) {
	j.mu.Lock()
	waiting := j.waiting
	j.waiting = nil
	var err error
	for _, q := range waiting {
		if err = j.record(ctx, q); err != nil {
			break
		}
	}
	j.mu.Unlock()
	if err = errors.Join(err, j.Close()); err == nil {
		return
	}
	level := slog.LevelError
	if errors.Is(err, journal.ErrUnwritable) {
		level = slog.LevelDebug
	}
	j.log.Log(ctx, level, "question not recorded", "err", err)
}

func (j *terminalJournal) record(ctx context.Context, q bot.Asked) error {
	if err := j.open(ctx); err != nil {
		return fmt.Errorf("record question: %w", err)
	}
	return j.db.Asked(ctx, q)
}

// open opens the journal unless it is open.
func (j *terminalJournal) open(ctx context.Context) error {
	if j.db != nil {
		return nil
	}
	db, err := journal.Open(ctx, j.path, journal.Options{Logger: j.log})
	if err != nil {
		return err
	}
	j.db = db
	return nil
}

// isMissing reports a journal without anything in it, for which no file is made.
func (j *terminalJournal) isMissing() bool {
	_, err := os.Stat(j.path)
	return j.db == nil && errors.Is(err, fs.ErrNotExist)
}

// messageIDs returns a source of message IDs that no other run of the program has.
func messageIDs() func() string {
	run, n := rand.Text(), 0
	return func() string {
		n++
		return fmt.Sprintf("%s-%d", run, n)
	}
}
