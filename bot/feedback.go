package bot

import (
	"context"
	"regexp"
	"strings"
	"sync"
)

// pressed replies to a button. What it shows depends on the payload alone, so that
// a button of long ago still works.
func (t *turn) pressed(ctx context.Context) (Reply, error) {
	payload := t.message.Payload
	if id, ok := strings.CutPrefix(payload, payloadShow); ok {
		for i, offered := range t.state.offered {
			if offered == id {
				return t.picked(ctx, []int{i + 1}), nil
			}
		}
		return t.show(ctx, id), nil
	}
	if id, ok := strings.CutPrefix(payload, payloadOriginal); ok {
		return t.original(id), nil
	}
	if id, ok := strings.CutPrefix(payload, payloadHelped); ok {
		return t.judged(ctx, id, Helped), nil
	}
	if id, ok := strings.CutPrefix(payload, payloadNot); ok {
		return t.judged(ctx, id, HelpedNot), nil
	}
	if id, ok := strings.CutPrefix(payload, payloadRetract); ok {
		return t.retract(ctx, id), nil
	}
	return t.say(Refusal, t.texts().gone), nil
}

// doubt matches complaints that do not say that an answer was no help: of what was
// not understood, and of the bot.
var doubt = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)sure|understand|stupid|dumb|确定|確定|真的|懂|笨|傻`)
})

// judge takes praise and complaint after an answer for a judgement of it; not ok
// where there is nothing to judge.
func (t *turn) judge(ctx context.Context, i intent) (Reply, bool) {
	if t.state.replyID == "" || doubt().MatchString(t.message.Text) {
		return Reply{}, false
	}
	switch i {
	case praise:
		return t.judged(ctx, t.state.replyID, Helped), true
	case complaint:
		return t.judged(ctx, t.state.replyID, HelpedNot), true
	default:
		return Reply{}, false
	}
}

// judged records a judgement and, where the reply did not help, offers what came
// next.
func (t *turn) judged(ctx context.Context, replyID string, v Verdict) Reply {
	texts := t.texts()
	recorded := t.bot.judged(ctx, t.message, replyID, v)
	if v == Helped {
		if recorded {
			return t.say(Smalltalk, texts.helpedThanks)
		}
		return t.say(Smalltalk, texts.praise)
	}
	options := t.options(t.state.next)
	if replyID != t.state.replyID || len(options) == 0 {
		return t.say(Smalltalk, texts.complaint)
	}
	t.state.offered = nil
	t.state.offering(optionIDs(options))
	c := t.bot.choices(options, t.language)
	c.Intro = texts.helpedNot
	r := t.fixed(Choices, c)
	r.Choices = options
	return r
}

// retract takes an answer back.
func (t *turn) retract(ctx context.Context, replyID string) Reply {
	if replyID == "" {
		return t.say(Smalltalk, t.texts().nothingToRetract)
	}
	t.bot.judged(ctx, t.message, replyID, Retracted)
	if replyID == t.state.replyID {
		t.state.silent()
		t.state.shown = ""
		t.state.thread = t.state.thread.Showing("")
	}
	r := t.say(Smalltalk, t.texts().retracted)
	r.Retracts = replyID
	return r
}

// judged records a verdict and reports whether it was.
func (b *Bot) judged(ctx context.Context, m Message, replyID string, v Verdict) bool {
	if b.opts.Journal == nil {
		return false
	}
	f := Feedback{ReplyID: replyID, Time: b.opts.Now(), Person: m.From(), Verdict: v}
	if err := b.opts.Journal.Judged(ctx, f); err != nil {
		b.log.ErrorContext(ctx, "feedback not recorded", "message_id", m.ID, "err", err)
		return false
	}
	return true
}
