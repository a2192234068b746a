package slack

import (
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/slack-go/slack"

	"bigtalk/adapters"
)

// rateLimited says how long Slack wants to be left alone.
type rateLimited struct{ *slack.RateLimitedError }

// RetryAfter implements [adapters.RetryAfter].
func (e rateLimited) RetryAfter() time.Duration { return e.RateLimitedError.RetryAfter }

// Unwrap returns the client's error.
func (e rateLimited) Unwrap() error { return e.RateLimitedError }

// explain tells an operator what to do about an error of a method, and whether
// another attempt may help: it may once a scope or a token that lacks is there. It is
// nil for nil.
func explain(method string, err error) error {
	var limited *slack.RateLimitedError
	var refused slack.SlackErrorResponse
	switch {
	case err == nil:
		return nil
	case errors.As(err, &limited):
		return fmt.Errorf("%s: %w", method, rateLimited{limited})
	case !errors.As(err, &refused):
		if broken, ok := errors.AsType[*url.Error](err); ok {
			err = broken.Err // without the address: a response URL lets who knows it post
		}
		return fmt.Errorf("%s: %w", method, err)
	}
	switch refused.Err {
	case "missing_scope":
		return fmt.Errorf("%s: %w: the token lacks the scope %s (it has %s): add it under OAuth & Permissions and install the app again",
			method, err, refused.Needed, refused.Provided)
	case "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired":
		return fmt.Errorf("%s: Slack refuses the token (%w): install the app again and use the new token", method, err)
	case "channel_not_found", "not_in_channel", "is_archived", "user_not_found", "message_not_found", "cant_update_message",
		"cant_delete_message", "thread_not_found", "restricted_action", "invalid_blocks", "msg_too_long", "msg_blocks_too_long", "no_text":
		return fmt.Errorf("%s: %s: %w", method, refused.Err, adapters.ErrGiveUp)
	default:
		return fmt.Errorf("%s: %w", method, err)
	}
}
