package main

import (
	"context"
	"sync"

	"bigtalk/bot"
)

// A listener hears what a bot records and passes it on to next, which may be nil.
type listener struct {
	next bot.Journal

	mu    sync.Mutex
	heard []bot.Asked
}

// Asked implements [bot.Journal].
func (l *listener) Asked(ctx context.Context, q bot.Asked) error {
	l.mu.Lock()
	l.heard = append(l.heard, q)
	l.mu.Unlock()
	if l.next == nil {
		return nil
	}
	return l.next.Asked(ctx, q)
}

// Judged implements [bot.Journal].
func (l *listener) Judged(ctx context.Context, f bot.Feedback) error {
	if l.next == nil {
		return nil
	}
	return l.next.Judged(ctx, f)
}

// Forget implements [bot.Journal].
func (l *listener) Forget(ctx context.Context, platform, user string) error {
	if l.next == nil {
		return nil
	}
	return l.next.Forget(ctx, platform, user)
}

// asked are the questions that were heard, in order.
func (l *listener) asked() []bot.Asked {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.heard
}
