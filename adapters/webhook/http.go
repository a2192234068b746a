package webhook

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"

	"bigtalk/adapters"
	"bigtalk/bot"
)

const (
	// maxBody bounds a request; the specification has bodies below 20 kB.
	maxBody = 64 << 10
	// patience is how long a request waits for others to be answered. Matching takes
	// 20 ms; the server ends a response after 10 s.
	patience = 5 * time.Second
	// soon is when to come again after a refusal that has nothing to do with its sender.
	soon = time.Second
)

// Routes implements [adapters.Door].
func (a *Adapter) Routes() map[string]http.Handler {
	return map[string]http.Handler{"POST /v1/webhooks/{source}": http.HandlerFunc(a.serve)}
}

// unverified is what all are told who cannot sign, whatever is wrong: it must not help
// to find out names of sources, or how far a forgery gets.
const unverified = "The request is not verified. Sign it for this source as Standard Webhooks 1.0.0 says, within five minutes; what is wrong stands in bigtalk's log."

// serve answers a request. It is verified before anything of it is decoded.
func (a *Adapter) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	switch tooLarge := (*http.MaxBytesError)(nil); {
	case errors.As(err, &tooLarge):
		a.refuse(w, r, refusal(http.StatusRequestEntityTooLarge, "The body has more than 64 KiB."), "body too large")
		return
	case err != nil:
		a.refuse(w, r, refusal(http.StatusBadRequest, "The body was cut off."), "body cut off")
		return
	}
	sourceName := r.PathValue("source")
	s, keys := a.sources[sourceName], a.decoy
	if s != nil {
		keys = s.keys
	}
	id, err := verify(r.Header, body, keys, a.opts.Now())
	if s == nil {
		err = errors.New("no source of that name")
	}
	if err != nil {
		a.refuse(w, r, refusal(http.StatusUnauthorized, unverified), "not verified: "+err.Error())
		return
	}
	res, why := a.respond(r, s, sourceName, id, body)
	if why != "" {
		a.refuse(w, r, res, why)
		return
	}
	res.write(w)
}

// refuse answers what cannot be served, and logs why. The body is not in the log.
func (a *Adapter) refuse(w http.ResponseWriter, r *http.Request, res result, why string) {
	a.log.WarnContext(r.Context(), "request refused", "path", r.URL.Path, "status", res.status, "why", why)
	res.write(w)
}

// respond reads a request that is verified and answers it. why says why it is refused.
func (a *Adapter) respond(r *http.Request, s *source, sourceName, id string, body []byte) (res result, why string) {
	handler := a.handler.Load()
	if handler == nil {
		return later(http.StatusServiceUnavailable, soon, "The archive is still being read."), "not ready yet"
	}
	if !isJSON(r.Header) {
		return refusal(http.StatusUnsupportedMediaType, "The body is application/json in UTF-8, without a Content-Encoding."), "no JSON by its header"
	}
	m, ok, faults := readMessage(sourceName, body)
	if m.Callback && s.CallbackURL == "" {
		faults = append(faults, fault{Pointer: "/data/callback", Detail: "is true, but the configuration has no callback_url for the source"})
	}
	switch {
	case len(faults) > 0:
		return refusal(http.StatusBadRequest, "The message is not as the contract has it; errors says where.", faults...), "not decoded: " + where(faults)
	case !ok:
		return success(http.StatusOK, outcome{Status: ignored, Reason: reasonType}), ""
	}
	if reason := unheard(m, s); reason != "" {
		return success(http.StatusOK, outcome{Status: ignored, Reason: reason}), ""
	}
	return a.once(r.Context(), *handler, s, m, id)
}

// isJSON reports a body of JSON in UTF-8 that is not packed.
func isJSON(h http.Header) bool {
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	charset, named := params["charset"]
	packed := h.Get("Content-Encoding")
	return err == nil && kind == "application/json" && (!named || strings.EqualFold(charset, "utf-8")) && (packed == "" || packed == "identity")
}

// where lists the places of faults: what stands there may be of a person.
func where(faults []fault) string {
	places := make([]string, len(faults))
	for i, f := range faults {
		places[i] = f.Pointer
		if f.Pointer == "" {
			places[i] = "the body"
		}
	}
	return strings.Join(places, ", ")
}

// unheard is why the bot is not asked; empty when it is.
func unheard(m message, s *source) string {
	switch {
	case m.Self:
		return reasonSelf
	case m.Bot:
		return reasonBot
	case m.Group && !m.Mentioned && !s.Overhear:
		return reasonNotMentioned
	default:
		return ""
	}
}

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
	e := adapters.Event{Key: eventKey(m.Source, id), Conversation: m.conversation(), Person: m.person(), Payload: marshal(m)}
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
