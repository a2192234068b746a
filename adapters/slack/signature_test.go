package slack

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bigtalk/adapters"
	"bigtalk/adapters/slack/standin"
	"bigtalk/bot"
	"bigtalk/bot/journal"
)

// The example of docs.slack.dev/authentication/verifying-requests-from-slack.
const (
	publishedSecret    = "8f742231b10e8888abcd99yyyzzz85a5"
	publishedTime      = 1531420618
	publishedSignature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
	publishedBody      = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar" +
		"&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=" +
		"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN" +
		"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)

// TestSignature accepts what Slack, or a client of its own, has signed, and none of
// what others make of that.
func TestSignature(t *testing.T) {
	t.Run("published", testPublished)
	t.Run("slack_sdk", testSDKSigned)
	t.Run("forged", testForged)
}

func testPublished(t *testing.T) {
	e := enter(t, parrot, func(o *Options) {
		o.SigningSecret, o.Now = publishedSecret, func() time.Time { return time.Unix(publishedTime, 0) }
	})
	r := request{path: "/slack/commands", body: publishedBody, header: signed(publishedTime, publishedSignature)}
	if status := e.send(r); status != http.StatusOK {
		t.Errorf("status %d; want 200", status)
	}
	if keys := e.inbox.keys(); len(keys) != 1 || keys[0] != "c:T1DC2JH3J:398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c" {
		t.Errorf("accepted %q", keys)
	}
	e.settle()
	if to := e.away.list(); len(to) != 1 || !strings.HasPrefix(to[0], "https://hooks.slack.com/commands/T1DC2JH3J/") {
		t.Errorf("replied to %q; want to the command's response_url", to)
	}
}

// testSDKSigned has slack_sdk, Slack's client for Python, sign what the workspace sends.
func testSDKSigned(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 in PATH; the published example has tested the same")
	}
	if err := exec.CommandContext(t.Context(), python, "-c", "import slack_sdk").Run(); err != nil {
		t.Skip("python3 has no slack_sdk (pip install slack_sdk); the published example has tested the same")
	}
	const sign = "import sys; from slack_sdk.signature import SignatureVerifier\n" +
		"print(SignatureVerifier(sys.argv[1]).generate_signature(timestamp=sys.argv[2], body=sys.stdin.buffer.read()))"
	e := enter(t, parrot, func(*Options) {})
	for _, r := range e.genuine() {
		ts := time.Now().Unix()
		cmd := exec.CommandContext(t.Context(), python, "-c", sign, secret, strconv.FormatInt(ts, 10))
		cmd.Stdin = strings.NewReader(r.body)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		r.header = signed(ts, strings.TrimSpace(string(out)))
		if status := e.send(r); status != http.StatusOK {
			t.Errorf("%s: status %d; want 200", r.path, status)
		}
	}
	if keys := e.inbox.keys(); len(keys) != 3 {
		t.Errorf("accepted %q; want an event, a command and a shortcut", keys)
	}
}

