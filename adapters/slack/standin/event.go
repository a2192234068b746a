package standin

import (
	"fmt"
	"maps"
)

// The kinds of event, as an envelope names them.
const (
	eventsAPI       = "events_api"
	slashCommands   = "slash_commands"
	interactive     = "interactive"
	urlVerification = "url_verification"
)

// verificationToken is the deprecated token in every payload.
const verificationToken = "standin-verification"

// An Event is something that happened in the workspace, for Send or Post. Sending one
// twice is a duplicate, as Slack makes them.
type Event struct {
	Kind string // events_api, slash_commands, interactive or url_verification
	ID   string // event_id, or trigger_id of a command or an interaction

	// What it is about, empty where that does not apply.
	Channel  string
	User     string
	TS       string // of the message
	ThreadTS string // of the message's thread

	ResponseURL string // of a command or an interaction

	// Payload is the JSON as documented. A test may change it to make it strange.
	Payload map[string]any
}

// Inner is the event inside an events_api payload, nil for other kinds.
func (ev Event) Inner() map[string]any {
	inner, _ := ev.Payload["event"].(object)
	return inner
}

// Callback wraps an inner event, such as one that this package has no builder for or
// that Slack has yet to invent, as an event_callback with an id of its own.
func (w *Workspace) Callback(inner map[string]any) Event {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.callback(inner)
}

func (w *Workspace) callback(inner object) Event {
	str := func(name string) string { s, _ := inner[name].(string); return s }
	ev := Event{
		Kind: eventsAPI, ID: fmt.Sprintf("Ev0%08d", w.number()),
		Channel: str("channel"), User: str("user"), TS: str("ts"), ThreadTS: str("thread_ts"),
	}
	ev.Payload = object{
		"token": verificationToken, "team_id": w.opts.TeamID, "context_team_id": w.opts.TeamID, "context_enterprise_id": nil,
		"api_app_id": AppID, "event": inner, "type": "event_callback",
		"event_id": ev.ID, "event_time": w.opts.Clock().Unix(),
		"authorizations": []object{{
			"enterprise_id": nil, "team_id": w.opts.TeamID, "user_id": BotUserID, "is_bot": true, "is_enterprise_install": false,
		}},
		"is_ext_shared_channel": false, "event_context": "4-" + ev.ID,
	}
	return ev
}

// URLVerification is Slack's check of a request URL, for Post only: the app answers
// with the challenge.
func (w *Workspace) URLVerification(challenge string) Event {
	return Event{Kind: urlVerification, Payload: object{
		"token": verificationToken, "challenge": challenge, "type": urlVerification,
	}}
}

// ReactionAdded is a user's reaction to a message, which has it from now on.
func (w *Workspace) ReactionAdded(user, channel, ts, name string) Event {
	return w.reaction("reaction_added", user, channel, ts, name, (*Message).react)
}

// ReactionRemoved is the end of a user's reaction to a message.
func (w *Workspace) ReactionRemoved(user, channel, ts, name string) Event {
	return w.reaction("reaction_removed", user, channel, ts, name, (*Message).unreact)
}

func (w *Workspace) reaction(kind, user, channel, ts, name string, change func(m *Message, name, user string) bool) Event {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	m := w.mustMessage(channel, ts)
	change(m, name, user)
	w.notify()
	ev := w.callback(object{
		"type": kind, "user": user, "reaction": name, "item_user": m.User,
		"item": object{"type": "message", "channel": channel, "ts": ts}, "event_ts": w.nextTS(),
	})
	ev.Channel, ev.TS, ev.ThreadTS = channel, ts, m.ThreadTS
	return ev
}

// AppHomeOpened is a user who opens the app; tab is home or messages.
func (w *Workspace) AppHomeOpened(user, tab string) Event {
	w.mu.Lock()
	defer w.mu.Unlock()
	inner := object{"type": "app_home_opened", "user": user, "channel": w.direct(user).ID, "tab": tab, "event_ts": w.nextTS()}
	if home := w.homes[user]; home != nil && tab == "home" {
		inner["view"] = object{"id": "V0HOME", "team_id": w.opts.TeamID, "type": "home", "blocks": []object{}}
	}
	return w.callback(inner)
}

// AssistantThreadStarted is a user who opens the app's assistant: a new thread in the
// direct channel. The user's words then come as a DirectMessage in that thread.
func (w *Workspace) AssistantThreadStarted(user string) Event {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := w.direct(user)
	root := &Message{User: BotUserID, BotID: BotID, Subtype: "assistant_app_thread", Text: "New Assistant Thread", Via: "user"}
	w.store(c, root)
	root.ThreadTS = root.TS
	w.notify()
	ev := w.callback(object{
		"type": "assistant_thread_started", "event_ts": w.nextTS(),
		"assistant_thread": object{
			"user_id": user, "channel_id": c.ID, "thread_ts": root.TS,
			"context": object{"channel_id": General, "team_id": w.opts.TeamID, "enterprise_id": nil},
		},
	})
	ev.Channel, ev.User, ev.TS, ev.ThreadTS = c.ID, user, root.TS, root.TS
	return ev
}

// mustMessage is a stored message, ephemeral ones among them. The caller holds mu.
func (w *Workspace) mustMessage(channel, ts string) *Message {
	w.t.Helper()
	c := w.mustChannel(channel)
	if m := c.message(ts); m != nil {
		return m
	}
	for _, m := range c.ephemerals {
		if m.TS == ts {
			return m
		}
	}
	w.t.Fatalf("standin: no message %s in %s", ts, channel)
	return nil
}

// with is a copy of v with further properties.
func with(v, more object) object {
	all := maps.Clone(v)
	maps.Copy(all, more)
	return all
}
