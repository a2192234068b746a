package standin

import (
	"fmt"
	"html"
	"regexp"
	"strings"
)

// Said is what a user writes. Text is as Slack sends it: & < > as entities, a mention
// as <@U…>.
type Said struct {
	Channel string // empty means General, or the direct channel
	User    string // empty means Alice
	Text    string
	Thread  string   // the parent's ts to reply in its thread; empty for none
	Subtype string   // such as channel_join; empty for an ordinary message
	Files   []string // names; they make the subtype file_share
}

// Mention is a user who names the app in a channel: the app_mention event. The mention
// stands before the text, unless that has one. There is no such event in a direct
// channel.
func (w *Workspace) Mention(s Said) Event {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	at := "<@" + BotUserID + ">"
	if !strings.Contains(s.Text, at) {
		s.Text = at + " " + s.Text
	}
	c, m := w.say(s)
	if c.Kind == Direct {
		w.t.Fatal("standin: Slack sends no app_mention in a direct channel")
	}
	return w.callback(with(w.said(c, m), object{"type": "app_mention"}))
}

// ChannelMessage is a message in a channel, or with Thread a reply: the message event.
func (w *Workspace) ChannelMessage(s Said) Event {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.messageEvent(w.say(s))
}

// DirectMessage is a message to the app in the user's direct channel.
func (w *Workspace) DirectMessage(s Said) Event {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	s.Channel = w.direct(orElse(s.User, Alice)).ID
	return w.messageEvent(w.say(s))
}

// Twin is the message event of the same message as ev, which an app that hears both
// mentions and channel messages gets beside app_mention.
func (w *Workspace) Twin(ev Event) Event {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.messageEvent(w.mustChannel(ev.Channel), w.mustMessage(ev.Channel, ev.TS))
}

// BotMessage is a message of another bot, in the form without a user.
func (w *Workspace) BotMessage(s Said) Event {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	s.Subtype = "bot_message"
	c, m := w.say(s)
	m.User, m.BotID = "", "B0OTHERBOT1"
	return w.callback(with(w.said(c, m), object{"channel_type": string(c.Kind), "username": "otherbot"}))
}

// Echo is the message event of a stored message, such as the app's own, which an app
// that hears channel messages gets too.
func (w *Workspace) Echo(channel, ts string) Event {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.messageEvent(w.mustChannel(channel), w.mustMessage(channel, ts))
}

// Edited is a user's change of a message's text.
func (w *Workspace) Edited(channel, ts, text string) Event {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	m := w.mustMessage(channel, ts)
	before := w.view(m, false)
	m.Text, m.Blocks, m.Edited = text, richText(text), true
	w.notify()
	return w.change("message_changed", m, object{"message": w.view(m, false), "previous_message": before})
}

// Deleted is the end of a message by its author; one with replies leaves a tombstone,
// which Slack reports as a change.
func (w *Workspace) Deleted(channel, ts string) Event {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	m := w.mustMessage(channel, ts)
	before := w.view(m, false)
	w.mustChannel(channel).remove(m)
	w.notify()
	if m.Subtype == tombstone {
		return w.change("message_changed", m, object{"message": w.view(m, false), "previous_message": before})
	}
	return w.change("message_deleted", m, object{"deleted_ts": ts, "previous_message": before})
}

// change is the event of a change to one message; its ts is the change's own.
func (w *Workspace) change(subtype string, m *Message, more object) Event {
	ts := w.nextTS()
	ev := w.callback(with(object{
		"type": "message", "subtype": subtype, "hidden": true, "channel": m.Channel,
		"channel_type": string(w.channels[m.Channel].Kind), "ts": ts, "event_ts": ts,
	}, more))
	ev.TS, ev.ThreadTS = m.TS, m.ThreadTS
	return ev
}

// say stores what a user writes. The caller holds mu.
func (w *Workspace) say(s Said) (*channel, *Message) {
	w.t.Helper()
	c := w.mustChannel(orElse(s.Channel, General))
	if s.Thread != "" && c.message(s.Thread) == nil {
		w.t.Fatalf("standin: no thread %s in %s", s.Thread, c.ID)
	}
	m := &Message{
		User: orElse(s.User, Alice), Text: s.Text, ThreadTS: s.Thread, Subtype: s.Subtype,
		Files: s.Files, Blocks: richText(s.Text), Via: "user",
	}
	if len(s.Files) > 0 {
		m.Subtype = "file_share"
	}
	w.store(c, m)
	w.notify()
	return c, m
}

// said is m as an event about its arrival.
func (w *Workspace) said(c *channel, m *Message) object {
	v := w.view(m, true)
	v["channel"], v["event_ts"] = c.ID, m.TS
	if m.BotID == "" {
		v["client_msg_id"] = fmt.Sprintf("00000000-0000-4000-9000-%012d", w.number())
	}
	if parent := c.message(m.ThreadTS); parent != nil && parent != m {
		v["parent_user_id"] = parent.User
		if m.Subtype == "thread_broadcast" {
			v["root"] = w.view(parent, false)
		}
	} else if m.Subtype == "" {
		delete(v, "thread_ts") // the message was no parent when it arrived
	}
	return v
}

func (w *Workspace) messageEvent(c *channel, m *Message) Event {
	return w.callback(with(w.said(c, m), object{"channel_type": string(c.Kind)}))
}

var mention = regexp.MustCompile(`<@([UW][A-Z0-9]+)(?:\|[^>]*)?>`)

// richText is the rich_text block that Slack makes of what a user types, of mentions
// and text only; nil for no text.
func richText(text string) []byte {
	var elements []object
	add := func(s string) {
		if s != "" {
			elements = append(elements, object{"type": "text", "text": html.UnescapeString(s)})
		}
	}
	for at := mention.FindStringSubmatchIndex(text); at != nil; at = mention.FindStringSubmatchIndex(text) {
		add(text[:at[0]])
		elements = append(elements, object{"type": "user", "user_id": text[at[2]:at[3]]})
		text = text[at[1]:]
	}
	add(text)
	if elements == nil {
		return nil
	}
	return mustJSON([]object{{
		"type": "rich_text", "block_id": "typed",
		"elements": []object{{"type": "rich_text_section", "elements": elements}},
	}})
}
