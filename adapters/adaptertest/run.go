package adaptertest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"bigtalk/adapters"
	"bigtalk/bot"
)

const (
	defaultWait = 30 * time.Second
	// quiet is how long nothing more may come once all has been replied to.
	quiet = 300 * time.Millisecond
	poll  = 10 * time.Millisecond
	// private is in every message and never in a log line above debug.
	private = "privatewords"
)

// Run tests an adapter, each demand in a subtest.
func Run(t *testing.T, f Fixture) {
	if f.Wait == 0 {
		f.Wait = defaultWait
	}
	for _, tt := range []struct {
		name  string
		test  func(*trial)
		alone bool // makes sense for a platform with one person too
	}{
		{"replies", (*trial).replies, false},
		{"one reply", (*trial).oneReply, true},
		{"every block", (*trial).everyBlock, true},
		{"silence", (*trial).silence, true},
		{"delivered again", (*trial).deliveredAgain, false},
		{"handler fails", (*trial).handlerFails, true},
		{"handler panics", (*trial).handlerPanics, false},
		{"handler is slow", (*trial).handlerIsSlow, false},
		{"ended in the middle", (*trial).endedInTheMiddle, false},
		{"large", (*trial).large, true},
		{"hostile", (*trial).hostile, true},
		{"malformed", (*trial).malformed, true},
	} {
		if f.Alone && !tt.alone || tt.name == "malformed" && f.Malformed == nil {
			continue
		}
		t.Run(tt.name, func(t *testing.T) {
			c := &trial{T: t, Fixture: f}
			tt.test(c)
			c.end()
		})
	}
}

// A trial is one subtest with the adapter that it has started.
type trial struct {
	*testing.T
	Fixture
	peer Peer
	stop func() error
	log  records
}

// A handler is a function as a bot.Handler.
type handler func(context.Context, bot.Message) (bot.Reply, error)

func (h handler) Handle(ctx context.Context, m bot.Message) (bot.Reply, error) { return h(ctx, m) }

func (c *trial) start(h handler) {
	c.Helper()
	c.peer, c.stop = c.Start(c.T, h, slog.New(&c.log))
}

// end ends the adapter, and looks at what it leaves behind.
func (c *trial) end() {
	c.Helper()
	if err := c.halt(); err != nil {
		c.Errorf("Run returned %v", err)
	}
	c.checkSecrets()
}

// halt ends the adapter, once.
func (c *trial) halt() error {
	c.Helper()
	if c.stop == nil {
		return nil
	}
	stop := c.stop
	c.stop = nil
	ended := make(chan error, 1)
	go func() { ended <- stop() }()
	select {
	case err := <-ended:
		c.checkGoroutines()
		return err
	case <-time.After(adapters.DefaultDrain + c.Wait):
		c.Fatal("Run does not end")
		return nil
	}
}

func (c *trial) checkGoroutines() {
	c.Helper()
	if c.Goroutine == "" {
		return
	}
	var left string
	for range 200 {
		left = ""
		stacks := make([]byte, 4<<20)
		stacks = stacks[:runtime.Stack(stacks, true)]
		for stack := range strings.SplitSeq(string(stacks), "\n\n") {
			if strings.Contains(stack, c.Goroutine) {
				left = stack
			}
		}
		if left == "" {
			return
		}
		time.Sleep(poll)
	}
	c.Errorf("a goroutine of the adapter is left:\n%s", left)
}

// checkSecrets looks through the log and the replies.
func (c *trial) checkSecrets() {
	c.Helper()
	for _, r := range c.log.all() {
		for _, secret := range c.Secrets {
			if strings.Contains(r.text, secret) {
				c.Errorf("a secret is in the log: %s", r.text)
			}
		}
		if r.level > slog.LevelDebug && strings.Contains(r.text, private) {
			c.Errorf("words of a message are in the log at level %v: %.300s", r.level, r.text)
		}
	}
	for _, r := range c.peer.Replies() {
		for _, secret := range c.Secrets {
			if strings.Contains(r.Text, secret) {
				c.Errorf("a secret is in a reply: %.300q", r.Text)
			}
		}
	}
}

// said is the n-th message of a person, with words that are nobody else's.
func said(n int, conversation, user string) Said {
	return Said{ID: fmt.Sprintf("m%d%s", n, user), Conversation: conversation, User: user, Text: fmt.Sprintf("%s%d%s", private, n, user)}
}

// echo replies with what it is told.
func echo(_ context.Context, m bot.Message) (bot.Reply, error) {
	return text("re:" + strings.TrimSpace(m.Text)), nil
}

func text(s string) bot.Reply {
	return bot.Reply{ID: "abcdefghij", Decision: bot.Smalltalk, Language: bot.English, Blocks: []bot.Block{bot.TextBlock{Text: s}}}
}

