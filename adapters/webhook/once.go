package webhook

import (
	"context"
	"net/http"
	"time"

	"bigtalk/adapters"
	"bigtalk/bot"
)

// patience is how long an answer may take, with the wait for others. Matching takes
// 20 ms; the server ends a response after 10 s.
const patience = 5 * time.Second

// once answers a request that may have come before, or comes several times at once.
func (a *Adapter) once(ctx context.Context, h bot.Handler, s *source, m message, id string) (res result, why string) {
	rp, first := a.replays.begin(eventKey(m.Source, id), m.sum())
	switch {
	case rp.sum != m.sum():
		return refusal(http.StatusConflict, "This webhook-id was used for another message; each message has its own, and a repeated one the same."), "webhook-id of another message"
	case !first:
		select {
		case <-rp.done:
			return rp.result, ""
		case <-ctx.Done():
			return later(http.StatusServiceUnavailable, soon, "The request was not finished in time."), "gone before the first of its ID was answered"
		}
	}
	res = refusal(http.StatusInternalServerError, "The message was not answered; bigtalk's log says why. Send it again.") // if it panics
	defer func() { a.replays.finish(rp, res) }()
	// Others may wait for the answer, and who repeats a request gets it: it is made even
	// if the first who asked has gone.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	made, why, err := a.answer(ctx, h, s, m, id)
	if err != nil {
		a.log.ErrorContext(ctx, "message not answered", "source", m.Source, "id", id, "err", err)
		return res, "not answered"
	}
	res = made
	return res, why
}

// answer answers a message, or accepts it for a callback. why says why it does not.
func (a *Adapter) answer(ctx context.Context, h bot.Handler, s *source, m message, id string) (res result, why string, err error) {
	if ok, _ := s.limit.Allow(m.person()); !ok {
		next := time.Minute / time.Duration(s.PerMinute)
		return later(http.StatusTooManyRequests, next, "This sender has sent more messages than are answered in a minute."), "more than per_minute messages of one sender", nil
	}
	if m.Callback {
		if err := a.accept(ctx, m, id); err != nil {
			return res, "", err
		}
		return success(http.StatusAccepted, outcome{Status: accepted}), "", nil
	}
	select {
	case a.slots <- struct{}{}:
		defer func() { <-a.slots }()
	case <-ctx.Done():
		return later(http.StatusServiceUnavailable, soon, "Too many messages are being answered."), "too many at once", nil
	}
	r, err := h.Handle(ctx, m.toBot())
	if err != nil {
		return res, "", err
	}
	if said := newReply(m, r); said != nil {
		return success(http.StatusOK, outcome{Status: answered, Reply: said}), "", nil
	}
	return success(http.StatusOK, outcome{Status: ignored, Reason: reasonNoAnswer}), "", nil
}

// accept keeps a message for good. What has been accepted before is not kept twice.
func (a *Adapter) accept(ctx context.Context, m message, id string) error {
	e := adapters.Event{Key: eventKey(m.Source, id), Conversation: m.queue(), Person: m.person(), Payload: marshal(m)}
	fresh, err := a.opts.Inbox.Accept(ctx, name, e)
	if err == nil && fresh {
		select {
		case a.wake <- struct{}{}:
		default: // it is awake
		}
	}
	return err
}

// eventKey names a request among those of all sources.
func eventKey(sourceName, id string) string { return sourceName + ":" + id }
