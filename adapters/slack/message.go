package slack

import (
	"strings"

	"github.com/slack-go/slack"

	"bigtalk/adapters/render"
	"bigtalk/bot"
)

// A message is one message of Slack, within its limits.
type message struct {
	text   string        // mrkdwn; what notifications and screens without blocks show
	blocks []slack.Block // at least one
}

// options are what a message is sent with. Its links show no previews: a reply
// cites, it does not advertise. Neither link_names nor parse is set, so that Slack
// does not look for names to mention.
func (m message) options() []slack.MsgOption {
	return []slack.MsgOption{
		slack.MsgOptionText(m.text, false), // escaped already
		slack.MsgOptionBlocks(m.blocks...),
		slack.MsgOptionDisableLinkUnfurl(),
		slack.MsgOptionDisableMediaUnfurl(),
	}
}

// messages returns a reply as messages to send in order, none for a reply without
// anything to read. Most replies are one. An archive's text that is too long for one
// goes on in up to maxMessages; what is too long for those, and any other text that
// is too long for one, is shortened and says so. tail stands behind it.
func messages(r bot.Reply, tail ...slack.Block) []message {
	text := render.MrkdwnReply(r)
	if text == "" {
		return nil
	}
	limit := 1
	for _, b := range r.Blocks {
		if _, ok := b.(bot.AnswerBlock); ok {
			limit = maxMessages
		}
	}
	w := newWriter(r)
	var out []message
	for i, blocks := range fit(append(w.parts(r.Blocks), part{blocks: tail}), limit, w.more("")) {
		if i > 0 { // the beginning of the whole is not what stands here
			text = readable(blocks)
		}
		out = append(out, message{fallback(text), blocks})
	}
	return out
}

// readable returns as mrkdwn what stands in blocks.
func readable(blocks []slack.Block) string {
	var out []string
	for _, b := range blocks {
		switch b := b.(type) {
		case *slack.SectionBlock:
			out = append(out, b.Text.Text)
		case *slack.ContextBlock:
			for _, e := range b.ContextElements.Elements {
				if text, ok := e.(*slack.TextBlockObject); ok {
					out = append(out, text.Text)
				}
			}
		case *slack.ActionBlock:
			for _, e := range b.Elements.ElementSet {
				if button, ok := e.(*slack.ButtonBlockElement); ok {
					out = append(out, mrkdwn(bot.TextBlock{Text: button.Text.Text}))
				}
			}
		}
	}
	return strings.Join(out, "\n")
}

// mrkdwn returns a block as text, "" for one without anything to read.
func mrkdwn(b bot.Block) string {
	return strings.TrimSuffix(render.MrkdwnReply(bot.Reply{Blocks: []bot.Block{b}}), "\n")
}

// fallback cuts the text that stands beside blocks.
func fallback(text string) string {
	parts := render.Split(text, maxFallback, render.Bytes)
	if len(parts) == 0 {
		return ""
	}
	return parts[0]
}

// beginning cuts a text to at most limit characters, between words where it can.
func beginning(text string, limit int) string {
	parts := render.Split(text, limit, render.Runes)
	if len(parts) == 0 {
		return ""
	}
	return parts[0]
}