// await returns the replies once there are n, and fails if there are soon more.
func (c *trial) await(n int) []Reply {
	c.Helper()
	deadline := time.Now().Add(c.Wait)
	for len(c.peer.Replies()) < n {
		if time.Now().After(deadline) {
			c.Fatalf("%d replies, want %d: %.500q", len(c.peer.Replies()), n, c.peer.Replies())
		}
		time.Sleep(poll)
	}
	time.Sleep(quiet)
	list := c.peer.Replies()
	if len(list) != n {
		c.Fatalf("%d replies, want %d: %.500q", len(list), n, list)
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
			c.Errorf("%d replies to %+v", n, m)
		}
	}
}

func (c *trial) replies() {
	c.start(echo)
	var messages []Said
	for n := range 4 {
		for _, where := range []string{"a", "b"} {
			for _, who := range []string{"ann", "bob"} {
				messages = append(messages, said(n, where, who+where))
			}
		}
	}
	var all sync.WaitGroup
	for _, m := range messages {
		all.Go(func() { c.peer.Say(m) })
	}
	all.Wait()
	c.checkEchoes(messages, c.await(len(messages)))
}

func (c *trial) oneReply() {
	c.start(echo)
	m := said(1, "a", "ann")
	c.peer.Say(m)
	c.checkEchoes([]Said{m}, c.await(1))
}

// blocks has every kind with a word that a person must see of it.
func blocks() map[string]bot.Block {
	option := bot.Option{ID: "e01q01", Title: "sawfly"}
	return map[string]bot.Block{
		"text":     bot.TextBlock{Text: "sawfly"},
		"answer":   bot.AnswerBlock{Markdown: "a **sawfly**\n\n```yaml\nkind: sawfly\n```"},
		"original": bot.OriginalBlock{Intro: "sawfly", Question: "which?"},
		"notice":   bot.NoticeBlock{Text: "sawfly"},
		"citation": bot.CitationBlock{Label: "sawfly", URL: "https://example.com/1"},
		"choices":  bot.ChoicesBlock{Intro: "which?", Options: []bot.Option{option}},
		"related":  bot.RelatedBlock{Intro: "see", Options: []bot.Option{option}},
	}
}

func (c *trial) everyBlock() {
	list := blocks()
	var mu sync.Mutex
	var next bot.Block
	c.start(func(context.Context, bot.Message) (bot.Reply, error) {
		mu.Lock()
		defer mu.Unlock()
		r := text("")
		r.Blocks = []bot.Block{next}
		return r, nil
	})
	n := 0
	for kind, block := range list {
		mu.Lock()
		next = block
		mu.Unlock()
		n++
		c.peer.Say(said(n, "a", "ann"))
		replies := c.await(n)
		if got := replies[n-1].Text; !strings.Contains(got, "sawfly") {
			c.Errorf("%s is shown as %q", kind, got)
		}
	}
}

func (c *trial) silence() {
	c.start(func(ctx context.Context, m bot.Message) (bot.Reply, error) {
		if strings.Contains(m.Text, private+"1") {
			return bot.Reply{Decision: bot.Silence}, nil
		}
		return echo(ctx, m)
	})
	c.peer.Say(said(1, "a", "ann"))
	m := said(2, "a", "ann")
	c.peer.Say(m)
	c.checkEchoes([]Said{m}, c.await(1))
}

func (c *trial) deliveredAgain() {
	c.start(echo)
	var messages []Said
	var all sync.WaitGroup
	for n := range 8 {
		m := said(n, "a", fmt.Sprint("ann", n))
		messages = append(messages, m)
		for range 4 {
			all.Go(func() { c.peer.Say(m) })
		}
	}
	all.Wait()
	list := c.await(len(messages))
	c.checkEchoes(messages, list)
	for _, m := range messages {
		c.peer.Say(m)
	}
	c.await(len(messages))
}

// errInside is what a handler fails with; no person is to read it.
var errInside = errors.New("inside-of-the-handler")

func (c *trial) handlerFails() {
	var failed atomic.Int32
	c.start(func(ctx context.Context, m bot.Message) (bot.Reply, error) {
		if strings.Contains(m.Text, private+"1") && failed.Add(1) == 1 {
			return bot.Reply{}, errInside
		}
		return echo(ctx, m)
	})
	c.peer.Say(said(1, "a", "ann"))
	c.peer.Say(said(2, "b", "bob"))
	for _, r := range c.await(2) { // an apology, or the reply of the next attempt
		if r.Text == "" || strings.Contains(r.Text, errInside.Error()) {
			c.Errorf("the person reads %q", r.Text)
		}
	}
	if !slices.ContainsFunc(c.log.all(), func(r record) bool { return r.level >= slog.LevelWarn && strings.Contains(r.text, errInside.Error()) }) {
		c.Errorf("the log lacks the error: %+v", c.log.all())
	}
}

