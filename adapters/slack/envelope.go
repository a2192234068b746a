package slack

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// An envelope is a callback of the Events API; see
// https://docs.slack.dev/apis/events-api. It holds what this adapter reads and
// nothing else, so that no block of a message can spoil the event around it.
type envelope struct {
	Type      string     `json:"type"`
	Challenge string     `json:"challenge"` // of url_verification
	Team      string     `json:"team_id"`
	Event     innerEvent `json:"-"` // of types that are read
}

type innerEvent struct {
	Type        string `json:"type"`
	Subtype     string `json:"subtype"`
	Channel     string `json:"channel"`
	ChannelType string `json:"channel_type"`
	User        string `json:"user"`
	BotID       string `json:"bot_id"`
	Text        string `json:"text"`
	TS          string `json:"ts"`
	ThreadTS    string `json:"thread_ts"`
	EventTS     string `json:"event_ts"`
	Tab         string `json:"tab"`       // of app_home_opened
	Reaction    string `json:"reaction"`  // of reaction_added
	ItemUser    string `json:"item_user"` // whose message it is put on
	Item        struct {
		Type    string `json:"type"`
		Channel string `json:"channel"`
		TS      string `json:"ts"`
	} `json:"item"`
	Assistant struct {
		User    string `json:"user_id"`
		Channel string `json:"channel_id"`
		Thread  string `json:"thread_ts"`
	} `json:"assistant_thread"`
}

// readEnvelope decodes a callback. What is inside one of an event that this adapter
// does not read may be anything.
func readEnvelope(raw []byte) (envelope, error) {
	var outer struct {
		envelope
		Event json.RawMessage `json:"event"`
	}
	if err := json.Unmarshal(raw, &outer); err != nil {
		return envelope{}, fmt.Errorf("decode event: %w", err)
	}
	var kind struct {
		Type string `json:"type"`
	}
	if len(outer.Event) == 0 || json.Unmarshal(outer.Event, &kind) != nil || !slices.Contains(readEvents[:], kind.Type) {
		return outer.envelope, nil
	}
	if err := json.Unmarshal(outer.Event, &outer.envelope.Event); err != nil {
		return envelope{}, fmt.Errorf("decode event %s: %w", kind.Type, err)
	}
	return outer.envelope, nil
}

// readEvents are the types of events that are read.
var readEvents = [...]string{"app_mention", "message", "reaction_added", "app_home_opened", "assistant_thread_started"}

// task tells what the event asks for and its key; not ok for what is ignored:
// edits, deletions, joins, what programs wrote, and events of other kinds. self is
// the bot's user ID. A mention and its twin of type message have the same key. No key
// names a person: keys outlive what somebody has forgotten.
func (e envelope) task(self string, o Options) (t task, key string, ok bool) {
	v := e.Event
	t = task{Team: e.Team, Channel: v.Channel, User: v.User, TS: v.TS, Thread: v.ThreadTS, Text: v.Text}
	switch v.Type {
	case "app_mention", "message":
		if !v.fromPerson(self) || t.Channel == "" || t.TS == "" || !o.allows(t.Channel, v.ChannelType) {
			return t, "", false
		}
		t.Kind = taskMessage
		t.Direct = v.ChannelType == "im"
		t.Addressed = t.Direct || v.Type == "app_mention" || strings.Contains(v.Text, "<@"+self+">") || strings.Contains(v.Text, "<@"+self+"|")
		return t, "m:" + t.Team + ":" + t.Channel + ":" + t.TS, true
	case "reaction_added":
		if v.ItemUser != self || v.User == self || v.Item.Type != "message" || verdictOf(v.Reaction) == "" || !o.allows(v.Item.Channel, "") {
			return t, "", false
		}
		t.Kind, t.Channel, t.TS, t.Payload = taskReaction, v.Item.Channel, v.Item.TS, v.Reaction
		return t, "r:" + strings.Join([]string{t.Team, t.Channel, t.TS, v.Reaction, v.EventTS}, ":"), true
	case "app_home_opened":
		if v.Tab == "messages" { // the pane of an app with agent_view
			t.Kind, t.Direct = taskPane, true
			return t, "p:" + t.Team + ":" + t.Channel + ":" + v.EventTS, t.Channel != ""
		}
		if v.Tab != "home" {
			return t, "", false
		}
		t.Kind = taskHome
		return t, "h:" + t.Team + ":" + v.EventTS, true
	case "assistant_thread_started":
		t.Kind, t.Direct = taskPane, true
		t.Channel, t.User, t.Thread = v.Assistant.Channel, v.Assistant.User, v.Assistant.Thread
		return t, "p:" + t.Team + ":" + t.Channel + ":" + t.Thread, t.Channel != ""
	default:
		return t, "", false
	}
}

// fromPerson reports a message that a person has just written.
func (v innerEvent) fromPerson(self string) bool {
	switch v.Subtype {
	case "", "file_share", "thread_broadcast":
		return v.BotID == "" && v.User != "" && v.User != self && v.User != slackbot
	default:
		return false
	}
}

// slackbot writes to everybody and reads nothing.
const slackbot = "USLACKBOT"
