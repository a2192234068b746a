package slack

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"bigtalk/adapters/slack/standin"
	"bigtalk/bot"
	"bigtalk/bot/journal"
)

// BenchmarkAcknowledge measures how long Slack waits until an event is acknowledged, at
// 50 events a second for ten seconds, while each takes two seconds to answer. Slack
// counts an event as lost after 3 s.
func BenchmarkAcknowledge(b *testing.B) {
	const events, every, answer = 500, 20 * time.Millisecond, 2 * time.Second
	slow := bot.HandlerFunc(func(ctx context.Context, m bot.Message) (bot.Reply, error) {
		select {
		case <-time.After(answer):
			return parrot(ctx, m)
		case <-ctx.Done():
			return bot.Reply{}, ctx.Err()
		}
	})
	for _, transport := range []string{"http", "socket"} {
		b.Run(transport, func(b *testing.B) {
			w := standin.New(b, standin.Options{RetryDelays: []time.Duration{}})
			a, server := benched(b, w, transport == "socket", slow)
			for _, wait := range []func() bool{a.Ready, func() bool { return transport == "http" || w.Connections() == 1 }} {
				for !wait() {
					time.Sleep(time.Millisecond)
				}
			}
			var mu sync.Mutex
			var took []time.Duration
			for b.Loop() {
				var under sync.WaitGroup
				tick := time.NewTicker(every)
				for i := range events {
					<-tick.C
					ev := w.Mention(standin.Said{User: fmt.Sprintf("U0P%08d", i), Text: "hello"})
					under.Go(func() {
						d, err := acknowledged(b.Context(), w, server, ev)
						if err != nil {
							b.Error(err)
						}
						mu.Lock()
						took = append(took, d)
						mu.Unlock()
					})
				}
				under.Wait()
				tick.Stop()
			}
			slices.Sort(took)
			for _, p := range []int{50, 99} {
				b.ReportMetric(float64(took[(len(took)-1)*p/100].Microseconds())/1e3, fmt.Sprintf("p%d-ms", p))
			}
			b.ReportMetric(float64(took[len(took)-1].Microseconds())/1e3, "max-ms")
		})
	}
}

// benched runs an adapter until the benchmark ends. Over HTTP it is reached at the
// server, which is nil for Socket Mode.
func benched(b *testing.B, w *standin.Workspace, socket bool, h bot.Handler) (*Adapter, *httptest.Server) {
	b.Helper()
	db, err := journal.Open(b.Context(), filepath.Join(b.TempDir(), "journal.db"), journal.Options{})
	if err != nil {
		b.Fatal(err)
	}
	o := Options{BotToken: standin.BotToken, APIURL: w.APIURL(), Inbox: db, Past: db, SigningSecret: secret}
	if socket {
		o.SigningSecret, o.AppToken = "", standin.AppToken
	}
	a, err := New(o)
	if err != nil {
		b.Fatal(err)
	}
	ctx, stop := context.WithCancel(b.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx, h) }()
	b.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			b.Error(err)
		}
		if err := db.Close(); err != nil {
			b.Error(err)
		}
	})
	if socket {
		return a, nil
	}
	mux := http.NewServeMux()
	for pattern, handler := range a.Routes() {
		mux.Handle(pattern, handler)
	}
	server := httptest.NewServer(mux)
	b.Cleanup(server.Close)
	return a, server
}

// acknowledged delivers an event and returns how long its acknowledgement took.
func acknowledged(ctx context.Context, w *standin.Workspace, server *httptest.Server, ev standin.Event) (time.Duration, error) {
	if server != nil {
		attempts, err := w.Post(ctx, server.URL+pathOf(ev), secret, ev)
		return attempts[0].After, err
	}
	e := w.Send(ev)
	err := e.Wait(ctx)
	return e.Sendings()[0].After, err
}
