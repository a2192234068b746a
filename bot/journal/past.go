package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"bigtalk/bot"
)

// HasAsked reports whether a person has asked the bot something in the conversation that
// p names; what was overheard is not asked.
func (db *DB) HasAsked(ctx context.Context, p bot.Person) (bool, error) {
	var asked bool
	err := db.readers.QueryRowContext(ctx,
		`SELECT EXISTS (SELECT 1 FROM questions WHERE platform = ? AND person = ? AND conversation = ? AND NOT overheard)`,
		p.Platform, p.User, p.Conversation).Scan(&asked)
	if err != nil {
		return false, fmt.Errorf("look a conversation up: %w", db.explain(err))
	}
	return asked, nil
}

// Last returns what the writer of a message asked last in its conversation, besides
// the message itself; not ok where that is nothing. It is for [bot.Options].
func (db *DB) Last(ctx context.Context, m bot.Message) (q bot.Asked, ok bool, err error) {
	q, err = readQuestion(db.readers.QueryRowContext(ctx,
		`SELECT `+questionColumns+` FROM questions WHERE platform = ? AND person = ? AND conversation = ? AND message_id <> ?
		 ORDER BY asked_at DESC, id DESC LIMIT 1`,
		m.Platform, m.User, m.Conversation, m.ID))
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return bot.Asked{}, false, nil
	case err != nil:
		return bot.Asked{}, false, fmt.Errorf("look a conversation up: %w", db.explain(err))
	}
	return q, true, nil
}

// Questions returns up to limit of a person's latest questions on a platform, newest
// first, each once.
func (db *DB) Questions(ctx context.Context, platform, user string, limit int) ([]string, error) {
	list, err := db.questionsOf(ctx, platform, user, limit)
	if err != nil {
		return nil, fmt.Errorf("list a person's questions: %w", db.explain(err))
	}
	return list, nil
}

func (db *DB) questionsOf(ctx context.Context, platform, user string, limit int) ([]string, error) {
	rows, err := db.readers.QueryContext(ctx,
		`SELECT question FROM questions WHERE platform = ? AND person = ?
		 GROUP BY question ORDER BY MAX(asked_at) DESC, MAX(id) DESC LIMIT ?`, platform, user, max(0, limit))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var q string
		if err := rows.Scan(&q); err != nil {
			return nil, err
		}
		out = append(out, q)
	}
	return out, rows.Err()
}
