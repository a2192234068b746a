package webhook

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"bigtalk/adapters/adaptertest"
	"bigtalk/bot"
)

// TestConformance has the adapter bear what every adapter must, with replies to a
// callback URL.
func TestConformance(t *testing.T) {
	adaptertest.Run(t, adaptertest.Fixture{
		Start:      startBridge,
		Secrets:    []string{secret1, callbackSecret},
		Malformed:  malformed(),
		MaxText:    20_000, // of three bytes, within 64 KiB
		Redelivers: true,
	})
}

// malformed are requests that no sender makes who has read the documentation.
func malformed() map[string]func(*testing.T, adaptertest.Peer) {
	out := map[string]func(*testing.T, adaptertest.Peer){
		"another secret": func(t *testing.T, p adaptertest.Peer) {
			p.(*bridge).send(t, sent{secret: secret2, body: bodyOf("forged", nil)})
		},
	}
	for _, body := range []string{"", "{", `{"type":"message.created"}`, `{"type":1}`, `{"type":"message.created","data":{"text":7}}`} {
		out["the body "+body] = func(t *testing.T, p adaptertest.Peer) { p.(*bridge).send(t, sent{id: "broken" + body, body: body}) }
	}
	return out
}

// A bridge sends what people write and hears of replies at a callback URL.
type bridge struct {
	*door
	t *testing.T

	mu      sync.Mutex
	replies []adaptertest.Reply
	heard   map[string]bool // IDs of callbacks: one that comes again is the same
}

func startBridge(t *testing.T, h bot.Handler, log *slog.Logger) (adaptertest.Peer, func() error) {
	t.Helper()
	b := &bridge{t: t, heard: make(map[string]bool)}
	callbacks := httptest.NewServer(b)
	t.Cleanup(callbacks.Close)
	a, err := New(Options{
		Sources: map[string]Source{"bridge": {Secrets: []string{secret1}, CallbackURL: callbacks.URL, CallbackSecret: callbackSecret}},
		Inbox:   openJournal(t, t.TempDir(), time.Now), Logger: log,
	})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	for pattern, handler := range a.Routes() {
		mux.Handle(pattern, handler)
	}
	b.door = &door{adapter: a, clock: newClock(), Server: httptest.NewServer(mux)}
	t.Cleanup(b.Close)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx, h) }()
	for !a.Ready() {
		time.Sleep(time.Millisecond)
	}
	return b, func() error {
		cancel()
		return <-ended
	}
}

// Say implements [adaptertest.Peer].
func (b *bridge) Say(s adaptertest.Said) {
	body := bodyOf(s.Text, map[string]any{
		"message_id": s.ID, "conversation": map[string]any{"id": s.Conversation, "type": "group"}, "mentioned": true,
		"sender": map[string]any{"id": s.User}, "callback": true,
	})
	b.send(b.t, sent{id: s.ID, body: body})
}

// ServeHTTP takes callbacks.
func (b *bridge) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	var e replyEvent
	if err != nil || json.Unmarshal(body, &e) != nil || e.Data.Reply == nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if id := r.Header.Get("webhook-id"); !b.heard[id] {
		b.heard[id] = true
		b.replies = append(b.replies, adaptertest.Reply{Conversation: e.Data.Conversation.ID, User: e.Data.Sender.ID, Text: e.Data.Reply.Text})
	}
}

// Replies implements [adaptertest.Peer].
func (b *bridge) Replies() []adaptertest.Reply {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]adaptertest.Reply(nil), b.replies...)
}
