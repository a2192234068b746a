package embedding

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const (
	// maxTries bounds how often a request is made.
	maxTries = 3
	// firstPause is how long to wait where Retry-After is missing; it doubles.
	firstPause = 500 * time.Millisecond
	// maxPause is the longest wait. Who asks for a longer one is given up at
	// once: somebody is waiting for an answer.
	maxPause = 20 * time.Second
)

// ask gets the vectors of a batch, one for each text of input and in its order.
func (c *Client) ask(ctx context.Context, endpoint *url.URL, input []string) ([][]float32, error) {
	body, err := json.Marshal(struct {
		Model string   `json:"model"`
		Input []string `json:"input"`
	}{c.Model, input})
	if err != nil {
		return nil, err
	}
	pause := firstPause
	for try := 1; ; try++ {
		answer, refusal, err := c.post(ctx, endpoint, body, maxAnswer(len(input)))
		if err != nil {
			return nil, err
		}
		if refusal == nil {
			return parseAnswer(answer, len(input))
		}
		wait := pause
		if refusal.after >= 0 {
			wait = refusal.after
		}
		if !refusal.passing || try == maxTries || wait > maxPause {
			return nil, fmt.Errorf("try %d: %w", try, refusal)
		}
		if err := c.wait(ctx, wait); err != nil {
			return nil, fmt.Errorf("after try %d: %w: %w", try, refusal, err)
		}
		pause *= 2
	}
}

// A refusal is an answer other than 200.
type refusal struct {
	status  int
	passing bool          // whether it may be otherwise in a while
	after   time.Duration // what Retry-After says; negative where it is missing
	target  string        // scheme and host that a redirect points to; empty for others
}

// Error gives the status and a redirect's host alone: what an endpoint writes
// besides may repeat the key or a text.
func (r *refusal) Error() string {
	text := strings.TrimSpace(fmt.Sprintf("status %d %s", r.status, http.StatusText(r.status)))
	if r.target != "" {
		text += fmt.Sprintf(": redirects to %s are not followed; if it is the right host, configure that address", r.target)
	}
	return text
}

// post makes one request. It gives the body of a 200, or the refusal.
func (c *Client) post(ctx context.Context, endpoint *url.URL, body []byte, most int64) ([]byte, *refusal, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, endpoint.String(), bytes.NewReader(body))
	if err != nil {
		return nil, nil, errors.New("make the request: unusable address")
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	if c.APIKey != "" {
		req.Header.Set("Authorization", "Bearer "+c.APIKey)
	}
	direct := *c.HTTP
	direct.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	resp, err := direct.Do(req)
	if err != nil {
		// The address in a url.Error may hold a key.
		if wrapped, ok := errors.AsType[*url.Error](err); ok {
			err = wrapped.Err
		}
		return nil, nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		// Some of it is read so that the connection can be used again.
		_, _ = io.CopyN(io.Discard, resp.Body, 64<<10)
		return nil, &refusal{
			status:  resp.StatusCode,
			passing: resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode >= 500,
			after:   retryAfter(resp.Header.Get("Retry-After"), time.Now()),
			target:  redirectTarget(resp),
		}, nil
	}
	answer, err := io.ReadAll(io.LimitReader(resp.Body, most+1))
	if err != nil {
		return nil, nil, fmt.Errorf("read the answer: %w", err)
	}
	if int64(len(answer)) > most {
		return nil, nil, fmt.Errorf("answer of more than %d bytes", most)
	}
	return answer, nil, nil
}

// redirectTarget gives the scheme and host that a 3xx points to; empty for other
// answers.
func redirectTarget(resp *http.Response) string {
	if resp.StatusCode < 300 || resp.StatusCode > 399 {
		return ""
	}
	to, err := resp.Location()
	if err != nil {
		return ""
	}
	return to.Scheme + "://" + to.Host
}

// retryAfter reads the header of that name, seconds or a date (RFC 9110,
// 10.2.3). It is negative where the header says nothing.
func retryAfter(value string, now time.Time) time.Duration {
	if seconds, err := strconv.ParseUint(value, 10, 32); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(at.Sub(now), 0)
	}
	return -1
}

// wait returns after d, or with ctx's error when ctx ends before.
func (c *Client) wait(ctx context.Context, d time.Duration) error {
	if c.pause != nil {
		return c.pause(ctx, d)
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
