package slack

import (
	"encoding/json"
	"fmt"
	"strings"
)

// An interaction is what Slack sends of a button or a shortcut; see
// https://docs.slack.dev/reference/interaction-payloads. It holds what this adapter
// reads and nothing else, so that no block of the message can spoil it.
type interaction struct {
	Type        string `json:"type"`
	App         string `json:"api_app_id"`
	CallbackID  string `json:"callback_id"` // of a shortcut
	TriggerID   string `json:"trigger_id"`
	ResponseURL string `json:"response_url"`
	Team        ref    `json:"team"`
	User        ref    `json:"user"`
	Channel     ref    `json:"channel"`
	Message     struct {
		User   string `json:"user"`
		BotID  string `json:"bot_id"`
		Text   string `json:"text"`
		TS     string `json:"ts"`
		Thread string `json:"thread_ts"`
	} `json:"message"`
	Container struct {
		TS        string `json:"message_ts"`
		Thread    string `json:"thread_ts"`
		Ephemeral bool   `json:"is_ephemeral"`
	} `json:"container"`
	Actions []action `json:"actions"`
}

type action struct {
	ID    string `json:"action_id"`
	Block string `json:"block_id"`
	TS    string `json:"action_ts"`
	Value string `json:"value"`
	Text  struct {
		Text string `json:"text"`
	} `json:"text"` // the button's label
}

// A ref is an object of which only the ID is read.
type ref struct {
	ID string `json:"id"`
}

// Types of interactions.
const (
	blockActions  = "block_actions"
	messageAction = "message_action"
)

// An identity is who the app is in the workspace.
type identity struct {
	user string // the bot's user ID
	bot  string // its bot ID
	app  string // the app's ID; empty while unknown
}

// A kept is a task with the key of its event.
type kept struct {
	task task
	key  string
}

func readInteraction(raw []byte) (interaction, error) {
	var i interaction
	if err := json.Unmarshal(raw, &i); err != nil {
		return i, fmt.Errorf("decode interaction: %w", err)
	}
	return i, nil
}

// tasks are what the interaction asks for: none for other apps' buttons, for links,
// and for interactions of other kinds.
func (i interaction) tasks(us identity) []kept {
	if us.app != "" && i.App != "" && i.App != us.app {
		return nil
	}
	t := task{Team: i.Team.ID, Channel: i.Channel.ID, User: i.User.ID, Addressed: true, ResponseURL: i.ResponseURL}
	if t.Channel == "" || t.User == "" {
		return nil
	}
	t.Direct = strings.HasPrefix(t.Channel, "D")
	switch i.Type {
	case messageAction:
		t.Kind, t.TS, t.Thread, t.Text = taskShortcut, i.Message.TS, i.Message.Thread, i.Message.Text
		if i.CallbackID != shortcutID || t.TS == "" || i.TriggerID == "" {
			return nil
		}
		return []kept{{t, "s:" + t.Team + ":" + i.TriggerID}}
	case blockActions:
		// An ephemeral message is not sent along; any other says whose it is.
		if i.Message.TS != "" && i.Message.User != us.user && (us.bot == "" || i.Message.BotID != us.bot) {
			return nil
		}
		t.Kind, t.TS, t.Thread, t.Ephemeral = taskButton, i.Container.TS, i.Container.Thread, i.Container.Ephemeral
		var list []kept
		for _, action := range i.Actions {
			if !strings.HasPrefix(action.ID, actionPrefix) || action.Value == "" {
				continue
			}
			t.Action, t.Payload, t.Language = action.ID, action.Value, languageIn(action.Block)
			t.Label = action.Text.Text
			list = append(list, kept{t, "a:" + strings.Join([]string{t.Team, t.Channel, t.TS, action.ID, action.TS}, ":")})
		}
		return list
	default:
		return nil
	}
}
