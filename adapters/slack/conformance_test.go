package slack

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"slices"
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
				Secrets: []string{standin.BotToken, standin.AppToken, secret},
				Hostile: []string{
					"<!channel>", "<!here|here>", "<!subteam^S0GROUP0001>", "<!date^0^{date}^https://evil.example|today>",
					"<@" + standin.Alice + ">", "<#" + standin.General + "|general>", "<https://evil.example|https://example.com>",
				},
				Acts:       acts,
				Malformed:  malformed(transport),
				MaxText:    40_000,
				Redelivers: true,
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
			if m.User != standin.BotUserID {
				continue
			}
			var blocks []seenBlock
			if err := json.Unmarshal(m.Blocks, &blocks); err != nil {
				p.t.Errorf("blocks %s: %v", m.Blocks, err)
			}
			text := words(blocks)
			out = append(out, adaptertest.Reply{
				Conversation: strings.ToLower(room), User: p.asked[m.ThreadTS], Text: text, Raw: m.Text + "\n" + text,
			})
		}
	}
	return out
}

// A seenBlock is as much of a block, or of what is in one, as a person reads.
type seenBlock struct {
	Text      json.RawMessage // a string, or another of these
	Elements  []seenBlock
	Accessory *seenBlock
}

func words(list []seenBlock) string {
	var out []string
	for _, b := range list {
		var text string
		var inner seenBlock
		if json.Unmarshal(b.Text, &text) == nil {
			out = append(out, text)
		} else if json.Unmarshal(b.Text, &inner) == nil {
			out = append(out, words([]seenBlock{inner}))
		}
		if b.Accessory != nil {
			out = append(out, words([]seenBlock{*b.Accessory}))
		}
		if len(b.Elements) > 0 {
			out = append(out, words(b.Elements))
		}
	}
	return strings.Join(out, "\n")
}

// sign is what Slack reads in mrkdwn as more than text: mentions, dates, and links that
// do not show where they lead; see https://docs.slack.dev/messaging/formatting-message-text.
var sign = regexp.MustCompile(`<[@#!][^<>]*>|<[a-z]+:[^<>|]*\|[^<>]*>`)

// acts returns the signs of a reply but links to example.com.
func acts(r adaptertest.Reply) []string {
	return slices.DeleteFunc(sign.FindAllString(r.Raw, -1), func(s string) bool { return strings.HasPrefix(s, "<https://example.com/") })
}

// malformed are events of types that are read, and not as documented.
func malformed(transport string) map[string]func(*testing.T, adaptertest.Peer) {
	events := map[string]map[string]any{
		"a channel that is a number": {"type": "message", "channel": 7},
		"a text that is a list":      {"type": "app_mention", "text": []string{"hi"}},
		"a user that is an object":   {"type": "app_mention", "user": map[string]any{"id": standin.Alice}},
	}
	out := make(map[string]func(*testing.T, adaptertest.Peer))
	for what, inner := range events {
		out[what] = func(t *testing.T, in adaptertest.Peer) {
			p := in.(*peer)
			if transport == "socket" {
				p.over(t, p.w, p.address, p.w.Callback(inner))
			} else if _, err := p.w.Post(soon(t), p.address+"/slack/events", secret, p.w.Callback(inner)); err == nil {
				t.Error("it was taken")
			}
		}
	}
	if transport == "socket" {
		out["a frame that is no envelope"] = func(_ *testing.T, p adaptertest.Peer) {
			p.(*peer).w.SendRaw(`{"envelope_id":7,"type":"events_api","payload":{}}`)
		}
		return out
	}
	for _, path := range []string{"/slack/events", "/slack/commands", "/slack/interactions"} {
		out["an unsigned body at "+path] = func(t *testing.T, p adaptertest.Peer) {
			r, err := http.Post(p.(*peer).address+path, "application/json", strings.NewReader(`{"type":`))
			if err != nil {
				t.Fatal(err)
			}
			if _ = r.Body.Close(); r.StatusCode != http.StatusUnauthorized {
				t.Errorf("status %d", r.StatusCode)
			}
		}
	}
	return out
}
