package adaptertest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"bigtalk/adapters"
	"bigtalk/adapters/adaptertest"
	"bigtalk/adapters/passive"
	"bigtalk/adapters/render"
	"bigtalk/bot"
	"bigtalk/bot/journal"
)

// TestPassive has what answers in the response pass: the demands need no posts.
func TestPassive(t *testing.T) {
	adaptertest.Run(t, adaptertest.Fixture{Start: startDesk, Redelivers: true})
}

// A caller is a platform that takes the reply in the response to each message.
type caller struct {
	t    *testing.T
	desk *passive.Desk

	mu      sync.Mutex
	replies []adaptertest.Reply
}

func startDesk(t *testing.T, h bot.Handler, log *slog.Logger) (adaptertest.Peer, func() error) {
	t.Helper()
	db, err := journal.Open(t.Context(), filepath.Join(t.TempDir(), "journal.db"), journal.Options{Logger: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	p := &caller{t: t, desk: &passive.Desk{
		Adapter: "test", Inbox: db, Logger: log,
		Work:  func(ctx context.Context, e adapters.Event) ([]byte, error) { return responseTo(ctx, h, e, log) },
		Join:  func(late [][]byte, reply []byte) []byte { return bytes.Join(append(late, reply), []byte("\n")) },
		Later: func(adapters.Event) []byte { return []byte("later") },
	}}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- p.desk.Run(ctx) }()
	for !p.desk.Ready() {
		time.Sleep(time.Millisecond)
	}
	return p, func() error {
		cancel()
		return <-ended
	}
}

func responseTo(ctx context.Context, h bot.Handler, e adapters.Event, log *slog.Logger) ([]byte, error) {
	var s adaptertest.Said
	if err := json.Unmarshal(e.Payload, &s); err != nil {
		return nil, err
	}
	var r bot.Reply
	err := adapters.Guard(func() (err error) {
		r, err = h.Handle(ctx, bot.Message{ID: e.Key, Conversation: s.Conversation, User: s.User, Text: s.Text, Addressed: true})
		return err
	})
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, err
	case err != nil:
		log.ErrorContext(ctx, "message not answered", "event", e.Key, "err", err)
		return []byte("sorry"), nil
	}
	return []byte(beginning(render.Text(r, render.TextOptions{}))), nil
}

// Say implements [adaptertest.Peer].
func (p *caller) Say(s adaptertest.Said) {
	payload, err := json.Marshal(s)
	if err != nil {
		p.t.Error(err)
	}
	e := adapters.Event{Key: s.ID, Conversation: s.Conversation + ":" + s.User, Person: s.User, Payload: payload}
	if err := p.desk.Serve(p.t.Context(), e, func(reply []byte) error {
		if len(reply) > 0 {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.replies = append(p.replies, adaptertest.Reply{Conversation: s.Conversation, User: s.User, Text: string(reply)})
		}
		return nil
	}); err != nil {
		p.t.Errorf("%s: %v", s.ID, err)
	}
}

// Replies implements [adaptertest.Peer].
func (p *caller) Replies() []adaptertest.Reply {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.replies)
}
