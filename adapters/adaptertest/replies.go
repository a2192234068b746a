package adaptertest

import (
	"context"
	"strings"
	"sync"

	"bigtalk/bot"
)

// replies answers one person's messages, each once.
func (c *trial) replies() {
	c.start(echo)
	var messages []Said
	for n := range 3 {
		m := said(n, "a", "ann")
		messages = append(messages, m)
		c.peer.Say(m)
		c.checkEchoes(messages, c.await(n+1))
	}
}

// rightPerson answers four people at a time, two in each of two conversations.
func (c *trial) rightPerson() {
	c.start(echo)
	var messages []Said
	for n := range 4 {
		for _, where := range []string{"a", "b"} {
			for _, who := range []string{"ann", "bob"} {
				messages = append(messages, said(n, where, who+where))
			}
		}
	}
	c.sayAll(messages)
	c.checkEchoes(messages, c.await(len(messages)))
}

// seen is a word that a person must see of each block.
const seen = "sawfly"

// blocks has a sample of every kind, and of replies of several.
func blocks() map[string][]bot.Block {
	options := []bot.Option{{ID: "e01q01", Title: seen}, {ID: "e01q02", Title: "another"}}
	original := bot.Button{Label: "original", Payload: "original:e01q01"}
	feedback := bot.FeedbackBlock{
		Intro:  "did it help?",
		Helped: bot.Button{Label: seen, Payload: "helped:abcdefghij"}, HelpedNot: bot.Button{Label: "no", Payload: "not:abcdefghij"},
	}
	citation := bot.CitationBlock{Label: seen, Details: []string{"12:34"}, URL: "https://example.com/1"}
	return map[string][]bot.Block{
		"text":     {bot.TextBlock{Text: seen}},
		"answer":   {bot.AnswerBlock{Markdown: "a **" + seen + "**\n\n```yaml\nkind: fly\n```"}},
		"original": {bot.OriginalBlock{Intro: "asked: ", Question: seen, Original: original}},
		"notice":   {bot.NoticeBlock{Text: seen}},
		"citation": {citation},
		"choices":  {bot.ChoicesBlock{Intro: "which?", Options: options, Outro: "say a number"}},
		"related":  {bot.RelatedBlock{Intro: "see", Options: options}},
		// A platform without buttons shows the intro, another one the labels.
		"feedback": {bot.TextBlock{Text: seen}, feedback},

		"an answer":  {bot.AnswerBlock{Markdown: "an answer"}, bot.NoticeBlock{Text: "old"}, citation, bot.RelatedBlock{Intro: "see", Options: options}, feedback},
		"a refusal":  {bot.TextBlock{Text: "nothing on it"}, bot.RelatedBlock{Intro: "closest", Options: options}},
		"of several": {bot.TextBlock{Text: "first"}, bot.AnswerBlock{Markdown: "one"}, citation, bot.TextBlock{Text: "second"}, bot.ChoicesBlock{Intro: "which?", Options: options}},
	}
}

// everyBlock shows every kind of block.
func (c *trial) everyBlock() {
	var mu sync.Mutex
	var next []bot.Block
	c.start(func(context.Context, bot.Message) (bot.Reply, error) {
		mu.Lock()
		defer mu.Unlock()
		return reply(next...), nil
	})
	n := 0
	for kind, list := range blocks() {
		mu.Lock()
		next = list
		mu.Unlock()
		n++
		c.peer.Say(said(n, "a", "ann"))
		if got := c.await(n)[n-1].Text; !strings.Contains(got, seen) {
			c.Errorf("%s is shown as %q", kind, got)
		}
	}
}

// silence posts nothing where the bot says nothing.
func (c *trial) silence() {
	c.start(func(ctx context.Context, m bot.Message) (bot.Reply, error) {
		if strings.Contains(m.Text, private+"1") {
			return bot.Reply{Decision: bot.Silence}, nil
		}
		return echo(ctx, m)
	})
	c.peer.Say(said(1, "a", "ann"))
	m := said(2, "a", "ann")
	c.peer.Say(m)
	c.checkEchoes([]Said{m}, c.await(1))
}

// deliveredAgain replies once to each message, however often it comes, be that at the
// same time or after the reply.
func (c *trial) deliveredAgain() {
	c.start(echo)
	var messages, copies []Said
	for n := range 8 {
		m := said(n, []string{"a", "b"}[n%2], "ann")
		messages = append(messages, m)
		copies = append(copies, m, m, m, m)
	}
	c.sayAll(copies)
	c.checkEchoes(messages, c.await(len(messages)))
	c.sayAll(messages)
	c.await(len(messages))
}
