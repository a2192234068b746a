package bot

import (
	"context"
	"time"

	"bigtalk/knowledge"
)

// A Journal keeps what outlives a conversation: what was asked and came of it, and
// what people thought of that. It is safe for concurrent use. An error costs the
// record and never the reply.
type Journal interface {
	// Asked records a question. The same one with the same person and message ID
	// replaces the one before; a message may ask several.
	Asked(ctx context.Context, q Asked) error
	// Judged records what somebody thinks of a reply; the last judgement of a person
	// on a reply counts.
	Judged(ctx context.Context, f Feedback) error
	// Forget removes all that a person has asked and judged, in every conversation.
	Forget(ctx context.Context, platform, user string) error
}

// Asked is a question and what came of it: enough to ask it again. Of the person it
// holds the platform's IDs and what they wrote, nothing else.
type Asked struct {
	ReplyID   string // the Reply's
	Time      time.Time
	Person    Person
	MessageID string
	Question  string           // as it was searched: without mentions
	Thread    knowledge.Thread // that it was read with
	Overheard bool
	Picked    bool // the person picked it from a list; nothing was searched
	Language  Language
	Decision  Decision // Refusal and Choices make the list of what is unanswered
	Shown     []string // IDs of the entries that were shown or offered, in order
	Version   string   // of the content
}

// Feedback is what a person thinks of a reply.
type Feedback struct {
	ReplyID string
	Time    time.Time
	Person  Person
	Verdict Verdict
}

// A Verdict is a judgement of a reply.
type Verdict string

// The verdicts.
const (
	Helped    Verdict = "helped"
	HelpedNot Verdict = "not"
	Retracted Verdict = "retracted" // the person wants the reply gone
)
