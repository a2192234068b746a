package webhook

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	faults "github.com/pb33f/libopenapi-validator/errors"
	"go.yaml.in/yaml/v3"
)

// A contract is docs/webhook.openapi.yaml.
type contract struct {
	validator.Validator
	file map[string]any
}

func readContract(t *testing.T) contract {
	t.Helper()
	data, err := os.ReadFile("../../docs/webhook.openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c := contract{}
	if err := yaml.Unmarshal(data, &c.file); err != nil {
		t.Fatal(err)
	}
	// Replies are validated as if they were requests to an operation of their own.
	c.file["paths"].(map[string]any)["/reply"] = c.file["webhooks"].(map[string]any)["reply"]
	whole, err := yaml.Marshal(c.file)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range [][]byte{data, whole} {
		doc, err := libopenapi.NewDocument(text)
		if err != nil {
			t.Fatal(err)
		}
		v, errs := validator.NewValidator(doc)
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		if ok, errs := v.ValidateDocument(); !ok {
			t.Fatalf("no OpenAPI 3.1: %v", told(errs))
		}
		c.Validator = v
	}
	return c
}

func told(list []*faults.ValidationError) string {
	var b strings.Builder
	for _, e := range list {
		b.WriteString(e.Error())
		for _, s := range e.SchemaValidationErrors {
			b.WriteString("\n\t" + s.FieldPath + " " + s.Reason)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// at follows keys into the file.
func (c contract) at(t *testing.T, keys ...string) map[string]any {
	t.Helper()
	m := c.file
	for _, k := range keys {
		next, ok := m[k].(map[string]any)
		if !ok {
			t.Fatalf("the file has no %q", keys)
		}
		m = next
	}
	return m
}

// exchange sends a request, and has request and response be judged by the file.
func (c contract) exchange(t *testing.T, d *door, s sent) (g got, requestFits bool) {
	t.Helper()
	r := d.request(t, s)
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	judged := r.Clone(t.Context())
	judged.Body = io.NopCloser(bytes.NewReader(body))
	requestFits, _ = c.ValidateHttpRequestSync(judged)
	g = do(t, r)
	res := &http.Response{StatusCode: g.status, Header: g.header, Body: io.NopCloser(strings.NewReader(g.body)), Request: r}
	if ok, errs := c.ValidateHttpResponse(r, res); !ok {
		t.Errorf("the response %d %s is not in the file: %s", g.status, g.body, told(errs))
	}
	if _, documented := c.at(t, "paths", "/v1/webhooks/{source}", "post", "responses")[itoa(g.status)]; !documented {
		t.Errorf("status %d is not in the file", g.status)
	}
	return g, requestFits
}

func itoa(n int) string { b, _ := json.Marshal(n); return string(b) }

// TestContractExamples sends every example of the file to the handler, which answers
// what the file says, callbacks too.
func TestContractExamples(t *testing.T) {
	c := readContract(t)
	r := receive(t, nil)
	d := open(t, new(answerer), calledBack(r))
	examples := c.at(t, "paths", "/v1/webhooks/{source}", "post", "requestBody", "content", "application/json", "examples")
	if len(examples) < 6 {
		t.Fatalf("%d examples", len(examples))
	}
	for _, exampleName := range slices.Sorted(maps.Keys(examples)) {
		t.Run(exampleName, func(t *testing.T) {
			body, err := json.Marshal(examples[exampleName].(map[string]any)["value"])
			if err != nil {
				t.Fatal(err)
			}
			if g, fits := c.exchange(t, d, sent{id: "msg_" + exampleName, body: string(body)}); !fits || g.status/100 != 2 {
				t.Errorf("by the file it fits: %v; the handler: %d %s", fits, g.status, g.body)
			}
		})
	}
	call := r.wait(t, 1)[0]
	k, err := newKey(callbackSecret)
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://bigtalk.example.com/reply", strings.NewReader(call.body))
	if err != nil {
		t.Fatal(err)
	}
	if req.Header, err = k.sign(call.id, time.Now(), []byte(call.body)); err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if ok, errs := c.ValidateHttpRequestSync(req); !ok {
		t.Errorf("the callback %s is not in the file: %s", call.body, told(errs))
	}
}

// TestContractResponses has the examples of responses be what the adapter writes: each
// is read and written again without loss.
func TestContractResponses(t *testing.T) {
	c := readContract(t)
	for _, status := range []string{"200", "202"} {
		for exampleName, e := range c.at(t, "paths", "/v1/webhooks/{source}", "post", "responses", status, "content", "application/json", "examples") {
			want, err := json.Marshal(e.(map[string]any)["value"])
			if err != nil {
				t.Fatal(err)
			}
			var o outcome
			dec := json.NewDecoder(bytes.NewReader(want))
			dec.DisallowUnknownFields()
			if err := dec.Decode(&o); err != nil {
				t.Fatal(err)
			}
			var a, b any
			_ = json.Unmarshal(want, &a)
			_ = json.Unmarshal(marshal(o), &b)
			if itself, again := marshal(a), marshal(b); !bytes.Equal(itself, again) {
				t.Errorf("example %s is written as %s", exampleName, again)
			}
		}
	}
}

// TestContractAgrees judges many bodies by the file and by the handler: both take them,
// or both refuse them.
func TestContractAgrees(t *testing.T) {
	c := readContract(t)
	d := open(t, new(answerer), calledBack(receive(t, nil)))
	long := strings.Repeat("a", 257)
	var bodies []string
	for _, field := range []string{"message_id", "conversation", "sender", "text", "quoted", "mentioned", "format", "callback"} {
		for _, v := range []any{nil, "", "x", long, "markdown", 7, true, []any{}, map[string]any{}, map[string]any{"id": "x"}, map[string]any{"id": "x", "type": "group"}} {
			bodies = append(bodies, bodyOf("hello", map[string]any{field: v}))
		}
	}
	for _, v := range []any{nil, "", "a\x00", "a\u0085", "消息", strings.Repeat("界", 256), long, 7} {
		bodies = append(bodies,
			bodyOf("hello", map[string]any{"conversation": map[string]any{"id": v, "type": "direct"}}),
			bodyOf("hello", map[string]any{"sender": map[string]any{"id": v}}),
			bodyOf("hello", map[string]any{"sender": map[string]any{"id": "u", "is_bot": v, "is_self": v}}),
			bodyOf("hello", map[string]any{"conversation": map[string]any{"id": "c", "type": v}}),
			bodyOf("hello", map[string]any{"more": v}))
	}
	for _, s := range []string{`"message_id":"m-1",`, `,"text":"hello"`, `"sender":{"id":"u-7"},`, `"conversation":{"id":"room-9","type":"direct"},`, `"id":"room-9",`, `,"type":"direct"`, `"id":"u-7"`, `"type":"message.created"`} {
		less := strings.Replace(strings.Replace(bodyOf("hello", nil), s, "", 1), ",}", "}", 1)
		if !json.Valid([]byte(less)) || less == bodyOf("hello", nil) {
			t.Fatalf("without %s: %s", s, less)
		}
		bodies = append(bodies, less)
	}
	bodies = append(bodies, `{}`, `[]`, `null`, `7`, `{"type":null}`, `{"type":7}`, `{"type":"x"}`, `{"type":"x","data":7}`,
		`{"type":"message.created"}`, `{"type":"message.created","data":null}`, `{"type":"message.created","data":[]}`)
	taken := 0
	for i, body := range bodies {
		g, fits := c.exchange(t, d, sent{id: "msg_" + itoa(i), body: body})
		if fits != (g.status/100 == 2) {
			t.Errorf("%s\nby the file it fits: %v; the handler: %d %s", body, fits, g.status, g.body)
		}
		if fits {
			taken++
		}
	}
	if taken < 20 || len(bodies)-taken < 50 {
		t.Errorf("%d of %d bodies were taken, which says little", taken, len(bodies))
	}
}

// TestContractRefusals has the refusals of a request that is no matter of its body be
// in the file.
func TestContractRefusals(t *testing.T) {
	c := readContract(t)
	h := new(answerer)
	d := open(t, h, func(o *Options) { o.Sources["bridge"] = Source{Secrets: []string{secret1}, PerMinute: 1} })
	hello := bodyOf("hello", nil)
	statuses := make(map[int]bool)
	for _, s := range []sent{
		{id: "a", body: hello},
		{id: "a", body: bodyOf("bye", nil)},
		{id: "b", body: hello},
		{secret: secret2, body: hello},
		{id: "c", body: hello, change: func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }},
		{id: "d", body: bodyOf(strings.Repeat("a", maxBody), nil)},
	} {
		g, _ := c.exchange(t, d, s)
		statuses[g.status] = true
	}
	h.err = os.ErrClosed
	d.clock.advance(time.Minute)
	g, _ := c.exchange(t, d, sent{id: "e", body: hello})
	statuses[g.status] = true
	g, _ = c.exchange(t, open(t, nil, nil), sent{body: hello})
	statuses[g.status] = true
	if got := slices.Sorted(maps.Keys(statuses)); !slices.Equal(got, []int{200, 401, 409, 413, 415, 429, 500, 503}) {
		t.Errorf("statuses %v", got)
	}
}
