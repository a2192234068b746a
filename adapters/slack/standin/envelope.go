package standin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// ErrUnanswered is the end of an event that nobody acknowledged: the retries of an
// event are used up, or a command or an interaction, which has none, timed out and its
// user saw an error.
var ErrUnanswered = errors.New("not acknowledged in time")

// An Envelope is an event on its way through Socket Mode.
type Envelope struct {
	Event Event

	w        *Workspace
	sendings []*sending
	payload  json.RawMessage
	acks     int
	done     bool
	err      error
	timer    *time.Timer
}

// A sending is one frame of an envelope.
type sending struct {
	Sending
	e    *Envelope
	sent time.Time // real
}

// Sending is one attempt to deliver an event. As with Slack, each retry has an envelope
// id of its own; the event id stays.
type Sending struct {
	EnvelopeID   string
	Connection   int // 1 for the workspace's first
	RetryAttempt int
	RetryReason  string
	Acked        bool
	After        time.Duration // from the frame to its acknowledgement, real time
}

// Send sends an event through Socket Mode, to the open connections in turn, and sends
// it again when it is not acknowledged in time, as Options say. Without a connection it
// waits for one. It does not block.
func (w *Workspace) Send(ev Event) *Envelope {
	w.t.Helper()
	if ev.Kind == urlVerification {
		w.t.Fatal("standin: there is no url_verification in Socket Mode")
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	e := &Envelope{Event: ev, w: w}
	w.socket.all = append(w.socket.all, e)
	if w.socket.reorder == 0 {
		w.dispatch(e)
		return e
	}
	w.socket.kept = append(w.socket.kept, e)
	if len(w.socket.kept) == w.socket.reorder {
		kept := w.socket.kept
		w.socket.kept, w.socket.reorder = nil, 0
		for _, e := range slices.Backward(kept) {
			w.dispatch(e)
		}
	}
	return e
}

// Wait returns nil when the event has been acknowledged, ErrUnanswered when nobody did
// in time, or ctx's error.
func (e *Envelope) Wait(ctx context.Context) error {
	ended := func() bool {
		e.w.mu.Lock()
		defer e.w.mu.Unlock()
		return e.done
	}
	if err := e.w.Wait(ctx, ended); err != nil {
		return fmt.Errorf("wait for the acknowledgement of %s: %w", e.Event.ID, err)
	}
	e.w.mu.Lock()
	defer e.w.mu.Unlock()
	return e.err
}

// Sendings are the attempts so far, first to last.
func (e *Envelope) Sendings() []Sending {
	e.w.mu.Lock()
	defer e.w.mu.Unlock()
	var all []Sending
	for _, s := range e.sendings {
		all = append(all, s.Sending)
	}
	return all
}

// Acks is how often the event has been acknowledged, over all attempts.
func (e *Envelope) Acks() int {
	e.w.mu.Lock()
	defer e.w.mu.Unlock()
	return e.acks
}

// Payload is what the first acknowledgement carried, or nil.
func (e *Envelope) Payload() json.RawMessage {
	e.w.mu.Lock()
	defer e.w.mu.Unlock()
	return slices.Clone(e.payload)
}

// Resend sends the latest attempt once more under the same envelope id and as no retry,
// which Slack has been seen to do. It fails the test before the first attempt.
func (e *Envelope) Resend() {
	e.w.t.Helper()
	e.w.mu.Lock()
	defer e.w.mu.Unlock()
	if len(e.sendings) == 0 || len(e.w.socket.open) == 0 {
		e.w.t.Fatal("standin: Resend of an envelope that was not sent, or without a connection")
	}
	last := e.sendings[len(e.sendings)-1]
	e.w.transmit(e, last.EnvelopeID, 0, "")
}

// stopEnvelopes ends the timers. The caller holds mu.
func (w *Workspace) stopEnvelopes() {
	for _, e := range w.socket.all {
		if e.timer != nil {
			e.timer.Stop()
		}
	}
}
