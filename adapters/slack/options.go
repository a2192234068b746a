package slack

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"bigtalk/adapters"
	"bigtalk/bot"
)

// An Inbox accepts events and hands them out again until they are done.
type Inbox interface {
	adapters.Inbox
	adapters.Backlog
}

// A Past tells what was asked before, after a restart too.
type Past interface {
	// HasAsked reports whether the person has asked the bot something in the
	// conversation that p names.
	HasAsked(ctx context.Context, p bot.Person) (bool, error)
	// Questions returns the person's latest questions on a platform, newest first.
	Questions(ctx context.Context, platform, user string, limit int) ([]string, error)
}

// Options configure an Adapter. BotToken, Inbox and one of AppToken and
// SigningSecret are needed.
type Options struct {
	BotToken      string // xoxb-…
	AppToken      string // xapp-…, for Socket Mode
	SigningSecret string // for requests over HTTP

	Inbox Inbox
	Past  Past // nil lets nobody go on in a thread without a mention

	Teams    []string // workspaces that are served; all when empty
	Channels []string // IDs of the channels that are served; all when empty. Direct messages always are
	Overhear []string // IDs of the channels in which messages that do not mention the bot may be answered
	Working  string   // name of the reaction set while a question is worked on; none when empty

	PerMinute int // messages of one person that are answered in a minute, the rest are not; no limit when 0

	About  func(context.Context) (adapters.About, error) // for the Home tab and the pane; nil tells nothing
	APIURL string                                        // of the Web API; Slack's when empty

	Now        func() time.Time // time.Now when nil
	HTTPClient *http.Client     // one with a timeout when nil
	Logger     *slog.Logger     // nothing is logged when nil
}

var errTokens = errors.New("slack: a bot token is needed, and an app token for Socket Mode or a signing secret for HTTP")

// check refuses tokens of the wrong kind, which Slack calls invalid_auth without
// saying why.
func (o Options) check() error {
	switch {
	case o.BotToken == "" || o.AppToken == "" && o.SigningSecret == "":
		return errTokens
	case !strings.HasPrefix(o.BotToken, "xoxb-"):
		return errors.New("slack: the bot token begins with xoxb-; this one does not. It stands under OAuth & Permissions")
	case o.AppToken != "" && !strings.HasPrefix(o.AppToken, "xapp-"):
		return errors.New("slack: the app token begins with xapp-; this one does not. It stands under Basic Information, App-Level Tokens")
	}
	return nil
}

// allows reports whether a channel is served. kind is its channel_type, where that
// is known.
func (o Options) allows(channel, kind string) bool {
	return len(o.Channels) == 0 || kind == "im" || strings.HasPrefix(channel, "D") || slices.Contains(o.Channels, channel)
}
