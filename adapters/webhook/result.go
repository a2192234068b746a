package webhook

import (
	"bytes"
	"encoding/json"
	"math"
	"net/http"
	"strconv"
	"time"
)

// A result is a response that can be given again.
type result struct {
	status int
	kind   string // its media type
	body   []byte
	after  time.Duration // when to come again; not said when 0
	kept   bool          // it is the answer for good
}

// A problem is what is wrong, for the program that sent the request; see
// https://www.rfc-editor.org/rfc/rfc9457.
type problem struct {
	Type   string  `json:"type"`
	Title  string  `json:"title"`
	Status int     `json:"status"`
	Detail string  `json:"detail"`
	Errors []fault `json:"errors,omitempty"`
}

// refusal is the result of a request that cannot be answered.
func refusal(status int, detail string, faults ...fault) result {
	p := problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail, Errors: faults}
	return result{status: status, kind: "application/problem+json", body: marshal(p)}
}

// later is a refusal that does not hold after a while.
func later(status int, after time.Duration, detail string) result {
	r := refusal(status, detail)
	r.after = after
	return r
}

// success is the result of a request that was answered.
func success(status int, o outcome) result {
	return result{status: status, kind: "application/json", body: marshal(o), kept: true}
}

// marshal writes JSON for programs: < and > as they are. All that is written here can
// be.
func marshal(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(v)
	return b.Bytes()
}

func (r result) write(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Type", r.kind)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	if r.after > 0 {
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(r.after.Seconds()))))
	}
	w.WriteHeader(r.status)
	_, _ = w.Write(r.body) // who asked may have gone
}
