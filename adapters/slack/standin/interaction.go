package standin

import (
	"encoding/json"
	"fmt"
)

// SlashCommand is a user's command, such as /istio, with its text. Its response_url
// answers in the channel, also where the app is no member.
func (w *Workspace) SlashCommand(user, channel, command, text string) Event {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	c := w.mustChannel(channel)
	ev := w.trigger(slashCommands, user, c, "commands", nil)
	name := c.Name
	switch c.Kind {
	case Direct:
		name = "directmessage"
	case Private:
		name = "privategroup"
	}
	ev.Payload = object{
		"token": verificationToken, "team_id": w.opts.TeamID, "team_domain": TeamDomain,
		"channel_id": c.ID, "channel_name": name, "user_id": user, "user_name": w.users[user].Name,
		"command": command, "text": text, "api_app_id": AppID, "is_enterprise_install": "false",
		"response_url": ev.ResponseURL, "trigger_id": ev.ID,
	}
	return ev
}

// BlockAction is a user's press on a button of a stored message: the element with that
// action_id, which there has to be. Of feedback buttons, value says which one.
func (w *Workspace) BlockAction(user, channel, ts, actionID, value string) Event {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	c, m := w.mustChannel(channel), w.mustMessage(channel, ts)
	blockID, element := findElement(m.Blocks, actionID)
	if element == nil {
		w.t.Fatalf("standin: message %s in %s has no element %q to press", ts, channel, actionID)
	}
	now := w.nextTS()
	action := object{"type": element["type"], "action_id": actionID, "block_id": blockID, "action_ts": now}
	switch element["type"] {
	case "feedback_buttons":
		pressed := feedbackButton(element, value)
		if pressed == nil {
			w.t.Fatalf("standin: %q has no button of value %q", actionID, value)
		}
		action["text"], action["value"] = pressed["text"], value
	case "button", "icon_button":
		for _, name := range []string{"text", "value", "style", "url"} {
			if v, ok := element[name]; ok {
				action[name] = v
			}
		}
	default:
		w.t.Fatalf("standin: no press on a %v", element["type"])
	}
	ev := w.interaction("block_actions", user, c, m)
	container := object{"type": "message", "message_ts": m.TS, "channel_id": c.ID, "is_ephemeral": m.EphemeralTo != ""}
	if m.ThreadTS != "" {
		container["thread_ts"] = m.ThreadTS
	}
	ev.Payload["container"] = container
	ev.Payload["state"] = object{"values": object{}}
	ev.Payload["actions"] = []object{action}
	return ev
}

// MessageShortcut is a user's choice of a shortcut in the menu of a stored message.
func (w *Workspace) MessageShortcut(user, channel, ts, callbackID string) Event {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	m := w.mustMessage(channel, ts)
	ev := w.interaction("message_action", user, w.mustChannel(channel), m)
	ev.Payload["callback_id"] = callbackID
	ev.Payload["message_ts"], ev.Payload["action_ts"] = m.TS, w.nextTS()
	return ev
}

// interaction is what all interactions with a message have.
func (w *Workspace) interaction(kind, user string, c *channel, m *Message) Event {
	ev := w.trigger(interactive, user, c, "actions", m)
	ev.TS, ev.ThreadTS = m.TS, m.ThreadTS
	name := orElse(c.Name, "directmessage")
	ev.Payload = object{
		"type": kind, "token": verificationToken, "api_app_id": AppID,
		"team": object{"id": w.opts.TeamID, "domain": TeamDomain}, "enterprise": nil, "is_enterprise_install": false,
		"user":    object{"id": user, "username": w.users[user].Name, "name": w.users[user].Name, "team_id": w.opts.TeamID},
		"channel": object{"id": c.ID, "name": name},
		"message": w.view(m, true), "trigger_id": ev.ID, "response_url": ev.ResponseURL,
	}
	return ev
}

// trigger is an event that a user's hand sets off, with a response_url.
func (w *Workspace) trigger(kind, user string, c *channel, hooks string, original *Message) Event {
	w.t.Helper()
	if w.users[user] == nil {
		w.t.Fatalf("standin: no user %q", user)
	}
	return Event{
		Kind: kind, ID: fmt.Sprintf("%d.%d.standin", w.number(), w.number()), Channel: c.ID, User: user,
		ResponseURL: w.newHook(hooks, &hook{channel: c.ID, user: user, original: original}),
	}
}

// findElement is the element with an action id among blocks, and its block's id, which
// Slack makes up where the app gave none.
func findElement(blocks json.RawMessage, actionID string) (blockID string, element object) {
	var all []object
	if json.Unmarshal(blocks, &all) != nil {
		return "", nil
	}
	for i, b := range all {
		elements, _ := b["elements"].([]any)
		for _, v := range append(elements, b["accessory"]) {
			e, _ := v.(object)
			if e["action_id"] == actionID {
				id, _ := b["block_id"].(string)
				return orElse(id, fmt.Sprintf("block%d", i)), e
			}
		}
	}
	return "", nil
}

// feedbackButton is the one of two feedback buttons that has a value.
func feedbackButton(element object, value string) object {
	for _, side := range []string{"positive_button", "negative_button"} {
		if b, _ := element[side].(object); b["value"] == value {
			return b
		}
	}
	return nil
}
