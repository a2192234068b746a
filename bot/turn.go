package bot

import (
	"context"
	"slices"
	"strings"

	"bigtalk/knowledge"
)

// A turn is one message that is meant for the bot, on its way to a reply.
type turn struct {
	bot      *Bot
	message  Message
	state    *state
	language Language // of the reply
}

func (b *Bot) newTurn(m Message, s *state) *turn {
	t := &turn{bot: b, message: m, state: s}
	text := m.Text
	if !strings.ContainsFunc(text, meaningful) {
		text = m.Quoted // is what is answered
	}
	switch {
	case b.opts.Language != "":
		t.language = b.opts.Language
	case s.language != "":
		t.language = s.language
	case m.Payload != "" && m.Language != "":
		t.language = m.Language
	case s.spoken != "" && fewWords(text):
		t.language = s.spoken
	default:
		t.language = LanguageOf(text)
	}
	return t
}

// texts are the fixed ones in the language of the reply.
func (t *turn) texts() texts { return textsIn(t.language) }

// fixed is a reply that needs no search.
func (t *turn) fixed(d Decision, blocks ...Block) Reply {
	return Reply{Decision: d, Language: t.language, Version: t.bot.opts.Version, Blocks: blocks}
}

// say is a fixed reply of one text.
func (t *turn) say(d Decision, text string) Reply { return t.fixed(d, TextBlock{text}) }

// reply answers the message, from what says most of what it is to what says least.
func (t *turn) reply(ctx context.Context) (Reply, error) {
	text := t.message.Text
	if t.message.Payload != "" {
		return t.pressed(ctx)
	}
	if r, ok := t.pick(ctx, text); ok {
		return r, nil
	}
	if c := readCommand(text); c.kind != noCommand {
		return t.command(ctx, c)
	}
	if i := intentOf(text); i != question {
		if r, ok := t.judge(ctx, i); ok {
			return r, nil
		}
		t.state.silent()
		return t.say(Smalltalk, t.bot.smalltalk(i, t.language)), nil
	}
	if blocks := t.aboutEpisodes(text); len(blocks) > 0 {
		t.state.silent()
		return t.fixed(Smalltalk, blocks...), nil
	}
	switch {
	case len(text) > maxQuestionBytes:
		t.state.silent()
		return t.say(Refusal, t.texts().tooLong), nil
	case strings.ContainsFunc(text, meaningful):
		return t.questions(ctx, text)
	case strings.ContainsFunc(t.message.Quoted, meaningful) && len(t.message.Quoted) <= maxQuestionBytes:
		return t.questions(ctx, t.message.Quoted) // "@bigtalk" under somebody's question
	default:
		t.state.silent()
		return t.say(Refusal, t.texts().noQuestion+t.bot.example(t.language)), nil
	}
}

// questions answers a message that asks one thing or several.
func (t *turn) questions(ctx context.Context, text string) (Reply, error) {
	text, switched := withoutSwitch(text)
	if switched {
		t.state.thread = knowledge.Thread{}
	}
	if r, ok, err := t.several(ctx, text); ok || err != nil {
		return r, err
	}
	return t.question(ctx, text)
}

// question answers one question and keeps what came of it.
func (t *turn) question(ctx context.Context, text string) (Reply, error) {
	thread := t.state.thread
	r, err := t.find(ctx, text)
	if err != nil || r.Decision == Silence {
		return r, err
	}
	t.remember(&r, text)
	t.bot.asked(ctx, t.message, Asked{Question: text, Thread: thread}, r)
	return r, nil
}

// find searches for what answers the text and composes the reply.
func (t *turn) find(ctx context.Context, text string) (Reply, error) {
	b := t.bot
	thread := t.state.thread
	q := knowledge.Query{Text: text, Limit: max(b.opts.Limit, MaxChoices+1), Thread: thread}
	result, err := b.searcher.Search(ctx, q)
	if err != nil {
		return Reply{}, err
	}
	r := Reply{
		Question: text, Language: t.language, Decision: b.decide(t.message, result), Version: result.Version, FollowUp: result.FollowUp,
		Matches: result.Matches, Confidence: result.Confidence, Helps: result.Helps, Uncovered: result.Uncovered,
	}
	if r.Decision != Silence {
		r.ID = ReplyID(result.Version, text, thread, !t.message.Addressed)
		b.compose(&r, result.Talk)
	}
	if r.Decision == Answer && r.FollowUp && r.Matches[0].Entry.ID == t.state.shown {
		r.Blocks = slices.Insert(r.Blocks, 0, Block(TextBlock{t.texts().sameAgain}))
	}
	return r, nil
}

// remember keeps of a reply to a question what the next message may lean on.
func (t *turn) remember(r *Reply, text string) {
	s := t.state
	s.thread = s.thread.Asked(text, r.FollowUp)
	if !r.FollowUp {
		s.offered = nil
	}
	switch r.Decision {
	case Answer:
		s.answered(r.ID, r.Matches[0].Entry.ID, nextBest(r.Matches))
	case Choices:
		s.offering(optionIDs(r.Choices))
	default:
		s.silent()
	}
}

// nextBest are the IDs of the matches after the first that could answer.
func nextBest(matches []knowledge.Match) []string {
	if len(matches) < 2 {
		return nil
	}
	return optionIDs(options(matches[1:], MaxChoices, Chinese))
}

func optionIDs(list []Option) []string {
	out := make([]string, len(list))
	for i, o := range list {
		out[i] = o.ID
	}
	return out
}

// wordsOfALanguage is how many Latin words show that somebody speaks English. It is
// a rule, not a measured figure: fewer are names, commands and politeness.
const wordsOfALanguage = 3

// fewWords reports a text that does not tell in what language to reply: 2, ok,
// "istio-init", 👍.
func fewWords(text string) bool {
	if len(text) > maxSmalltalkBytes {
		return false
	}
	words := 0
	for _, a := range atoms(text) {
		switch kindOf([]rune(a.text)[0]) {
		case character:
			return false
		case letter:
			words++
		}
	}
	return words < wordsOfALanguage
}
