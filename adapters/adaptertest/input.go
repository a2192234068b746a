package adaptertest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"bigtalk/bot"
)

// huge is how many bytes a text has that no platform shows whole.
const huge = 100_000

// largeMessage has a message of the platform's maximum be replied to, and a huge one too
// unless the adapter refuses that and warns of it.
func (c *trial) largeMessage() {
	c.start(func(_ context.Context, m bot.Message) (bot.Reply, error) {
		return reply(bot.TextBlock{Text: fmt.Sprintf("re: %d characters, %.60s", utf8.RuneCountInString(m.Text), m.Text)}), nil
	})
	const sign = "长"
	sizes := []int{c.MaxText, huge / len(sign), 20}
	for n, size := range sizes {
		if size == 0 {
			continue
		}
		m := said(n, "a", "ann")
		begins := m.Text
		m.Text += strings.Repeat(sign, size-len(m.Text))
		before := len(c.log.warnings())
		c.peer.Say(m)
		c.has(fmt.Sprintf("want a reply to %d characters", size), func(list []Reply) bool {
			return slices.ContainsFunc(list, func(r Reply) bool { return strings.Contains(r.Text, "re:") && strings.Contains(r.Text, begins) }) ||
				n == 1 && len(c.log.warnings()) > before
		})
	}
}

// largeReply shows the beginning of a reply that no platform takes whole, and what
// comes after it.
func (c *trial) largeReply() {
	const paragraph = "很长的回答。\n\n"
	long := strings.Repeat(paragraph, huge/len(paragraph))
	c.start(func(ctx context.Context, m bot.Message) (bot.Reply, error) {
		if strings.Contains(m.Text, private+"1") {
			return reply(bot.AnswerBlock{Markdown: seen + "\n\n" + long}, bot.CitationBlock{Label: long, URL: "https://example.com/" + long}), nil
		}
		return echo(ctx, m)
	})
	c.peer.Say(said(1, "a", "ann"))
	c.has("want the beginning of a long reply", func(list []Reply) bool { return len(list) > 0 && strings.Contains(list[0].Text, seen) })
	m := said(2, "a", "ann")
	c.peer.Say(m)
	c.has("want the reply to the next message", func(list []Reply) bool {
		return slices.ContainsFunc(list, func(r Reply) bool { return strings.Contains(r.Text, m.Text) })
	})
}

// hostile has a reply repeat what would drive a client or call people.
func (c *trial) hostile() {
	bad := seen + " \x1b[31m\x07\u202e\u0085 " + strings.Join(c.Hostile, " ")
	option := bot.Option{ID: "e01q01", Title: bad}
	c.start(func(context.Context, bot.Message) (bot.Reply, error) {
		return reply(
			bot.TextBlock{Text: bad}, bot.AnswerBlock{Markdown: bad}, bot.AnswerBlock{Markdown: "```\n" + bad + "\n```"},
			bot.OriginalBlock{Question: bad}, bot.NoticeBlock{Text: bad},
			bot.CitationBlock{Label: bad, Details: []string{bad}, URL: "https://example.com/" + bad},
			bot.ChoicesBlock{Intro: bad, Options: []bot.Option{option}, Outro: bad}, bot.RelatedBlock{Intro: bad, Options: []bot.Option{option}},
		), nil
	})
	c.peer.Say(said(1, "a", "ann"))
	c.has("want a reply", func(list []Reply) bool { return len(list) > 0 })
	for _, r := range c.peer.Replies() {
		if !strings.Contains(r.Text, seen) || !utf8.ValidString(r.Text+r.Raw) {
			c.Errorf("the reply is %q", r.Text)
		}
		if i := strings.IndexFunc(r.Text+r.Raw, drives); i >= 0 {
			c.Errorf("the reply drives a client: %q", (r.Text + r.Raw)[i:])
		}
		if acts := c.acts(r); len(acts) > 0 {
			c.Errorf("the platform acts on %q of %q", acts, r)
		}
	}
}

// drives reports what clients and terminals obey rather than show.
func drives(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || r >= '\u202a' && r <= '\u202e'
}

// malformed has the adapter warn of each input that makes no sense, and go on.
func (c *trial) malformed() {
	c.start(echo)
	var messages []Said
	for what, send := range c.Malformed {
		before := len(c.log.warnings())
		send(c.T, c.peer)
		m := said(len(messages), "a", "ann")
		messages = append(messages, m)
		c.peer.Say(m)
		c.checkEchoes(messages, c.await(len(messages)))
		if len(c.log.warnings()) == before {
			c.Errorf("no warning tells of %s", what)
		}
	}
}
