package adaptertest_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"bigtalk/adapters"
	"bigtalk/adapters/adaptertest"
	"bigtalk/adapters/render"
	"bigtalk/bot"
)

const (
	secret   = "hunter2"
	everyone = "@all"
	maxText  = 2000
	// waitFor is short: nothing here takes any time.
	waitFor = 2 * time.Second
)

// A chat is a platform in memory with its adapter, which answers each message in a
// goroutine. It has the fault that its name says, or none.
type chat struct {
	handler bot.Handler
	log     *slog.Logger
	fault   string

	one     sync.Mutex // of the fault that works one by one
	running sync.WaitGroup
	work    context.Context
	drop    context.CancelFunc
	forever chan struct{}

	mu      sync.Mutex
	seen    map[string]bool
	broken  bool // has had broken input
	replies []adaptertest.Reply
}

func newChat(h bot.Handler, log *slog.Logger, fault string) *chat {
	c := &chat{handler: h, log: log, fault: fault, seen: map[string]bool{}, forever: make(chan struct{})}
	c.work, c.drop = context.WithCancel(context.Background())
	return c
}

func (c *chat) Replies() []adaptertest.Reply {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.replies)
}

func (c *chat) Say(s adaptertest.Said) {
	c.mu.Lock()
	again, stopped := c.seen[s.ID], c.broken && c.fault == "stops at broken input"
	c.seen[s.ID] = true
	c.mu.Unlock()
	if again && c.fault != "answers copies" || stopped {
		return
	}
	if c.fault == "logs messages" {
		c.log.Info("message", "text", s.Text)
	}
	if c.fault == "logs a secret" {
		c.log.With("token", secret).WithGroup("of").Debug("message", "token", secret)
	}
	if c.fault == "leaves a goroutine" {
		go func() { <-c.forever }()
	}
	if len(s.Text) > maxText*len("长")+100 {
		c.log.Warn("too long")
		return
	}
	if c.fault == "gives up long messages" && len(s.Text) > 1000 {
		return
	}
	c.running.Go(func() { c.answer(s) })
}

// answer does what an adapter has to, but for the fault.
func (c *chat) answer(s adaptertest.Said) {
	if c.fault == "works one by one" {
		c.one.Lock()
		defer c.one.Unlock()
	}
	var r bot.Reply
	err := adapters.Guard(func() (err error) {
		r, err = c.handler.Handle(c.work, bot.Message{ID: s.ID, Conversation: s.Conversation, User: s.User, Text: s.Text, Addressed: true})
		return err
	})
	out := adaptertest.Reply{Conversation: s.Conversation, User: s.User, Text: beginning(strings.ReplaceAll(render.Text(r, render.TextOptions{}), everyone, "all"))}
	silent := err == nil && r.Decision == bot.Silence
	switch {
	case err != nil && c.fault == "dies of a panic" && strings.HasPrefix(err.Error(), "panic"):
		return
	case err != nil:
		if c.fault != "swallows an error" {
			c.log.Error("not answered", "err", err)
		}
		out.Text = "sorry"
	case silent && c.fault != "posts silence":
		return
	}
	c.spoil(&out, r, err)
	if out.Text == "" && !silent || c.work.Err() != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.replies = append(c.replies, out)
	if c.fault == "answers twice" {
		c.replies = append(c.replies, out)
	}
}

// spoil has a fault show in a reply.
func (c *chat) spoil(out *adaptertest.Reply, r bot.Reply, err error) {
	has := func(sort func(bot.Block) bool) bool { return slices.ContainsFunc(r.Blocks, sort) }
	switch c.fault {
	case "tells a secret":
		out.Raw = out.Text + secret
	case "shows an error":
		if err != nil {
			out.Text = err.Error()
		}
	case "answers elsewhere":
		out.Conversation = "a"
	case "answers somebody else":
		out.User = "anna"
	case "drops a reply":
		out.Text = ""
	case "drops choices":
		if has(func(b bot.Block) bool { _, ok := b.(bot.ChoicesBlock); return ok }) {
			out.Text = "…"
		}
	case "posts escapes":
		if has(func(b bot.Block) bool { t, ok := b.(bot.TextBlock); return ok && strings.Contains(t.Text, "\x1b") }) {
			out.Text += "\x1b[31m"
		}
	case "calls everybody":
		if has(func(b bot.Block) bool { t, ok := b.(bot.TextBlock); return ok && strings.Contains(t.Text, everyone) }) {
			out.Text += everyone
		}
	case "gives up long replies":
		if len(out.Text) > 1000 {
			out.Text = ""
		}
	}
}

// beginning cuts a reply to what a message of this platform takes.
func beginning(s string) string {
	runes := []rune(s)
	return string(runes[:min(len(runes), maxText)])
}

// receiveBroken takes input that makes no sense.
func (c *chat) receiveBroken() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.broken = true
	if c.fault != "says nothing of broken input" {
		c.log.Warn("not understood")
	}
}

func (c *chat) end() error {
	switch c.fault {
	case "ends with an error":
		return errors.New("ended with " + secret)
	case "ends late":
		time.Sleep(6 * time.Second)
	case "never ends":
		<-c.forever
	case "drops what is under way":
		c.drop()
	}
	c.running.Wait()
	c.drop()
	return nil
}

func chatFixture(fault string) adaptertest.Fixture {
	return adaptertest.Fixture{
		Start: func(t *testing.T, h bot.Handler, log *slog.Logger) (adaptertest.Peer, func() error) {
			c := newChat(h, log, fault)
			return c, c.end
		},
		Secrets: []string{secret}, Hostile: []string{everyone}, MaxText: maxText, Redelivers: true, Wait: waitFor,
		Malformed: map[string]func(*testing.T, adaptertest.Peer){
			"broken input": func(_ *testing.T, p adaptertest.Peer) { p.(*chat).receiveBroken() },
		},
	}
}
