package slack

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"bigtalk/bot"
)

// answerButton does what a button of ours says. A choice takes the place of the
// message that offers it, and a judgement that of the buttons that ask for it; a
// related question is a reply of its own.
func (a *Adapter) answerButton(ctx context.Context, h bot.Handler, p posting) error {
	t := p.task
	m := t.message(p.key)
	m.Text, m.Payload = "", t.Payload
	shared, share := strings.CutPrefix(t.Payload, payloadShare)
	if share {
		m.Payload = bot.Option{ID: shared}.Payload()
	}
	r, err := h.Handle(ctx, m)
	if err != nil {
		return err
	}
	replaces := t.does(actionPick) || t.does(actionOriginal)
	switch {
	case share:
		return p.share(ctx, r)
	case t.ephemeral():
		return p.respond(ctx, r, responseEphemeral, sharing(r))
	case replaces:
		return p.replace(ctx, r)
	case t.does(actionHelped):
		return p.settle(ctx)
	case t.does(actionNot):
		if err := p.settle(ctx); err != nil {
			return err
		}
	}
	return p.post(ctx, t.Channel, t.replyThread(), r)
}

// does reports a button of an action, whatever its number.
func (t task) does(action string) bool { return strings.HasPrefix(t.Action, action) }

// judges reports a button that judges an answer.
func (a action) judges() bool {
	return strings.HasPrefix(a.ID, actionHelped) || strings.HasPrefix(a.ID, actionNot)
}

// settle puts what was pressed in the place of the buttons that asked for a judgement.
// Others still judge by a reaction.
func (p posting) settle(ctx context.Context) error {
	var blocks slack.Blocks
	if err := json.Unmarshal(p.task.Blocks, &blocks); err != nil || len(blocks.BlockSet) == 0 {
		return nil // it is booked
	}
	for i, b := range blocks.BlockSet {
		row, ok := b.(*slack.ActionBlock)
		if ok && row.Elements != nil && slices.ContainsFunc(row.Elements.ElementSet, func(e slack.BlockElement) bool {
			button, ok := e.(*slack.ButtonBlockElement)
			return ok && button.ActionID == p.task.Action
		}) {
			blocks.BlockSet[i] = slack.NewContextBlock(row.BlockID, mrkdwnObject("✓ "+mrkdwn(bot.TextBlock{Text: p.task.Label})))
		}
	}
	_, _, _, err := p.adapter.api.UpdateMessageContext(ctx, p.task.Channel, p.task.TS,
		slack.MsgOptionText(p.task.Text, false), slack.MsgOptionBlocks(blocks.BlockSet...))
	return explain("chat.update", err)
}

// ephemeral reports a button of a message that only its user sees, which no method
// of the Web API reaches.
func (t task) ephemeral() bool { return t.Ephemeral && t.ResponseURL != "" }

// verdictOf reads a reaction as a judgement; "" for any other.
func verdictOf(reaction string) bot.Verdict {
	reaction, _, _ = strings.Cut(reaction, "::") // skin tones
	switch reaction {
	case "+1", "thumbsup", "heart", "white_check_mark", "tada":
		return bot.Helped
	case "-1", "thumbsdown":
		return bot.HelpedNot
	case "x", "wastebasket":
		return bot.Retracted
	default:
		return ""
	}
}

// bookReaction books what a reaction says of a reply of ours, which its message's
// metadata names. Retracting deletes the message.
func (a *Adapter) bookReaction(ctx context.Context, h bot.Handler, p posting) error {
	t := p.task
	reply, asker, err := a.replyAt(ctx, t.Channel, t.TS)
	verdict := verdictOf(t.Payload)
	if err != nil || reply == "" || verdict == bot.Retracted && t.User != asker {
		return err // only who asked takes an answer away
	}
	m := t.message(p.key)
	m.Text, m.Addressed = "", true
	m.Payload = bot.JudgePayload(verdict, reply)
	r, err := h.Handle(ctx, m)
	switch {
	case err != nil:
		return err
	case verdict == bot.Retracted:
		return a.remove(ctx, t.Channel, t.TS)
	case r.Decision == bot.Choices: // of a direct message: what it offers may be picked by number
		return p.post(ctx, t.Channel, "", r)
	default:
		return nil
	}
}
