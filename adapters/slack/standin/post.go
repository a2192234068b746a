package standin

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Sign is Slack's signature of a request: v0= and the HMAC-SHA256 of version, time in
// seconds and body, in hexadecimal
// (docs.slack.dev/authentication/verifying-requests-from-slack).
func Sign(secret string, ts int64, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "v0:%d:", ts)
	mac.Write(body)
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}

// An Attempt is one HTTP request to the app.
type Attempt struct {
	RetryNum    int
	RetryReason string
	Status      int // 0 without an answer
	Header      http.Header
	Body        []byte
	After       time.Duration // until the answer or its failure, real time
	Err         error         // why there is no answer
}

// maxRedirects is how many redirects Slack follows.
const maxRedirects = 2

// Post sends an event to the app over HTTP, signed with secret: an event or a url
// verification as JSON, a command or an interaction as a form. An event that is not
// answered with 2xx in time is sent again as Options say, unless the answer has
// X-Slack-No-Retry. It returns the attempts, and ErrUnanswered when the last one failed
// too. The immediate answer to a command is posted in its channel.
func (w *Workspace) Post(ctx context.Context, address, secret string, ev Event) ([]Attempt, error) {
	body, contentType := ev.encode()
	client := &http.Client{
		Transport: &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(_ *http.Request, via []*http.Request) error {
			if len(via) > maxRedirects {
				return errRedirects
			}
			return nil
		},
	}
	var attempts []Attempt
	for {
		a := Attempt{RetryNum: len(attempts)}
		if a.RetryNum > 0 {
			a.RetryReason = attempts[a.RetryNum-1].reason()
		}
		w.attempt(ctx, client, address, secret, body, contentType, &a)
		attempts = append(attempts, a)
		switch {
		case a.Status/100 == 2:
			if ev.Kind == slashCommands {
				w.mu.Lock()
				w.immediate(ev, a.Body)
				w.notify()
				w.mu.Unlock()
			}
			return attempts, nil
		case ctx.Err() != nil:
			return attempts, ctx.Err()
		case ev.Kind != eventsAPI || a.RetryNum == len(w.opts.RetryDelays) || a.Header.Get("X-Slack-No-Retry") == "1":
			return attempts, fmt.Errorf("post %s: %s: %w", ev.Kind, a.reason(), ErrUnanswered)
		}
		pause := time.NewTimer(w.opts.RetryDelays[a.RetryNum])
		select {
		case <-pause.C:
		case <-ctx.Done():
			pause.Stop()
			return attempts, ctx.Err()
		}
	}
}

var errRedirects = errors.New("too many redirects")

// attempt makes one request and fills in what came of it.
func (w *Workspace) attempt(ctx context.Context, client *http.Client, address, secret string, body []byte, contentType string, a *Attempt) {
	ctx, cancel := context.WithTimeout(ctx, w.opts.AckTimeout)
	defer cancel()
	begin := time.Now()
	defer func() { a.After = time.Since(begin) }()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		a.Err = err
		return
	}
	ts := w.opts.Clock().Unix()
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
	req.Header.Set("X-Slack-Request-Timestamp", strconv.FormatInt(ts, 10))
	req.Header.Set("X-Slack-Signature", Sign(secret, ts, body))
	if a.RetryNum > 0 {
		req.Header.Set("X-Slack-Retry-Num", strconv.Itoa(a.RetryNum))
		req.Header.Set("X-Slack-Retry-Reason", a.RetryReason)
	}
	resp, err := client.Do(req)
	if err != nil {
		a.Err = err
		return
	}
	defer resp.Body.Close()
	a.Header = resp.Header
	if a.Body, a.Err = io.ReadAll(resp.Body); a.Err == nil {
		a.Status = resp.StatusCode
	}
}

// reason is what the retry of a failed attempt gives as X-Slack-Retry-Reason.
func (a *Attempt) reason() string {
	_, network := errors.AsType[*net.OpError](a.Err)
	switch {
	case a.Err == nil:
		return "http_error"
	case errors.Is(a.Err, context.DeadlineExceeded):
		return "http_timeout"
	case errors.Is(a.Err, errRedirects):
		return "too_many_redirects"
	case network, errors.Is(a.Err, io.EOF), errors.Is(a.Err, io.ErrUnexpectedEOF):
		return "connection_failed"
	}
	return "unknown_error"
}

// encode is the body of an event over HTTP and its content type.
func (ev Event) encode() (body []byte, contentType string) {
	const form = "application/x-www-form-urlencoded"
	switch ev.Kind {
	case slashCommands:
		values := make(url.Values)
		for name, v := range ev.Payload {
			values.Set(name, fmt.Sprint(v))
		}
		return []byte(values.Encode()), form
	case interactive:
		return []byte(url.Values{"payload": {string(mustJSON(ev.Payload))}}.Encode()), form
	}
	return mustJSON(ev.Payload), "application/json"
}

func mustJSON(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("standin: an event that is no JSON: %v", err))
	}
	return text
}
