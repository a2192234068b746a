package slack

import (
	"cmp"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"bigtalk/adapters"
)

// TestExplain tells what to do about an error, whether to try again, and no address.
func TestExplain(t *testing.T) {
	for _, tt := range []struct {
		name   string
		method string // chat.postMessage when empty
		err    error
		want   string
		giveUp bool
	}{
		{"a scope lacks", "", slack.SlackErrorResponse{Err: "missing_scope", Needed: "reactions:write", Provided: "chat:write"}, "lacks the scope reactions:write (it has chat:write)", false},
		{"the token was revoked", "", slack.SlackErrorResponse{Err: "token_revoked"}, "(token_revoked): install the app again", false},
		{"the channel is gone", "", slack.SlackErrorResponse{Err: "channel_not_found"}, "channel_not_found", true},
		{"an error inside of Slack", "", slack.SlackErrorResponse{Err: "internal_error"}, "internal_error", false},
		{"Slack is down", "", slack.StatusCodeError{Code: 503, Status: "503 Service Unavailable"}, "503", false},
		{"a proxy refuses", "", slack.StatusCodeError{Code: 407, Status: "407 Proxy Authentication Required"}, "407", false},
		{"the response URL has expired", responseURL, slack.StatusCodeError{Code: 404, Status: "404 Not Found"}, "404", true},
		{"too much without a wait", "", slack.StatusCodeError{Code: 429, Status: "429 Too Many Requests"}, "429", false},
		{"no connection", "", &url.Error{Op: "Post", URL: "https://hooks.slack.com/hunter2", Err: errors.New("connection refused")}, "connection refused", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			method := cmp.Or(tt.method, "chat.postMessage")
			err := explain(method, tt.err)
			if !strings.HasPrefix(err.Error(), method+": ") || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("error %q, want %q", err, tt.want)
			}
			if got := errors.Is(err, adapters.ErrGiveUp); got != tt.giveUp {
				t.Errorf("%q: give up %t, want %t", err, got, tt.giveUp)
			}
		})
	}
	var wait adapters.RetryAfter
	err := explain("chat.postMessage", &slack.RateLimitedError{RetryAfter: 3 * time.Second})
	if !errors.As(err, &wait) || wait.RetryAfter() != 3*time.Second {
		t.Errorf("%v says nothing of 3 s", err)
	}
	if err := explain("chat.postMessage", nil); err != nil {
		t.Errorf("nil became %v", err)
	}
}
