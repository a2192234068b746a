package webhook

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bigtalk/bot"
)

// TestAnswer hands a message to the bot as the contract says, and the reply back.
func TestAnswer(t *testing.T) {
	h := new(answerer)
	d := open(t, h, nil)
	body := `{"type":"message.created","timestamp":"2026-11-22T10:00:00Z","later":{"a":[1]},"data":{
		"message_id":"m-1","conversation":{"id":"room-9","type":"group","name":"Istio 中文社区"},
		"sender":{"id":"u-7","name":"Ann","is_bot":false,"is_self":false},
		"text":"503 UC 怎么排查?","quoted":"昨天的问题","mentioned":true,"reply_to":null,"locale":"zh-CN","callback":null}}`
	g := d.send(t, sent{body: body})
	want := outcome{Status: "answered", Reply: &reply{
		ReplyTo: "m-1", ReplyID: "rabcdefghi", Decision: "answer", Language: "en", Format: "text", Text: "1 said: 503 UC 怎么排查?", Sources: []cited{}, Choices: []choice{},
	}}
	if diff := cmp.Diff(want, g.outcome(t)); diff != "" {
		t.Errorf("response (-want +got):\n%s", diff)
	}
	if !strings.Contains(g.body, `"sources":[],"choices":[]`) || g.header.Get("Cache-Control") != "no-store" {
		t.Errorf("response %v %s", g.header, g.body)
	}
	asked := bot.Message{
		ID: "bridge:room-9:m-1", Platform: "webhook", Conversation: "bridge:room-9", User: "bridge:u-7",
		Text: "503 UC 怎么排查?", Quoted: "昨天的问题", Addressed: true,
	}
	if diff := cmp.Diff([]bot.Message{asked}, h.asked); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	if strings.Contains(d.log.String(), "503") {
		t.Errorf("the log has the message:\n%s", d.log.String())
	}
}

// TestIgnored: what gets no reply, and why.
func TestIgnored(t *testing.T) {
	with := func(m map[string]any, k string, v any) map[string]any { m[k] = v; return m }
	for name, tt := range map[string]struct {
		source, body, reason string
		asked                int
	}{
		"not mentioned":                {"bridge", bodyOf("hello", group(false)), "not_mentioned", 0},
		"mentioned":                    {"bridge", bodyOf("hello", group(true)), "", 1},
		"direct":                       {"bridge", bodyOf("hello", map[string]any{"mentioned": false}), "", 1},
		"of the bot itself":            {"bridge", bodyOf("hello", map[string]any{"sender": map[string]any{"id": "u", "is_self": true}}), "self", 0},
		"of a program":                 {"bridge", bodyOf("hello", with(group(true), "sender", map[string]any{"id": "u", "is_bot": true})), "bot", 0},
		"overheard, without an answer": {"ears", bodyOf("idle talk", group(false)), "no_answer", 1},
		"overheard":                    {"ears", bodyOf("hello", group(false)), "", 1},
		"of another type":              {"bridge", `{"type":"message.deleted","data":7}`, "type", 0},
	} {
		t.Run(name, func(t *testing.T) {
			h := new(answerer)
			d := open(t, h, func(o *Options) { o.Sources["ears"] = Source{Secrets: []string{secret1}, Overhear: true} })
			g := d.send(t, sent{source: tt.source, body: tt.body})
			o := g.outcome(t)
			if g.status != 200 || o.Reason != tt.reason || (o.Status == "ignored") != (tt.reason != "") || h.times() != tt.asked {
				t.Errorf("%d %s, the bot was asked %d times; want reason %q, %d times", g.status, g.body, h.times(), tt.reason, tt.asked)
			}
		})
	}
}

// TestRefused: what a request is refused for that is well signed.
func TestRefused(t *testing.T) {
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	hello := bodyOf("hello", nil)
	for name, tt := range map[string]struct {
		sent   sent
		status int
	}{
		"no media type":                 {sent{body: hello, change: func(r *http.Request) { r.Header.Del("Content-Type") }}, 415},
		"a form":                        {sent{body: hello, change: header("Content-Type", "application/x-www-form-urlencoded")}, 415},
		"text":                          {sent{body: hello, change: header("Content-Type", "text/plain")}, 415},
		"another charset":               {sent{body: hello, change: header("Content-Type", "application/json; charset=gbk")}, 415},
		"no media type at all":          {sent{body: hello, change: header("Content-Type", "json;;")}, 415},
		"packed":                        {sent{body: hello, change: header("Content-Encoding", "gzip")}, 415},
		"more than 64 KiB":              {sent{body: bodyOf(strings.Repeat("a", maxBody), nil)}, 413},
		"no JSON":                       {sent{body: "hello"}, 400},
		"a callback without an address": {sent{body: bodyOf("hello", map[string]any{"callback": true})}, 400},
	} {
		t.Run(name, func(t *testing.T) {
			h := new(answerer)
			d := open(t, h, nil)
			d.send(t, tt.sent).problem(t, tt.status)
			if h.times() > 0 {
				t.Error("the bot was asked")
			}
		})
	}
	d := open(t, new(answerer), nil)
	for i, charset := range []string{"application/json", "application/json; charset=UTF-8", "Application/JSON;charset=\"utf-8\""} {
		d.send(t, sent{id: fmt.Sprint(i), body: hello, change: header("Content-Type", charset)}).outcome(t)
	}
	d.send(t, sent{id: "full", body: bodyOf(strings.Repeat("a", maxBody-len(bodyOf("", nil))), nil)}).outcome(t)
	r := d.request(t, sent{body: hello})
	r.Method = http.MethodGet
	if g := do(t, r); g.status != 405 || g.header.Get("Allow") != "POST" {
		t.Errorf("GET: %d %v", g.status, g.header)
	}
}

