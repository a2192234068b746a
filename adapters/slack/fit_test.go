package slack

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"bigtalk/adapters/render"
	"bigtalk/bot"
)

// paragraphs returns Markdown of about so many characters, every paragraph numbered.
func paragraphs(characters int) string {
	var b strings.Builder
	for i := 1; utf8.RuneCountInString(b.String()) < characters; i++ {
		fmt.Fprintf(&b, "第 %d 段：%s\n\n", i, strings.Repeat("为什么 sidecar 会占内存？", 20))
	}
	return b.String()
}

// code returns a block of code of about so many characters.
func code(characters int) string {
	var b strings.Builder
	for i := 1; b.Len() < characters; i++ {
		fmt.Fprintf(&b, "line%d: \"<value>\" # & more\n", i)
	}
	return "```yaml\n" + b.String() + "```\n"
}

// longReplies are those that no single message holds, but for the first.
func longReplies() map[string]struct {
	reply    bot.Reply
	messages int
	cut      bool // it says that it is not shown whole
} {
	cited := bot.CitationBlock{Label: "《Istio 大咖说》第 5 期", Details: []string{"2021-06-30"}, URL: "https://www.bilibili.com/video/BV1"}
	answer := func(markdown string) bot.Reply {
		return bot.Reply{ID: "abcdefghij", Decision: bot.Answer, Language: bot.Chinese, Blocks: []bot.Block{
			bot.AnswerBlock{Markdown: markdown}, cited, feedbackIn(true),
		}}
	}
	parts := bot.Reply{ID: "abcdefghij", Decision: bot.Answer, Language: bot.English}
	for i := range 3 {
		parts.Blocks = append(parts.Blocks, bot.TextBlock{Text: fmt.Sprintf("%d. “question”", i+1)}, bot.AnswerBlock{Markdown: paragraphs(20000)}, cited)
	}
	options := make([]bot.Option, 120)
	for i := range options {
		options[i] = bot.Option{ID: fmt.Sprint(i), Title: fmt.Sprintf("question %d", i)}
	}
	lines := bot.Reply{Blocks: []bot.Block{bot.AnswerBlock{Markdown: "a"}}}
	for i := range 70 {
		lines.Blocks = append(lines.Blocks, bot.CitationBlock{Label: fmt.Sprint(i)})
	}
	return map[string]struct {
		reply    bot.Reply
		messages int
		cut      bool
	}{
		"many small blocks":      {lines, 2, false},
		"several sections":       {answer(paragraphs(10000)), 1, false},
		"two messages":           {answer(paragraphs(15000)), 2, false},
		"code over two messages": {answer(code(10000)), 2, false},
		"three messages":         {answer(paragraphs(30000)), 3, false},
		"too long for three":     {answer(paragraphs(60000)), 3, true},
		"code that is too long":  {answer("看：\n\n" + code(60000)), 3, true},
		"one word":               {answer(strings.Repeat("长", 60000)), 3, true},
		"several answers":        {parts, 3, true},
		"own words":              {bot.Reply{Blocks: []bot.Block{bot.TextBlock{Text: paragraphs(20000)}, bot.TextBlock{Text: "end"}}}, 1, true},
		"options":                {bot.Reply{Blocks: []bot.Block{bot.ChoicesBlock{Options: options}}}, 1, true},
		"options and an answer":  {bot.Reply{Blocks: []bot.Block{bot.AnswerBlock{Markdown: "a"}, bot.ChoicesBlock{Options: options}}}, 3, false},
		"options over the end":   {bot.Reply{Blocks: []bot.Block{bot.AnswerBlock{Markdown: "a"}, bot.ChoicesBlock{Options: append(options, options...)}}}, 3, true},
	}
}