func (c *trial) handlerPanics() {
	var panicked atomic.Int32
	c.start(func(ctx context.Context, m bot.Message) (bot.Reply, error) {
		if strings.Contains(m.Text, private+"1") && panicked.Add(1) == 1 {
			panic("a fault of the program")
		}
		return echo(ctx, m)
	})
	c.peer.Say(said(1, "a", "ann"))
	m := said(2, "b", "bob")
	c.peer.Say(m)
	c.checkEchoes([]Said{m}, c.await(2))
}

func (c *trial) handlerIsSlow() {
	begun, release := make(chan struct{}, 1), make(chan struct{})
	c.start(func(ctx context.Context, m bot.Message) (bot.Reply, error) {
		if strings.Contains(m.Text, private+"1") {
			begun <- struct{}{}
			select {
			case <-release:
			case <-ctx.Done():
				return bot.Reply{}, ctx.Err()
			}
		}
		return echo(ctx, m)
	})
	slow, quick := said(1, "a", "ann"), said(2, "b", "bob")
	var all sync.WaitGroup
	all.Go(func() { c.peer.Say(slow) })
	<-begun
	c.peer.Say(quick)
	c.checkEchoes([]Said{quick}, c.await(1))
	close(release)
	all.Wait()
	c.checkEchoes([]Said{slow, quick}, c.await(2))
}

// endedInTheMiddle finishes what is under way.
func (c *trial) endedInTheMiddle() {
	begun := make(chan struct{}, 1)
	c.start(func(ctx context.Context, m bot.Message) (bot.Reply, error) {
		begun <- struct{}{}
		time.Sleep(500 * time.Millisecond)
		return echo(ctx, m)
	})
	m := said(1, "a", "ann")
	var all sync.WaitGroup
	all.Go(func() { c.peer.Say(m) })
	<-begun
	if err := c.halt(); err != nil {
		c.Errorf("Run returned %v", err)
	}
	all.Wait()
	c.checkEchoes([]Said{m}, c.await(1))
}

// large brings messages and replies that no platform takes whole.
func (c *trial) large() {
	const size = 100_000
	c.start(func(_ context.Context, m bot.Message) (bot.Reply, error) {
		if len(m.Text) >= size {
			return text("too long"), nil
		}
		r := text("")
		r.Blocks = []bot.Block{bot.AnswerBlock{Markdown: strings.Repeat("很长的回答。\n\n", size/20)}}
		return r, nil
	})
	long := said(1, "a", "ann")
	long.Text += strings.Repeat("长", size/3)
	c.peer.Say(long)
	c.peer.Say(said(2, "a", "ann"))
	deadline := time.Now().Add(c.Wait)
	for !slices.ContainsFunc(c.peer.Replies(), func(r Reply) bool { return strings.Contains(r.Text, "很长的回答") }) {
		if time.Now().After(deadline) {
			c.Fatalf("a long reply is not posted, only %.300q; the log: %+v", c.peer.Replies(), c.log.all())
		}
		time.Sleep(poll)
	}
}

// hostile has a reply repeat what would drive a client or call people.
func (c *trial) hostile() {
	bad := "sawfly \x1b[31m\x07\u202e " + strings.Join(c.Mentions, " ")
	c.start(func(context.Context, bot.Message) (bot.Reply, error) {
		r := text(bad)
		r.Blocks = append(r.Blocks, bot.AnswerBlock{Markdown: bad}, bot.CitationBlock{Label: bad, URL: "https://example.com/" + bad})
		return r, nil
	})
	c.peer.Say(said(1, "a", "ann"))
	got := c.await(1)[0].Text
	if !strings.Contains(got, "sawfly") || !utf8.ValidString(got) {
		c.Errorf("the reply is %q", got)
	}
	if strings.ContainsFunc(got, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' || r == '\u202e' }) {
		c.Errorf("the reply drives a client: %q", got)
	}
	for _, m := range c.Mentions {
		if strings.Contains(got, m) {
			c.Errorf("the reply has %q: %q", m, got)
		}
	}
}

func (c *trial) malformed() {
	c.start(echo)
	c.Malformed(c.T, c.peer)
	m := said(1, "a", "ann")
	c.peer.Say(m)
	c.checkEchoes([]Said{m}, c.await(1))
	if !slices.ContainsFunc(c.log.all(), func(r record) bool { return r.level >= slog.LevelWarn }) {
		c.Error("the log has no warning")
	}
}
