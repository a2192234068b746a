package webhook

import (
	"encoding/base64"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// TestVector is the example that the specification's libraries publish, by a clock of
// its time.
func TestVector(t *testing.T) {
	const (
		id, stamp = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330
		body      = `{"test": 2432232314}`
		signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
	)
	k, err := newKey(secret1)
	if err != nil {
		t.Fatal(err)
	}
	h, err := k.sign(id, time.Unix(stamp, 0), []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	want := http.Header{"Webhook-Id": {id}, "Webhook-Timestamp": {"1614265330"}, "Webhook-Signature": {signature}}
	if diff := cmp.Diff(want, h); diff != "" {
		t.Errorf("headers (-want +got):\n%s", diff)
	}
	if got := signed(secret1, id, "1614265330", body); got != signature {
		t.Errorf("the tests sign with %s", got)
	}
	for skew, wantErr := range map[time.Duration]error{
		0: nil, maxSkew: nil, -maxSkew: nil, maxSkew + time.Second: errStale, -maxSkew - time.Second: errStale,
	} {
		got, err := verify(h, []byte(body), []key{k}, time.Unix(stamp, 0).Add(skew))
		if !errors.Is(err, wantErr) || err == nil && got != id {
			t.Errorf("verified %v later: %q, %v; want %v", skew, got, err, wantErr)
		}
	}
}

func TestNewKey(t *testing.T) {
	bytes := func(n int) string { return base64.StdEncoding.EncodeToString([]byte(strings.Repeat("k", n))) }
	for name, tt := range map[string]struct {
		secret, want string
	}{
		"of 24 bytes":             {"whsec_" + bytes(24), ""},
		"of 64 bytes, unprefixed": {bytes(64), ""},
		"empty":                   {"", "has 0 bytes"},
		"a prefix alone":          {"whsec_", "has 0 bytes"},
		"of 23 bytes":             {"whsec_" + bytes(23), "has 23 bytes; it needs 24"},
		"no base64":               {"hunter2 hunter2 hunter2 hunter2", "is not base64"},
		"base64 of URLs":          {"whsec_" + strings.Repeat("-_", 16), "is not base64"},
		"another kind's":          {"whsk_" + bytes(32), "is not base64"},
	} {
		_, err := newKey(tt.secret)
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "hunter2")) {
			t.Errorf("secret %s: %v, want %q", name, err, tt.want)
		}
	}
}

// forged changes a request that was well signed, or how it is signed.
var forged = map[string]sent{
	"unsigned": {change: func(r *http.Request) {
		for _, h := range []string{"webhook-id", "webhook-timestamp", "webhook-signature"} {
			r.Header.Del(h)
		}
	}},
	"no id":              {change: func(r *http.Request) { r.Header.Del("webhook-id") }},
	"no timestamp":       {change: func(r *http.Request) { r.Header.Del("webhook-timestamp") }},
	"no signature":       {change: func(r *http.Request) { r.Header.Del("webhook-signature") }},
	"an empty key":       {secret: "whsec_"},
	"another secret":     {secret: secret2},
	"callback secret":    {secret: callbackSecret},
	"unknown source":     {source: "nobody"},
	"another source":     {source: "other"},
	"source in capitals": {source: "Bridge"},
	"another id":         {change: func(r *http.Request) { r.Header.Set("webhook-id", "msg_2") }},
	"another time":       {change: func(r *http.Request) { shiftTime(r, 1) }},
	"another body":       {change: func(r *http.Request) { setBody(r, bodyOf("bye", nil)) }},
	"a byte more":        {change: func(r *http.Request) { setBody(r, bodyOf("hello", nil)+"\n") }},
	"a byte less":        {change: func(r *http.Request) { b := bodyOf("hello", nil); setBody(r, b[:len(b)-1]) }},
	"an empty body":      {change: func(r *http.Request) { setBody(r, "") }},
	"too old":            {at: time.Now().Add(-maxSkew - time.Minute)},
	"too new":            {at: time.Now().Add(maxSkew + time.Minute)},
	"time in words":      {change: func(r *http.Request) { resign(r, "msg_1", "now") }},
	"time in ms":         {change: func(r *http.Request) { resign(r, "msg_1", strconv.FormatInt(time.Now().UnixMilli(), 10)) }},
	"time with a plus":   {change: func(r *http.Request) { resign(r, "msg_1", "+"+r.Header.Get("webhook-timestamp")) }},
	"time with a zero":   {change: func(r *http.Request) { resign(r, "msg_1", "0"+r.Header.Get("webhook-timestamp")) }},
	"a fraction":         {change: func(r *http.Request) { resign(r, "msg_1", r.Header.Get("webhook-timestamp")+".0") }},
	"a huge time":        {change: func(r *http.Request) { resign(r, "msg_1", strings.Repeat("9", 30)) }},
	"a dot in the id":    {id: "msg.1"},
	"a space in the id":  {id: "msg 1"},
	"a long id":          {id: strings.Repeat("a", maxID+1)},
	"an id beyond ASCII": {change: func(r *http.Request) { resign(r, "消息", r.Header.Get("webhook-timestamp")) }},
	"two ids":            {change: func(r *http.Request) { r.Header.Add("webhook-id", "msg_1") }},
	"two times":          {change: func(r *http.Request) { r.Header.Add("webhook-timestamp", r.Header.Get("webhook-timestamp")) }},
	"two signatures":     {change: func(r *http.Request) { r.Header.Add("webhook-signature", r.Header.Get("webhook-signature")) }},
	"version 1a":         {change: func(r *http.Request) { editSignature(r, "v1,", "v1a,") }},
	"version 0":          {change: func(r *http.Request) { editSignature(r, "v1,", "v0,") }},
	"no version":         {change: func(r *http.Request) { editSignature(r, "v1,", "") }},
	"commas between":     {change: func(r *http.Request) { editSignature(r, "v1,", "v1,AAAA,v1,") }},
	"half a signature": {change: func(r *http.Request) {
		s := r.Header.Get("webhook-signature")
		r.Header.Set("webhook-signature", s[:len(s)/2])
	}},
	"small letters": {change: func(r *http.Request) {
		r.Header.Set("webhook-signature", strings.ToLower(r.Header.Get("webhook-signature")))
	}},
	"the header of another scheme": {change: func(r *http.Request) {
		r.Header.Set("X-Hub-Signature-256", r.Header.Get("webhook-signature"))
		r.Header.Del("webhook-signature")
	}},
}

