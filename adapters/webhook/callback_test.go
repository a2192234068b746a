package webhook

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"bigtalk/adapters"
	"bigtalk/bot/journal"
)

// An attempt is one call of a callback.
type attempt struct {
	id, path, body string
	fault          error // of its signature
}

// A receiver takes callbacks.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	calls  []attempt
	answer func(w http.ResponseWriter, n int) // to the call of number n, from 1; 204 when nil
}

func receive(t testing.TB, answer func(http.ResponseWriter, int)) *receiver {
	t.Helper()
	wh, err := standardwebhooks.NewWebhook(callbackSecret)
	if err != nil {
		t.Fatal(err)
	}
	r := &receiver{answer: answer}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, err := io.ReadAll(req.Body)
		if req.Method != http.MethodPost || req.Header.Get("Content-Type") != "application/json" {
			err = errors.Join(err, fmt.Errorf("%s %s", req.Method, req.Header.Get("Content-Type")))
		}
		c := attempt{req.Header.Get("webhook-id"), req.URL.String(), string(body), errors.Join(err, wh.Verify(body, req.Header))}
		r.mu.Lock()
		r.calls = append(r.calls, c)
		n := len(r.calls)
		r.mu.Unlock()
		if r.answer == nil {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		r.answer(w, n)
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) list() []attempt {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]attempt(nil), r.calls...)
}

// wait returns the calls once there are n, all of them well signed.
func (r *receiver) wait(t testing.TB, n int) []attempt {
	t.Helper()
	eventually(t, fmt.Sprint(n, " callbacks"), func() bool { return len(r.list()) >= n })
	for _, c := range r.list() {
		if c.fault != nil {
			t.Errorf("callback %s: %v", c.id, c.fault)
		}
	}
	return r.list()
}

// calledBack has the source's callbacks go to r.
func calledBack(r *receiver) func(*Options) {
	return func(o *Options) {
		o.Sources["bridge"] = Source{Secrets: []string{secret1}, CallbackURL: r.URL + "/reply?token=hunter2", CallbackSecret: callbackSecret, Overhear: true}
	}
}

// deferred is a message that is answered by callback.
func deferred(text string, more map[string]any) string {
	data := map[string]any{"callback": true}
	maps.Copy(data, more)
	return bodyOf(text, data)
}

// TestCallback accepts a message, answers it at the address of the configuration, and
// does so once however often it comes.
func TestCallback(t *testing.T) {
	r, h := receive(t, nil), new(answerer)
	d := open(t, h, calledBack(r))
	var wg sync.WaitGroup
	for range 3 { // at once
		req := d.request(t, sent{body: deferred("hello", group(true))})
		wg.Go(func() {
			res, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Error(err)
				return
			}
			defer res.Body.Close()
			if body, _ := io.ReadAll(res.Body); res.StatusCode != 202 || string(body) != `{"status":"accepted"}`+"\n" {
				t.Errorf("%d %s", res.StatusCode, body)
			}
		})
	}
	wg.Wait()
	c := r.wait(t, 1)[0]
	if g := d.send(t, sent{body: deferred("hello", group(true))}); g.status != 202 { // and later
		t.Errorf("again: %d", g.status)
	}
	d.stop()
	var e replyEvent
	if err := json.Unmarshal([]byte(c.body), &e); err != nil || e.Timestamp.Location() != time.UTC || d.clock.now().Sub(e.Timestamp).Abs() > time.Minute {
		t.Fatalf("callback %s: %v", c.body, err)
	}
	want := replyEvent{Type: "message.reply", Timestamp: e.Timestamp, Data: replyData{
		Source: "bridge", MessageID: "m-1", Conversation: replyConversation{"room-9", "group"}, Sender: replySender{"u-7"}, Status: "answered",
		Reply: &reply{
			ReplyTo: "m-1", ReplyID: "rabcdefghi", Decision: "answer", Language: "en", Format: "text", Text: "1 said: hello", Sources: []cited{}, Choices: []choice{},
		},
	}}
	if diff := cmp.Diff(want, e); diff != "" {
		t.Errorf("callback (-want +got):\n%s", diff)
	}
	if c.path != "/reply?token=hunter2" || len(r.list()) != 1 || h.times() != 1 || !isID(c.id) {
		t.Errorf("called %s %s, %d times, the bot was asked %d times", c.path, c.id, len(r.list()), h.times())
	}
}

// TestCallbackOfSilence calls nobody for what was overheard and has no answer.
func TestCallbackOfSilence(t *testing.T) {
	r, h := receive(t, nil), new(answerer)
	d := open(t, h, calledBack(r))
	d.send(t, sent{id: "a", body: deferred("idle talk", group(false))}).outcome(t)
	d.send(t, sent{id: "b", body: deferred("hello", nil)}).outcome(t) // of the same conversation
	if c := r.wait(t, 1); !strings.Contains(c[0].body, "2 said: hello") {
		t.Errorf("callback %s", c[0].body)
	}
}

