package standin

import (
	"context"
	"fmt"
	"time"
)

// A Call is one request for a Web API method.
type Call struct {
	Method string
	Args   Args
	At     time.Time // by the workspace's clock

	// What it was answered with, or would have been: Status is the HTTP status, Error
	// Slack's error code, empty for ok. Of a Dropped call the app saw neither.
	Status  int
	Error   string
	Dropped bool
}

// Calls are the calls of a method so far, oldest first; of every method where it is
// Any. A call stands here from the moment it has been carried out, be its answer
// delayed or not.
func (w *Workspace) Calls(method string) []Call {
	w.mu.Lock()
	defer w.mu.Unlock()
	var calls []Call
	for _, c := range w.calls {
		if method == Any || c.Method == method {
			calls = append(calls, *c)
		}
	}
	return calls
}

// WaitCalls waits for at least n calls of a method and returns them. It returns what
// there is, and an error that counts it, when ctx is done first.
func (w *Workspace) WaitCalls(ctx context.Context, method string, n int) ([]Call, error) {
	err := w.Wait(ctx, func() bool { return len(w.Calls(method)) >= n })
	calls := w.Calls(method)
	if err != nil {
		err = fmt.Errorf("wait for %d calls of %s, %d so far: %w", n, method, len(calls), err)
	}
	return calls, err
}