// testForged changes each kind of request in every way that its signature is to show.
func testForged(t *testing.T) {
	now := time.Unix(1795564800, 0)
	still := func(o *Options) { o.Now = func() time.Time { return now } }
	ts := now.Unix()
	stamp := func(at int64) string { return strconv.FormatInt(at, 10) }
	unmarked := func(text, body string) string { // a signature of another form
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte(text + body))
		return hex.EncodeToString(mac.Sum(nil))
	}
	for _, tt := range []struct {
		name  string
		forge func(r *request)
	}{
		{name: "no signature", forge: func(r *request) { r.header.Del(headerSignature) }},
		{name: "empty signature", forge: func(r *request) { r.header.Set(headerSignature, "") }},
		{name: "no timestamp", forge: func(r *request) { r.header.Del(headerTimestamp) }},
		{name: "no header at all", forge: func(r *request) { r.header = http.Header{} }},
		{name: "another secret", forge: func(r *request) { r.sign("another secret", ts) }},
		{name: "the empty secret", forge: func(r *request) { r.sign("", ts) }},
		{name: "body changed by a byte", forge: func(r *request) { r.body = r.body[:len(r.body)-1] + string(r.body[len(r.body)-1]^1) }},
		{name: "body longer by a byte", forge: func(r *request) { r.body += " " }},
		{name: "body without its last byte", forge: func(r *request) { r.body = r.body[:len(r.body)-1] }},
		{name: "no body", forge: func(r *request) { r.body = "" }},
		{name: "a field altered", forge: func(r *request) { r.body = strings.ReplaceAll(r.body, standin.Alice, standin.Bob) }},
		{name: "timestamp changed", forge: func(r *request) { r.header.Set(headerTimestamp, stamp(ts+1)) }},
		{name: "a byte moved from the body to the timestamp", forge: func(r *request) {
			r.body = "5:" + r.body
			r.sign(secret, ts)
			r.header.Set(headerTimestamp, stamp(ts)+":5")
			r.body = r.body[len("5:"):]
		}},
		{name: "six minutes old", forge: func(r *request) { r.sign(secret, ts-360) }},
		{name: "six minutes ahead", forge: func(r *request) { r.sign(secret, ts+360) }},
		{name: "old by more than clocks count", forge: func(r *request) { r.sign(secret, -1<<63) }},
		{name: "ahead by more than clocks count", forge: func(r *request) { r.sign(secret, 1<<63-1) }},
		{name: "version 1", forge: func(r *request) { r.header.Set(headerSignature, "v1="+unmarked("v1:"+stamp(ts)+":", r.body)) }},
		{name: "version 1 on a signature of version 0", forge: func(r *request) {
			r.header.Set(headerSignature, "v1"+strings.TrimPrefix(r.header.Get(headerSignature), "v0"))
		}},
		{name: "no version", forge: func(r *request) {
			r.header.Set(headerSignature, strings.TrimPrefix(r.header.Get(headerSignature), "v0="))
		}},
		{name: "uppercase", forge: func(r *request) {
			r.header.Set(headerSignature, "v0="+strings.ToUpper(strings.TrimPrefix(r.header.Get(headerSignature), "v0=")))
		}},
		{name: "half the signature", forge: func(r *request) { r.header.Set(headerSignature, r.header.Get(headerSignature)[:35]) }},
		{name: "the version alone", forge: func(r *request) { r.header.Set(headerSignature, "v0=") }},
		{name: "more than the signature", forge: func(r *request) { r.header.Set(headerSignature, r.header.Get(headerSignature)+"00") }},
		{name: "no hexadecimal", forge: func(r *request) { r.header.Set(headerSignature, "v0="+strings.Repeat("zz", 32)) }},
		{name: "two signatures, the right one first", forge: func(r *request) { r.header.Add(headerSignature, "v0="+strings.Repeat("00", 32)) }},
		{name: "two signatures, the right one last", forge: func(r *request) {
			r.header[headerSignature] = []string{"v0=" + strings.Repeat("00", 32), r.header.Get(headerSignature)}
		}},
		{name: "two signatures in one line", forge: func(r *request) {
			r.header.Set(headerSignature, r.header.Get(headerSignature)+", "+r.header.Get(headerSignature))
		}},
		{name: "two timestamps", forge: func(r *request) { r.header.Add(headerTimestamp, stamp(ts-360)) }},
		{name: "timestamp no number", forge: func(r *request) {
			r.header.Set(headerTimestamp, "now")
			r.header.Set(headerSignature, "v0="+unmarked("v0:now:", r.body))
		}},
		{name: "timestamp in hexadecimal", forge: func(r *request) {
			at := "0x" + strconv.FormatInt(ts, 16)
			r.header.Set(headerTimestamp, at)
			r.header.Set(headerSignature, "v0="+unmarked("v0:"+at+":", r.body))
		}},
		{name: "signed without the timestamp", forge: func(r *request) { r.header.Set(headerSignature, "v0="+unmarked("", r.body)) }},
		{name: "signed with an empty timestamp", forge: func(r *request) { r.header.Set(headerSignature, "v0="+unmarked("v0::", r.body)) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := enter(t, parrot, still)
			for _, r := range e.genuine() {
				r.sign(secret, ts)
				whole := r
				whole.header = r.header.Clone()
				tt.forge(&r)
				if status := e.send(r); status != http.StatusUnauthorized {
					t.Errorf("%s: status %d; want 401", r.path, status)
				}
				if keys := e.inbox.keys(); len(keys) != 0 {
					t.Fatalf("%s: %q is in the inbox", r.path, keys)
				}
				// What was forged is genuine otherwise.
				if status := e.send(whole); status != http.StatusOK || len(e.inbox.keys()) != 1 {
					t.Errorf("%s, not forged: status %d, accepted %q", r.path, status, e.inbox.keys())
				}
				e.inbox.forget()
			}
			e.settle()
			if n := len(e.w.Calls("chat.postMessage")) + len(e.w.Calls(standin.ResponseURL)); n != 3 {
				t.Errorf("%d replies; want one to each of the three requests that were not forged", n)
			}
			if log := e.log.String(); strings.Contains(log, secret) || strings.Contains(log, "hunter") || strings.Contains(log, "v0=") {
				t.Errorf("the log has a secret, a signature or a message:\n%s", log)
			} else if n := strings.Count(log, `"status":401`); n != 3 {
				t.Errorf("the log tells of %d refusals; want 3:\n%s", n, log)
			}
		})
	}
	t.Run("a command as an interaction", func(t *testing.T) {
		e := enter(t, parrot, still)
		r := e.genuine()[1]
		r.sign(secret, ts)
		r.path = "/slack/interactions"
		if status := e.send(r); status != http.StatusBadRequest || len(e.inbox.keys()) != 0 {
			t.Errorf("status %d, accepted %q; want 400 and nothing", status, e.inbox.keys())
		}
	})
	t.Run("no secret configured", func(t *testing.T) {
		a, err := New(Options{BotToken: standin.BotToken, AppToken: standin.AppToken})
		if err != nil || a.Routes() != nil {
			t.Errorf("routes %v, %v; want none", a.Routes(), err)
		}
	})
}

