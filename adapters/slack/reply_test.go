package slack

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"golang.org/x/tools/txtar"

	"bigtalk/bot"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const yamlAnswer = "可以在 fence 里手动配置，[文档](https://slime.io/docs)里有，例如：\n\n" +
	"```yaml\napiVersion: microservice.netease.com/v1alpha1\nkind: ServiceFence\nspec:\n  host:\n    b.test1: {stable: \"<&>\"}\n```\n\n" +
	"两步：\n\n1. 打开 `enable`\n2. 看**情况**：\n   - 测试环境\n   - 线上环境\n"

func feedbackIn(zh bool) bot.FeedbackBlock {
	if zh {
		return bot.FeedbackBlock{
			Intro:     "有帮助吗？回复 👍 或 👎。",
			Helped:    bot.Button{Label: "👍 有帮助", Payload: "helped:abcdefghij"},
			HelpedNot: bot.Button{Label: "👎 没帮助", Payload: "not:abcdefghij"},
		}
	}
	return bot.FeedbackBlock{
		Intro:     "Did this help? Reply 👍 or 👎.",
		Helped:    bot.Button{Label: "👍 Helpful", Payload: "helped:abcdefghij"},
		HelpedNot: bot.Button{Label: "👎 Not helpful", Payload: "not:abcdefghij"},
	}
}

