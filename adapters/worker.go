package adapters

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

const (
	// DefaultLimit is how many events a Worker has under way. A match takes 20 ms of
	// a core; the rest of the time is the platform's.
	DefaultLimit = 16
	// DefaultDrain is how long events under way may go on when the program ends: less
	// than the 30 s after which Kubernetes kills.
	DefaultDrain = 10 * time.Second
	// pollEvery is how long an event that was put off may be late.
	pollEvery = time.Second
	// maxAttempts is how often an event is tried: with the waits between, for more than
	// an hour and a half. Nobody waits longer for an answer in a chat.
	maxAttempts = 8
	// firstWait is before the second attempt; each wait is four times the one before,
	// and none exceeds maxWait.
	firstWait = 2 * time.Second
	maxWait   = time.Hour
	// maxBookingWait is between attempts to write to a journal that is full or locked.
	maxBookingWait = 30 * time.Second
)

// ErrGiveUp is wrapped by an error that another attempt will not mend.
var ErrGiveUp = errors.New("no further attempt")

// A RetryAfter is an error that says how long to wait before the next attempt.
type RetryAfter interface{ RetryAfter() time.Duration }

// A Worker works on the events of an adapter: several at a time, those of one
// conversation one after the other, each until it is done. Set the first three
// fields, then Run it once.
type Worker struct {
	Adapter string
	Backlog Backlog
	// Work works on one event. It must bear that a crash repeats it. Its context
	// outlives Run's by Drain.
	Work func(ctx context.Context, e Event) error

	Wake   <-chan struct{}  // something was accepted; without it that is seen within a second
	Limit  int              // DefaultLimit when 0
	Drain  time.Duration    // DefaultDrain when 0
	Now    func() time.Time // time.Now when nil
	Logger *slog.Logger     // nothing is logged when nil
}

// Run works until ctx is done and what is under way has ended or Drain is over. It
// returns an error when the backlog cannot be read; what is due then stays.
func (w *Worker) Run(ctx context.Context) error {
	w.setDefaults()
	working, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	var running sync.WaitGroup
	ended := make(chan Event, w.Limit)
	busy := make(map[string]bool) // conversations
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for ctx.Err() == nil {
		if len(busy) < w.Limit {
			events, err := w.Backlog.Due(ctx, w.Adapter, 2*w.Limit) // half may be of busy conversations
			if err != nil && ctx.Err() == nil {
				return errors.Join(fmt.Errorf("read backlog of %s: %w", w.Adapter, err), w.drain(&running, stop))
			}
			for _, e := range events {
				if busy[e.Conversation] || len(busy) == w.Limit {
					continue
				}
				busy[e.Conversation] = true
				running.Go(func() {
					w.attempt(working, e)
					ended <- e
				})
			}
		}
		select {
		case <-ctx.Done():
		case <-tick.C:
		case <-w.Wake:
		case e := <-ended:
			delete(busy, e.Conversation)
		}
	}
	return w.drain(&running, stop)
}

func (w *Worker) setDefaults() {
	if w.Limit == 0 {
		w.Limit = DefaultLimit
	}
	if w.Drain == 0 {
		w.Drain = DefaultDrain
	}
	if w.Now == nil {
		w.Now = time.Now
	}
	if w.Logger == nil {
		w.Logger = slog.New(slog.DiscardHandler)
	}
}

// drain waits for what is under way, then ends it.
func (w *Worker) drain(running *sync.WaitGroup, stop func()) error {
	done := make(chan struct{})
	go func() {
		running.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(w.Drain):
		w.Logger.Warn("events are still under way and will be worked on again", "adapter", w.Adapter)
		stop()
		<-done
	}
	return nil
}

// attempt works on an event and books what came of it.
func (w *Worker) attempt(ctx context.Context, e Event) {
	err := Guard(func() error { return w.Work(ctx, e) })
	log := w.Logger.With("adapter", w.Adapter, "event", e.Key, "attempt", e.Attempt+1)
	switch {
	case ctx.Err() != nil:
		return // it stays due
	case err == nil:
		book(ctx, log, func() error { return w.Backlog.Done(ctx, w.Adapter, e.Key) })
	case errors.Is(err, ErrGiveUp), e.Attempt+1 >= maxAttempts:
		log.ErrorContext(ctx, "event given up", "err", err)
		book(ctx, log, func() error { return w.Backlog.Done(ctx, w.Adapter, e.Key) })
	default:
		wait, attempt := waitAfter(e.Attempt, err)
		log.WarnContext(ctx, "event put off", "err", err, "wait", wait)
		until := w.Now().Add(wait)
		book(ctx, log, func() error { return w.Backlog.PutOff(ctx, w.Adapter, e.Key, until, attempt) })
	}
}

// book writes down what came of an event, until that succeeds or ctx is done. To work
// on it again instead would do it twice.
func book(ctx context.Context, log *slog.Logger, write func() error) {
	for wait := firstWait; ; wait = min(2*wait, maxBookingWait) {
		err := write()
		if err == nil || ctx.Err() != nil {
			return
		}
		log.ErrorContext(ctx, "event not booked, that is tried again", "err", err, "wait", wait)
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}

// waitAfter is how long to wait after an attempt, counted from 0, that failed, and how
// many there have been. One at which the platform asks to wait is no failure, but it is
// told from none: something may have been done in it.
func waitAfter(attempt int, err error) (wait time.Duration, attempts int) {
	var told RetryAfter
	if errors.As(err, &told) && told.RetryAfter() > 0 {
		return min(told.RetryAfter(), maxWait), max(attempt, 1)
	}
	wait = firstWait
	for range attempt {
		wait = min(4*wait, maxWait)
	}
	return wait, attempt + 1
}
