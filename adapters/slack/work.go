package slack

import (
	"context"
	"errors"
	"slices"
	"strings"

	"bigtalk/adapters"
	"bigtalk/bot"
)

// work does what an accepted event asks for, once however often it is called.
func (a *Adapter) work(ctx context.Context, h bot.Handler, e adapters.Event) error {
	t, err := readTask(e)
	if err != nil {
		return err
	}
	// An event of an earlier run, or of an earlier attempt, may have been answered.
	p := posting{adapter: a, task: t, key: e.Key, received: e.Received, repeated: e.Attempt > 0 || e.Received.Before(a.started)}
	switch t.Kind {
	case taskMessage:
		return a.answerMessage(ctx, h, p)
	case taskCommand:
		return a.answerCommand(ctx, h, p)
	case taskShortcut:
		return a.answerShortcut(ctx, h, p)
	case taskButton:
		return a.answerButton(ctx, h, p)
	case taskReaction:
		return a.bookReaction(ctx, h, p)
	case taskHome:
		return a.showHome(ctx, p)
	case taskPane:
		return a.suggestPrompts(ctx, p)
	default: // of a later version of this program
		return adapters.ErrGiveUp
	}
}

// message is what the task says to the bot.
func (t task) message(key string) bot.Message {
	return bot.Message{
		ID: key, Platform: name, Conversation: t.Team + ":" + t.conversation(), User: t.User,
		Text: typed(t.Text), Direct: t.Direct, Thread: t.replyThread() != "" && t.Kind != taskCommand, Addressed: t.Addressed,
		Language: t.Language,
	}
}

// ask hands a message to the handler, unless its author has sent too many.
func (a *Adapter) ask(ctx context.Context, h bot.Handler, p posting, m bot.Message) (bot.Reply, error) {
	if p.repeated { // it has been counted
		return h.Handle(ctx, m)
	}
	ok, tell := a.limit.Allow(p.task.Team + ":" + p.task.User)
	switch {
	case ok:
		return h.Handle(ctx, m)
	case !tell || !m.Addressed:
		return bot.Reply{Decision: bot.Silence}, nil
	}
	a.log.WarnContext(ctx, "one person sends more than per_minute messages: they are told to wait", "user", p.task.User)
	lang := bot.LanguageOf(m.Text)
	return bot.Reply{Decision: bot.Smalltalk, Language: lang, Blocks: []bot.Block{bot.TextBlock{Text: textsIn(lang).slow}}}, nil
}

// answerMessage replies in the message's thread.
func (a *Adapter) answerMessage(ctx context.Context, h bot.Handler, p posting) error {
	m := p.task.message(p.key)
	if !m.Addressed {
		goesOn, err := a.goesOn(ctx, p.task, m)
		if err != nil {
			return err
		}
		m.Addressed = goesOn
		if !goesOn && !a.overhears(p.task.Channel) {
			return nil
		}
	}
	if m.Addressed && a.opts.Working != "" {
		a.react(ctx, p.task, true)
		defer a.react(ctx, p.task, false)
	}
	if p.task.Direct && p.task.Thread != "" {
		a.setStatus(ctx, p.task, bot.LanguageOf(m.Text))
	}
	r, err := a.ask(ctx, h, p, m)
	if err != nil {
		return err
	}
	return p.post(ctx, p.task.Channel, p.task.replyThread(), r)
}

// goesOn reports whether a message of a thread is meant for the bot without naming
// it: who writes it has asked there before, and nobody else is mentioned.
func (a *Adapter) goesOn(ctx context.Context, t task, m bot.Message) (bool, error) {
	if t.Thread == "" || a.opts.Past == nil || strings.Contains(t.Text, "<@") || strings.Contains(t.Text, "<!") {
		return false, nil
	}
	return a.opts.Past.HasAsked(ctx, m.From())
}

func (a *Adapter) overhears(channel string) bool { return slices.Contains(a.opts.Overhear, channel) }

// answerShortcut answers the message that the shortcut was used on, in its thread, or
// to its user alone where the bot is no member.
func (a *Adapter) answerShortcut(ctx context.Context, h bot.Handler, p posting) error {
	r, err := a.ask(ctx, h, p, p.task.message(p.key))
	if err != nil {
		return err
	}
	err = p.post(ctx, p.task.Channel, p.task.replyThread(), r)
	if errors.Is(err, adapters.ErrGiveUp) && p.task.ResponseURL != "" {
		return p.respond(ctx, r, responseEphemeral, sharing(r))
	}
	return err
}

// answerCommand replies to the command's user alone, with a button that shares the
// answer. A command without a question gets help.
func (a *Adapter) answerCommand(ctx context.Context, h bot.Handler, p posting) error {
	m := p.task.message(p.key)
	if strings.TrimSpace(m.Text) == "" {
		m.Text = "help"
	}
	r, err := a.ask(ctx, h, p, m)
	if err != nil {
		return err
	}
	return p.respond(ctx, r, responseEphemeral, sharing(r))
}
