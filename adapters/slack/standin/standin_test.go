package standin_test

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"bigtalk/adapters/slack/standin"
)

// soon bounds what a test waits for; it is met long before.
const soon = 20 * time.Second

// start is a workspace and slack-go's client for it. Nothing times out by itself unless
// opts say when.
func start(t testing.TB, opts standin.Options) (*standin.Workspace, *slack.Client) {
	t.Helper()
	if opts.AckTimeout == 0 {
		opts.AckTimeout = soon
	}
	w := standin.New(t, opts)
	return w, slack.New(standin.BotToken, slack.OptionAPIURL(w.APIURL()), slack.OptionAppLevelToken(standin.AppToken))
}

func within(t testing.TB) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), soon)
	t.Cleanup(cancel)
	return ctx
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wantCode fails unless err is Slack's error of that code.
func wantCode(t testing.TB, err error, code string) {
	t.Helper()
	var e slack.SlackErrorResponse
	if !errors.As(err, &e) || e.Err != code {
		t.Errorf("error %v, want %s", err, code)
	}
}

// clock is a time that a test sets.
type clock struct{ at chan time.Time }

func newClock(at time.Time) *clock {
	c := &clock{at: make(chan time.Time, 1)}
	c.at <- at
	return c
}

func (c *clock) now() time.Time {
	at := <-c.at
	c.at <- at
	return at
}

func (c *clock) advance(d time.Duration) { c.at <- (<-c.at).Add(d) }

func TestClosesEverything(t *testing.T) {
	t.Run("workspace", func(t *testing.T) {
		w, api := start(t, standin.Options{})
		c := connect(t, api)
		ok(t, w.WaitConnections(within(t), 1))
		silent := dial(t, api) // reads nothing
		ok(t, w.WaitConnections(within(t), 2))
		w.Disconnect(standin.RefreshRequested) // the silent one does not answer the close
		w.Send(w.Mention(standin.Said{Text: "unacknowledged"}))
		w.Hold("auth.test")
		go func() { _, _ = api.AuthTest() }()
		_, err := w.WaitCalls(within(t), "auth.test", 1)
		ok(t, err)
		_, _ = c, silent
	})
	// Its cleanup has run: none of its goroutines is left.
	deadline := time.Now().Add(soon)
	for {
		buf := make([]byte, 1<<20)
		stacks := string(buf[:runtime.Stack(buf, true)])
		if !strings.Contains(stacks, "standin.(*Workspace)") {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("goroutines outlive the workspace:\n%s", stacks)
		}
		runtime.Gosched()
	}
}
