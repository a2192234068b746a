package standin

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A Message is what stands in a channel, as its members see it.
type Message struct {
	Channel  string
	TS       string // unique in the workspace and ascending, such as 1700000000.000100
	ThreadTS string // the thread's parent; on the parent itself, set once it has a reply
	User     string // author; the bot's user id for the app's own messages
	BotID    string // set for a bot's messages
	Subtype  string
	Text     string

	Blocks   json.RawMessage // as sent; nil for none
	Metadata json.RawMessage // an object of event_type and event_payload; nil for none
	Files    []string        // names

	Edited    bool       // shown as edited
	Reactions []Reaction // in order of their first appearance
	Broadcast bool       // a reply also shown in the channel

	// EphemeralTo is the only user who sees the message; empty for everybody.
	EphemeralTo string

	// Via is how it got here: a method's name, response_url, a command's immediate
	// answer, or "user".
	Via string
}

// A Reaction is an emoji under a message.
type Reaction struct {
	Name  string
	Users []string
}

// tombstone is the subtype of a deleted message that still has replies.
const tombstone = "tombstone"

// Messages are what a channel holds, oldest first, without ephemeral messages and
// deleted ones. A deleted message that still has replies is a tombstone.
func (w *Workspace) Messages(channel string) []Message {
	w.mu.Lock()
	defer w.mu.Unlock()
	if c := w.channels[channel]; c != nil {
		return values(c.messages)
	}
	return nil
}

// Thread is the parent with that ts and its replies, oldest first.
func (w *Workspace) Thread(channel, ts string) []Message {
	return slices.DeleteFunc(w.Messages(channel), func(m Message) bool { return m.TS != ts && m.ThreadTS != ts })
}

// Ephemerals are the messages that single users see in a channel, oldest first.
func (w *Workspace) Ephemerals(channel string) []Message {
	w.mu.Lock()
	defer w.mu.Unlock()
	if c := w.channels[channel]; c != nil {
		return values(c.ephemerals)
	}
	return nil
}

// WaitMessages waits for at least n messages in a channel, users' messages among them,
// and returns them. It returns what there is, and an error that counts it, when ctx is
// done first.
func (w *Workspace) WaitMessages(ctx context.Context, channel string, n int) ([]Message, error) {
	err := w.Wait(ctx, func() bool { return len(w.Messages(channel)) >= n })
	messages := w.Messages(channel)
	if err != nil {
		err = fmt.Errorf("wait for %d messages in %s, %d so far: %w", n, channel, len(messages), err)
	}
	return messages, err
}

func values(messages []*Message) []Message {
	out := make([]Message, 0, len(messages))
	for _, m := range messages {
		v := *m
		v.Blocks, v.Metadata = slices.Clone(m.Blocks), slices.Clone(m.Metadata)
		v.Files, v.Reactions = slices.Clone(m.Files), nil
		for _, r := range m.Reactions {
			v.Reactions = append(v.Reactions, Reaction{Name: r.Name, Users: slices.Clone(r.Users)})
		}
		out = append(out, v)
	}
	return out
}

// nextTS is a new ts: the time, later than every ts before it. The caller holds mu.
func (w *Workspace) nextTS() string {
	w.last = max(w.opts.Clock().UnixMicro(), w.last+1)
	return fmt.Sprintf("%d.%06d", w.last/1e6, w.last%1e6)
}

// validTS says whether s has the form of a ts.
func validTS(s string) bool {
	secs, micros, ok := strings.Cut(s, ".")
	if !ok || len(micros) != 6 {
		return false
	}
	_, err1 := strconv.ParseUint(secs, 10, 63)
	_, err2 := strconv.ParseUint(micros, 10, 63)
	return err1 == nil && err2 == nil
}

func (c *channel) message(ts string) *Message {
	for _, m := range c.messages {
		if m.TS == ts {
			return m
		}
	}
	return nil
}

// replies are the messages of a thread without its parent.
func (c *channel) replies(ts string) []*Message {
	var found []*Message
	for _, m := range c.messages {
		if m.ThreadTS == ts && m.TS != ts {
			found = append(found, m)
		}
	}
	return found
}

// store dates m and puts it into c. The caller holds mu.
func (w *Workspace) store(c *channel, m *Message) {
	m.Channel, m.TS = c.ID, w.nextTS()
	if m.EphemeralTo != "" {
		c.ephemerals = append(c.ephemerals, m)
		return
	}
	c.messages = append(c.messages, m)
	if parent := c.message(m.ThreadTS); parent != nil {
		parent.ThreadTS = parent.TS
	}
	if m.User == BotUserID {
		delete(w.statuses, thread{c.ID, orElse(m.ThreadTS, m.TS)})
	}
}

// remove takes m out of c, or leaves a tombstone where it has replies.
func (c *channel) remove(m *Message) {
	if len(c.replies(m.TS)) > 0 {
		*m = Message{
			Channel: m.Channel, TS: m.TS, ThreadTS: m.ThreadTS,
			User: "USLACKBOT", Subtype: tombstone, Text: "This message was deleted.",
		}
		return
	}
	is := func(other *Message) bool { return other == m }
	c.messages = slices.DeleteFunc(c.messages, is)
	c.ephemerals = slices.DeleteFunc(c.ephemerals, is)
}