// A request is one of Slack's over HTTP.
type request struct {
	path, body, contentType string
	header                  http.Header
}

func signed(ts int64, signature string) http.Header {
	return http.Header{headerTimestamp: {strconv.FormatInt(ts, 10)}, headerSignature: {signature}}
}

func (r *request) sign(secret string, ts int64) {
	r.header = signed(ts, standin.Sign(secret, ts, []byte(r.body)))
}

// requestOf is how Slack sends an event over HTTP, without a signature.
func requestOf(t *testing.T, ev standin.Event) request {
	t.Helper()
	payload, err := json.Marshal(ev.Payload)
	if err != nil {
		t.Fatal(err)
	}
	r := request{path: pathOf(ev), contentType: "application/x-www-form-urlencoded"}
	switch ev.Kind {
	case "slash_commands":
		values := url.Values{}
		for key, v := range ev.Payload {
			values.Set(key, v.(string))
		}
		r.body = values.Encode()
	case "interactive":
		r.body = url.Values{"payload": {string(payload)}}.Encode()
	default:
		r.body, r.contentType = string(payload), "application/json"
	}
	return r
}

// An entrance is an adapter's to which requests are sent.
type entrance struct {
	t      *testing.T
	w      *standin.Workspace
	path   string // of the journal
	inbox  *watched
	server *httptest.Server
	log    lockedBuffer
	away   abroad
	ahead  atomic.Int64 // how far Slack's clock is ahead, in nanoseconds
}

