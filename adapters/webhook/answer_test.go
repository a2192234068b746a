package webhook

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"bigtalk/bot"
)

var update = flag.Bool("update", false, "write the golden files")

// TestReplies: each reply as it is sent, as text and as Markdown.
func TestReplies(t *testing.T) {
	cite := bot.CitationBlock{Label: "《Istio 大咖说》第 5 期", Details: []string{"潘天颖", "2021-06-30"}, URL: "https://www.bilibili.com/video/BV1"}
	for name, r := range map[string]bot.Reply{
		"answer": {ID: "rabcdefghi", Decision: bot.Answer, Language: bot.Chinese, Blocks: []bot.Block{
			bot.AnswerBlock{Markdown: "用 `Sidecar` 资源，见[文档](https://istio.io/docs)。\n\n- 一\n- 二 <script>\n"},
			bot.NoticeBlock{Text: "这是 2021 年的回答。"},
			cite, cite,
			bot.CitationBlock{Label: "内部资料", URL: "file:///etc/passwd"},
			bot.CitationBlock{URL: "https://istio.io"},
			bot.CitationBlock{},
			bot.FeedbackBlock{Intro: "有帮助请回 👍，没有请回 👎。", Helped: bot.Button{Label: "👍", Payload: "helped:r"}},
		}},
		"choices": {ID: "rabcdefghj", Decision: bot.Choices, Language: bot.English, Blocks: []bot.Block{
			bot.ChoicesBlock{Intro: "Did you mean:", Options: []bot.Option{{ID: "a", Title: "How do I limit `sidecar` memory?"}, {ID: "b", Title: "Why 503?"}}, Outro: "Reply with a number."},
			bot.ChoicesBlock{Intro: "Also:", Options: []bot.Option{{ID: "c", Title: "What is\nUC?"}}, First: 3},
		}},
		"smalltalk": {Decision: bot.Smalltalk, Language: bot.English, Blocks: []bot.Block{bot.TextBlock{Text: "Hello.\x1b[31m <@all>"}}},
	} {
		t.Run(name, func(t *testing.T) {
			ar := new(txtar.Archive)
			for _, format := range []string{formatText, formatMarkdown} {
				data := marshal(newReply(message{ID: "m-1", Format: format}, r))
				var indented bytes.Buffer
				if err := json.Indent(&indented, data, "", "  "); err != nil {
					t.Fatal(err)
				}
				ar.Files = append(ar.Files, txtar.File{Name: format + ".json", Data: indented.Bytes()})
			}
			path := filepath.Join("testdata", "reply", name+".txtar")
			if *update {
				if err := os.WriteFile(path, txtar.Format(ar), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(txtar.Format(ar))); diff != "" {
				t.Errorf("%s (-want +got):\n%s", path, diff)
			}
		})
	}
	for name, r := range map[string]bot.Reply{"silence": {Decision: bot.Silence}, "nothing to see": {Decision: bot.Answer, Blocks: []bot.Block{bot.TextBlock{}}}} {
		if got := newReply(message{ID: "m-1", Format: formatText}, r); got != nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