// TestCallbackRetries posts a reply until it is taken, under one ID, and follows no
// redirect.
func TestCallbackRetries(t *testing.T) {
	elsewhere := receive(t, nil)
	r := receive(t, func(w http.ResponseWriter, n int) {
		w.Header().Set("Retry-After", "1")
		switch n {
		case 1:
			w.WriteHeader(http.StatusServiceUnavailable)
		case 2:
			w.Header().Set("Location", elsewhere.URL)
			w.WriteHeader(http.StatusTemporaryRedirect)
		case 3:
			panic(http.ErrAbortHandler) // the connection breaks
		case 4:
			w.WriteHeader(http.StatusUnauthorized)
		}
	})
	d := open(t, new(answerer), calledBack(r))
	d.send(t, sent{body: deferred("hello", nil)}).outcome(t)
	for n := 1; n <= 5; n++ {
		r.wait(t, n)
		eventually(t, "the attempt is booked", func() bool { return n == 5 || strings.Count(d.log.String(), "event put off") == n })
		d.clock.advance(35 * time.Second) // the longest of these waits, and the signature's time still fits
		d.adapter.wake <- struct{}{}
	}
	d.stop()
	list := r.list()
	for _, c := range list {
		if c.id != list[0].id {
			t.Errorf("called under %s and %s", list[0].id, c.id)
		}
	}
	if len(list) != 5 || len(elsewhere.list()) > 0 {
		t.Errorf("%d calls, %d of them elsewhere", len(list), len(elsewhere.list()))
	}
	if log := d.log.String(); strings.Contains(log, "hunter2") || strings.Contains(log, "hello") || !strings.Contains(log, "the receiver answers 401 Unauthorized") {
		t.Errorf("log:\n%s", log)
	}
}

// TestCallbackGone posts nothing more to who wants no more.
func TestCallbackGone(t *testing.T) {
	r := receive(t, func(w http.ResponseWriter, _ int) { w.WriteHeader(http.StatusGone) })
	d := open(t, new(answerer), calledBack(r))
	d.send(t, sent{body: deferred("hello", nil)}).outcome(t)
	eventually(t, "it is given up", func() bool { return strings.Contains(d.log.String(), "event given up") })
	d.clock.advance(2 * time.Hour)
	d.stop()
	if n := len(r.list()); n != 1 {
		t.Errorf("%d calls", n)
	}
}

// A crashing inbox does not book that an event is done, as if the program had been
// killed after the callback was taken.
type crashing struct{ *journal.DB }

func (crashing) Done(context.Context, string, string) error { return errors.New("killed") }

// TestCrash posts again what the program did not know to be taken, under the same ID;
// what had only been accepted is answered after the restart; what comes again is not.
func TestCrash(t *testing.T) {
	for name, taken := range map[string]bool{"before the callback": false, "after the callback": true} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			r := receive(t, func(w http.ResponseWriter, n int) {
				if n == 1 && !taken {
					panic(http.ErrAbortHandler)
				}
			})
			kept := openJournal(t, dir, time.Now)
			d := open(t, new(answerer), func(o *Options) {
				calledBack(r)(o)
				o.Inbox = crashing{kept}
			})
			d.send(t, sent{body: deferred("hello", nil)}).outcome(t)
			r.wait(t, 1)
			d.stop()
			before := len(r.list())
			if err := kept.Close(); err != nil {
				t.Fatal(err)
			}

			d = open(t, new(answerer), func(o *Options) {
				calledBack(r)(o)
				o.Inbox = openJournal(t, dir, func() time.Time { return time.Now().Add(time.Hour) })
			})
			if g := d.send(t, sent{body: deferred("hello", nil)}); g.status != 202 {
				t.Errorf("it comes again: %d", g.status)
			}
			r.wait(t, before+1)
			time.Sleep(50 * time.Millisecond) // another would come now
			d.stop()
			if list := r.list(); len(list) != before+1 || list[0].id != list[before].id || list[0].body != list[before].body {
				t.Errorf("calls before and after: %d, %+v", before, list)
			}
		})
	}
}

// TestCallbackTakenAway gives up events of a source that has no address any more.
func TestCallbackTakenAway(t *testing.T) {
	d := open(t, new(answerer), nil)
	for _, e := range []adapters.Event{
		{Key: "a", Payload: []byte(`{"source":"bridge"}`)}, {Key: "b", Payload: []byte(`{"source":"gone"}`)}, {Key: "c", Payload: []byte(`{`)},
	} {
		if err := d.adapter.work(t.Context(), new(answerer), e); !errors.Is(err, adapters.ErrGiveUp) {
			t.Errorf("event %s: %v", e.Payload, err)
		}
	}
}

// TestForget ends what a person has waiting: no word of them is left in the inbox.
func TestForget(t *testing.T) {
	r := receive(t, func(w http.ResponseWriter, _ int) { w.WriteHeader(http.StatusServiceUnavailable) })
	var kept *journal.DB
	d := open(t, new(answerer), func(o *Options) {
		calledBack(r)(o)
		kept = openJournal(t, t.TempDir(), time.Now)
		o.Inbox = kept
	})
	d.send(t, sent{body: deferred("hello", nil)}).outcome(t)
	r.wait(t, 1)
	eventually(t, "the attempt is booked", func() bool { return strings.Contains(d.log.String(), "event put off") })
	if err := kept.Forget(t.Context(), name, "bridge:u-7"); err != nil {
		t.Fatal(err)
	}
	d.stop()
	events, err := kept.Due(t.Context(), name, 10)
	if err != nil || len(events) > 0 {
		t.Errorf("due are %v, %v", events, err)
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	for text, want := range map[string]time.Duration{
		"": 0, "0": 0, "7": 7 * time.Second, "-7": 0, "soon": 0, "99999999999": 24 * time.Hour,
		"Sun, 22 Nov 2026 10:00:30 GMT": 30 * time.Second, "Sun, 22 Nov 2026 09:00:00 GMT": 0,
	} {
		if got := retryAfter(http.Header{"Retry-After": {text}}, now); got != want {
			t.Errorf("Retry-After %q: %v, want %v", text, got, want)
		}
	}
}