// replies are one of each kind, and hostile ones.
func replies() map[string]bot.Reply {
	return map[string]bot.Reply{
		"answer_zh": {ID: "abcdefghij", Decision: bot.Answer, Language: bot.Chinese, Blocks: []bot.Block{
			bot.AnswerBlock{Markdown: yamlAnswer},
			bot.OriginalBlock{Intro: "档案中的问题：", Question: "fence 能\n手动配置 `host` 吗？"},
			bot.NoticeBlock{Text: "注意：这是 2021-06-30 的回答，与当时的版本有关（Istio 1.10），现在可能已经变化。"},
			bot.CitationBlock{
				Label: "《Istio 大咖说》第 5 期", URL: "https://www.bilibili.com/video/BV1?a=1&b=2",
				Details: []string{"网易开源 Istio 扩展项目 Slime 简介", "杨笛航（网易）", "2021-06-30"},
			},
			bot.CitationBlock{Label: "《Istio 大咖说》第 8 期", Details: []string{"Q&A"}, URL: "https://www.bilibili.com/video/BV2", Intro: "同样的回答还见于："},
			bot.RelatedBlock{Intro: "相关问题：", Options: []bot.Option{{ID: "e05q13", Title: "Slime 能否支持更多协议？"}, {ID: "e05q14", Title: "`懒加载`怎么开？"}}},
			feedbackIn(true),
		}},
		"answer_en": {ID: "abcdefghij", Decision: bot.Answer, Language: bot.English, Blocks: []bot.Block{
			bot.AnswerBlock{Markdown: "It can be set by hand:\n\n- in the *fence*\n- in `SidecarScope`\n"},
			bot.OriginalBlock{
				Intro:    "This is a translation (reply “original” for the Chinese); the question in the archive: ",
				Question: "Can a fence be set by hand? (fence 能手动配置吗？)", Original: bot.Button{Label: "Original", Payload: "original:e05q12"},
			},
			bot.CitationBlock{Label: "Istio Big Talk, episode 5", Details: []string{"Slime", "", "2021-06-30"}, URL: "https://www.bilibili.com/video/BV1"},
			bot.RelatedBlock{Intro: "Related questions:", Options: []bot.Option{{ID: "e05q13", Title: "Does Slime support more protocols?"}}},
			feedbackIn(false),
		}},
		"source_without_address": {Decision: bot.Answer, Language: bot.English, Blocks: []bot.Block{
			bot.AnswerBlock{Markdown: "Yes."}, bot.CitationBlock{Label: "faq.csv", Details: []string{"faq12"}},
		}},
		"citations": {Decision: bot.Answer, Language: bot.English, Blocks: []bot.Block{
			bot.CitationBlock{Label: "*a* b_c", Details: []string{"see https://b.io"}, URL: "https://a.io"},
			bot.CitationBlock{Intro: "*a ", Label: "b* c", Details: []string{"d"}, URL: "https://a.io"},
			bot.CitationBlock{Intro: "*", Label: "∗", Details: []string{"b*"}, URL: "https://a.io"},
			bot.CitationBlock{Intro: "a ", Label: "a", Details: []string{"a"}, URL: "https://a.io"},
			bot.CitationBlock{Intro: "from ", Label: "a > b", URL: "https://a.io/a|b"},
			bot.CitationBlock{Intro: "from ", Label: "> b", URL: "https://a.io"},
			bot.CitationBlock{Label: "https://b.io", URL: "https://a.io"},
			bot.CitationBlock{URL: "https://a.io"},
			bot.CitationBlock{Label: "a", URL: "ftp://a.io"},
			bot.CitationBlock{Label: strings.Repeat("长", 2990), URL: "https://a.io"},
		}},
		"choices_zh": {ID: "abcdefghij", Decision: bot.Choices, Language: bot.Chinese, Blocks: []bot.Block{bot.ChoicesBlock{
			Intro:   "你想问的是不是：",
			Options: []bot.Option{{ID: "e01q01", Title: "sidecar 内存占用太高怎么办？"}, {ID: "e01q02", Title: "如何限制 `istio-proxy` 的内存？"}, {ID: "e01q03", Title: strings.Repeat("很长的标题，", 20)}},
			Outro:   "回复编号就行；都不是的话，换个说法再问。",
		}}},
		"choices_en": {ID: "abcdefghij", Decision: bot.Choices, Language: bot.English, Blocks: []bot.Block{bot.ChoicesBlock{
			Intro: "The archive does not answer this directly; closest is:", Options: []bot.Option{{ID: "e01q01", Title: "How do I limit sidecar memory?"}},
			First: 3, Outro: "If that is it, reply 3.",
		}}},
		"refusal_zh": {ID: "abcdefghij", Decision: bot.Refusal, Language: bot.Chinese, Blocks: []bot.Block{
			bot.TextBlock{Text: "档案里没有这个问题的答案。其中“量子”在档案里没有提到。"},
			bot.CitationBlock{
				Intro: "第 4 期的分享讲到了这个话题：", Label: "《如何让 Istio 在大规模生产环境落地》",
				Details: []string{"陈鹏（百度）", "2021-06-23"}, URL: "https://www.bilibili.com/video/BV4",
			},
			bot.RelatedBlock{Intro: "档案里最接近的是：", Options: []bot.Option{{ID: "e01q01", Title: "sidecar 内存占用太高怎么办？"}}},
			bot.TextBlock{Text: "可以换个说法，或把问题拆小一点再问。"},
		}},
		"smalltalk_en": {Decision: bot.Smalltalk, Language: bot.English, Blocks: []bot.Block{
			bot.TextBlock{Text: "The guest of episode 4 was 陈鹏 (百度).\nEpisode 4 aired on 2021-06-23."},
			bot.AnswerBlock{Markdown: "- 现状 & 挑战\n- `Istio` 落地\n  的困境"},
			bot.CitationBlock{Intro: "Replay: ", Label: "Istio Big Talk, episode 4", URL: "https://www.bilibili.com/video/BV4"},
		}},
		"parts_en": {ID: "abcdefghij", Decision: bot.Answer, Language: bot.English, Blocks: []bot.Block{
			bot.TextBlock{Text: "1. “mTLS?”"},
			bot.AnswerBlock{Markdown: "Yes."},
			bot.OriginalBlock{Intro: "The question in the archive: ", Question: "a", Original: bot.Button{Label: "Original", Payload: "original:a"}},
			bot.TextBlock{Text: "2. “and memory?”"},
			bot.ChoicesBlock{Intro: "Did you mean:", Options: []bot.Option{{ID: "b", Title: "b"}, {ID: "c", Title: "c"}}},
			bot.TextBlock{Text: "3. “other?”"},
			bot.AnswerBlock{Markdown: "No."},
			bot.OriginalBlock{Intro: "The question in the archive: ", Question: "d", Original: bot.Button{Label: "Original", Payload: "original:d"}},
			bot.ChoicesBlock{Intro: "Did you mean:", Options: []bot.Option{{ID: "e", Title: "e"}}, First: 3},
		}},
		"feedback_without_buttons": {Decision: bot.Answer, Language: bot.English, Blocks: []bot.Block{
			bot.AnswerBlock{Markdown: "Yes."},
			bot.FeedbackBlock{Intro: "Reply 👍 or 👎.", Helped: bot.Button{Label: "👍", Payload: strings.Repeat("x", 2001)}, HelpedNot: bot.Button{Label: "👎", Payload: "a\nb"}},
			bot.FeedbackBlock{Intro: "Reply 👍.", Helped: bot.Button{Label: strings.Repeat("一二三四五六七八九十", 8), Payload: strings.Repeat("界", 2000)}},
		}},
		"hostile": {ID: strings.Repeat("<!here>", 40), Decision: bot.Choices, Language: bot.English, Blocks: []bot.Block{
			bot.TextBlock{Text: "It has nothing on “\x1b[31m<script>alert(1)</script>\u202e\u200b[x](javascript:1) *b*”. \n\n"},
			bot.AnswerBlock{Markdown: "Run <script>alert(1)</script> in <namespace>:\n\n<div onclick=x>\n<b>bold</b>\n</div>\n\n~~~~\nnever closed ``` \x1b[2J"},
			bot.CitationBlock{Label: "a\nb\x1b]0;t\a", URL: "https://e.x/> <b>\n\x1b"},
			bot.ChoicesBlock{Options: []bot.Option{{Title: "# no\nheading"}, {Title: "1. no list"}, {Title: ""}, {ID: "\xff\x00", Title: "\xff"}}},
			bot.RelatedBlock{Intro: "- no list"},
		}},
		"mentions": {Decision: bot.Answer, Language: bot.English, Blocks: []bot.Block{
			bot.AnswerBlock{Markdown: "Ask <!channel>, <@U1>, @channel, <!subteam^S1|them>, \\<@U2\\>, &lt;!here&gt; or `<!here>`:\n\n```\n<#C1|general> List<@NonNull String> <!DOCTYPE html>\n```\n"},
			bot.OriginalBlock{Question: "<@U1|x>?", Original: bot.Button{Label: "<!here>", Payload: "<!here>"}},
			bot.NoticeBlock{Text: "<!here>"},
			bot.CitationBlock{Intro: "<@all> ", Label: "<@all>", URL: "https://e.x/|<!channel>"},
			bot.RelatedBlock{Intro: "<!everyone>", Options: []bot.Option{{Title: "<@U1>"}}},
			bot.ChoicesBlock{Intro: "<@U2>", Options: []bot.Option{{Title: "<#C1>"}}, Outro: "<@U3>"},
			bot.TextBlock{Text: "<!channel>\n> quoted"},
			bot.FeedbackBlock{Intro: "<@U4>"},
		}},
		"silence": {Decision: bot.Silence},
	}
}

