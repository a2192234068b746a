package webhook

import (
	"crypto/sha256"
	"encoding/json"

	"bigtalk/bot"
)

// typeMessage is the type of the only event that is read; others are ignored.
const typeMessage = "message.created"

// Formats of a reply's text.
const (
	formatText     = "text"
	formatMarkdown = "markdown"
)

// A message is what a source sent, in the form in which the inbox keeps it.
type message struct {
	Source       string `json:"source"`
	ID           string `json:"id"` // the chat system's, not the request's
	Conversation string `json:"conversation"`
	Group        bool   `json:"group,omitempty"`
	Sender       string `json:"sender"`
	Bot          bool   `json:"bot,omitempty"`  // a program wrote it
	Self         bool   `json:"self,omitempty"` // the account did that the bot speaks through
	Text         string `json:"text,omitempty"`
	Quoted       string `json:"quoted,omitempty"`
	Mentioned    bool   `json:"mentioned,omitempty"`
	Format       string `json:"format"`
	Callback     bool   `json:"callback,omitempty"`
}

// readMessage reads the body of a request. It is no message where ok is false and
// nothing is wrong.
func readMessage(sourceName string, body []byte) (m message, ok bool, faults []fault) {
	o, err := readObject(body, "", &faults)
	if err != nil {
		return m, false, []fault{{Detail: "the body is not read: " + err.Error()}}
	}
	kind := o.text("type", true)
	if len(faults) > 0 || kind != typeMessage {
		return m, false, faults
	}
	data, there := o.object("data")
	if !there {
		return m, false, faults
	}
	m = message{
		Source: sourceName, ID: data.id("message_id"), Text: data.text("text", true), Quoted: data.text("quoted", false),
		Mentioned: data.flag("mentioned"), Format: data.oneOf("format", false, formatText, formatMarkdown), Callback: data.flag("callback"),
	}
	if c, there := data.object("conversation"); there {
		m.Conversation, m.Group = c.id("id"), c.oneOf("type", true, "direct", "group") == "group"
	}
	if s, there := data.object("sender"); there {
		m.Sender, m.Bot, m.Self = s.id("id"), s.flag("is_bot"), s.flag("is_self")
	}
	return m, len(faults) == 0, faults
}

// conversation and person are those of all sources, of which each has its own.
func (m message) conversation() string { return m.Source + ":" + m.Conversation }
func (m message) person() string       { return m.Source + ":" + m.Sender }

// queue is what is answered one after the other: one person's messages in one
// conversation. Others there do not wait.
func (m message) queue() string { return m.conversation() + ":" + m.Sender }

// toBot is the message that is handed to the bot.
func (m message) toBot() bot.Message {
	return bot.Message{
		ID: m.Source + ":" + m.Conversation + ":" + m.ID, Platform: name, Conversation: m.conversation(), User: m.person(),
		Text: m.Text, Quoted: m.Quoted, Direct: !m.Group, Addressed: !m.Group || m.Mentioned, FromBot: m.Bot || m.Self,
	}
}

// sum tells two messages apart.
func (m message) sum() [sha256.Size]byte {
	data, _ := json.Marshal(m) // strings and flags always are
	return sha256.Sum256(data)
}
