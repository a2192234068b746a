package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"bigtalk/adapters/render"
	"bigtalk/bot"
	"bigtalk/knowledge"
)

// An explainer writes explanations to standard output.
type explainer struct {
	env     *environment
	matcher *knowledge.Matcher
	limit   int
}

// record explains a question of the journal.
func (x explainer) record(ctx context.Context, q bot.Asked) error {
	now := x.matcher.Store().Version()
	if q.Version != now {
		if err := x.say("the content is another since: version %s was asked, this is %s; what follows is of this one\n", q.Version, now); err != nil {
			return err
		}
	}
	if err := x.say("asked %s\n", q.Time.Local().Format("2006-01-02 15:04:05 -0700")); err != nil {
		return err
	}
	if q.Picked {
		if err := x.say("the entry was picked for this question; the question itself is found so:\n"); err != nil {
			return err
		}
		// What is left of the thread that the question was searched with.
		earlier := q.Thread.Questions
		q.Thread = knowledge.Thread{Questions: earlier[:max(0, len(earlier)-1)]}
	}
	return x.write(ctx, x.env.stdout, q)
}

// pair explains a question and says whether an ID is that of a reply to it.
func (x explainer) pair(ctx context.Context, id, question string, recorded bot.Asked, known bool) error {
	readings, err := x.readings(ctx, question)
	if err != nil {
		return err
	}
	isReply := func(q bot.Asked) bool { return q.ReplyID == id }
	if i := slices.IndexFunc(readings, isReply); i >= 0 {
		if err := x.say("reply %s is to this question, asked alone of this content\n", id); err != nil {
			return err
		}
		return x.write(ctx, x.env.stdout, readings[i])
	}
	isAsked := func(text string) bool {
		return bot.ReplyID(recorded.Version, text, recorded.Thread, recorded.Overheard) == id
	}
	if known && (isAsked(question) || slices.ContainsFunc(readings, func(q bot.Asked) bool { return isAsked(q.Question) })) {
		if err := x.say("reply %s is to this question\n", id); err != nil {
			return err
		}
		return x.record(ctx, recorded)
	}
	switch {
	case known:
		err = x.say("reply %s is to another question: %s\n", id, render.Line(recorded.Question))
	case !strings.ContainsAny(id, "234567"): // an English word is likelier than an ID without a digit
		complain(x.env.stderr, fmt.Sprintf("no reply %s is known here, nor is it the one to the words after it; it is taken as a part of the question", id))
		return x.question(ctx, id+" "+question)
	default:
		err = x.say("reply %s is not the one to this question asked alone: the content was another, the conversation before it, or the words\n", id)
	}
	if err != nil {
		return err
	}
	return x.question(ctx, question)
}

// question explains the reply that a question gets when it is asked alone.
func (x explainer) question(ctx context.Context, text string) error {
	r, heard, err := x.ask(ctx, text, true)
	if err != nil {
		return err
	}
	return x.reply(ctx, x.env.stdout, text, r, heard)
}

// readings are the questions that a text asks alone, said to the bot and overheard.
func (x explainer) readings(ctx context.Context, text string) ([]bot.Asked, error) {
	_, said, err := x.ask(ctx, text, true)
	if err != nil {
		return nil, err
	}
	_, overheard, err := x.ask(ctx, text, false)
	return append(said, overheard...), err
}

// ask returns the reply to a text that is said to the bot or overheard, and what
// was searched for it.
func (x explainer) ask(ctx context.Context, text string, addressed bool) (bot.Reply, []bot.Asked, error) {
	heard := new(listener)
	b := x.env.bot(x.matcher, bot.Options{Limit: x.limit, Journal: heard, Overhears: func(bot.Message) bool { return true }})
	r, err := b.Handle(ctx, askFlags{overheard: !addressed}.message("1", text))
	return r, heard.asked(), err
}

// reply explains a reply by what was searched for it.
func (x explainer) reply(ctx context.Context, w io.Writer, text string, r bot.Reply, heard []bot.Asked) error {
	switch {
	case r.Decision == bot.Silence: // which is not recorded
		heard = []bot.Asked{{Question: text, Overheard: true, Language: r.Language, Decision: r.Decision}}
	case len(heard) == 0:
		_, err := fmt.Fprintf(w, "the reply is %s without a search: it follows from the words alone\n", r.Decision)
		return err
	}
	for i, q := range heard {
		if i > 0 {
			if _, err := io.WriteString(w, "\n"); err != nil {
				return err
			}
		}
		if err := x.write(ctx, w, q); err != nil {
			return err
		}
	}
	return nil
}

// write explains one question in its thread.
func (x explainer) write(ctx context.Context, w io.Writer, q bot.Asked) error {
	e, err := x.matcher.Explain(ctx, knowledge.Query{Text: q.Question, Thread: q.Thread, Limit: x.limit})
	if err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "reply %s: %s\n", cmp.Or(q.ReplyID, "without an ID"), strings.Join(append([]string{string(q.Decision)}, q.Shown...), " "))
	if q.Overheard {
		fmt.Fprintf(&b, "overheard: %.2f that it is a question to anybody which the first match answers; answered from %.2f on\n",
			e.Result.Overheard, e.Result.Thresholds.Overheard)
	}
	b.WriteString(e.String())
	fmt.Fprintf(&b, "the first match is the answer from %.2f on, and one of the choices from %.2f on\n",
		e.Result.Thresholds.Answer, e.Result.Thresholds.Choices)
	_, err = io.WriteString(w, render.Inert(b.String()))
	return err
}

// say writes a sentence before an explanation.
func (x explainer) say(format string, args ...any) error {
	_, err := io.WriteString(x.env.stdout, render.Inert(fmt.Sprintf(format, args...)))
	return err
}
