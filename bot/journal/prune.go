package journal

import (
	"context"
	"database/sql"
	"time"
)

const (
	// KeepKeys is how long the key of an event is kept once that is done. No platform
	// delivers an event again after a day; this is twice that.
	KeepKeys = 48 * time.Hour
	// pruneEvery is how often what is old is looked for, when something is written.
	pruneEvery = time.Hour
)

// prune removes what is too old, at most once in pruneEvery. It is the committer's.
func (db *DB) prune() {
	now := db.now()
	if since := now.Sub(db.pruned); !db.pruned.IsZero() && since >= 0 && since < pruneEvery {
		return
	}
	db.pruned = now
	ctx := context.Background()
	_, err := db.transact([]*write{{ctx: ctx, do: func(ctx context.Context, tx *sql.Tx) error {
		for _, old := range []struct {
			query  string
			before time.Time
		}{
			{`DELETE FROM events WHERE done_at <= ?`, now.Add(-KeepKeys)},
			{`DELETE FROM questions WHERE asked_at <= ?`, now.Add(-db.keep)},
			{`DELETE FROM feedback WHERE judged_at <= ?`, now.Add(-db.keep)},
		} {
			if _, err := tx.ExecContext(ctx, old.query, micros(old.before)); err != nil {
				return err
			}
		}
		return nil
	}}})
	if err != nil {
		db.log.WarnContext(ctx, "what is old stays in the journal", "err", db.explain(err))
	}
}
