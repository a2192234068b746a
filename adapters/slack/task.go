package slack

import (
	"encoding/json"
	"fmt"
	"strings"

	"bigtalk/adapters"
	"bigtalk/bot"
)

// A task is what an accepted event asks the adapter to do, in the form in which
// the inbox keeps it.
type task struct {
	Kind        taskKind     `json:"kind"`
	Team        string       `json:"team"`
	Channel     string       `json:"channel"`
	User        string       `json:"user"`
	TS          string       `json:"ts,omitempty"`     // of the message
	Thread      string       `json:"thread,omitempty"` // the ts of the thread's first message; empty outside of one
	Text        string       `json:"text,omitempty"`
	Direct      bool         `json:"direct,omitempty"`
	Addressed   bool         `json:"addressed,omitempty"`
	Action      string       `json:"action,omitempty"`       // ID of the button that was pressed
	Payload     string       `json:"payload,omitempty"`      // of the button, or the name of the reaction
	Language    bot.Language `json:"language,omitempty"`     // of the button's message; may be empty
	Ephemeral   bool         `json:"ephemeral,omitempty"`    // the button's message is seen by its user alone
	Label       string       `json:"label,omitempty"`        // of the button
	ResponseURL string       `json:"response_url,omitempty"` // of a command, a button or a shortcut
}

type taskKind string

const (
	taskMessage  taskKind = "message"  // answer a message
	taskCommand  taskKind = "command"  // answer a slash command, to its user alone
	taskShortcut taskKind = "shortcut" // answer somebody's message, in its thread
	taskButton   taskKind = "button"   // do what a button of ours says
	taskReaction taskKind = "reaction" // book a judgement
	taskHome     taskKind = "home"     // show the Home tab
	taskPane     taskKind = "pane"     // suggest prompts in the assistant's pane
)

// event wraps the task for the inbox.
func (t task) event(key string) (adapters.Event, error) {
	payload, err := json.Marshal(t)
	if err != nil {
		return adapters.Event{}, fmt.Errorf("keep event %s: %w", key, err)
	}
	return adapters.Event{Key: key, Conversation: t.queue(), Person: t.User, Payload: payload}, nil
}

// queue names the events that are worked on one after the other: those that lean on
// each other, and no others, because one that fails holds back what follows it.
func (t task) queue() string {
	switch t.Kind {
	case taskMessage, taskShortcut:
		return t.conversation()
	case taskButton, taskReaction:
		return strings.Join([]string{string(t.Kind), t.Channel, t.TS, t.User}, ":")
	default:
		return strings.Join([]string{string(t.Kind), t.Channel, t.User}, ":")
	}
}

// conversation names where people lean on what was said: a thread, or a direct
// message outside of one. A message in a channel begins a thread of its own.
func (t task) conversation() string {
	switch {
	case t.Thread != "":
		return t.Channel + ":" + t.Thread
	case t.Direct || t.Kind != taskMessage && t.Kind != taskShortcut:
		return t.Channel
	default:
		return t.Channel + ":" + t.TS
	}
}

// replyThread is the ts of the thread to reply in; empty for the conversation itself.
func (t task) replyThread() string {
	if t.Thread == "" && (!t.Direct || t.Kind == taskShortcut) {
		return t.TS
	}
	return t.Thread
}

func readTask(e adapters.Event) (task, error) {
	var t task
	if err := json.Unmarshal(e.Payload, &t); err != nil {
		return t, fmt.Errorf("read event %s: %w: %w", e.Key, err, adapters.ErrGiveUp)
	}
	return t, nil
}
