package standin

import (
	"encoding/json"
	"fmt"
	"time"
)

// dispatch makes the next attempt for e, now or with the next connection. The caller
// holds mu.
func (w *Workspace) dispatch(e *Envelope) {
	s := &w.socket
	if e.done || w.ctx.Err() != nil {
		return
	}
	if len(s.open) == 0 {
		s.waiting = append(s.waiting, e)
		return
	}
	attempt, reason := e.attempts(), ""
	if attempt > 0 {
		reason = "timeout"
	}
	w.transmit(e, w.envelopeID(), attempt, reason)
	e.timer = time.AfterFunc(w.opts.AckTimeout, func() { w.expire(e) })
}

// attempts is how many times e has been sent, repeats under one id counted once.
func (e *Envelope) attempts() int {
	ids := make(map[string]bool)
	for _, s := range e.sendings {
		ids[s.EnvelopeID] = true
	}
	return len(ids)
}

func (w *Workspace) envelopeID() string {
	return fmt.Sprintf("00000000-0000-4000-8000-%012d", w.number())
}

func (w *Workspace) transmit(e *Envelope, id string, attempt int, reason string) {
	s := &w.socket
	c := s.open[s.next%len(s.open)]
	s.next++
	frame := object{
		"envelope_id": id, "type": e.Event.Kind, "payload": e.Event.Payload,
		"accepts_response_payload": e.Event.Kind != eventsAPI,
	}
	if e.Event.Kind == eventsAPI {
		frame["retry_attempt"], frame["retry_reason"] = attempt, reason
	}
	sent := &sending{e: e, sent: time.Now(), Sending: Sending{EnvelopeID: id, Connection: c.n, RetryAttempt: attempt, RetryReason: reason}}
	e.sendings = append(e.sendings, sent)
	s.sent[id] = sent
	c.frame(frame)
	w.notify()
}

// expire is called when e's latest attempt is due to be acknowledged.
func (w *Workspace) expire(e *Envelope) {
	w.mu.Lock()
	defer w.mu.Unlock()
	retry := e.attempts() - 1
	switch {
	case e.done || w.ctx.Err() != nil:
	case e.Event.Kind != eventsAPI || retry >= len(w.opts.RetryDelays):
		w.finish(e, ErrUnanswered)
	default:
		e.timer = time.AfterFunc(w.opts.RetryDelays[retry], func() {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.dispatch(e)
		})
	}
}

// finish ends e. The caller holds mu.
func (w *Workspace) finish(e *Envelope, err error) {
	e.done, e.err = true, err
	if e.timer != nil {
		e.timer.Stop()
	}
	w.notify()
}

// hear takes a frame from the app: an acknowledgement, perhaps with a payload, which is
// the immediate answer to a command.
func (w *Workspace) hear(text []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var ack struct {
		ID      string          `json:"envelope_id"`
		Payload json.RawMessage `json:"payload"`
	}
	err := json.Unmarshal(text, &ack)
	sent := w.socket.sent[ack.ID]
	why := ""
	switch {
	case err != nil:
		why = "no JSON: "
	case len(text) >= maxAck:
		why = "too large: "
	case sent == nil:
		why = "unknown envelope: "
	}
	if why != "" {
		w.socket.strange = append(w.socket.strange, why+string(text))
		w.notify()
		return
	}
	e := sent.e
	e.acks++
	if !sent.Acked {
		sent.Acked, sent.After = true, time.Since(sent.sent)
	}
	if !e.done {
		e.payload = ack.Payload
		if e.Event.Kind == slashCommands {
			w.immediate(e.Event, ack.Payload)
		}
		w.finish(e, nil)
	}
	w.notify()
}
