package webhook

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"bigtalk/bot"
)

// TestRepeated answers a request that comes again with what it answered before, also
// when it is signed anew, and asks the bot once.
func TestRepeated(t *testing.T) {
	h := new(answerer)
	d := open(t, h, func(o *Options) { o.Sources["other"] = Source{Secrets: []string{secret1}} })
	first := d.send(t, sent{body: bodyOf("hello", nil)})
	d.clock.advance(20 * time.Hour) // as late as senders repeat themselves
	again := d.send(t, sent{body: strings.Replace(bodyOf("hello", nil), `"type"`, `"attempt":2,"type"`, 1)})
	if first.body != again.body || again.status != 200 || h.times() != 1 {
		t.Errorf("first %s, then %d %s, the bot was asked %d times", first.body, again.status, again.body, h.times())
	}
	d.send(t, sent{body: bodyOf("bye", nil)}).problem(t, 409)
	if text := d.send(t, sent{source: "other", body: bodyOf("hello", nil)}).text(t); text != "2 said: hello" {
		t.Errorf("another source's request of that ID: %q", text)
	}
	d.clock.advance(keepReplays)
	if text := d.send(t, sent{body: bodyOf("bye", nil)}).text(t); text != "3 said: bye" {
		t.Errorf("after it was forgotten: %q", text)
	}
}

// TestAtOnce answers copies that come at the same time once, even if who sent the
// first has gone.
func TestAtOnce(t *testing.T) {
	h := &answerer{hold: make(chan struct{})}
	d := open(t, h, nil)
	send := func() chan string {
		body := make(chan string, 1)
		r := d.request(t, sent{body: bodyOf("hello", nil)})
		go func() {
			res, err := http.DefaultClient.Do(r)
			if err != nil {
				body <- err.Error()
				return
			}
			defer res.Body.Close()
			text := make([]byte, 1000)
			n, _ := res.Body.Read(text)
			body <- fmt.Sprint(res.StatusCode, " ", string(text[:n]))
		}()
		return body
	}
	first := send()
	eventually(t, "the bot is asked", func() bool { return h.times() == 1 })
	second, third := send(), send()
	time.Sleep(50 * time.Millisecond) // they wait for the first
	close(h.hold)
	a, b, c := <-first, <-second, <-third
	if a != b || b != c || !strings.Contains(a, "200 ") || h.times() != 1 {
		t.Errorf("%q, %q and %q, the bot was asked %d times", a, b, c, h.times())
	}
}

// alone is an adapter without a server, in which time passes as a test lets it.
func alone(h bot.Handler) (a *Adapter, send func(id string) *httptest.ResponseRecorder) {
	a, err := New(Options{Sources: map[string]Source{"bridge": {Secrets: []string{secret1}}}})
	if err != nil {
		panic(err)
	}
	a.handler.Store(&h)
	return a, func(id string) *httptest.ResponseRecorder {
		body, stamp := bodyOf("hello", nil), fmt.Sprint(time.Now().Unix())
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		r.SetPathValue("source", "bridge")
		for name, value := range map[string]string{
			"Content-Type": "application/json", "webhook-id": id, "webhook-timestamp": stamp, "webhook-signature": signed(secret1, id, stamp, body),
		} {
			r.Header.Set(name, value)
		}
		w := httptest.NewRecorder()
		a.serve(w, r)
		return w
	}
}

// TestPatience gives up messages that take too long, and those that wait for them; they
// are answered when they come again.
func TestPatience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &answerer{hold: make(chan struct{})}
		a, send := alone(h)
		begun := time.Now()
		var wg sync.WaitGroup
		var mu sync.Mutex
		statuses := make(map[int]int)
		for i := range cap(a.slots) + 4 {
			wg.Go(func() {
				w := send(fmt.Sprint(i / 2 * 2)) // each twice
				mu.Lock()
				defer mu.Unlock()
				statuses[w.Code]++
			})
		}
		for i := range cap(a.slots) {
			wg.Go(func() {
				w := send(fmt.Sprint("full", i))
				mu.Lock()
				defer mu.Unlock()
				statuses[w.Code]++
			})
		}
		wg.Wait()
		if took := time.Since(begun); took != patience || len(statuses) != 2 || statuses[500] < cap(a.slots) || statuses[503] == 0 {
			t.Errorf("after %v: %v", took, statuses)
		}
		close(h.hold)
		if w := send("0"); w.Code != 200 {
			t.Errorf("repeated: %d", w.Code)
		}
		if len(a.slots) > 0 {
			t.Errorf("%d slots are still taken", len(a.slots))
		}
	})
}

// TestPanic lets nobody wait for an answer that does not come.
func TestPanic(t *testing.T) {
	h := &panics{answerer: new(answerer)}
	_, send := alone(h)
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was hidden from the server")
			}
		}()
		send("a")
	}()
	if w := send("a"); w.Code != 200 {
		t.Errorf("repeated: %d %s", w.Code, w.Body)
	}
}

// TestReplaysAreBounded forgets the oldest.
func TestReplaysAreBounded(t *testing.T) {
	r := newReplays(time.Now)
	for i := range maxReplays + 10 {
		rp, first := r.begin(fmt.Sprint(i), [32]byte{})
		if !first {
			t.Fatalf("%d is known", i)
		}
		r.finish(rp, result{kept: true})
	}
	if len(r.byKey) != maxReplays || r.order.Len() != maxReplays {
		t.Errorf("%d and %d are kept", len(r.byKey), r.order.Len())
	}
	if _, first := r.begin(fmt.Sprint(maxReplays+9), [32]byte{}); first {
		t.Error("the newest was forgotten")
	}
	if _, first := r.begin("0", [32]byte{}); !first {
		t.Error("the oldest was kept")
	}
}
