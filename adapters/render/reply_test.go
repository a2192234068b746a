package render_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/text"
	"golang.org/x/tools/txtar"

	"bigtalk/adapters/render"
	"bigtalk/bot"
)

const yamlAnswer = "可以在 fence 里手动配置，[文档](https://slime.io/docs)里有，例如：\n\n" +
	"```yaml\napiVersion: microservice.netease.com/v1alpha1\nkind: ServiceFence\nspec:\n  host:\n    b.test1.svc.cluster.local:\n      stable: {}\n```\n\n" +
	"两步：\n\n1. 打开 `enable`\n2. 看情况：\n   - 测试环境\n   - 线上环境\n"

func replies() map[string]bot.Reply {
	return map[string]bot.Reply{
		"answer_zh": {Decision: bot.Answer, Language: bot.Chinese, Blocks: []bot.Block{
			bot.AnswerBlock{Markdown: yamlAnswer},
			bot.NoticeBlock{Text: "注意：这是 2021-06-30 的回答，与当时的版本有关（Istio 1.10），现在可能已经变化。"},
			bot.CitationBlock{
				Label: "《Istio 大咖说》第 5 期", URL: "https://www.bilibili.com/video/BV1",
				Details: []string{"网易开源 Istio 扩展项目 Slime 简介", "杨笛航（网易）", "2021-06-30"},
			},
			bot.CitationBlock{Label: "《Istio 大咖说》第 8 期", Details: []string{"2021-08-25"}, URL: "https://www.bilibili.com/video/BV2", Intro: "同样的回答还见于："},
			bot.RelatedBlock{Intro: "相关问题：", Options: []bot.Option{{ID: "e05q13", Title: "Slime 能否支持更多协议？"}, {ID: "e05q14", Title: "懒加载怎么开？"}}},
		}},
		"answer_en": {Decision: bot.Answer, Language: bot.English, Blocks: []bot.Block{
			bot.AnswerBlock{Markdown: "It can be set by hand:\n\n- in the *fence*\n- in `SidecarScope`\n"},
			bot.OriginalBlock{Intro: "This is a translation; the question in the archive: ", Question: "fence 能\n手动配置 `host` 吗？"},
			bot.CitationBlock{Label: "Istio Big Talk, episode 5", Details: []string{"Slime", "", "2021-06-30"}, URL: "https://www.bilibili.com/video/BV1"},
			bot.CitationBlock{Label: "Istio Big Talk, episode 8", URL: "https://www.bilibili.com/video/BV2", Intro: "Also answered in "},
		}},
		"source_without_address": {Decision: bot.Answer, Language: bot.English, Blocks: []bot.Block{
			bot.AnswerBlock{Markdown: "Yes."},
			bot.CitationBlock{Label: "faq.csv", Details: []string{"faq12"}},
		}},
		"choices_zh": {Decision: bot.Choices, Language: bot.Chinese, Blocks: []bot.Block{bot.ChoicesBlock{
			Intro:   "你想问的是不是：",
			Options: []bot.Option{{Title: "sidecar 内存占用太高怎么办？"}, {Title: "如何限制 `istio-proxy` 的内存？"}},
			Outro:   "请照着其中一条再问一次。",
		}}},
		"choices_en": {Decision: bot.Choices, Language: bot.English, Blocks: []bot.Block{bot.ChoicesBlock{
			Intro:   "The archive does not answer this directly; closest is:",
			Options: []bot.Option{{Title: "How do I limit sidecar memory?"}},
			Outro:   "Ask again in the words of one of them.",
		}}},
		"refusal_zh": {Decision: bot.Refusal, Language: bot.Chinese, Blocks: []bot.Block{
			bot.TextBlock{Text: "档案里没有这个问题的答案。其中“量子”在档案里没有提到。可以换个说法，或把问题拆小一点再问。"},
		}},
		"refusal_nearest_zh": {Decision: bot.Refusal, Language: bot.Chinese, Blocks: []bot.Block{
			bot.TextBlock{Text: "档案里没有这个问题的答案。其中“量子”在档案里没有提到。"},
			bot.CitationBlock{
				Intro: "第 4 期的分享讲到了这个话题：", Label: "《如何让 Istio 在大规模生产环境落地》",
				Details: []string{"陈鹏（百度）", "2021-06-23"}, URL: "https://www.bilibili.com/video/BV4",
			},
			bot.RelatedBlock{Intro: "档案里最接近的是：", Options: []bot.Option{{Title: "sidecar 内存占用太高怎么办？"}, {Title: "如何限制 `istio-proxy` 的内存？"}}},
			bot.TextBlock{Text: "可以换个说法，或把问题拆小一点再问。"},
		}},
		"episode_en": {Decision: bot.Smalltalk, Language: bot.English, Blocks: []bot.Block{
			bot.TextBlock{Text: "The guest of episode 4 was 陈鹏 (百度).\nEpisode 4 aired on 2021-06-23."},
			bot.TextBlock{Text: "Episode 4, “如何让 Istio 落地”, in the archive's own words:"},
			bot.AnswerBlock{Markdown: "- 现状 & 挑战\n- `Isito` 落地\n  的困境\n\n通过本次分享你将了解思路。"},
			bot.CitationBlock{
				Intro: "Replay: ", Label: "Istio Big Talk, episode 4", URL: "https://www.bilibili.com/video/BV4",
				Details: []string{"如何让 Istio 落地", "陈鹏 (百度)", "2021-06-23"},
			},
		}},
		"smalltalk_lines": {Decision: bot.Smalltalk, Language: bot.English, Blocks: []bot.Block{
			bot.TextBlock{Text: "These are the episodes:\nEpisode 1: History (Ma, 2021-05-25)\nEpisode 2: Eastward (Wei, 2021-06-02)"},
		}},
		"hostile": {Decision: bot.Choices, Language: bot.English, Blocks: []bot.Block{
			bot.TextBlock{Text: "It has nothing on “\x1b[31m<script>alert(1)</script>\u202e\u200b[x](javascript:1) *b*”. \n\n"},
			bot.AnswerBlock{Markdown: "Run <script>alert(1)</script> in <namespace>:\n\n<div onclick=x>\n<b>bold</b>\n</div>\n\n~~~~\nnever closed \x1b[2J"},
			bot.CitationBlock{Label: "a\nb\x1b]0;t\a", URL: "https://e.x/> <b>\n\x1b"},
			bot.ChoicesBlock{Options: []bot.Option{{Title: "# no\nheading"}, {Title: "1. no list"}, {Title: ""}}},
			bot.RelatedBlock{Intro: "- no list"},
		}},
		"feedback_zh": {Decision: bot.Answer, Language: bot.Chinese, Blocks: []bot.Block{
			bot.AnswerBlock{Markdown: "**会的**，见 `istio-proxy` 的*日志*。"},
			bot.OriginalBlock{Intro: "档案中的问题：", Question: "`503` 会记下来吗？", Original: bot.Button{Label: "看原文", Payload: "original:e05q13"}},
			bot.RelatedBlock{Intro: "相关问题：", Options: []bot.Option{{ID: "e05q14", Title: "日志在哪里？"}}},
			bot.FeedbackBlock{
				Intro:  "这个回答有帮助吗？回复“有用”或\n“没用”。",
				Helped: bot.Button{Label: "有用", Payload: "helped:1"}, HelpedNot: bot.Button{Label: "没用", Payload: "not:1"},
			},
		}},
		"feedback_without_words": {Decision: bot.Answer, Language: bot.English, Blocks: []bot.Block{
			bot.AnswerBlock{Markdown: "Yes."},
			bot.FeedbackBlock{Helped: bot.Button{Label: "It helped", Payload: "helped:1"}},
		}},
		"long_en": {Decision: bot.Answer, Language: bot.English, Blocks: []bot.Block{
			bot.AnswerBlock{Markdown: "## Before you begin\n\nSee <https://istio.io/latest/docs/> & the [FAQ](https://istio.io/faq?a=1&b=2).\n\n" +
				"1. Apply **this** policy:\n\n   ```yaml\n" + strings.Repeat("   - from: [\"<namespace>\"] # & more\n", 4) + "   ```\n\n" +
				"2. Check that `a->b` works:\n   - with `curl`\n   - in the log\n\n" +
				"| Field | Meaning |\n|---|---|\n| `mode` | STRICT & co |\n"},
			bot.NoticeBlock{Text: "Note: this <answer> is of 2021 & may have changed."},
			bot.CitationBlock{Label: "Istio Big Talk, episode 5", Details: []string{"Q&A"}, URL: "https://example.org/?a=1&b=2"},
			bot.FeedbackBlock{Intro: "Did this help? Reply “helped” or “did not help”."},
		}},
		"mentions": {Decision: bot.Answer, Language: bot.English, Blocks: []bot.Block{
			bot.AnswerBlock{Markdown: "Ask <!channel>, <@U1>, <@all>, <!subteam^S1|them>, \\<@U2\\>, &lt;!here&gt; or `<!here>`:\n\n```\n<#C1|general> List<@NonNull String> <!DOCTYPE html>\n```\n"},
			bot.OriginalBlock{Question: "<@U1|x>?"},
			bot.NoticeBlock{Text: "<!here>"},
			bot.CitationBlock{Label: "<@all>", URL: "https://e.x/|<!channel>"},
			bot.RelatedBlock{Intro: "<!everyone>", Options: []bot.Option{{Title: "<@U1>"}}},
			bot.ChoicesBlock{Intro: "<@U2>", Options: []bot.Option{{Title: "<#C1>"}}, Outro: "<@U3>"},
			bot.TextBlock{Text: "<!channel>\n> quoted"},
			bot.FeedbackBlock{Intro: "<@U4>"},
		}},
		"silence": {Decision: bot.Silence},
	}
}