func shiftTime(r *http.Request, by int64) {
	n, _ := strconv.ParseInt(r.Header.Get("webhook-timestamp"), 10, 64)
	r.Header.Set("webhook-timestamp", strconv.FormatInt(n+by, 10))
}

func resign(r *http.Request, id, stamp string) {
	r.Header.Set("webhook-id", id)
	r.Header.Set("webhook-timestamp", stamp)
	r.Header.Set("webhook-signature", signed(secret1, id, stamp, bodyOf("hello", nil)))
}

func editSignature(r *http.Request, old, to string) {
	r.Header.Set("webhook-signature", strings.Replace(r.Header.Get("webhook-signature"), old, to, 1))
}

func setBody(r *http.Request, body string) {
	r.Body, r.ContentLength = http.NoBody, 0
	if body != "" {
		r.Body, r.ContentLength = nopCloser{strings.NewReader(body)}, int64(len(body))
	}
}

type nopCloser struct{ *strings.Reader }

func (nopCloser) Close() error { return nil }

// TestForged refuses each kind of forgery and damage, all with one answer, and asks
// the bot nothing.
func TestForged(t *testing.T) {
	h := new(answerer)
	d := open(t, h, func(o *Options) {
		o.Sources["bridge"] = Source{Secrets: []string{secret1}, CallbackURL: "http://localhost:1", CallbackSecret: callbackSecret}
		o.Sources["other"] = Source{Secrets: []string{secret2}}
	})
	var first got
	for name, s := range forged {
		t.Run(name, func(t *testing.T) {
			s.body = bodyOf("hello", nil)
			g := d.send(t, s)
			g.problem(t, http.StatusUnauthorized)
			g.header.Del("Date")
			if first.body == "" {
				first = g
			}
			if diff := cmp.Diff(first, g, cmp.AllowUnexported(got{})); diff != "" {
				t.Errorf("not answered as others (-others +this):\n%s", diff)
			}
		})
	}
	if n := h.times(); n > 0 {
		t.Errorf("the bot was asked %d times", n)
	}
	if text := d.send(t, sent{body: bodyOf("hello", nil)}).text(t); text != "1 said: hello" {
		t.Errorf("the same, well signed: %q", text)
	}
	if log := d.log.String(); strings.Contains(log, "hello") || strings.Contains(log, secret1[6:]) || strings.Count(log, "not verified: ") != len(forged) {
		t.Errorf("the log tells too much, or too little:\n%s", log)
	}
}

// TestRotation takes either secret of a source, and a header with several signatures.
func TestRotation(t *testing.T) {
	d := open(t, new(answerer), func(o *Options) {
		o.Sources["bridge"] = Source{Secrets: []string{secret1, secret2}}
	})
	for i, change := range []func(*http.Request){
		nil,
		func(r *http.Request) {
			r.Header.Set("webhook-signature", signed(secret2, r.Header.Get("webhook-id"), r.Header.Get("webhook-timestamp"), bodyOf("hello", nil)))
		},
		func(r *http.Request) {
			r.Header.Set("webhook-signature", "v1a,AAAA v2,x v1,bm8= nonsense "+r.Header.Get("webhook-signature"))
		},
	} {
		d.send(t, sent{id: "msg_" + strconv.Itoa(i), body: bodyOf("hello", nil), change: change}).outcome(t)
	}
}

// TestLibrary has the specification's own library send and receive.
func TestLibrary(t *testing.T) {
	wh, err := standardwebhooks.NewWebhook(secret1)
	if err != nil {
		t.Fatal(err)
	}
	d := open(t, new(answerer), nil)
	body := bodyOf("你好，你好", nil)
	d.send(t, sent{body: body, change: func(r *http.Request) {
		now := time.Now()
		signature, err := wh.Sign("msg_library", now, []byte(body))
		if err != nil {
			t.Error(err)
		}
		r.Header.Set("webhook-id", "msg_library")
		r.Header.Set("webhook-timestamp", strconv.FormatInt(now.Unix(), 10))
		r.Header.Set("webhook-signature", signature)
	}}).outcome(t)
	k, err := newKey(secret1)
	if err != nil {
		t.Fatal(err)
	}
	h, err := k.sign("reply_1", time.Now(), []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	if err := wh.Verify([]byte(body), h); err != nil {
		t.Errorf("the library does not take what the adapter signs: %v", err)
	}
}
