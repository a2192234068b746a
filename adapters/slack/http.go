package slack

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"

	"github.com/slack-go/slack"
)

// maxBody bounds a request of Slack, whose events have some kilobytes.
const maxBody = 1 << 20

// Routes implements [adapters.Door]: events, commands and interactions, each under a
// path of its own, where a signing secret is set. A request is verified before
// anything of it is decoded, kept before it is acknowledged, and worked on afterwards.
func (a *Adapter) Routes() map[string]http.Handler {
	if a.opts.SigningSecret == "" {
		return nil
	}
	return map[string]http.Handler{
		"POST /slack/events":       a.verified(a.serveEvent),
		"POST /slack/commands":     a.verified(a.serveCommand),
		"POST /slack/interactions": a.verified(a.serveInteraction), // buttons and shortcuts
	}
}

// verified calls serve with the body of a request that Slack has signed within five
// minutes; see https://docs.slack.dev/authentication/verifying-requests-from-slack.
func (a *Adapter) verified(serve func(http.ResponseWriter, *http.Request, []byte)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
			a.refuse(w, r, http.StatusRequestEntityTooLarge, "body too large")
			return
		}
		if err != nil {
			a.refuse(w, r, http.StatusBadRequest, "body cut off")
			return
		}
		if err := verify(r.Header, body, a.opts.SigningSecret, a.opts.Now()); err != nil {
			a.refuse(w, r, http.StatusUnauthorized, "signature refused: "+err.Error())
			return
		}
		select {
		case <-a.ready:
		default: // Slack sends events again; who gave a command is told by Slack that it failed
			a.refuse(w, r, http.StatusServiceUnavailable, "not connected yet")
			return
		}
		serve(w, r, body)
	})
}

// refuse answers with a status alone. What came is told to nobody.
func (a *Adapter) refuse(w http.ResponseWriter, r *http.Request, status int, why string) {
	a.log.WarnContext(r.Context(), "request refused", "path", r.URL.Path, "status", status, "why", why)
	w.WriteHeader(status)
}

// finish acknowledges what was kept, and lets Slack send again what was not.
func (a *Adapter) finish(w http.ResponseWriter, r *http.Request, err error) {
	switch {
	case err == nil:
		w.WriteHeader(http.StatusOK)
	case isMalformed(err):
		a.refuse(w, r, http.StatusBadRequest, "not decoded")
	default:
		a.log.ErrorContext(r.Context(), "event not accepted", "err", err)
		w.WriteHeader(http.StatusInternalServerError)
	}
}

// isMalformed reports an error of what Slack sent, rather than of keeping it.
func isMalformed(err error) bool {
	syntax := (*json.SyntaxError)(nil)
	mismatch := (*json.UnmarshalTypeError)(nil)
	return errors.As(err, &syntax) || errors.As(err, &mismatch)
}

func (a *Adapter) serveEvent(w http.ResponseWriter, r *http.Request, body []byte) {
	e, err := readEnvelope(body)
	switch {
	case err != nil:
		a.finish(w, r, err)
	case e.Type == "url_verification":
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = io.WriteString(w, e.Challenge) // who asked may have gone
	default:
		a.finish(w, r, a.receiveEvent(r.Context(), e))
	}
}

func (a *Adapter) serveCommand(w http.ResponseWriter, r *http.Request, body []byte) {
	r.Body = io.NopCloser(bytes.NewReader(body))
	c, err := slack.SlashCommandParse(r)
	if err != nil || c.TriggerID == "" {
		a.refuse(w, r, http.StatusBadRequest, "not decoded")
		return
	}
	a.finish(w, r, a.receiveCommand(r.Context(), c))
}

func (a *Adapter) serveInteraction(w http.ResponseWriter, r *http.Request, body []byte) {
	form, err := url.ParseQuery(string(body))
	if err != nil || form.Get("payload") == "" {
		a.refuse(w, r, http.StatusBadRequest, "not decoded")
		return
	}
	a.finish(w, r, a.receiveInteraction(r.Context(), []byte(form.Get("payload"))))
}
