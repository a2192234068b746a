package journal

import (
	"context"
	"database/sql"
)

// maxBatch is how many writes share a transaction. It is a rule, not a measured
// figure: it bounds how long the first of them waits for the last.
const maxBatch = 256

// A write is what somebody waits for until it is committed.
type write struct {
	ctx  context.Context
	do   func(context.Context, *sql.Tx) error // may be called twice
	done chan error                           // of one
}

// write runs do in a transaction and returns when it is committed. Those who call it
// at the same time share one, and its wait for the disk.
func (db *DB) write(ctx context.Context, do func(context.Context, *sql.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	w := &write{ctx, do, make(chan error, 1)}
	select {
	case db.writes <- w:
	case <-ctx.Done():
		return ctx.Err()
	case <-db.closing:
		return errClosed
	}
	select {
	case err := <-w.done:
		return db.explain(err)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// commitAll commits what is to be written until the DB is closed.
func (db *DB) commitAll() {
	defer close(db.stopped)
	for {
		select {
		case <-db.closing:
			return
		case w := <-db.writes:
			if batch := db.waiting(w); len(batch) > 0 && db.commit(batch) {
				db.prune()
			}
		}
	}
}

// waiting is a write with those that wait behind it, without the writes of those who
// no longer do.
func (db *DB) waiting(first *write) []*write {
	batch := make([]*write, 0, 1)
	for w := first; w != nil; {
		if w.ctx.Err() == nil {
			batch = append(batch, w)
		}
		if len(batch) == maxBatch {
			return batch
		}
		select {
		case w = <-db.writes:
		default:
			w = nil
		}
	}
	return batch
}

// commit commits a batch and reports whether it did. When one of several fails, each
// gets a transaction of its own, so that it costs the others nothing.
func (db *DB) commit(batch []*write) bool {
	failed, err := db.transact(batch)
	if failed && len(batch) > 1 {
		for i := range batch {
			_, err := db.transact(batch[i : i+1])
			batch[i].done <- err
		}
		return false
	}
	for _, w := range batch {
		w.done <- err
	}
	return err == nil
}

// transact runs a batch in one transaction. failed is for an error of one of them
// rather than of the transaction.
func (db *DB) transact(batch []*write) (failed bool, err error) {
	// One who no longer waits does not end the transaction of the others.
	ctx := context.Background()
	tx, err := db.writer.BeginTx(ctx, nil)
	if err != nil {
		return false, err
	}
	defer func() { _ = tx.Rollback() }() // does nothing after Commit
	for _, w := range batch {
		if err := w.do(ctx, tx); err != nil {
			return true, err
		}
	}
	return false, tx.Commit()
}
