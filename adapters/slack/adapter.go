package slack

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/sync/errgroup"

	"bigtalk/adapters"
	"bigtalk/bot"
)

// name is the adapter's in the inbox, in messages and in logs.
const name = "slack"

// callTimeout bounds one call of the Web API.
const callTimeout = 20 * time.Second

// An Adapter is Slack. It takes events over Socket Mode, over HTTP or over both at
// once, and answers each once. It runs once.
type Adapter struct {
	opts  Options
	api   *slack.Client
	log   *slog.Logger
	wake  chan struct{}
	ready chan struct{} // closed when self is known
	once  sync.Once
	limit *adapters.Limit
	pause pause

	self    string                 // the bot's user ID
	bot     string                 // its bot ID
	started time.Time              // events from before may have been answered
	appID   atomic.Pointer[string] // of Slack's app; nil until Socket Mode tells

	connected atomic.Bool // over Socket Mode
}

var _ adapters.Door = (*Adapter)(nil)

// New returns an Adapter. It calls nobody before Run.
func New(opts Options) (*Adapter, error) {
	if err := opts.check(); err != nil {
		return nil, err
	}
	if opts.HTTPClient == nil {
		opts.HTTPClient = &http.Client{Timeout: callTimeout}
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	log := opts.Logger
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Adapter{
		opts: opts, api: newClient(opts), log: log.With("adapter", name),
		limit: adapters.NewLimit(opts.PerMinute, opts.Now), pause: pause{now: opts.Now, until: make(map[string]time.Time)},
		wake: make(chan struct{}, 1), ready: make(chan struct{}),
	}, nil
}

// Ready implements [adapters.Door]: events are taken once Run knows who the bot is, and
// over Socket Mode while it is connected.
func (a *Adapter) Ready() bool {
	select {
	case <-a.ready:
		return a.opts.AppToken == "" || a.connected.Load()
	default:
		return false
	}
}

func newClient(o Options) *slack.Client {
	options := []slack.Option{slack.OptionHTTPClient(o.HTTPClient)}
	if o.APIURL != "" {
		options = append(options, slack.OptionAPIURL(strings.TrimSuffix(o.APIURL, "/")+"/"))
	}
	if o.AppToken != "" {
		options = append(options, slack.OptionAppLevelToken(o.AppToken))
	}
	return slack.New(o.BotToken, options...)
}

// Run serves until ctx is done, and then finishes what is under way. The error is
// one that another attempt will not mend, such as a token that was revoked.
func (a *Adapter) Run(ctx context.Context, h bot.Handler) error {
	who, err := a.identify(ctx)
	if who == nil {
		return err
	}
	a.self, a.bot, a.started = who.UserID, who.BotID, a.opts.Now()
	a.once.Do(func() { close(a.ready) })
	a.log.InfoContext(ctx, "connected", "team", who.Team, "bot_user", who.UserID)
	for _, f := range a.opts.checkIdentity(who) {
		if f.Fault != nil {
			a.log.WarnContext(ctx, "the app is not set up well", "subject", f.Subject, "err", f.Fault)
		}
	}
	g, ctx := errgroup.WithContext(ctx)
	w := &adapters.Worker{
		Adapter: name, Backlog: a.opts.Inbox, Wake: a.wake, Now: a.opts.Now, Logger: a.opts.Logger,
		Work: func(ctx context.Context, e adapters.Event) error { return a.work(ctx, h, e) },
	}
	g.Go(func() error { return w.Run(ctx) })
	if a.opts.AppToken != "" {
		g.Go(func() error { return a.listen(ctx) })
	}
	return g.Wait()
}

// identifyEvery is how long to wait between attempts to reach Slack at the start.
const identifyEvery = 5 * time.Second

// identify asks who the bot is, until Slack can be reached. It is nil without an
// error when ctx is done before.
func (a *Adapter) identify(ctx context.Context) (*slack.AuthTestResponse, error) {
	for {
		who, err := a.api.AuthTestContext(ctx)
		if err == nil {
			return who, nil
		}
		if refused, ok := errors.AsType[slack.SlackErrorResponse](err); ok && slices.Contains(tokenFaults[:], refused.Err) {
			return nil, fmt.Errorf("slack: %w", explain("auth.test", err))
		}
		if ctx.Err() != nil {
			return nil, nil
		}
		a.log.WarnContext(ctx, "slack cannot be reached", "err", explain("auth.test", err))
		select {
		case <-ctx.Done():
			return nil, nil
		case <-time.After(identifyEvery):
		}
	}
}

// accept keeps a task for good. What has been accepted before is not kept twice.
func (a *Adapter) accept(ctx context.Context, t task, key string) error {
	e, err := t.event(key)
	if err != nil {
		return err
	}
	fresh, err := a.opts.Inbox.Accept(ctx, name, e)
	if err != nil {
		return fmt.Errorf("accept event %s: %w", key, err)
	}
	if fresh {
		select {
		case a.wake <- struct{}{}:
		default: // it is awake
		}
	}
	return nil
}

// app is the ID of the app, "" while it is unknown.
func (a *Adapter) app() string {
	if id := a.appID.Load(); id != nil {
		return *id
	}
	return ""
}

// serves reports whether a workspace is served.
func (a *Adapter) serves(team string) bool {
	return len(a.opts.Teams) == 0 || slices.Contains(a.opts.Teams, team)
}
