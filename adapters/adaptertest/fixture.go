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
	Conversation string // "a" or "b", each a conversation of its own
	User         string // "ann", "bob" and so on: letters and digits
	Text         string
}

// A Reply is one message of the adapter's, as its platform shows it.
type Reply struct {
	Conversation string // that of the message that it is to
	User         string // whose message that was; empty where the platform does not say
	Text         string // as a person reads it
	Raw          string // as the platform got it, with what it shows elsewhere; empty where that is Text
}

// A Peer is the other side of an adapter: the platform with its people. It reports
// what goes wrong on that side to the test that Start was given.
type Peer interface {
	// Say brings a message to the adapter, addressed to the bot, and returns once the
	// adapter has taken it, or has ended. It may be called from several goroutines.
	Say(Said)
	// Replies returns what people have got so far, in order.
	Replies() []Reply
}

// A Fixture is an adapter to be tested, and what its platform can do.
type Fixture struct {
	// Start runs a fresh adapter with an empty inbox, and returns once it takes messages.
	// stop ends the context of the adapter's Run and returns what that returned; it is
	// called once, before t's cleanups.
	Start func(t *testing.T, h bot.Handler, log *slog.Logger) (p Peer, stop func() error)

	// Secrets are those that the adapter is started with. None may be in a reply, a log
	// line or an error.
	Secrets []string
	// Hostile are texts on which the platform would act if they were posted as they are:
	// mentions, commands, links that look like others.
	Hostile []string
	// Acts returns what the platform acts on in a reply, other than links to example.com.
	// Nil looks for the Hostile texts themselves.
	Acts func(Reply) []string
	// Malformed are inputs that the platform never sends, by what is wrong with each. The
	// adapter must warn of each in its log, reply to none and go on.
	Malformed map[string]func(t *testing.T, p Peer)
	// MaxText is how many characters a person's message has at most; 0 where the platform
	// sets no bound.
	MaxText int

	// Redelivers is for a platform that may bring a message again, also while it is
	// worked on.
	Redelivers bool
	// Alone is for a platform with one person in one conversation, who waits for each
	// reply, such as a terminal. Nobody else is there to be held up or mistaken for
	// another, and a panic may end the program.
	Alone bool

	// Wait is how long a reply may take, another attempt at it included; 30 s when 0.
	Wait time.Duration
}

// acts calls Acts, or does what stands for it.
func (f Fixture) acts(r Reply) []string {
	if f.Acts != nil {
		return f.Acts(r)
	}
	return contained(f.Hostile, r.Text, r.Raw)
}
