package bot

import (
	"fmt"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"bigtalk/knowledge"
	"bigtalk/knowledge/archive"
)

// compose fills the blocks of a decided reply. talk is the episode that a refusal
// points to; it may be nil.
func (b *Bot) compose(r *Reply, talk *archive.Episode) {
	switch r.Decision {
	case Answer:
		r.Blocks = b.answer(r.ID, r.Matches[0], r.Language)
	case Choices:
		r.Choices = options(r.Matches, MaxChoices, r.Language)
		r.Blocks = []Block{b.choices(r.Choices, r.Language)}
	case Refusal:
		b.refuse(r, talk)
	}
}

// choices offers options, of which there is at least one.
func (b *Bot) choices(list []Option, lang Language) ChoicesBlock {
	t := textsIn(lang)
	c := ChoicesBlock{Intro: t.choicesIntro, Options: list, Outro: t.choicesOutro, First: 1}
	if b.opts.Memory != nil {
		c.Outro = t.pickOutro
	}
	if len(list) == 1 {
		c.Intro, c.Outro = t.closestIntro, t.closestOutro
		if b.opts.Memory != nil {
			c.Outro = t.pickOneOutro
		}
	}
	return c
}

// answer shows an entry to somebody who may say more: what it says in the archive's
// own words is at hand, and whether it helped is asked.
func (b *Bot) answer(replyID string, m knowledge.Match, lang Language) []Block {
	blocks := answer(b.opts.Title, m, lang)
	t := textsIn(lang)
	if o, ok := blocks[1].(OriginalBlock); ok && b.opts.Memory != nil && translated(m, lang) {
		o.Intro = t.translatedAsk
		o.Original = Button{t.originalLabel, payloadOriginal + m.Entry.ID}
		blocks[1] = o
	}
	if b.opts.Journal != nil && b.opts.Memory != nil {
		blocks = append(blocks, FeedbackBlock{t.feedback, Button{t.helpedLabel, payloadHelped + replyID}, Button{t.helpedNotLabel, payloadNot + replyID}})
	}
	return blocks
}

// translated reports whether the entry's answer is shown as a translation.
func translated(m knowledge.Match, lang Language) bool {
	return lang == English && m.Annotation.AnswerEN != ""
}

// Show composes the reply that presents a match of the archive called title as an
// answer, whatever its confidence.
func Show(title string, m knowledge.Match, lang Language) Reply {
	return Reply{Decision: Answer, Language: lang, Matches: []knowledge.Match{m}, Blocks: answer(title, m, lang)}
}

// answer shows an entry: what it says, what is dated in it, where it stands,
// what may follow.
func answer(title string, m knowledge.Match, lang Language) []Block {
	t := textsIn(lang)
	blocks := []Block{AnswerBlock{m.Entry.Answer}}
	if translated(m, lang) {
		blocks = []Block{AnswerBlock{m.Annotation.AnswerEN}, OriginalBlock{Intro: t.translated, Question: translatedQuestion(m)}}
	} else {
		// "会的" answers nothing without the question it was said to.
		blocks = append(blocks, OriginalBlock{Intro: t.asked, Question: option(m.Entry, m.Annotation, lang).Title})
	}
	blocks = append(blocks, notice(m, lang)...)
	blocks = append(blocks, citation(title, m.Entry, lang))
	for _, d := range m.Duplicates {
		if d.Episode != nil && d.Episode == m.Entry.Episode {
			continue // the same line once more would tell nothing
		}
		c := citation(title, d, lang)
		c.Intro = t.also
		blocks = append(blocks, c)
	}
	related := RelatedBlock{Intro: t.related}
	for _, e := range m.Related[:min(maxRelated, len(m.Related))] {
		related.Options = append(related.Options, option(e.Entry, e.Annotation, lang))
	}
	if len(related.Options) > 0 {
		blocks = append(blocks, related)
	}
	return blocks
}

// notice tells that an answer is of its time, where it is: one block or none.
func notice(m knowledge.Match, lang Language) []Block {
	dated := m.Annotation.DatedIn(string(lang))
	if dated == "" {
		return nil
	}
	return []Block{NoticeBlock{textsIn(lang).dated(dated, episodeDate(m.Entry))}}
}

// longQuestion is how many characters of an untranslated question a reader of
// another language is shown; the show's median question has 49.
const longQuestion = 80

// translatedQuestion gives a question in English with its original behind it, or
// with the original's clean title where that is long.
func translatedQuestion(m knowledge.Match) string {
	title, original := m.Annotation.TitleEN, m.Entry.Question
	if utf8.RuneCountInString(original) > longQuestion && m.Annotation.TitleZH != "" {
		original = m.Annotation.TitleZH
	}
	if title == "" {
		return original
	}
	return fmt.Sprintf("%s (%s)", title, original)
}

// citation says where an entry stands: its episode, or its source or file.
func citation(title string, e *archive.Entry, lang Language) CitationBlock {
	ep := e.Episode
	if ep == nil {
		c := CitationBlock{Label: title, Details: []string{e.ID}}
		if strings.HasPrefix(e.Source, "https://") || strings.HasPrefix(e.Source, "http://") {
			c.URL = e.Source
		} else if e.Source != "" {
			c.Label = e.Source
		}
		if c.Label == "" {
			c.Label = e.File
			if path.IsAbs(e.File) { // where it lies on a machine is nobody's business
				c.Label = path.Base(e.File)
			}
		}
		return c
	}
	return episodeCitation(title, ep, lang)
}

// episodeCitation cites an episode of the show called title.
func episodeCitation(title string, ep *archive.Episode, lang Language) CitationBlock {
	c := CitationBlock{Label: textsIn(lang).episode(title, ep.Number), URL: ep.URL}
	for _, d := range []string{ep.Title, guestsOf(ep, lang), ep.Date} {
		if d != "" {
			c.Details = append(c.Details, d)
		}
	}
	return c
}

// guestsOf names an episode's guests and their company; it may be empty.
func guestsOf(ep *archive.Episode, lang Language) string {
	guests := strings.Join(ep.Guests, textsIn(lang).comma)
	if guests != "" && ep.Company != "" {
		return fmt.Sprintf(textsIn(lang).guestOf, guests, ep.Company)
	}
	return guests
}

func episodeDate(e *archive.Entry) string {
	if e.Episode == nil {
		return ""
	}
	return e.Episode.Date
}

// option titles an entry in the language, or as the archive does.
func option(e *archive.Entry, a *knowledge.Annotation, lang Language) Option {
	title := a.TitleIn(string(lang))
	if title == "" {
		title = strings.Join(strings.Fields(e.Question), " ")
	}
	return Option{ID: e.ID, Title: title}
}

// meaningful reports a rune that can be part of a question.
func meaningful(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