// TestReplies: each reply as a file and a terminal show it (ESC as \e), as CommonMark
// and as mrkdwn (a zero-width space as \z).
func TestReplies(t *testing.T) {
	for name, r := range replies() {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join("testdata", "reply", name+".txtar")
			text, color, md := render.Text(r, render.TextOptions{}), render.Text(r, render.TextOptions{Color: true}), render.Markdown(r)
			mrkdwn := render.MrkdwnReply(r)
			got := txtar.Format(&txtar.Archive{Files: []txtar.File{
				{Name: "text", Data: []byte(text)},
				{Name: "color", Data: []byte(strings.ReplaceAll(color, "\x1b", `\e`))},
				{Name: "markdown", Data: []byte(visible(md))},
				{Name: "mrkdwn", Data: []byte(visible(mrkdwn))},
			}})
			goldenFile(t, path, got)
			checkInert(t, name, text)
			checkInert(t, name, md)
			checkMrkdwn(t, name, strings.TrimSuffix(mrkdwn, "\n"))
			if mention := regexp.MustCompile(`(<|&lt;)[@#!][\w^|-]+(\\?>|&gt;)`).FindString(md); mention != "" {
				t.Errorf("%s: Markdown mentions %s", name, mention)
			}
			for _, s := range []string{text, color, md, mrkdwn} {
				if s != "" && (!strings.HasSuffix(s, "\n") || strings.HasSuffix(s, "\n\n")) {
					t.Errorf("%s: %q does not end with one newline", name, s)
				}
			}
			if strip := stripStyles(color); strip != text {
				t.Errorf("%s: with colour it reads %q; want %q", name, strip, text)
			}
		})
	}
}

