package slack

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"bigtalk/adapters/render"
	"bigtalk/bot"
)

// What the IDs of the buttons begin with; a number from 1 follows. An interaction is
// read by the button's value alone, which is the payload: the IDs tell logs and
// Slack what was pressed.
const (
	actionPrefix   = "bigtalk_" // of all
	actionPick     = actionPrefix + "pick_"
	actionRelated  = actionPrefix + "related_"
	actionOriginal = actionPrefix + "original_"
	actionHelped   = actionPrefix + "helped_"
	actionNot      = actionPrefix + "not_"
	actionShare    = actionPrefix + "share_"
)

// A part is what one block of a reply becomes.
type part struct {
	blocks []slack.Block
	more   slack.Block // says that it goes on, where it is cut; nil for one that is not to be cut
}

// writer writes the blocks of one reply.
type writer struct {
	numbered
	texts texts
}

func newWriter(r bot.Reply) *writer {
	prefix := r.ID
	if prefix == "" || utf8.RuneCountInString(prefix) > maxBlockID-len("_zh_1000000000") {
		prefix = "bigtalk"
	}
	lang := bot.English
	if r.Language == bot.Chinese {
		lang = bot.Chinese
	}
	return &writer{numbered{prefix: prefix, lang: lang, buttons: map[string]int{}}, textsIn(lang)}
}

// parts returns the parts of blocks, in order.
func (w *writer) parts(blocks []bot.Block) []part {
	var out []part
	for i, b := range blocks {
		p := part{blocks: w.block(b)}
		switch b.(type) {
		case bot.AnswerBlock, bot.TextBlock:
			if len(p.blocks) > 1 {
				p.more = w.more(sourceOf(blocks[i+1:]))
			}
		}
		out = append(out, p)
	}
	return out
}

// block returns a block of a reply as Slack's, none for one without anything to see.
//
// An option is a section with its number and whole title and a button beside it: a
// label holds 75 characters, which half a title may need, and cannot wrap.
//
// Feedback is two plain buttons. Slack has feedback_buttons for it, but only in
// context_actions blocks of apps and clients that know them; plain ones show
// everywhere, in ephemeral messages too, and come back like every other.
func (w *writer) block(b bot.Block) []slack.Block {
	switch b := b.(type) {
	case bot.AnswerBlock:
		return w.section(mrkdwn(b), nil, true)
	case bot.TextBlock:
		return w.section(mrkdwn(b), nil, true)
	case bot.OriginalBlock:
		return append(w.context(mrkdwn(b)), w.actions(w.button(actionOriginal, b.Original.Label, "", b.Original.Payload))...)
	case bot.NoticeBlock:
		text := mrkdwn(b)
		if text != "" {
			text = "⚠️ " + text
		}
		return w.context(text)
	case bot.CitationBlock:
		return w.context(citation(b))
	case bot.ChoicesBlock:
		out := w.section(mrkdwn(bot.TextBlock{Text: b.Intro}), nil, false)
		for i, o := range b.Options {
			n := b.Number(i)
			line := bot.ChoicesBlock{Options: []bot.Option{o}, First: n}
			button := w.button(actionPick, strconv.Itoa(n), strconv.Itoa(n)+". "+render.Plain(o.Title), o.Payload())
			out = append(out, w.section(mrkdwn(line), button, false)...)
		}
		return append(out, w.context(mrkdwn(bot.TextBlock{Text: b.Outro}))...)
	case bot.RelatedBlock:
		out := w.section(mrkdwn(bot.TextBlock{Text: b.Intro}), nil, false)
		for _, o := range b.Options {
			line := bot.RelatedBlock{Options: []bot.Option{o}}
			button := w.button(actionRelated, w.texts.show, render.Plain(o.Title), o.Payload())
			out = append(out, w.section(mrkdwn(line), button, false)...)
		}
		return out
	case bot.FeedbackBlock:
		helped := w.button(actionHelped, b.Helped.Label, "", b.Helped.Payload)
		not := w.button(actionNot, b.HelpedNot.Label, "", b.HelpedNot.Payload)
		if helped == nil || not == nil { // the intro says what to write instead
			return append(w.context(mrkdwn(b)), w.actions(helped, not)...)
		}
		return w.actions(helped, not)
	default:
		return nil
	}
}

// more returns the block that says that a text goes on, with its source, which may
// be "".
func (w *writer) more(source string) slack.Block {
	text := w.texts.goesOn
	if source != "" && utf8.RuneCountInString(w.texts.goesOnAt+source) <= maxText {
		text = w.texts.goesOnAt + source
	}
	return slack.NewContextBlock(w.blockID(), mrkdwnObject(text))
}

// sourceOf returns the source of the text that stands before the blocks, "" where
// none is cited with an address.
func sourceOf(after []bot.Block) string {
	for _, b := range after {
		switch b := b.(type) {
		case bot.AnswerBlock, bot.TextBlock:
			return ""
		case bot.CitationBlock:
			if b.URL == "" {
				return ""
			}
			return citation(bot.CitationBlock{Label: b.Label, URL: b.URL})
		}
	}
	return ""
}

// citation returns where an answer comes from as one line. Its label is the link,
// unless the address leads nowhere or the label holds a link itself; then the address
// stands at the line's end. One too long to be a link is left out.
func citation(c bot.CitationBlock) string {
	whole, address := mrkdwn(c), mrkdwn(bot.CitationBlock{URL: c.URL})
	label, lead := mrkdwn(bot.CitationBlock{Label: c.Label}), mrkdwn(bot.TextBlock{Text: c.Intro})
	c.URL = ""
	line := mrkdwn(c)
	link := strings.TrimSuffix(address, ">") + "|" + label + ">"
	switch {
	case utf8.RuneCountInString(address) > maxText && line != "":
		return line
	case label == "", strings.Contains(label, "<"), !strings.HasPrefix(address, "<"), utf8.RuneCountInString(link) > maxText:
		return whole
	}
	// Beside others the label's signs may be written otherwise than alone.
	rest, ok := strings.CutPrefix(line, lead)
	rest = strings.TrimLeftFunc(rest, unicode.IsSpace)
	details, found := strings.CutPrefix(rest, label)
	if !ok || !found {
		return whole
	}
	return strings.TrimSuffix(line, rest) + link + details
}
