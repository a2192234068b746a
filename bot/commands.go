package bot

import (
	"context"
	"strings"
)

// maxTopics is how many topics are listed: more are not read.
const maxTopics = 8

// command does what the person tells the bot to do.
func (t *turn) command(ctx context.Context, c command) (Reply, error) {
	switch c.kind {
	case topics:
		t.state.silent()
		return t.say(Smalltalk, t.bot.topics(t.language)), nil
	case original:
		return t.original(t.state.shown), nil
	case translation:
		return t.translation(c.language), nil
	case language:
		return t.speak(c.language), nil
	case forget:
		return t.forget(ctx), nil
	default:
		return t.retract(ctx, t.state.replyID), nil
	}
}

// original shows an entry in the archive's own words.
func (t *turn) original(id string) Reply {
	m, ok := t.bot.searcher.Match(id)
	if !ok {
		return t.nothingShown(id)
	}
	r := t.fixed(Answer, AnswerBlock{m.Entry.Answer}, OriginalBlock{Intro: t.texts().originalOf, Question: m.Entry.Question})
	r.Blocks = append(r.Blocks, notice(m, t.language)...)
	r.Blocks = append(r.Blocks, citation(t.bot.opts.Title, m.Entry, t.language))
	r.Matches, r.Confidence, r.Helps = append(r.Matches, m), 1, 1
	return r
}

// translation shows the last answer in a language, in English where none is named.
func (t *turn) translation(l Language) Reply {
	m, ok := t.bot.searcher.Match(t.state.shown)
	switch {
	case !ok:
		return t.nothingShown(t.state.shown)
	case l == Chinese && LanguageOf(m.Entry.Answer) == Chinese: // which needs none
		t.language = Chinese
		return t.original(t.state.shown)
	case l == Chinese, m.Annotation.AnswerEN == "":
		return t.say(Smalltalk, t.texts().noTranslation)
	}
	r := t.fixed(Answer, answer(t.bot.opts.Title, m, English)...)
	r.Language = English
	r.Matches, r.Confidence, r.Helps = append(r.Matches, m), 1, 1
	return r
}

func (t *turn) nothingShown(id string) Reply {
	if id == "" {
		return t.say(Smalltalk, t.texts().nothingShown)
	}
	return t.say(Refusal, t.texts().gone)
}

// speak sets the language of the replies to the person.
func (t *turn) speak(l Language) Reply {
	switch {
	case t.bot.opts.Language != "":
		return t.say(Smalltalk, t.texts().languageFixed)
	case l == "":
		return t.say(Smalltalk, t.texts().languages)
	}
	t.state.language, t.language = l, l
	return t.say(Smalltalk, t.texts().languageSet)
}

// forget removes what is remembered and recorded of the person.
func (t *turn) forget(ctx context.Context) Reply {
	b, m := t.bot, t.message
	*t.state = state{}
	if b.opts.Memory != nil {
		b.opts.Memory.Forget(m.Platform, m.User)
	}
	if b.opts.Journal != nil {
		if err := b.opts.Journal.Forget(ctx, m.Platform, m.User); err != nil {
			b.log.ErrorContext(ctx, "person not forgotten", "message_id", m.ID, "err", err)
			return t.say(Smalltalk, t.texts().forgottenInPart)
		}
	}
	return t.say(Smalltalk, t.texts().forgotten)
}

// topics lists what can be asked about, each with a question for example.
func (b *Bot) topics(lang Language) string {
	t := textsIn(lang)
	if len(b.opts.Topics) == 0 {
		return t.noTopics + b.example(lang)
	}
	lines := []string{t.topicsIntro}
	for _, topic := range b.opts.Topics[:min(maxTopics, len(b.opts.Topics))] {
		lines = append(lines, "• "+t.topic(topic.Name[lang], topic.Entries, topic.Example[lang]))
	}
	return strings.Join(lines, "\n")
}

// helpCommands names what can be said in a conversation besides questions.
func (b *Bot) helpCommands(lang Language) string {
	if b.opts.Memory == nil {
		return ""
	}
	if len(b.opts.Episodes) > 0 {
		return textsIn(lang).helpShowCommands
	}
	return textsIn(lang).helpCommands
}

// example suggests a question, where there is one to suggest.
func (b *Bot) example(lang Language) string {
	if e := b.opts.Examples[lang]; e != "" {
		return textsIn(lang).forExample + e
	}
	return ""
}
