package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

var errNoKey = errors.New("it needs the adapter's name and a key")

// Accept keeps an event for good before it returns. It is not fresh when one of that
// adapter and key has been accepted before, be that done or not: keys are kept for
// [KeepKeys] after that is done.
func (db *DB) Accept(ctx context.Context, adapter string, e Event) (fresh bool, err error) {
	if adapter == "" || e.Key == "" {
		return false, fmt.Errorf("accept event: %w", errNoKey)
	}
	if e.Received.IsZero() {
		e.Received = db.now()
	}
	var rows int64
	err = db.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx,
			`INSERT INTO events (adapter, event_key, conversation, person, payload, received_at, due_at, attempt)
			 VALUES (?, ?, ?, ?, ?, ?, 0, ?) ON CONFLICT (adapter, event_key) DO NOTHING`,
			adapter, e.Key, e.Conversation, e.Person, e.Payload, micros(e.Received), e.Attempt)
		if err != nil {
			return err
		}
		rows, err = result.RowsAffected()
		return err
	})
	if err != nil {
		return false, fmt.Errorf("accept event: %w", err)
	}
	return rows == 1, nil
}

// Due returns up to n events that are to be worked on now: of each conversation the
// one received first, these in the order they were received. One that was put off
// holds back those after it in its conversation. Due returns an event again until that
// is done or put off.
func (db *DB) Due(ctx context.Context, adapter string, n int) ([]Event, error) {
	events, err := db.due(ctx, adapter, n)
	if err != nil {
		return nil, fmt.Errorf("read due events: %w", db.explain(err))
	}
	return events, nil
}

func (db *DB) due(ctx context.Context, adapter string, n int) ([]Event, error) {
	return db.events(ctx,
		`WHERE id IN (SELECT MIN(id) FROM events WHERE adapter = ? AND done_at IS NULL GROUP BY conversation) AND due_at <= ?
		 ORDER BY id LIMIT ?`,
		adapter, micros(db.now()), max(0, n))
}

// Undone returns the events of a conversation that are not done, be they due or not,
// in the order they were received.
func (db *DB) Undone(ctx context.Context, adapter, conversation string) ([]Event, error) {
	events, err := db.events(ctx, `WHERE adapter = ? AND conversation = ? AND done_at IS NULL ORDER BY id`, adapter, conversation)
	if err != nil {
		return nil, fmt.Errorf("read events of a conversation: %w", db.explain(err))
	}
	return events, nil
}

// events reads those that a clause selects.
func (db *DB) events(ctx context.Context, clause string, args ...any) ([]Event, error) {
	rows, err := db.readers.QueryContext(ctx,
		`SELECT event_key, conversation, person, payload, received_at, attempt FROM events `+clause, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Event
	for rows.Next() {
		var e Event
		var received int64
		if err := rows.Scan(&e.Key, &e.Conversation, &e.Person, &e.Payload, &received, &e.Attempt); err != nil {
			return nil, err
		}
		e.Received = timeOf(received)
		out = append(out, e)
	}
	return out, rows.Err()
}

// wipe ends events, those that its WHERE names: their keys alone are left.
const wipe = `UPDATE events SET done_at = ?, conversation = NULL, person = NULL, payload = NULL WHERE done_at IS NULL AND `

// Done ends an event: all but its key is forgotten. One that has ended already, or
// that nobody accepted, is left alone.
func (db *DB) Done(ctx context.Context, adapter, key string) error {
	err := db.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, wipe+`adapter = ? AND event_key = ?`, micros(db.now()), adapter, key)
		return err
	})
	if err != nil {
		return fmt.Errorf("end event: %w", err)
	}
	return nil
}

// PutOff leaves an event until a time, as one that was worked on attempt times. One that
// has ended, or that nobody accepted, is left alone.
func (db *DB) PutOff(ctx context.Context, adapter, key string, until time.Time, attempt int) error {
	err := db.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx,
			`UPDATE events SET due_at = ?, attempt = ? WHERE done_at IS NULL AND adapter = ? AND event_key = ?`,
			micros(until), attempt, adapter, key)
		return err
	})
	if err != nil {
		return fmt.Errorf("put event off: %w", err)
	}
	return nil
}
