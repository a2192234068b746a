package adaptertest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"bigtalk/bot"
)

// errInside is what a handler fails with; no person is to read it.
var errInside = errors.New("inside-of-the-handler")

// handlerFails has the person read an apology, or the reply of the next attempt, and
// the operator the error.
func (c *trial) handlerFails() {
	var failed atomic.Bool
	c.start(func(ctx context.Context, m bot.Message) (bot.Reply, error) {
		if strings.Contains(m.Text, private+"1") && !failed.Swap(true) {
			return bot.Reply{}, errInside
		}
		return echo(ctx, m)
	})
	first, second := said(1, "a", "ann"), c.elsewhere(2)
	c.peer.Say(first)
	c.peer.Say(second)
	list := c.await(2)
	c.checkEchoes([]Said{second}, list)
	for _, r := range list {
		again := strings.Contains(r.Text, "re:")
		if strings.TrimSpace(r.Text) == "" || strings.Contains(r.Text+r.Raw, errInside.Error()) || !again && strings.Contains(r.Text+r.Raw, private) {
			c.Errorf("the person reads %q", r.Text)
		}
	}
	if !slices.ContainsFunc(c.log.warnings(), func(l string) bool { return strings.Contains(l, errInside.Error()) }) {
		c.Errorf("no warning has the handler's error: %+v", c.log.lines())
	}
}

// handlerPanics has one message at which the program errs spoil no other, and be
// replied to like one at which the handler fails.
func (c *trial) handlerPanics() {
	var panicked atomic.Bool
	c.start(func(ctx context.Context, m bot.Message) (bot.Reply, error) {
		if strings.Contains(m.Text, private+"1") && !panicked.Swap(true) {
			panic(errInside)
		}
		return echo(ctx, m)
	})
	second := c.elsewhere(2)
	c.peer.Say(said(1, "a", "ann"))
	c.peer.Say(second)
	list := c.await(2)
	c.checkEchoes([]Said{second}, list)
	for _, r := range list {
		if strings.Contains(r.Text+r.Raw, errInside.Error()) {
			c.Errorf("the person reads %q", r.Text)
		}
	}
	if !slices.ContainsFunc(c.log.warnings(), func(l string) bool { return strings.Contains(l, errInside.Error()) }) {
		c.Errorf("no warning tells of the panic: %+v", c.log.lines())
	}
}

// handlerIsSlow serves another conversation meanwhile. Of the same one an adapter may
// answer one message after the other, and loses none.
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
	free := sync.OnceFunc(func() { close(release) })
	defer free() // the adapter is to end, whatever fails
	slow, near, far := said(1, "a", "ann"), said(2, "a", "bob"), said(3, "b", "carl")
	var all sync.WaitGroup
	all.Go(func() { c.peer.Say(slow) })
	select {
	case <-begun:
	case <-time.After(c.Wait):
		c.Fatal("the handler is not called")
	}
	all.Go(func() { c.peer.Say(near) })
	c.peer.Say(far)
	c.has("want a reply in the other conversation", func(list []Reply) bool {
		return slices.ContainsFunc(list, func(r Reply) bool { return strings.Contains(r.Text, far.Text) })
	})
	free()
	all.Wait()
	c.checkEchoes([]Said{slow, near, far}, c.await(3))
}

// endedAtRest has Run return soon when nothing is under way.
func (c *trial) endedAtRest() {
	c.start(echo)
	m := said(1, "a", "ann")
	c.peer.Say(m)
	c.checkEchoes([]Said{m}, c.await(1))
	begun := time.Now()
	c.halt()
	if took := time.Since(begun); took > idleEnd {
		c.Errorf("Run goes on for %v with nothing under way", took)
	}
}

// endedInTheMiddle finishes what is under way when Run is to end.
func (c *trial) endedInTheMiddle() {
	const under = 500 * time.Millisecond // a reply of a bot that is busy
	begun := make(chan struct{}, 1)
	c.start(func(ctx context.Context, m bot.Message) (bot.Reply, error) {
		select {
		case begun <- struct{}{}:
		default:
		}
		time.Sleep(under)
		return echo(ctx, m)
	})
	m := said(1, "a", "ann")
	var all sync.WaitGroup
	all.Go(func() { c.peer.Say(m) })
	select {
	case <-begun:
	case <-time.After(c.Wait):
		c.Fatal("the handler is not called")
	}
	ending := time.Now()
	c.halt()
	if took := time.Since(ending); took > under+idleEnd {
		c.Errorf("Run goes on for %v with %v under way", took, under)
	}
	all.Wait()
	c.checkEchoes([]Said{m}, c.await(1))
}