// goldenFile compares a file with what was got, or rewrites it.
func goldenFile(t *testing.T, path string, got []byte) {
	t.Helper()
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

func stripStyles(s string) string {
	return strings.NewReplacer("\x1b[0m", "", "\x1b[1m", "", "\x1b[2m", "", "\x1b[4m", "", "\x1b[33m", "").Replace(s)
}

// checkMarkdownAnswer: whatever an answer holds, the citation after it is a
// paragraph of its own, and no HTML is left.
func checkMarkdownAnswer(t *testing.T, answer string) {
	t.Helper()
	got := render.Markdown(bot.Reply{Blocks: []bot.Block{bot.AnswerBlock{Markdown: answer}, bot.CitationBlock{Label: "citation"}}})
	checkInert(t, answer, got)
	source := []byte(got)
	last := goldmark.DefaultParser().Parse(text.NewReader(source)).LastChild()
	if last == nil || string(last.Lines().Value(source)) != "citation" {
		t.Errorf("Markdown of answer %q swallows the citation: %q", answer, got)
	}
	var html strings.Builder
	if err := goldmark.Convert(source, &html); err != nil || strings.Contains(html.String(), "<!-- raw HTML omitted -->") {
		t.Errorf("Markdown of answer %q leaves HTML: %q (%v)", answer, got, err)
	}
}
