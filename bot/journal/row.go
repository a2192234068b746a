package journal

import (
	"encoding/json"
	"errors"
	"fmt"

	"bigtalk/bot"
	"bigtalk/knowledge"
)

// questionColumns are those of a question, in the order of questionValues and
// readQuestion.
const questionColumns = `reply_id, asked_at, platform, conversation, person, message_id,
	question, thread, overheard, picked, language, decision, shown, version`

// A thread is a [knowledge.Thread] as it is stored: columns outlive programs.
type thread struct {
	Questions []string `json:"questions,omitempty"`
	Shown     string   `json:"shown,omitempty"`
	Offered   []string `json:"offered,omitempty"`
}

// questionValues are the values of a question's columns.
func questionValues(q bot.Asked) ([]any, error) {
	asked, err := encode(thread(q.Thread), q.Thread.Empty())
	if err != nil {
		return nil, err
	}
	shown, err := encode(q.Shown, len(q.Shown) == 0)
	if err != nil {
		return nil, err
	}
	return []any{
		q.ReplyID, micros(q.Time), q.Person.Platform, q.Person.Conversation, q.Person.User, q.MessageID,
		q.Question, asked, q.Overheard, q.Picked, string(q.Language), string(q.Decision), shown, q.Version,
	}, nil
}

// readQuestion reads the columns of a question.
func readQuestion(row interface{ Scan(into ...any) error }) (bot.Asked, error) {
	var q bot.Asked
	var at int64
	var asked, shown string
	err := row.Scan(
		&q.ReplyID, &at, &q.Person.Platform, &q.Person.Conversation, &q.Person.User, &q.MessageID,
		&q.Question, &asked, &q.Overheard, &q.Picked, &q.Language, &q.Decision, &shown, &q.Version,
	)
	if err != nil {
		return bot.Asked{}, err
	}
	q.Time = timeOf(at)
	var t thread
	if err := errors.Join(decode(asked, &t), decode(shown, &q.Shown)); err != nil {
		return bot.Asked{}, fmt.Errorf("question of reply %s: %w", q.ReplyID, err)
	}
	q.Thread = knowledge.Thread(t)
	return q, nil
}

// encode is JSON, or nothing for what is empty.
func encode(v any, empty bool) (string, error) {
	if empty {
		return "", nil
	}
	b, err := json.Marshal(v)
	return string(b), err
}

func decode(text string, into any) error {
	if text == "" {
		return nil
	}
	return json.Unmarshal([]byte(text), into)
}
