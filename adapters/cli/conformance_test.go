package cli_test

import (
	"context"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"bigtalk/adapters/adaptertest"
	"bigtalk/adapters/cli"
	"bigtalk/bot"
)

// TestConformance has the terminal bear what every adapter must, as far as one person
// in one conversation can try it.
func TestConformance(t *testing.T) {
	adaptertest.Run(t, adaptertest.Fixture{
		Start: func(t *testing.T, h bot.Handler, log *slog.Logger) (adaptertest.Peer, func() error) {
			in, lines := io.Pipe()
			t.Cleanup(func() { _ = lines.Close() }) // ends the read that Run leaves behind
			p := &typist{lines: lines}
			c := cli.New(cli.Options{In: in, Out: p, Logger: log})
			ctx, cancel := context.WithCancel(context.Background())
			ended := make(chan error, 1)
			go func() { ended <- c.Run(ctx, h) }()
			return p, func() error {
				cancel()
				return <-ended
			}
		},
		Alone: true,
	})
}

// A typist is a person whose every line is answered with one write.
type typist struct {
	lines io.Writer

	mu      sync.Mutex
	replies []adaptertest.Reply
}

func (p *typist) Say(s adaptertest.Said) { _, _ = io.WriteString(p.lines, s.Text+"\n") } // a reader that is gone gives no reply

func (p *typist) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if text := string(b); strings.TrimSpace(text) != "" {
		p.replies = append(p.replies, adaptertest.Reply{Conversation: "a", Text: text})
	}
	return len(b), nil
}

func (p *typist) Replies() []adaptertest.Reply {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]adaptertest.Reply(nil), p.replies...)
}
