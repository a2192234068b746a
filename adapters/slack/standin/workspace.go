package standin

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"
)

// What every workspace holds from the start.
const (
	TeamID     = "T0STANDIN01" // unless Options has another
	TeamDomain = "standin"
	AppID      = "A0STANDIN01"

	BotToken  = "xoxb-standin"
	AppToken  = "xapp-standin"
	BotUserID = "U0BIGTALK01"
	BotID     = "B0BIGTALK01"
	BotName   = "bigtalk"

	Alice   = "U0ALICE0001" // speaks English
	Bob     = "U0BOB000001" // speaks Chinese
	General = "C0GENERAL01" // a public channel with everybody and the bot
)

// Options change a workspace from its defaults; the zero value is a workspace.
type Options struct {
	// TeamID is the workspace's id; empty means the constant TeamID.
	TeamID string

	// Scopes are what the bot token is granted; nil means every one that
	// a method here asks for.
	Scopes []string

	// Clock dates messages, events and signatures and ages a response_url; nil means
	// time.Now. Timeouts run on real time all the same.
	Clock func() time.Time

	// AckTimeout is how long an envelope or an HTTP event waits before it counts as
	// unanswered; 0 means Slack's 3 s.
	AckTimeout time.Duration

	// RetryDelays are the pauses before each retry of an event; nil means Slack's: at
	// once, after a minute, after five. An empty slice means no retry.
	RetryDelays []time.Duration

	// PingInterval is how often a connection is pinged; 0 means 5 s.
	PingInterval time.Duration
}

// allScopes are what the methods here ask for, and what an app needs to hear events.
var allScopes = []string{
	"app_mentions:read", "assistant:write",
	"channels:history", "channels:read", "chat:write", "commands",
	"groups:history", "groups:read", "im:history", "im:read", "mpim:history", "mpim:read",
	"reactions:read", "reactions:write", "team:read", "users:read",
}

// A Workspace is one Slack workspace with one installed app.
type Workspace struct {
	t      testing.TB
	opts   Options
	server *httptest.Server
	ctx    context.Context // done when the workspace closes
	cancel context.CancelFunc
	bg     sync.WaitGroup // readers and writers of connections

	mu      sync.Mutex
	changed chan struct{} // closed and replaced with every change of what follows
	serial  int           // of event ids, envelopes, tickets and hooks
	last    int64         // of the latest ts, in microseconds

	tokens   map[string]*token
	users    map[string]*User
	channels map[string]*channel
	statuses map[thread]string
	homes    map[string][]byte
	hooks    map[string]*hook
	calls    []*Call
	faults   faults
	socket   socketMode
}

// New starts a workspace, which t's cleanup closes with all its connections.
func New(t testing.TB, opts Options) *Workspace {
	t.Helper()
	opts.TeamID = orElse(opts.TeamID, TeamID)
	opts.AckTimeout = orElse(opts.AckTimeout, 3*time.Second)
	opts.PingInterval = orElse(opts.PingInterval, 5*time.Second)
	if opts.Clock == nil {
		opts.Clock = time.Now
	}
	if opts.Scopes == nil {
		opts.Scopes = allScopes
	}
	if opts.RetryDelays == nil {
		opts.RetryDelays = []time.Duration{0, time.Minute, 5 * time.Minute}
	}
	ctx, cancel := context.WithCancel(context.Background())
	w := &Workspace{
		t: t, opts: opts, ctx: ctx, cancel: cancel,
		changed: make(chan struct{}),
		tokens: map[string]*token{
			BotToken: {scopes: slices.Clone(opts.Scopes)},
			AppToken: {app: true, scopes: []string{"connections:write"}},
		},
		users:    make(map[string]*User),
		channels: make(map[string]*channel),
		statuses: make(map[thread]string),
		homes:    make(map[string][]byte),
		hooks:    make(map[string]*hook),
		faults:   newFaults(),
		socket:   newSocketMode(),
	}
	w.AddUser(User{ID: BotUserID, Name: BotName, RealName: "Bigtalk", Locale: "en-US", Bot: true})
	w.AddUser(User{ID: Alice, Name: "alice", RealName: "Alice Adams", Locale: "en-US"})
	w.AddUser(User{ID: Bob, Name: "bob", RealName: "鲍勃", Locale: "zh-CN"})
	w.AddChannel(Channel{ID: General, Name: "general"})

	mux := http.NewServeMux()
	mux.HandleFunc("/api/{method}", w.serveAPI)
	mux.HandleFunc("GET /link/", w.serveSocket)
	mux.HandleFunc("POST /{kind}/{team}/{id}/{secret}", w.serveHook)
	w.server = httptest.NewUnstartedServer(mux)
	w.server.Start() // its handlers read the field
	t.Cleanup(w.close)
	return w
}

// APIURL is the address that stands for https://slack.com/api/, with the slash.
func (w *Workspace) APIURL() string { return w.server.URL + "/api/" }

// Wait returns nil as soon as cond holds, which it asks after every change of the
// workspace, or an error when ctx or the workspace is done first.
func (w *Workspace) Wait(ctx context.Context, cond func() bool) error {
	for {
		w.mu.Lock()
		changed := w.changed
		w.mu.Unlock()
		if cond() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		case <-w.ctx.Done():
			return fmt.Errorf("the workspace is closed: %w", w.ctx.Err())
		}
	}
}

// notify wakes whoever waits. The caller holds mu.
func (w *Workspace) notify() {
	close(w.changed)
	w.changed = make(chan struct{})
}

// number is the next of ids that have to differ. The caller holds mu.
func (w *Workspace) number() int {
	w.serial++
	return w.serial
}

func (w *Workspace) close() {
	w.cancel()
	w.mu.Lock()
	w.stopEnvelopes()
	for _, c := range w.socket.open {
		c.cut()
	}
	w.mu.Unlock()
	w.server.Close()
	w.bg.Wait()
}

// orElse is v, or def where v is the zero value.
func orElse[T comparable](v, def T) T {
	var zero T
	if v == zero {
		return def
	}
	return v
}