// enter runs an adapter over HTTP, and over Socket Mode where change sets a token.
func enter(t *testing.T, h bot.Handler, change func(*Options)) *entrance {
	t.Helper()
	e := &entrance{t: t, path: filepath.Join(t.TempDir(), "journal.db")}
	e.w = standin.New(t, standin.Options{
		RetryDelays: []time.Duration{}, Clock: func() time.Time { return time.Now().Add(time.Duration(e.ahead.Load())) },
	})
	db, err := journal.Open(t.Context(), e.path, journal.Options{})
	if err != nil {
		t.Fatal(err)
	}
	e.inbox = &watched{DB: db}
	o := Options{
		BotToken: standin.BotToken, SigningSecret: secret, APIURL: e.w.APIURL(), Inbox: e.inbox, Past: db,
		HTTPClient: &http.Client{Transport: &e.away}, Logger: logTo(&e.log),
	}
	change(&o)
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	for pattern, h := range a.Routes() {
		mux.Handle(pattern, h)
	}
	e.server = httptest.NewServer(mux)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx, h) }()
	t.Cleanup(func() {
		e.server.Close()
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	for !a.Ready() || o.AppToken != "" && e.w.Connections() == 0 {
		time.Sleep(time.Millisecond)
	}
	return e
}

// genuine are an event, a command and a shortcut on a message, not signed yet.
func (e *entrance) genuine() []request {
	said := e.w.Mention(standin.Said{Text: "question-hunter1"})
	return []request{
		requestOf(e.t, said),
		requestOf(e.t, e.w.SlashCommand(standin.Alice, standin.General, "/bigtalk", "question-hunter1")),
		requestOf(e.t, e.w.MessageShortcut(standin.Alice, standin.General, said.TS, shortcutID)),
	}
}

// send returns the status that a request is answered with.
func (e *entrance) send(r request) int {
	e.t.Helper()
	req, err := http.NewRequestWithContext(e.t.Context(), http.MethodPost, e.server.URL+r.path, bytes.NewReader([]byte(r.body)))
	if err != nil {
		e.t.Fatal(err)
	}
	for key, list := range r.header {
		req.Header[http.CanonicalHeaderKey(key)] = list
	}
	if r.contentType == "" {
		r.contentType = "application/x-www-form-urlencoded"
	}
	req.Header.Set("Content-Type", r.contentType)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		e.t.Fatal(err)
	}
	defer resp.Body.Close()
	if text, err := io.ReadAll(resp.Body); err != nil || len(text) > 0 {
		e.t.Errorf("%s is answered with %q, %v; want the status alone", r.path, text, err)
	}
	return resp.StatusCode
}

// settle waits until nothing is left to be done.
func (e *entrance) settle() {
	e.t.Helper()
	for end := time.Now().Add(30 * time.Second); pending(e.t, e.path) > 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			e.t.Fatalf("events are not done; the log:\n%s", e.log.String())
		}
	}
}

// A watched journal remembers what it has accepted since it was told to forget.
type watched struct {
	*journal.DB

	mu   sync.Mutex
	seen []string
}

func (w *watched) Accept(ctx context.Context, adapter string, e adapters.Event) (bool, error) {
	w.mu.Lock()
	w.seen = append(w.seen, e.Key)
	w.mu.Unlock()
	return w.DB.Accept(ctx, adapter, e)
}

func (w *watched) keys() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.seen
}

func (w *watched) forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seen = nil
}

// abroad carries requests to this machine, and says ok to all others, which it keeps
// here: a test writes to nobody.
type abroad struct {
	mu sync.Mutex
	to []string
}

func (a *abroad) RoundTrip(r *http.Request) (*http.Response, error) {
	if host := r.URL.Hostname(); host == "127.0.0.1" || host == "::1" {
		return http.DefaultTransport.RoundTrip(r)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.to = append(a.to, r.URL.String())
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"text/plain"}}, Body: io.NopCloser(strings.NewReader("ok")), Request: r,
	}, nil
}

func (a *abroad) list() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.to
}