// TestLong: what is too long goes on in more messages, or is cut and says so; what
// stands after it is not lost.
func TestLong(t *testing.T) {
	for name, tc := range longReplies() {
		t.Run(name, func(t *testing.T) {
			out := messages(tc.reply)
			checkMessages(t, name, out)
			if len(out) != tc.messages {
				t.Fatalf("%d messages; want %d", len(out), tc.messages)
			}
			var shown string
			for _, m := range out {
				shown += readable(m.blocks) + "\n"
			}
			words := textsIn(tc.reply.Language)
			if cut := strings.Contains(shown, words.goesOn) || strings.Contains(shown, words.goesOnAt); cut != tc.cut {
				t.Errorf("says that it is cut: %t; want %t", cut, tc.cut)
			}
			if !tc.cut && letters(shown) != letters(render.MrkdwnReply(withoutMarks(tc.reply))) {
				t.Errorf("shows %q; want %q", shown, render.MrkdwnReply(tc.reply))
			}
			if tc.reply.Decision == bot.Answer {
				for _, words := range []string{"《Istio 大咖说》第 5 期", "2021-06-30"} {
					if !strings.Contains(shown, words) {
						t.Errorf("lacks %q: %q", words, shown)
					}
				}
			}
			if n := len(tc.reply.Blocks); n > 1 && tc.reply.Blocks[n-1] == feedbackIn(true) {
				last := out[len(out)-1].blocks
				if _, ok := last[len(last)-1].(*slack.ActionBlock); !ok {
					t.Errorf("the last block is %T; want the feedback's buttons", last[len(last)-1])
				}
			}
		})
	}
}

// withoutMarks returns a reply without what the blocks show otherwise than its text:
// addresses stand in labels, feedback on buttons.
func withoutMarks(r bot.Reply) bot.Reply {
	var blocks []bot.Block
	for _, b := range r.Blocks {
		switch c := b.(type) {
		case bot.CitationBlock:
			c.Details, c.Label, c.URL = append([]string{c.URL, c.Label}, c.Details...), "", ""
			b = c
		case bot.FeedbackBlock:
			b = bot.TextBlock{Text: c.Helped.Label + c.HelpedNot.Label}
		}
		blocks = append(blocks, b)
	}
	r.Blocks = blocks
	return r
}

// letters returns a text without space, the marks of links and those of fences, which
// are repeated where code is cut.
func letters(s string) string {
	s = strings.NewReplacer("```", "", "<", "", ">", "", "|", "", "·", "").Replace(s)
	return strings.Join(strings.Fields(s), "")
}

// TestCutSays: what is cut ends with where the rest is, at the end of a paragraph.
func TestCutSays(t *testing.T) {
	for name, tc := range map[string]struct {
		after []bot.Block
		want  string
	}{
		"a replay": {
			[]bot.Block{bot.NoticeBlock{Text: "n"}, bot.CitationBlock{Intro: "intro ", Label: "第 5 期", Details: []string{"x"}, URL: "https://a.io"}},
			textsIn(bot.Chinese).goesOnAt + "<https://a.io|第 5 期>",
		},
		"no address": {[]bot.Block{bot.CitationBlock{Label: "faq.csv"}}, textsIn(bot.Chinese).goesOn},
		"a source that is too long": {
			[]bot.Block{bot.CitationBlock{Label: "faq", URL: "https://a.io/" + strings.Repeat("a", 3000)}}, textsIn(bot.Chinese).goesOnAt + "faq",
		},
		"nothing":               {nil, textsIn(bot.Chinese).goesOn},
		"the source of another": {[]bot.Block{bot.AnswerBlock{Markdown: "b"}, bot.CitationBlock{Label: "b", URL: "https://b.io"}}, textsIn(bot.Chinese).goesOn},
	} {
		t.Run(name, func(t *testing.T) {
			blocks := append([]bot.Block{bot.AnswerBlock{Markdown: paragraphs(60000)}}, tc.after...)
			out := messages(bot.Reply{Language: bot.Chinese, Blocks: blocks})
			checkMessages(t, name, out)
			last := out[len(out)-1].blocks
			at := len(last) - 1 - len(tc.after) // each of these is one block
			if got := readable(last[at : at+1]); got != tc.want {
				t.Errorf("says %q; want %q", got, tc.want)
			}
			if text := readable(last[at-1 : at]); !strings.HasSuffix(text, "？") || strings.Count(text, "为什么")%20 != 0 {
				t.Errorf("is not cut at the end of a paragraph: %q", text)
			}
		})
	}
}

// TestTextOfEach: the text beside the blocks of each message is what these begin with.
func TestTextOfEach(t *testing.T) {
	out := messages(longReplies()["two messages"].reply)
	for i, m := range out {
		if want := readable(m.blocks); !strings.HasPrefix(letters(want), letters(m.text)) || len(m.text) < 100 {
			t.Errorf("message %d: text %.200q…; want a beginning of %.200q…", i+1, m.text, want)
		}
	}
	if out[0].text == out[1].text {
		t.Error("both messages have the same text")
	}
}
