package slack

import (
	"errors"
	"sync"
	"time"

	"github.com/slack-go/slack"
)

// A pause keeps from channels to which Slack wants nothing to be posted for a while:
// it allows about one message a second in each, and who goes on is blocked for longer.
// See https://docs.slack.dev/apis/web-api/rate-limits.
type pause struct {
	now func() time.Time

	mu    sync.Mutex
	until map[string]time.Time // by channel
}

// heed notes what Slack has asked for, if err is that.
func (p *pause) heed(channel string, err error) {
	var limited *slack.RateLimitedError
	if !errors.As(err, &limited) {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.until[channel] = p.now().Add(limited.RetryAfter)
}

// check returns the error of Slack's with what is left of the wait; nil when it is over.
func (p *pause) check(channel string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	until, ok := p.until[channel]
	if left := until.Sub(p.now()); ok && left > 0 {
		return &slack.RateLimitedError{RetryAfter: left}
	}
	delete(p.until, channel)
	return nil
}
