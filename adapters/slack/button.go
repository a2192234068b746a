package slack

import (
	"context"
	"strings"

	"bigtalk/bot"
)

// answerButton does what a button of ours says. A judgement and a choice take the
// place of the buttons that asked for it; a related question is a reply of its own.
func (a *Adapter) answerButton(ctx context.Context, h bot.Handler, p posting) error {
	t := p.task
	action := strings.TrimRight(t.Text, "0123456789")
	m := t.message(p.key)
	m.Text = ""
	if id, ok := strings.CutPrefix(t.Payload, payloadShare); ok {
		m.Payload = bot.Option{ID: id}.Payload()
		r, err := h.Handle(ctx, m)
		if err != nil {
			return err
		}
		return p.respond(ctx, r, responseInChannel, false)
	}
	m.Payload = t.Payload
	r, err := h.Handle(ctx, m)
	if err != nil {
		return err
	}
	switch {
	case t.ephemeral():
		return p.respond(ctx, r, responseEphemeral, false)
	case action == actionPick, action == actionOriginal:
		return p.replace(ctx, r)
	default:
		return p.post(ctx, t.Channel, t.replyThread(), r)
	}
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
	if _, err := h.Handle(ctx, m); err != nil {
		return err
	}
	if verdict == bot.Retracted {
		return a.remove(ctx, t.Channel, t.TS)
	}
	return nil
}
