package webhook

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"bigtalk/adapters"
	"bigtalk/bot"
)

// typeReply is the type of the event that a callback tells of.
const typeReply = "message.reply"

// callTimeout bounds one call of a callback URL: the specification's 15 to 30 s.
const callTimeout = 20 * time.Second

// A replyEvent is the body of a callback.
type replyEvent struct {
	Type      string    `json:"type"`
	Timestamp time.Time `json:"timestamp"` // when the message was accepted
	Data      replyData `json:"data"`
}

type replyData struct {
	Source       string            `json:"source"`
	MessageID    string            `json:"message_id"`
	Conversation replyConversation `json:"conversation"`
	Sender       replySender       `json:"sender"`
	Status       string            `json:"status"`
	Reply        *reply            `json:"reply"`
}

type replyConversation struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

type replySender struct {
	ID string `json:"id"`
}

// work answers an accepted message and posts the reply. After a crash in between it
// posts it again, under the same webhook-id, by which the receiver knows it.
func (a *Adapter) work(ctx context.Context, h bot.Handler, e adapters.Event) error {
	var m message
	if err := json.Unmarshal(e.Payload, &m); err != nil {
		return fmt.Errorf("read event: %w: %w", err, adapters.ErrGiveUp)
	}
	s := a.sources[m.Source]
	if s == nil || s.CallbackURL == "" {
		return fmt.Errorf("the configuration has no callback_url for the source %s any more: %w", m.Source, adapters.ErrGiveUp)
	}
	r, err := h.Handle(ctx, m.toBot())
	if err != nil {
		return err
	}
	said := newReply(m, r)
	if said == nil {
		return nil // overheard
	}
	kind := "direct"
	if m.Group {
		kind = "group"
	}
	return a.post(ctx, s, callbackID(e.Key), marshal(replyEvent{Type: typeReply, Timestamp: e.Received.UTC(), Data: replyData{
		Source: m.Source, MessageID: m.ID, Conversation: replyConversation{m.Conversation, kind}, Sender: replySender{m.Sender}, Status: answered, Reply: said,
	}}))
}

// callbackID is the webhook-id of the reply to an event, the same at each attempt.
func callbackID(key string) string {
	sum := sha256.Sum256([]byte(key))
	return "reply_" + hex.EncodeToString(sum[:16])
}

// post calls a source's callback URL, which the configuration names and no request can.
func (a *Adapter) post(ctx context.Context, s *source, id string, body []byte) error {
	headers, err := s.callback.sign(id, a.opts.Now(), body)
	if err != nil {
		return fmt.Errorf("sign callback: %w", err)
	}
	res, err := call(ctx, a.client, http.MethodPost, s.CallbackURL, headers, body)
	if err != nil {
		return fmt.Errorf("callback: %w", err)
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, maxBody)) // so that the connection is used again
	switch {
	case res.StatusCode/100 == 2:
		return nil
	case res.StatusCode == http.StatusGone:
		return fmt.Errorf("callback: the receiver wants no more (410): remove callback_url, or mend the receiver: %w", adapters.ErrGiveUp)
	default:
		return refused{res.StatusCode, retryAfter(res.Header, a.opts.Now())}
	}
}

// call sends a request. The error does not tell the address, which may hold a token.
func call(ctx context.Context, client *http.Client, method, address string, headers http.Header, body []byte) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err == nil {
		if headers != nil {
			r.Header = headers.Clone()
		}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("User-Agent", "bigtalk")
		var res *http.Response
		if res, err = client.Do(r); err == nil {
			return res, nil
		}
	}
	if broken, ok := errors.AsType[*url.Error](err); ok {
		err = broken.Err
	}
	return nil, err
}

// newClient returns a client that goes where it was sent and nowhere else: the
// specification has a redirect be a failure.
func newClient(c *http.Client) *http.Client {
	own := http.Client{Timeout: callTimeout}
	if c != nil {
		own = *c
	}
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &own
}

// A refused is a callback that was not taken.
type refused struct {
	status int
	after  time.Duration
}

// Error implements error.
func (e refused) Error() string {
	return fmt.Sprintf("callback: the receiver answers %d %s", e.status, http.StatusText(e.status))
}

// RetryAfter implements [adapters.RetryAfter].
func (e refused) RetryAfter() time.Duration { return e.after }

// retryAfter reads when to come again; 0 when that is not said.
func retryAfter(h http.Header, now time.Time) time.Duration {
	text := h.Get("Retry-After")
	if seconds, err := strconv.Atoi(text); err == nil {
		return time.Duration(max(0, min(seconds, int(24*time.Hour/time.Second)))) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
}
