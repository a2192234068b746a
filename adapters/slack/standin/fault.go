package standin

import (
	"context"
	"math"
	"net/http"
	"strconv"
	"time"
)

// Any stands for every method, where a method's name is asked for.
const Any = "*"

// A fault is what happens to the next calls of a method.
type fault struct {
	left   int
	answer func() *answer // given instead of carrying the call out; nil carries it out
}

type faults struct {
	queued map[string][]*fault
	delays map[string]time.Duration
	holds  map[string]context.Context // a hold ends with its context
}

func newFaults() faults {
	return faults{
		queued: make(map[string][]*fault),
		delays: make(map[string]time.Duration),
		holds:  make(map[string]context.Context),
	}
}

func (w *Workspace) addFault(method string, n int, a func() *answer) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults.queued[method] = append(w.faults.queued[method], &fault{left: n, answer: a})
}

// RateLimit refuses the next n calls of a method with 429, ratelimited and Retry-After
// in whole seconds. The faults of a method happen one after the other, in the order in
// which they were asked for.
func (w *Workspace) RateLimit(method string, n int, retryAfter time.Duration) {
	w.addFault(method, n, func() *answer {
		a := failed(fail("ratelimited"))
		a.status = http.StatusTooManyRequests
		a.header.Set("Retry-After", strconv.Itoa(int(math.Ceil(retryAfter.Seconds()))))
		return a
	})
}

// Fail answers the next n calls of a method with an error code and does nothing else.
func (w *Workspace) Fail(method string, n int, code string) {
	w.addFault(method, n, func() *answer { return failed(fail(code)) })
}

// FailStatus answers the next n calls of a method with an HTTP status and a page, as
// Slack's front does in an outage.
func (w *Workspace) FailStatus(method string, n, status int) {
	w.addFault(method, n, func() *answer {
		return &answer{
			status: status,
			header: http.Header{"Content-Type": {"text/html"}},
			page:   "<html>" + http.StatusText(status) + "</html>",
		}
	})
}

// Drop carries the next n calls of a method out and cuts the connection before the
// answer, so that the app cannot know.
func (w *Workspace) Drop(method string, n int) { w.addFault(method, n, nil) }

// Delay keeps the answers of a method back for d after the call has been carried out;
// 0 ends that.
func (w *Workspace) Delay(method string, d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults.delays[method] = d
}

// Hold keeps the answers of a method back, after the calls have been carried out, until
// release, which may be called once or more.
func (w *Workspace) Hold(method string) (release func()) {
	ctx, cancel := context.WithCancel(w.ctx)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults.holds[method] = ctx
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.faults.holds[method] == ctx {
			delete(w.faults.holds, method)
		}
		cancel()
	}
}

// take is the fault of the next call of method, nil for none. The caller holds mu.
func (f *faults) take(method string) *fault {
	for _, name := range []string{method, Any} {
		for q := f.queued[name]; len(q) > 0; q = f.queued[name] {
			if q[0].left--; q[0].left >= 0 {
				return q[0]
			}
			f.queued[name] = q[1:]
		}
	}
	return nil
}

// holdBack waits until an answer of method may go out, or the app or the workspace is
// gone.
func (w *Workspace) holdBack(gone context.Context, method string) {
	w.mu.Lock()
	delay := max(w.faults.delays[method], w.faults.delays[Any])
	held := w.faults.holds[method]
	if held == nil {
		held = w.faults.holds[Any]
	}
	w.mu.Unlock()
	if delay > 0 {
		timer := time.NewTimer(delay)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-gone.Done():
		case <-w.ctx.Done():
		}
	}
	if held != nil {
		select {
		case <-held.Done():
		case <-gone.Done():
		}
	}
}
