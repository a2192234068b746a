package webhook

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"bigtalk/adapters"
	"bigtalk/bot"
)

// name is the adapter's in the inbox, in messages and in logs.
const name = "webhook"

// An Adapter is the signed webhook. It answers in the response, or by callback where
// the source wants that. It runs once.
type Adapter struct {
	opts    Options
	sources map[string]*source
	decoy   []key // of sources that are none
	client  *http.Client
	log     *slog.Logger
	wake    chan struct{}
	slots   chan struct{} // holds a token for each message that is being answered in the response
	replays *replays
	handler atomic.Pointer[bot.Handler] // nil before Run
}

var _ adapters.Door = (*Adapter)(nil)

// New returns an Adapter. It calls nobody before Run. All that is wrong with the
// options is in the error, one a line.
func New(opts Options) (*Adapter, error) {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	sources, err := opts.sources()
	if err != nil {
		return nil, err
	}
	random := make([]byte, minSecret)
	_, _ = rand.Read(random) // never fails
	decoy, err := keyOf(random)
	if err != nil {
		return nil, err
	}
	log := opts.Logger
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Adapter{
		opts: opts, sources: sources, decoy: []key{decoy}, client: newClient(opts.HTTPClient), log: log.With("adapter", name),
		wake: make(chan struct{}, 1), slots: make(chan struct{}, adapters.DefaultLimit), replays: newReplays(opts.Now),
	}, nil
}

// Ready implements [adapters.Door].
func (a *Adapter) Ready() bool { return a.handler.Load() != nil }

// Run answers until ctx is done, and then finishes what is under way.
func (a *Adapter) Run(ctx context.Context, h bot.Handler) error {
	if h == nil {
		return errors.New("webhook: there is no handler")
	}
	a.handler.Store(&h)
	w := &adapters.Worker{
		Adapter: name, Backlog: a.opts.Inbox, Wake: a.wake, Now: a.opts.Now, Logger: a.opts.Logger,
		Work: func(ctx context.Context, e adapters.Event) error { return a.work(ctx, h, e) },
	}
	return w.Run(ctx)
}
