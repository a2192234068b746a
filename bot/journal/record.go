package journal

import (
	"bytes"
	"encoding/json"
	"time"

	"bigtalk/bot"
	"bigtalk/knowledge"
	"bigtalk/knowledge/jsonline"
)

// format is that of the lines. A line of a later one is not read: fields may be
// added to a format, and a new one is for all else.
const format = 1

// Kinds of lines.
const (
	kindAsked  = "asked"
	kindJudged = "judged"
)

// A record is one line of the file.
type record struct {
	Format       int       `json:"format"`
	Kind         string    `json:"kind"`
	ReplyID      string    `json:"reply_id"`
	Time         time.Time `json:"time"`
	Platform     string    `json:"platform"`
	Conversation string    `json:"conversation"`
	User         string    `json:"user"`

	// Of what was asked.
	MessageID string       `json:"message_id,omitempty"`
	Question  string       `json:"question,omitempty"`
	Thread    *thread      `json:"thread,omitempty"` // nil for none
	Overheard bool         `json:"overheard,omitempty"`
	Language  bot.Language `json:"language,omitempty"`
	Decision  bot.Decision `json:"decision,omitempty"`
	Shown     []string     `json:"shown,omitempty"`
	Version   string       `json:"version,omitempty"`

	// Of what was judged.
	Verdict bot.Verdict `json:"verdict,omitempty"`
}

type thread struct {
	Questions []string `json:"questions,omitempty"`
	Shown     string   `json:"shown,omitempty"`
	Offered   []string `json:"offered,omitempty"`
}

func ofAsked(q bot.Asked) record {
	r := record{
		Format: format, Kind: kindAsked, ReplyID: q.ReplyID, Time: q.Time,
		Platform: q.Person.Platform, Conversation: q.Person.Conversation, User: q.Person.User,
		MessageID: q.MessageID, Question: q.Question, Overheard: q.Overheard,
		Language: q.Language, Decision: q.Decision, Shown: q.Shown, Version: q.Version,
	}
	if !q.Thread.Empty() {
		r.Thread = &thread{q.Thread.Questions, q.Thread.Shown, q.Thread.Offered}
	}
	return r
}

func (r record) asked() bot.Asked {
	q := bot.Asked{
		ReplyID: r.ReplyID, Time: r.Time, Person: bot.Person{Platform: r.Platform, Conversation: r.Conversation, User: r.User},
		MessageID: r.MessageID, Question: r.Question, Overheard: r.Overheard,
		Language: r.Language, Decision: r.Decision, Shown: r.Shown, Version: r.Version,
	}
	if r.Thread != nil {
		q.Thread = knowledge.Thread{Questions: r.Thread.Questions, Shown: r.Thread.Shown, Offered: r.Thread.Offered}
	}
	return q
}

func ofFeedback(j bot.Feedback) record {
	return record{
		Format: format, Kind: kindJudged, ReplyID: j.ReplyID, Time: j.Time,
		Platform: j.Person.Platform, Conversation: j.Person.Conversation, User: j.Person.User,
		Verdict: j.Verdict,
	}
}

// encode writes the record as a line, with < > & as they are.
func (r record) encode() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(r)
	return b.Bytes(), err
}

// decode reads a line; not ok for one that is broken or of another format.
func decode(line []byte) (r record, ok bool) {
	err := jsonline.DecodeLoosely(line, &r)
	return r, err == nil && r.Format == format
}

// ofAnother reports whether a line, of whatever format, tells that it is not of the
// person.
func ofAnother(line []byte, platform, user string) bool {
	var p struct {
		Platform *string `json:"platform"`
		User     *string `json:"user"`
	}
	if err := jsonline.DecodeLoosely(line, &p); err != nil || p.Platform == nil || p.User == nil {
		return false
	}
	return *p.Platform != platform || *p.User != user
}
