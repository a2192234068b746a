package adaptertest

import (
	"log/slog"
	"testing"
	"time"

	"bigtalk/bot"
)

// A Said is a message of a person.
type Said struct {
	ID           string // the same again is the same message delivered again
	Conversation string // "a", "b" and so on, each a conversation of its own
	User         string // "ann", "bob" and so on
	Text         string
}

// A Reply is what the adapter has posted.
type Reply struct {
	Conversation string // that of the message that it is to
	User         string // whose message that was; empty where the platform does not say
	Text         string // as a person reads it
}

// A Peer is the other side of an adapter: the platform with its people.
type Peer interface {
	// Say brings a message to the adapter, addressed to the bot, and returns once that
	// has taken it. It may be called from several goroutines.
	Say(Said)
	// Replies returns what has been posted so far, in order.
	Replies() []Reply
}

// A Fixture is an adapter to be tested.
type Fixture struct {
	// Start runs a fresh adapter. stop ends it and returns the error of Run; it is
	// called once.
	Start func(t *testing.T, h bot.Handler, log *slog.Logger) (p Peer, stop func() error)

	// Secrets are those that the adapter is started with. None may be in a reply, a log
	// line or an error.
	Secrets []string
	// Mentions are texts that would call people if they were posted as they are.
	Mentions []string
	// Goroutine is what the stack of each goroutine of the adapter holds, such as
	// "slack.(*Adapter)". None may be left when it has ended.
	Goroutine string
	// Malformed sends what the platform never would. The adapter must bear it, log it and
	// answer what comes after it.
	Malformed func(t *testing.T, p Peer)

	// Alone is for a platform with one person in one conversation, who waits for each
	// reply, and with no delivery twice: a terminal.
	Alone bool
	// Wait is how long a reply may take; 30 s when 0.
	Wait time.Duration
}
