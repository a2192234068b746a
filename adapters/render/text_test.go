package render_test

import (
	"testing"

	"bigtalk/adapters/render"
	"bigtalk/bot"
)

// TestLinksApart: an address ends its line, for a client that finds addresses itself.
func TestLinksApart(t *testing.T) {
	for _, tc := range []struct{ name, in, want string }{
		{
			"in a sentence", "参考[文档](https://istio.io/docs)或 [FAQ](https://istio.io/faq)。\n\n再看。",
			"参考文档或 FAQ。\n文档 https://istio.io/docs\nFAQ https://istio.io/faq\n\n再看。",
		},
		{"in a list", "1. 见[**文档**](https://a.io)。\n2. b", "1. 见文档。\n   文档 https://a.io\n2. b"},
		{"shown already", "[https://a.io](https://a.io) [](https://b.io) <https://c.io>", "https://a.io https://b.io https://c.io"},
		{"no address of the web", "[a](../b.md), [c](#d)", "a (../b.md), c"},
		{"marks of the label", "[**注意：**看](https://a.io)吧", "注意：看吧\n注意：看 https://a.io"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := render.Text(bot.Reply{Blocks: []bot.Block{bot.AnswerBlock{Markdown: tc.in}}}, render.TextOptions{LinksApart: true})
			if got != tc.want+"\n" {
				t.Errorf("Text of %q\n got %q\nwant %q", tc.in, got, tc.want)
			}
		})
	}
}
