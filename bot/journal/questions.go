package journal

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"bigtalk/bot"
)

// Asked implements [bot.Journal]. Times are kept to the microsecond.
func (db *DB) Asked(ctx context.Context, q bot.Asked) error {
	values, err := questionValues(q)
	if err == nil {
		asking := askingOf(q)
		err = db.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
			if _, err := tx.ExecContext(ctx, `DELETE FROM questions WHERE asking = ?`, asking); err != nil {
				return err
			}
			_, err := tx.ExecContext(ctx,
				`INSERT INTO questions (`+questionColumns+`, asking) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, append(values, asking)...)
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("record question: %w", err)
	}
	return nil
}

// askingOf tells the same question of a message that comes again; not valid where the
// message has no ID.
func askingOf(q bot.Asked) sql.NullString {
	p := q.Person
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %q %q %q", p.Platform, p.Conversation, p.User, q.MessageID, q.Question))
	return sql.NullString{String: hex.EncodeToString(sum[:]), Valid: q.MessageID != ""}
}

// Judged implements [bot.Journal].
func (db *DB) Judged(ctx context.Context, f bot.Feedback) error {
	err := db.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx,
			`INSERT INTO feedback (reply_id, platform, conversation, person, judged_at, verdict) VALUES (?, ?, ?, ?, ?, ?)
			 ON CONFLICT (reply_id, platform, conversation, person) DO UPDATE SET judged_at = excluded.judged_at, verdict = excluded.verdict
			 WHERE excluded.judged_at >= feedback.judged_at`,
			f.ReplyID, f.Person.Platform, f.Person.Conversation, f.Person.User, micros(f.Time), string(f.Verdict))
		return err
	})
	if err != nil {
		return fmt.Errorf("record feedback: %w", err)
	}
	return nil
}

// Lookup returns the last question whose reply has the ID; not ok when there is none.
func (db *DB) Lookup(ctx context.Context, replyID string) (q bot.Asked, ok bool, err error) {
	row := db.readers.QueryRowContext(ctx,
		`SELECT `+questionColumns+` FROM questions WHERE reply_id = ? ORDER BY asked_at DESC, id DESC LIMIT 1`, replyID)
	q, err = readQuestion(row)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return bot.Asked{}, false, nil
	case err != nil:
		return bot.Asked{}, false, fmt.Errorf("look reply %s up: %w", replyID, db.explain(err))
	}
	return q, true, nil
}

// Unanswered returns up to limit questions since a time that got a refusal or choices,
// newest first.
func (db *DB) Unanswered(ctx context.Context, since time.Time, limit int) ([]bot.Asked, error) {
	list, err := db.unanswered(ctx, since, limit)
	if err != nil {
		return nil, fmt.Errorf("list unanswered questions: %w", db.explain(err))
	}
	return list, nil
}

func (db *DB) unanswered(ctx context.Context, since time.Time, limit int) ([]bot.Asked, error) {
	rows, err := db.readers.QueryContext(ctx,
		`SELECT `+questionColumns+` FROM questions WHERE asked_at >= ? AND decision IN (?, ?)
		 ORDER BY asked_at DESC, id DESC LIMIT ?`,
		micros(since), string(bot.Refusal), string(bot.Choices), max(0, limit))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []bot.Asked
	for rows.Next() {
		q, err := readQuestion(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, q)
	}
	return out, rows.Err()
}