// TestNotReady refuses messages before the archive is read, for a while.
func TestNotReady(t *testing.T) {
	d := open(t, nil, nil)
	g := d.send(t, sent{body: bodyOf("hello", nil)})
	if g.problem(t, 503); g.header.Get("Retry-After") != "1" || d.adapter.Ready() {
		t.Errorf("headers %v, ready %v", g.header, d.adapter.Ready())
	}
	d.send(t, sent{secret: secret2, body: bodyOf("hello", nil)}).problem(t, 401)
}

// TestPerMinute refuses what one person sends too much, says when to come again, and
// goes on answering others. What is repeated does not count.
func TestPerMinute(t *testing.T) {
	d := open(t, new(answerer), func(o *Options) { o.Sources["bridge"] = Source{Secrets: []string{secret1}, PerMinute: 2} })
	ask := func(id, user string) got {
		return d.send(t, sent{id: id, body: bodyOf("hello", map[string]any{"sender": map[string]any{"id": user}})})
	}
	for _, id := range []string{"a", "a", "a", "b"} {
		ask(id, "ann").outcome(t)
	}
	g := ask("c", "ann")
	if g.problem(t, 429); g.header.Get("Retry-After") != "30" {
		t.Errorf("Retry-After %q", g.header.Get("Retry-After"))
	}
	ask("d", "bob").outcome(t)
	d.clock.advance(30 * time.Second)
	ask("c", "ann").outcome(t) // as it was told
}

// TestHandlerFails tells nobody why but the log, and answers when the sender repeats it.
func TestHandlerFails(t *testing.T) {
	h := &answerer{err: errors.New("disk on fire")}
	d := open(t, h, nil)
	g := d.send(t, sent{body: bodyOf("hello", nil)})
	if g.problem(t, 500); strings.Contains(g.body, "fire") || !strings.Contains(d.log.String(), "disk on fire") {
		t.Errorf("response %s, log:\n%s", g.body, d.log.String())
	}
	h.mu.Lock()
	h.err = nil
	h.mu.Unlock()
	d.send(t, sent{body: bodyOf("hello", nil)}).outcome(t)
}

// TestSlowBody ends a request that does not go on, by the server's timeout.
func TestSlowBody(t *testing.T) {
	d := open(t, new(answerer), nil)
	server := httptest.NewUnstartedServer(d.Config.Handler)
	server.Config.ReadTimeout = 200 * time.Millisecond
	server.Start()
	defer server.Close()
	c, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := fmt.Fprint(c, "POST /v1/webhooks/bridge HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"); err != nil {
		t.Fatal(err)
	}
	if err := c.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	answer := make([]byte, 1000)
	n, err := c.Read(answer)
	if err != nil || !strings.HasPrefix(string(answer[:n]), "HTTP/1.1 400 ") {
		t.Errorf("after the timeout: %q, %v", answer[:n], err)
	}
}

// TestManyAtOnce has requests wait until others are answered.
func TestManyAtOnce(t *testing.T) {
	h := &answerer{hold: make(chan struct{})}
	d := open(t, h, nil)
	n := cap(d.adapter.slots)
	var wg sync.WaitGroup
	statuses := make([]int, n+3)
	for i := range statuses {
		r := d.request(t, sent{id: fmt.Sprint("msg_", i), body: bodyOf(fmt.Sprint(i), nil)})
		wg.Go(func() {
			res, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Error(err)
				return
			}
			defer res.Body.Close()
			statuses[i] = res.StatusCode
		})
	}
	eventually(t, "all slots are taken", func() bool { return h.times() == n })
	close(h.hold)
	wg.Wait()
	for i, s := range statuses {
		if s != 200 {
			t.Errorf("request %d: %d", i, s)
		}
	}
	if h.times() != n+3 {
		t.Errorf("the bot was asked %d times", h.times())
	}
}
