package slack

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
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

const (
	// responseURL stands for the method where a reply goes to a response URL.
	responseURL = "response_url"
	// openConnection is the one method that is called with the app token.
	openConnection = "apps.connections.open"
)

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
		if status, ok := errors.AsType[slack.StatusCodeError](err); ok && method == responseURL && status.Code/100 == 4 && status.Code != http.StatusTooManyRequests { // it has expired, or was used up
			return fmt.Errorf("%s: %w: %w", method, err, adapters.ErrGiveUp)
		}
		return fmt.Errorf("%s: %w", method, err)
	}
	switch {
	case method == openConnection && (refused.Err == "missing_scope" || slices.Contains(tokenFaults[:], refused.Err)):
		return fmt.Errorf("%s: Slack refuses the app token (%w): make another with the scope connections:write under Basic Information, App-Level Tokens", method, err)
	case refused.Err == "missing_scope":
		return fmt.Errorf("%s: %w: the token lacks the scope %s (it has %s): add it under OAuth & Permissions and install the app again",
			method, err, refused.Needed, refused.Provided)
	case slices.Contains(tokenFaults[:], refused.Err):
		return fmt.Errorf("%s: Slack refuses the token (%w): install the app again and use the new token", method, err)
	case slices.Contains(hopeless[:], refused.Err):
		return fmt.Errorf("%s: %w: %w", method, err, adapters.ErrGiveUp)
	default:
		return fmt.Errorf("%s: %w", method, err)
	}
}

// tokenFaults are the errors of a token that another must replace.
var tokenFaults = [...]string{"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type"}

// hopeless are the errors of docs.slack.dev/reference/methods that another attempt gets
// again: of a channel, a person or a message that is gone or closed, and of content.
var hopeless = [...]string{
	"channel_not_found", "not_in_channel", "is_archived", "is_inactive", "user_not_found", "user_disabled", "restricted_action",
	"restricted_action_read_only_channel", "restricted_action_thread_only_channel", "restricted_action_thread_locked",
	"restricted_action_non_threadable_channel", "messages_tab_disabled", "thread_not_found", "message_not_found",
	"cannot_reply_to_message", "cant_update_message", "cant_delete_message", "edit_window_closed", "duplicate_message_not_found",
	"invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long", "no_text", "metadata_too_large",
}
