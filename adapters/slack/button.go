package slack

import (
	"context"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"bigtalk/bot"
)

// answerButton does what a button of ours says. A choice takes the place of the
// message that offers it, and a judgement that of the buttons that ask for it, where
// who presses has asked; a related question is a reply of its own. That there is
// nothing to show is said to who presses alone.
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
	switch {
	case share:
		return p.share(ctx, r)
	case t.ephemeral(), r.Decision == bot.Refusal && t.ResponseURL != "":
		return p.respond(ctx, r, responseEphemeral, sharing(r))
	case t.replaces():
		return p.replace(ctx, r)
	case t.does(actionHelped), t.does(actionNot):
		settled, err := p.settle(ctx)
		if err != nil { // the judgement is booked: a message that cannot be changed costs no reply
			a.log.WarnContext(ctx, "judgement not shown in its message", "err", err)
		}
		if settled && t.does(actionHelped) {
			return nil
		}
		if !settled && t.ResponseURL != "" {
			return p.respond(ctx, r, responseEphemeral, nil)
		}
	}
	return p.post(ctx, t.Channel, t.replyThread(), r)
}

// does reports a button of an action, whatever its number.
func (t task) does(action string) bool { return strings.HasPrefix(t.Action, action) }

// replaces reports a button whose reply takes the place of its message.
func (t task) replaces() bool { return t.does(actionPick) || t.does(actionOriginal) }

// settle puts what was pressed in the place of the buttons that asked for a judgement,
// if who asked has pressed it; not ok otherwise, and where they are gone.
func (p posting) settle(ctx context.Context) (ok bool, err error) {
	m, ok, err := p.adapter.messageAt(ctx, p.task.Channel, p.task.TS)
	if _, asker := replyIn(m); err != nil || !ok || asker != p.task.User {
		return false, err
	}
	at := slices.IndexFunc(m.Blocks.BlockSet, func(b slack.Block) bool {
		row, ok := b.(*slack.ActionBlock)
		return ok && row.Elements != nil && slices.ContainsFunc(row.Elements.ElementSet, func(e slack.BlockElement) bool {
			button, ok := e.(*slack.ButtonBlockElement)
			return ok && button.ActionID == p.task.Action && button.Value == p.task.Payload
		})
	})
	if at < 0 {
		return false, nil
	}
	m.Blocks.BlockSet[at] = slack.NewContextBlock("", mrkdwnObject("✓ "+mrkdwn(bot.TextBlock{Text: p.task.Label})))
	_, _, _, err = p.adapter.api.UpdateMessageContext(ctx, p.task.Channel, p.task.TS,
		slack.MsgOptionText(m.Text, false), slack.MsgOptionBlocks(m.Blocks.BlockSet...))
	return err == nil, explain("chat.update", err)
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
	shown, _, err := a.messageAt(ctx, t.Channel, t.TS)
	reply, asker := replyIn(shown)
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
