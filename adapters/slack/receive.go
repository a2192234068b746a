package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/slack-go/slack"
)

// receiveEvent accepts a callback of the Events API.
func (a *Adapter) receiveEvent(ctx context.Context, raw []byte) error {
	e, err := readEnvelope(raw)
	if err != nil {
		return err
	}
	if !a.serves(e.Team) {
		return nil
	}
	if t, key, ok := e.task(a.self, a.opts); ok {
		return a.accept(ctx, t, key)
	}
	return nil
}

// receiveCommand accepts a slash command.
func (a *Adapter) receiveCommand(ctx context.Context, c slack.SlashCommand) error {
	if !a.serves(c.TeamID) || !a.opts.allows(c.ChannelID, "") {
		return nil
	}
	t := task{
		Kind: taskCommand, Team: c.TeamID, Channel: c.ChannelID, User: c.UserID, Text: c.Text,
		Addressed: true, ResponseURL: c.ResponseURL,
	}
	return a.accept(ctx, t, "c:"+c.TeamID+":"+c.TriggerID)
}

// receiveInteraction accepts a button that was pressed, or a message shortcut.
func (a *Adapter) receiveInteraction(ctx context.Context, raw []byte) error {
	var c slack.InteractionCallback
	if err := json.Unmarshal(raw, &c); err != nil {
		return fmt.Errorf("decode interaction: %w", err)
	}
	if !a.serves(c.Team.ID) || !a.opts.allows(c.Channel.ID, "") {
		return nil
	}
	switch c.Type {
	case slack.InteractionTypeBlockActions:
		for _, action := range c.ActionCallback.BlockActions {
			if action == nil || !strings.HasPrefix(action.ActionID, "bigtalk_") || action.Value == "" {
				continue // of another app, or a link
			}
			t := task{
				Kind: taskButton, Team: c.Team.ID, Channel: c.Channel.ID, User: c.User.ID, Payload: action.Value,
				TS: c.Container.MessageTs, Thread: c.Container.ThreadTs, Addressed: true,
				Direct: strings.HasPrefix(c.Channel.ID, "D"), ResponseURL: c.ResponseURL, Text: action.ActionID,
				Ephemeral: c.Container.IsEphemeral,
			}
			key := "a:" + strings.Join([]string{c.Team.ID, c.Channel.ID, t.TS, c.User.ID, action.ActionID, action.ActionTs}, ":")
			if err := a.accept(ctx, t, key); err != nil {
				return err
			}
		}
	case slack.InteractionTypeMessageAction:
		t := task{
			Kind: taskShortcut, Team: c.Team.ID, Channel: c.Channel.ID, User: c.User.ID, Text: c.Message.Text,
			TS: c.Message.Timestamp, Thread: c.Message.ThreadTimestamp, Addressed: true, ResponseURL: c.ResponseURL,
		}
		return a.accept(ctx, t, "s:"+c.Team.ID+":"+c.TriggerID)
	}
	return nil
}
