package slack

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"bigtalk/adapters/adaptertest"
	"bigtalk/adapters/slack/standin"
	"bigtalk/bot"
	"bigtalk/bot/journal"
)

// TestConformance has the adapter bear what every adapter must, over both transports.
func TestConformance(t *testing.T) {
	for transport, over := range map[string]func(t *testing.T, w *standin.Workspace, address string, ev standin.Event){
		"socket": func(t *testing.T, w *standin.Workspace, _ string, ev standin.Event) {
			if err := w.Send(ev).Wait(soon(t)); err != nil {
				t.Error(err)
			}
		},
		"http": func(t *testing.T, w *standin.Workspace, address string, ev standin.Event) {
			if _, err := w.Post(soon(t), address+"/slack/events", secret, ev); err != nil {
				t.Error(err)
			}
		},
	} {
		t.Run(transport, func(t *testing.T) {
			adaptertest.Run(t, adaptertest.Fixture{
				Start: func(t *testing.T, h bot.Handler, log *slog.Logger) (adaptertest.Peer, func() error) {
					return startPeer(t, h, log, over)
				},
				Secrets:   []string{standin.BotToken, standin.AppToken, secret},
				Mentions:  []string{"<!channel>", "<!here>", "<@" + standin.Alice + ">"},
				Goroutine: "slack.(*Adapter)",
				Malformed: func(t *testing.T, p adaptertest.Peer) { p.(*peer).malformed(t, transport) },
			})
		})
	}
}

// A peer is a workspace in which a conversation is a channel and a message begins a
// thread.
type peer struct {
	t       *testing.T
	w       *standin.Workspace
	address string
	over    func(t *testing.T, w *standin.Workspace, address string, ev standin.Event)

	mu     sync.Mutex
	events map[string]standin.Event // by the ID of what is said
	asked  map[string]string        // users, by the ts of their messages
}

func startPeer(t *testing.T, h bot.Handler, log *slog.Logger, over func(*testing.T, *standin.Workspace, string, standin.Event)) (adaptertest.Peer, func() error) {
	t.Helper()
	w := standin.New(t, standin.Options{RetryDelays: []time.Duration{}})
	db, err := journal.Open(t.Context(), filepath.Join(t.TempDir(), "journal.db"), journal.Options{Logger: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	a, err := New(Options{
		BotToken: standin.BotToken, AppToken: standin.AppToken, SigningSecret: secret, APIURL: w.APIURL(),
		Inbox: db, Past: db, Logger: log,
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(mux(a))
	t.Cleanup(server.Close)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx, h) }()
	if err := w.WaitConnections(soon(t), 1); err != nil {
		t.Fatal(err)
	}
	p := &peer{t: t, w: w, address: server.URL, over: over, events: make(map[string]standin.Event), asked: make(map[string]string)}
	return p, func() error {
		cancel()
		return <-ended
	}
}

// Say implements [adaptertest.Peer].
func (p *peer) Say(s adaptertest.Said) { p.over(p.t, p.w, p.address, p.event(s)) }

func (p *peer) event(s adaptertest.Said) standin.Event {
	p.mu.Lock()
	defer p.mu.Unlock()
	ev, known := p.events[s.ID]
	if !known {
		user, channel := "U0"+strings.ToUpper(s.User)+"01", "C0ROOM"+strings.ToUpper(s.Conversation)+"01"
		p.w.AddUser(standin.User{ID: user, Name: s.User})
		if len(p.w.Messages(channel)) == 0 {
			p.w.AddChannel(standin.Channel{ID: channel, Name: s.Conversation})
		}
		ev = p.w.Mention(standin.Said{Channel: channel, User: user, Text: s.Text})
		p.events[s.ID], p.asked[ev.TS] = ev, s.User
	}
	return ev
}

// Replies implements [adaptertest.Peer].
func (p *peer) Replies() []adaptertest.Reply {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []adaptertest.Reply
	for _, room := range []string{"A", "B"} {
		for _, m := range p.w.Messages("C0ROOM" + room + "01") {
			if m.User == standin.BotUserID {
				out = append(out, adaptertest.Reply{Conversation: strings.ToLower(room), User: p.asked[m.ThreadTS], Text: m.Text})
			}
		}
	}
	return out
}

// malformed sends events that Slack never would.
func (p *peer) malformed(t *testing.T, transport string) {
	for name, ev := range map[string]standin.Event{
		"a channel that is a number": p.w.Callback(map[string]any{"type": "message", "channel": 7}),
		"a text that is a list":      p.w.Callback(map[string]any{"type": "app_mention", "text": []string{"hi"}}),
		"an event of no type":        p.w.Callback(map[string]any{"type": 1}),
	} {
		if transport == "socket" {
			p.over(t, p.w, p.address, ev)
			continue
		}
		if _, err := p.w.Post(soon(t), p.address+"/slack/events", secret, ev); err == nil && !strings.HasPrefix(name, "an event") {
			t.Errorf("%s was taken", name)
		}
	}
	for _, path := range []string{"/slack/events", "/slack/commands", "/slack/interactions"} {
		r, err := http.Post(p.address+path, "application/json", strings.NewReader(`{"type":`))
		if err != nil {
			t.Fatal(err)
		}
		if _ = r.Body.Close(); r.StatusCode != http.StatusUnauthorized {
			t.Errorf("POST %s: %d", path, r.StatusCode)
		}
	}
}
