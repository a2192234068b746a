package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"time"

	"bigtalk/bot"
)

const (
	// DefaultKeep is how long questions and feedback are kept. It is a rule, not a
	// measured figure: half a year shows what is asked again and again.
	DefaultKeep = 180 * 24 * time.Hour
	// readConnections read beside the one that writes. More than a few do not make
	// queries of a millisecond faster.
	readConnections = 4
)

// Options configure a DB. The zero Options are usable.
type Options struct {
	Keep   time.Duration    // of questions and feedback; DefaultKeep when 0
	Now    func() time.Time // time.Now when nil
	Logger *slog.Logger     // hears of upkeep that fails, and nothing of what people wrote; nobody does when nil
}

// A DB is the journal in a file: a [bot.Journal] for what is asked and judged, and
// for events the Inbox and the Backlog of an adapter. It is safe for concurrent use,
// and several processes may share the file. Whatever a method has written when it
// returns nil survives a crash of the program and a power cut; what it was writing
// when its context ended may be written or not.
//
// Beside the file lie two of its name with -wal and -shm while it is open and after a
// crash. They belong to it: move or copy all three.
type DB struct {
	path    string
	keep    time.Duration
	now     func() time.Time
	log     *slog.Logger
	writer  *sql.DB // of one connection
	readers *sql.DB

	writes  chan *write
	closing chan struct{} // closed to end the committer
	stopped chan struct{} // closed when it has ended
	close   func() error

	pruned time.Time // when last; the committer's
}

var _ bot.Journal = (*DB)(nil)

// Open opens the journal in a file. The file and its folder are made where they are
// missing, for their owner alone: with the modes 0600 and 0700. A link is followed.
// An error says what is wrong, where, and how to mend it; [ErrUnwritable] is among
// them.
//
// ctx ends the opening. The DB lives until Close.
func Open(ctx context.Context, path string, o Options) (*DB, error) {
	db, err := open(ctx, path, o)
	if err != nil {
		return nil, fmt.Errorf("open journal: %w", err)
	}
	return db, nil
}

func open(ctx context.Context, path string, o Options) (*DB, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	db := &DB{
		path: path, keep: o.Keep, now: o.Now, log: o.Logger,
		writes: make(chan *write), closing: make(chan struct{}), stopped: make(chan struct{}),
	}
	db.close = sync.OnceValue(db.shut)
	if db.keep == 0 {
		db.keep = DefaultKeep
	}
	if db.now == nil {
		db.now = time.Now
	}
	if db.log == nil {
		db.log = slog.New(slog.DiscardHandler)
	}
	if err := prepareFile(path); err != nil {
		return nil, err
	}
	if db.writer, err = connections(path, 1, false); err != nil {
		return nil, err
	}
	setUp := func(ctx context.Context) error { return db.migrate(ctx, shipped) }
	if err := insist(ctx, setUp); err != nil {
		return nil, errors.Join(db.explain(err), db.writer.Close())
	}
	if db.readers, err = connections(path, readConnections, true); err != nil {
		return nil, errors.Join(err, db.writer.Close())
	}
	go db.commitAll()
	return db, nil
}

// Close waits for what is being written and closes the file. What is written after it
// fails. The log of what was written is put into the file itself, unless another
// process still reads it there.
func (db *DB) Close() error { return db.close() }

func (db *DB) shut() error {
	close(db.closing)
	<-db.stopped
	err := db.readers.Close()
	// The last to close the file does that by itself, and no other.
	if _, passed := db.writer.Exec("PRAGMA wal_checkpoint(PASSIVE)"); passed != nil {
		err = errors.Join(err, db.explain(passed))
	}
	if err = errors.Join(err, db.writer.Close()); err != nil {
		return fmt.Errorf("close journal: %w", err)
	}
	return nil
}

// micros is a time as it is stored.
func micros(t time.Time) int64 { return t.UnixMicro() }

// timeOf is the time that is stored so.
func timeOf(micros int64) time.Time { return time.UnixMicro(micros).UTC() }