// TestReplies: each reply as it is sent.
func TestReplies(t *testing.T) {
	for name, r := range replies() {
		t.Run(name, func(t *testing.T) {
			out := messages(r)
			checkMessages(t, name, out)
			goldenFile(t, filepath.Join("testdata", "reply", name+".txtar"), archiveOf(t, "", out))
		})
	}
}

// TestOptions: what is sent besides the blocks.
func TestOptions(t *testing.T) {
	m := messages(replies()["mentions"])[0]
	_, values, err := slack.UnsafeApplyMsgOptions("", "", "", m.options()...)
	if err != nil {
		t.Fatal(err)
	}
	values.Del("token")
	values.Del("channel")
	want := map[string][]string{"text": {m.text}, "unfurl_links": {"false"}, "unfurl_media": {"false"}}
	if diff := cmp.Diff(want, map[string][]string(values)); diff != "" {
		t.Errorf("options (-want +got):\n%s", diff)
	}
}

// archiveOf returns messages as files, zero-width spaces as their escape.
func archiveOf(t *testing.T, prefix string, messages []message) *txtar.Archive {
	t.Helper()
	ar := new(txtar.Archive)
	for i, m := range messages {
		var indented bytes.Buffer
		if err := json.Indent(&indented, wire(t, m), "", "  "); err != nil {
			t.Fatal(err)
		}
		for _, f := range []struct{ name, data string }{{"text", m.text}, {"json", indented.String()}} {
			data := strings.ReplaceAll(f.data, "\u200b", `\u200b`) + "\n"
			ar.Files = append(ar.Files, txtar.File{Name: fmt.Sprintf("%s%d.%s", prefix, i+1, f.name), Data: []byte(data)})
		}
	}
	return ar
}

// goldenFile compares a file with what was got, or rewrites it.
func goldenFile(t *testing.T, path string, ar *txtar.Archive) {
	t.Helper()
	got := txtar.Format(ar)
	if *update {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}
