package webhook

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"
)

const (
	// maxBody bounds a request; the specification has bodies below 20 kB.
	maxBody = 64 << 10
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
