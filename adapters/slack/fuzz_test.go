package slack

import (
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"

	"bigtalk/bot"
)

// FuzzMessages: any reply keeps to the limits and mentions nobody. Each byte of kinds
// is a block, made of the two texts.
func FuzzMessages(f *testing.F) {
	files, err := filepath.Glob("../render/testdata/*/*.txtar")
	if err != nil || len(files) == 0 {
		f.Fatalf("no texts to begin with: %v", err)
	}
	for _, path := range files {
		ar, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range ar.Files {
			f.Add([]byte("\x00\x01\x02\x03\x04\x05\x06\x07"), string(file.Data), path, 1)
		}
	}
	f.Add([]byte("\x00\x07"), paragraphs(4000), "https://a.io/|<!here>", 9)
	f.Add([]byte("\x00\x03"), code(4000), "<@U1>", 5)
	f.Add([]byte("\x05\x06\x07"), "\"\\&<>\n", "\"&<>", 400)
	f.Add([]byte("\x01\x05"), "a", "<!channel>", 100)
	f.Add([]byte("\x03"), "a <!channel> b", "https://a.io", 1)
	f.Fuzz(func(t *testing.T, kinds []byte, a, b string, times int) {
		if len(kinds) > 12 {
			return
		}
		a = repeat(a, times)
		r := bot.Reply{ID: b, Language: bot.Language(a)}
		for _, kind := range kinds {
			r.Blocks = append(r.Blocks, []bot.Block{
				bot.AnswerBlock{Markdown: a},
				bot.TextBlock{Text: a},
				bot.OriginalBlock{Intro: b, Question: a, Original: bot.Button{Label: a, Payload: b}},
				bot.CitationBlock{Intro: b, Label: a, Details: []string{b, a}, URL: b},
				bot.NoticeBlock{Text: a},
				bot.ChoicesBlock{Intro: b, Options: []bot.Option{{ID: a, Title: b}, {ID: b, Title: a}}, First: times, Outro: a},
				bot.RelatedBlock{Intro: a, Options: []bot.Option{{ID: b, Title: a}, {ID: a, Title: b}}},
				bot.FeedbackBlock{Intro: a, Helped: bot.Button{Label: b, Payload: a}, HelpedNot: bot.Button{Label: a, Payload: b}},
			}[int(kind)%8])
		}
		checkMessages(t, a+b, messages(r))
	})
}

// repeat returns a text so many times, but no more than a fuzzer has time for.
func repeat(s string, times int) string {
	const limit = 1 << 14
	out := s
	for range times {
		if len(out)+len(s) > limit {
			break
		}
		out += s
	}
	return out
}
