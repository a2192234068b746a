package adaptertest

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"bigtalk/adapters"
	"bigtalk/bot"
)

const (
	defaultWait = 30 * time.Second
	// quiet is how long nothing more may come once all has been replied to: a second
	// reply that is on its way has come by then.
	quiet = 300 * time.Millisecond
	poll  = 10 * time.Millisecond
	// idleEnd is how long Run may go on when nothing is under way.
	idleEnd = 5 * time.Second
	// private is in every message, and never in a log line above debug.
	private = "privatewords"
)

// Run tests an adapter, each demand in a subtest. It looks for goroutines that are
// left, so that nothing may run beside it.
func Run(t *testing.T, f Fixture) {
	if f.Wait == 0 {
		f.Wait = defaultWait
	}
	for _, d := range []struct {
		name  string
		test  func(*trial)
		needs bool // of the platform; the demand makes no sense without
	}{
		{"replies", (*trial).replies, true},
		{"to the right person", (*trial).rightPerson, !f.Alone},
		{"every block", (*trial).everyBlock, true},
		{"silence", (*trial).silence, true},
		{"delivered again", (*trial).deliveredAgain, f.Redelivers},
		{"handler fails", (*trial).handlerFails, true},
		{"handler panics", (*trial).handlerPanics, true},
		{"handler is slow", (*trial).handlerIsSlow, !f.Alone},
		{"ended at rest", (*trial).endedAtRest, true},
		{"ended in the middle", (*trial).endedInTheMiddle, true},
		{"large message", (*trial).largeMessage, true},
		{"large reply", (*trial).largeReply, true},
		{"hostile", (*trial).hostile, true},
		{"malformed", (*trial).malformed, len(f.Malformed) > 0},
	} {
		if !d.needs {
			continue
		}
		t.Run(d.name, func(t *testing.T) {
			c := &trial{T: t, Fixture: f}
			d.test(c)
			c.end()
		})
	}
}

// A trial is one subtest with the adapter that it has started.
type trial struct {
	*testing.T
	Fixture
	peer Peer
	stop func() error // nil once called
	log  logbook
}

func (c *trial) start(h bot.HandlerFunc) {
	c.Helper()
	leavesNothing(c.T)
	c.peer, c.stop = c.Start(c.T, h, c.log.logger())
	// A trial that has failed ends its adapter too, or that would trouble the next.
	c.Cleanup(c.halt)
}

// end ends the adapter, and looks at what it leaves behind.
func (c *trial) end() {
	c.Helper()
	c.halt()
	for _, l := range c.log.lines() {
		c.checkSecrets("the log", l.text)
		if l.level > slog.LevelDebug && strings.Contains(l.text, private) {
			c.Errorf("words of a message are in the log at level %v: %.300s", l.level, l.text)
		}
	}
	for _, r := range c.peer.Replies() {
		c.checkSecrets("a reply", r.Text+"\n"+r.Raw)
	}
}

// halt ends the adapter, unless that has been done.
func (c *trial) halt() {
	c.Helper()
	if c.stop == nil {
		return
	}
	stop := c.stop
	c.stop = nil
	ended := make(chan error, 1)
	go func() { ended <- stop() }()
	select {
	case err := <-ended:
		if err != nil {
			c.Errorf("Run returned %v", err)
			c.checkSecrets("the error", err.Error())
		}
	case <-time.After(adapters.DefaultDrain + c.Wait):
		c.Error("Run does not end")
	}
}

func (c *trial) checkSecrets(where, text string) {
	c.Helper()
	for _, secret := range contained(c.Secrets, text) {
		c.Errorf("the secret %q is in %s: %.300q", secret, where, text)
	}
}

// said is the n-th message of a person, with words that are nobody else's.
func said(n int, conversation, user string) Said {
	return Said{
		ID: fmt.Sprint("m", n, user), Conversation: conversation, User: user,
		Text: fmt.Sprint(private, n, user, "."), // the point tells 1 from 10
	}
}

// elsewhere is said by somebody else in another conversation, where there is one.
func (c *trial) elsewhere(n int) Said {
	if c.Alone {
		return said(n, "a", "ann")
	}
	return said(n, "b", "bob")
}

// sayAll brings messages at the same time, unless one person waits for each reply.
func (c *trial) sayAll(messages []Said) {
	var all sync.WaitGroup
	for _, m := range messages {
		if c.Alone {
			c.peer.Say(m)
			continue
		}
		all.Go(func() { c.peer.Say(m) })
	}
	all.Wait()
}

// echo replies with what it is told.
func echo(_ context.Context, m bot.Message) (bot.Reply, error) {
	return reply(bot.TextBlock{Text: "re:" + strings.TrimSpace(m.Text)}), nil
}

func reply(blocks ...bot.Block) bot.Reply {
	return bot.Reply{ID: "abcdefghij", Decision: bot.Answer, Language: bot.English, Blocks: blocks}
}

// has waits until a condition of the replies holds.
func (c *trial) has(what string, holds func([]Reply) bool) {
	c.Helper()
	for deadline := time.Now().Add(c.Wait); !holds(c.peer.Replies()); time.Sleep(poll) {
		if time.Now().After(deadline) {
			c.Fatalf("%s: replies %.1000q; warnings %q", what, c.peer.Replies(), c.log.warnings())
		}
	}
}

// await returns the replies once there are n, and fails if there are soon more.
func (c *trial) await(n int) []Reply {
	c.Helper()
	c.has(fmt.Sprintf("want %d replies", n), func(list []Reply) bool { return len(list) >= n })
	time.Sleep(quiet)
	list := c.peer.Replies()
	if len(list) != n {
		c.Fatalf("%d replies, want %d: %.1000q", len(list), n, list)
	}
	return list
}

// checkEchoes has each message be replied to once, in its conversation.
func (c *trial) checkEchoes(messages []Said, list []Reply) {
	c.Helper()
	for _, m := range messages {
		n := 0
		for _, r := range list {
			if !strings.Contains(r.Text, "re:") || !strings.Contains(r.Text, m.Text) {
				continue
			}
			n++
			if r.Conversation != m.Conversation || r.User != "" && r.User != m.User {
				c.Errorf("the reply to %+v went to %+v", m, r)
			}
		}
		if n != 1 {
			c.Errorf("%d replies to %+v: %.1000q", n, m, list)
		}
	}
}
