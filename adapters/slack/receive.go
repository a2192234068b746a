package slack

import (
	"context"

	"github.com/slack-go/slack"
)

// receiveEvent accepts a callback of the Events API.
func (a *Adapter) receiveEvent(ctx context.Context, e envelope) error {
	if !a.serves(e.Team) {
		return nil
	}
	if e.Type == "app_rate_limited" {
		a.log.WarnContext(ctx, "Slack holds back events: the workspace has sent more than 30,000 in an hour", "team", e.Team)
		return nil
	}
	if t, key, ok := e.task(a.self, a.opts); ok {
		return a.accept(ctx, t, key)
	}
	return nil
}

// receiveCommand accepts a slash command.
func (a *Adapter) receiveCommand(ctx context.Context, c slack.SlashCommand) error {
	if c.TriggerID == "" || c.ChannelID == "" || c.UserID == "" {
		a.log.WarnContext(ctx, "command without a channel, a user or a trigger ignored")
		return nil
	}
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
	i, err := readInteraction(raw)
	if err != nil {
		return err
	}
	if !a.serves(i.Team.ID) || !a.opts.allows(i.Channel.ID, "") {
		return nil
	}
	list := i.tasks(identity{a.self, a.bot, a.app()})
	if len(list) == 0 {
		a.log.DebugContext(ctx, "interaction ignored: it is none of this app's", "type", i.Type)
	}
	for _, k := range list {
		if err := a.accept(ctx, k.task, k.key); err != nil {
			return err
		}
	}
	return nil
}
