package webhook

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"bigtalk/bot"
	"bigtalk/bot/journal"
)

// Secrets of the tests. The first is that of the specification's example.
const (
	secret1        = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
	secret2        = "whsec_c2Vjb25kIHNlY3JldCBvZiBodW50ZXIyLCBzb21lIGJ5dGVz"
	callbackSecret = "whsec_Y2FsbGJhY2sgc2VjcmV0IG9mIGh1bnRlcjIsIHNvbWUgYnl0ZXM="
)

// A clock is set by a test.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Now()} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// An answerer is a handler that counts what it is asked and replies with what it was told.
type answerer struct {
	mu    sync.Mutex
	asked []bot.Message
	hold  chan struct{} // replies wait until it is closed, where it is not nil
	err   error
	reply *bot.Reply // instead of its own
}

func (a *answerer) Handle(ctx context.Context, m bot.Message) (bot.Reply, error) {
	a.mu.Lock()
	a.asked = append(a.asked, m)
	n, hold, err, reply := len(a.asked), a.hold, a.err, a.reply
	a.mu.Unlock()
	if hold != nil {
		select {
		case <-hold:
		case <-ctx.Done():
			return bot.Reply{}, ctx.Err()
		}
	}
	switch {
	case err != nil:
		return bot.Reply{}, err
	case reply != nil:
		return *reply, nil
	case m.FromBot, !m.Addressed && strings.Contains(m.Text, "idle"):
		return bot.Reply{Decision: bot.Silence}, nil
	}
	text := strconv.Itoa(n) + " said: " + m.Text
	return bot.Reply{ID: "rabcdefghi", Decision: bot.Answer, Language: bot.English, Blocks: []bot.Block{bot.TextBlock{Text: text}}}, nil
}

// A panics is an answerer that panics the first time.
type panics struct {
	*answerer
	done bool
}

func (p *panics) Handle(ctx context.Context, m bot.Message) (bot.Reply, error) {
	if !p.done {
		p.done = true
		panic("on purpose")
	}
	return p.answerer.Handle(ctx, m)
}

func (a *answerer) times() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.asked)
}

// A lockedBuffer is read while somebody writes to it.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// A door is an adapter that is served over HTTP.
type door struct {
	*httptest.Server
	adapter *Adapter
	clock   *clock
	log     *lockedBuffer
	stop    func() // ends the adapter and waits for it; may be called again
}

// openJournal opens a journal in a folder.
func openJournal(t testing.TB, dir string, now func() time.Time) *journal.DB {
	t.Helper()
	db, err := journal.Open(t.Context(), filepath.Join(dir, "journal.db"), journal.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() }) // a test may have closed it
	return db
}

// open serves an adapter until the test ends. Its source "bridge" has secret1, unless
// change has it otherwise.
func open(t testing.TB, h bot.Handler, change func(*Options)) *door {
	t.Helper()
	d := &door{clock: newClock(), log: new(lockedBuffer)}
	o := Options{
		Sources: map[string]Source{"bridge": {Secrets: []string{secret1}}},
		Now:     d.clock.now, Logger: slog.New(slog.NewTextHandler(d.log, nil)),
	}
	if change != nil {
		change(&o)
	}
	if o.Inbox == nil {
		o.Inbox = openJournal(t, t.TempDir(), d.clock.now)
	}
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	for pattern, handler := range a.Routes() {
		mux.Handle(pattern, handler)
	}
	d.adapter, d.Server = a, httptest.NewServer(mux)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	if h != nil {
		go func() { ended <- a.Run(ctx, h) }()
		for !a.Ready() {
			time.Sleep(time.Millisecond)
		}
	} else {
		ended <- nil
	}
	d.stop = sync.OnceFunc(func() {
		d.Close()
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(d.stop)
	return d
}

// A sent is a request before it is signed.
type sent struct {
	source, id, secret, body string
	at                       time.Time
	change                   func(*http.Request) // after it is signed
}

// signed is the specification's signature, by other code than the adapter's.
func signed(secret, id, stamp, body string) string {
	key, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + stamp + "." + body))
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// message is the body of a direct message, with fields of data besides or instead.
func bodyOf(text string, more map[string]any) string {
	data := map[string]any{
		"message_id": "m-1", "conversation": map[string]any{"id": "room-9", "type": "direct"}, "sender": map[string]any{"id": "u-7"}, "text": text,
	}
	maps.Copy(data, more)
	body, _ := json.Marshal(map[string]any{"type": "message.created", "data": data})
	return string(body)
}

// group is what a message of a group has.
func group(mentioned bool) map[string]any {
	return map[string]any{"conversation": map[string]any{"id": "room-9", "type": "group"}, "mentioned": mentioned}
}

// request signs and makes a request, all but the body with defaults.
func (d *door) request(t testing.TB, s sent) *http.Request {
	t.Helper()
	if s.source == "" {
		s.source = "bridge"
	}
	if s.id == "" {
		s.id = "msg_1"
	}
	if s.secret == "" {
		s.secret = secret1
	}
	if s.at.IsZero() {
		s.at = d.clock.now()
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, d.URL+"/v1/webhooks/"+s.source, strings.NewReader(s.body))
	if err != nil {
		t.Fatal(err)
	}
	stamp := strconv.FormatInt(s.at.Unix(), 10)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("webhook-id", s.id)
	r.Header.Set("webhook-timestamp", stamp)
	r.Header.Set("webhook-signature", signed(s.secret, s.id, stamp, s.body))
	if s.change != nil {
		s.change(r)
	}
	return r
}

// A got is a response that was read.
type got struct {
	status int
	header http.Header
	body   string
}

func do(t testing.TB, r *http.Request) got {
	t.Helper()
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return got{res.StatusCode, res.Header, string(body)}
}

func (d *door) send(t testing.TB, s sent) got {
	t.Helper()
	return do(t, d.request(t, s))
}

// outcome reads a response of status 2xx.
func (g got) outcome(t testing.TB) outcome {
	t.Helper()
	var o outcome
	if err := json.Unmarshal([]byte(g.body), &o); err != nil || g.status/100 != 2 || g.header.Get("Content-Type") != "application/json" {
		t.Fatalf("response %d %s", g.status, g.body)
	}
	return o
}

// text is the reply's; empty without one.
func (g got) text(t testing.TB) string {
	t.Helper()
	if o := g.outcome(t); o.Reply != nil {
		return o.Reply.Text
	}
	return ""
}

// problem reads a response that is a refusal.
func (g got) problem(t testing.TB, status int) problem {
	t.Helper()
	var p problem
	if err := json.Unmarshal([]byte(g.body), &p); err != nil || g.status != status || p.Status != status || p.Title == "" || p.Detail == "" ||
		g.header.Get("Content-Type") != "application/problem+json" {
		t.Fatalf("response %d %v %s, want a problem of status %d", g.status, g.header, g.body, status)
	}
	return p
}

// eventually waits for something to become true.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for range 2000 {
		if ok() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("never: %s", what)
}
