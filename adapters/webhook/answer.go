package webhook

import (
	"slices"
	"strings"

	"bigtalk/adapters/render"
	"bigtalk/bot"
)

// An outcome is what became of a message, as the body of a response.
type outcome struct {
	Status string `json:"status"`           // answered, ignored or accepted
	Reason string `json:"reason,omitempty"` // why it is ignored
	Reply  *reply `json:"reply,omitempty"`
}

// Statuses of an outcome.
const (
	answered = "answered"
	ignored  = "ignored"
	accepted = "accepted" // the reply goes to the callback URL
)

// Reasons why a message is ignored.
const (
	reasonType         = "type"          // of the event is another
	reasonSelf         = "self"          // written by the account that the bot speaks through
	reasonBot          = "bot"           // written by a program
	reasonNotMentioned = "not_mentioned" // in a group, of a source that does not overhear
	reasonNoAnswer     = "no_answer"     // overheard, and it is not nearly certain that an answer helps
)

// A reply is what the bot says.
type reply struct {
	ReplyTo  string   `json:"reply_to"`           // the message's ID
	ReplyID  string   `json:"reply_id,omitempty"` // that `bigtalk explain` takes; none without a question
	Decision string   `json:"decision"`           // answer, choices, refusal or smalltalk
	Language string   `json:"language"`
	Format   string   `json:"format"`
	Text     string   `json:"text"` // complete: sources and choices stand in it too
	Sources  []cited  `json:"sources"`
	Choices  []choice `json:"choices"`
}

// A cited is where an answer comes from.
type cited struct {
	Title string `json:"title"`
	URL   string `json:"url,omitempty"`
}

// A choice is picked by sending its number.
type choice struct {
	Number int    `json:"number"`
	Title  string `json:"title"`
}

// newReply writes a bot's reply for a message; nil when there is nothing to say.
func newReply(m message, r bot.Reply) *reply {
	text := ""
	switch {
	case r.Decision == bot.Silence:
		return nil
	case m.Format == formatMarkdown:
		text = render.Markdown(r)
	default:
		text = render.Text(r, render.TextOptions{LinksApart: true})
	}
	if text = strings.TrimRight(text, "\n"); text == "" {
		return nil
	}
	out := &reply{
		ReplyTo: m.ID, ReplyID: r.ID, Decision: string(r.Decision), Language: string(r.Language), Format: m.Format, Text: text,
		Sources: []cited{}, Choices: []choice{},
	}
	for _, b := range r.Blocks {
		switch b := b.(type) {
		case bot.CitationBlock:
			if c := newCited(b); c.Title != "" && !slices.Contains(out.Sources, c) {
				out.Sources = append(out.Sources, c)
			}
		case bot.ChoicesBlock:
			for i, o := range b.Options {
				out.Choices = append(out.Choices, choice{Number: b.Number(i), Title: render.Line(render.Plain(o.Title))})
			}
		}
	}
	return out
}

// newCited leads to the web alone.
func newCited(b bot.CitationBlock) cited {
	var parts []string
	for _, p := range append([]string{b.Label}, b.Details...) {
		if p = render.Line(p); p != "" {
			parts = append(parts, p)
		}
	}
	c := cited{Title: strings.Join(parts, " · ")}
	if u := render.Line(b.URL); strings.HasPrefix(u, "https://") || strings.HasPrefix(u, "http://") {
		c.URL = u
		if c.Title == "" {
			c.Title = u
		}
	}
	return c
}
