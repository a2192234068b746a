package standin

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"time"
)

// The limits of a response_url
// (docs.slack.dev/interactivity/handling-user-interaction).
const (
	hookUses = 5
	hookLife = 30 * time.Minute
)

// A hook is a response_url: to whom and where it answers.
type hook struct {
	channel, user string
	original      *Message // that an interaction came from; nil for a command
	made          time.Time
	used          int
}

// newHook is the address of a new response_url. The caller holds mu.
func (w *Workspace) newHook(kind string, h *hook) string {
	h.made = w.opts.Clock()
	path := fmt.Sprintf("/%s/%s/%d/secret%d", kind, w.opts.TeamID, w.number(), w.number())
	w.hooks[path] = h
	return w.server.URL + path
}

// serveHook is the endpoint of every response_url. Slack answers a url that is used up
// or too old with 404 and used_url or expired_url.
func (w *Workspace) serveHook(rw http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the app gave up while it sent
	}
	args, bad := decodeObject(body)
	w.serveCall(rw, r, &Call{Method: ResponseURL, Args: args}, func() *answer {
		h := w.hooks[r.URL.Path]
		status, f := http.StatusNotFound, (*failure)(nil)
		switch {
		case h == nil:
			f = fail("no_service")
		case w.opts.Clock().Sub(h.made) > hookLife:
			f = fail("expired_url")
		case h.used == hookUses:
			f = fail("used_url")
		case bad != nil:
			status, f = http.StatusBadRequest, fail("invalid_payload")
		default:
			h.used++
			status, f = http.StatusBadRequest, w.respond(h, args, ResponseURL)
		}
		if f != nil {
			a := failed(f)
			a.status = status
			return a
		}
		return &answer{status: http.StatusOK, header: http.Header{"Content-Type": {"text/plain; charset=utf-8"}}, page: "ok"}
	})
}

// ResponseURL is the name under which a post to a response_url stands among the Calls
// and takes faults.
const ResponseURL = "response_url"

// respond does what a body for a response_url says. The caller holds mu.
func (w *Workspace) respond(h *hook, args Args, via string) *failure {
	c := w.channels[h.channel]
	if c == nil {
		return fail("channel_not_found")
	}
	if args.flag("delete_original") {
		if h.original == nil {
			return fail("message_not_found")
		}
		c.remove(h.original)
		return nil
	}
	args = maps.Clone(args)
	delete(args, "metadata") // a response_url takes none, and clients send an empty one
	say, f := parseContent(args)
	switch {
	case f != nil:
		return f
	case !say.given:
		return fail("no_text")
	}
	text, _ := cutText(say.text)
	if args.flag("replace_original") && h.original != nil {
		h.original.Text, h.original.Blocks, h.original.Via = text, orNil(say.blocks), via
		return nil
	}
	m := &Message{User: BotUserID, BotID: BotID, Text: text, Blocks: orNil(say.blocks), Via: via}
	if m.ThreadTS, f = c.parent(args["thread_ts"]); f != nil {
		return f
	}
	if args["response_type"] != "in_channel" {
		m.EphemeralTo = h.user
	}
	w.store(c, m)
	return nil
}

// immediate posts the answer that came with the acknowledgement of a command: JSON, or
// over HTTP plain text; an empty one says nothing. The caller holds mu.
func (w *Workspace) immediate(ev Event, body []byte) {
	args, f := decodeObject(body)
	if f != nil {
		var text string
		if json.Unmarshal(body, &text) != nil {
			text = string(body)
		}
		args = Args{"text": text}
	}
	if args["text"] == "" && args["blocks"] == "" {
		return
	}
	_ = w.respond(&hook{channel: ev.Channel, user: ev.User}, args, "command") // its user would see the failure
}
