package bot

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

var botNames = []string{"bigtalk", "U0BOT", "Istio 小助手", "@大咖说助手", " "}

// TestMentions: what is left of messages when mentions are taken out.
func TestMentions(t *testing.T) {
	for _, tt := range []struct {
		text, body string
		mentioned  bool
	}{
		// Slack.
		{"<@U0BOT> how do I limit memory?", "how do I limit memory?", true},
		{"<@U0BOT>", "", true},
		{"<@U0BOT|bigtalk>: how do I limit memory?", "how do I limit memory?", true},
		{"<@U123|BigTalk> hello", "hello", true},
		{"<@u0bot> hello", "hello", true},
		{"<@U123> how", "how", false},
		{"<@U0BOTX> how", "how", false},
		{"hey <@U0BOT> how do I", "hey how do I", true},
		{"how do I limit memory <@U0BOT>", "how do I limit memory", true},
		{"how do I limit memory <@U0BOT>?", "how do I limit memory ?", true},
		{"<@U123> <@U0BOT> <!here> what", "what", true},
		{"<!subteam^S1|@sre> what", "what", false},
		{"<!subteam^U0BOT|@sre> what", "what", true},
		{"<!subteam^S1|@bigtalk> what", "what", true},
		{"<!subteam^S1> what", "what", false},
		{"<!here> what", "what", false},
		{"<!channel> <!everyone> what", "what", false},
		{"<!here|here> what", "what", false},
		{"a <@U1> <@U2> b", "a b", false},
		{"<@U0BOT>限流怎么做", "限流怎么做", true},
		{"line one <@U0BOT>\nline two", "line one \nline two", true},
		{"<@zhang.san> 限流", "限流", false},
		{"<@U0BOT>,<@U1>, how", "how", true},
		{"<@U0BOT> :8080 is taken", ":8080 is taken", true},
		// WeChat and WeCom.
		{"@bigtalk\u2005限流怎么做", "限流怎么做", true},
		{"@bigtalk\u00a0限流怎么做", "限流怎么做", true},
		{"@bigtalk\u2009限流怎么做", "限流怎么做", true},
		{"@bigtalk\u3000限流怎么做", "限流怎么做", true},
		{"@bigtalk 限流怎么做", "限流怎么做", true},
		{"@BigTalk 限流怎么做", "限流怎么做", true},
		{"@ＢｉｇＴａｌｋ 限流怎么做", "限流怎么做", true},
		{"＠bigtalk 限流怎么做", "限流怎么做", true},
		{"@bigtalk限流怎么做", "限流怎么做", true},
		{"@bigtalk，限流怎么做", "限流怎么做", true},
		{"@bigtalk: how", "how", true},
		{"@bigtalk\n限流怎么做", "限流怎么做", true},
		{"@bigtalk", "", true},
		{"  @bigtalk  ", "", true},
		{"限流怎么做 @bigtalk", "限流怎么做", true},
		{"限流怎么做@bigtalk", "限流怎么做", true},
		{"限流怎么做@bigtalk\u2005", "限流怎么做", true},
		{"限流怎么做 @bigtalk？", "限流怎么做 ？", true},
		{"请问 @bigtalk\u2005限流怎么做", "请问 限流怎么做", true},
		{"hello@bigtalk\u2005", "hello", true},
		{"@Istio 小助手\u2005限流怎么做", "限流怎么做", true},
		{"@istio 小助手 限流怎么做", "限流怎么做", true},
		{"@大咖说助手限流怎么做", "限流怎么做", true},
		{"@大咖說助手istio怎么装", "istio怎么装", true},
		{"@张三\u2005限流怎么做", "限流怎么做", false},
		{"@张三\u2005@bigtalk\u2005限流怎么做", "限流怎么做", true},
		{"@Lin Sun\u2005限流怎么做", "限流怎么做", false},
		{"@所有人\u2005限流怎么做", "限流怎么做", false},
		{"限流怎么做 @张三\u2005 @bigtalk\u2005", "限流怎么做", true},
		{"限流怎么做@张三\u2005", "限流怎么做", false},
		{"@bigtalk 问一下 @bigtalk 限流", "问一下 限流", true},
		{strings.Repeat("@张三\u2005", 100) + "限流", "限流", false},
		{strings.Repeat("<@U0BOT> ", 100) + "限流" + strings.Repeat(" <@U1>", 100), "限流", true},
		// What stays.
		{"@Transactional 注解在 sidecar 里", "@Transactional 注解在 sidecar 里", false},
		{"`@Bean` 怎么配置", "`@Bean` 怎么配置", false},
		{"`@bigtalk` 是什么", "`@bigtalk` 是什么", false},
		{"问下@张三\u2005这个怎么配置", "问下@张三\u2005这个怎么配置", false},
		{"@张三 限流怎么做", "@张三 限流怎么做", false},
		{"@张三\u00a0限流怎么做", "@张三\u00a0限流怎么做", false},
		{"user@host 连不上", "user@host 连不上", false},
		{"user@bigtalk 连不上", "user@bigtalk 连不上", false},
		{"mail me@bigtalk.com", "mail me@bigtalk.com", false},
		{"@bigtalk.com 是什么", "@bigtalk.com 是什么", false},
		{"@bigtalkers 是什么", "@bigtalkers 是什么", false},
		{"@bigtalk/cli 怎么装", "@bigtalk/cli 怎么装", false},
		{"@bigtalk-cli 怎么装", "@bigtalk-cli 怎么装", false},
		{"npm i @istio/api @bigtalk/api", "npm i @istio/api @bigtalk/api", false},
		{"user\u2005限流@host\u2005怎么做", "user\u2005限流@host\u2005怎么做", false},
		{"foo@host\u2005", "foo@host", false},
		{"@" + strings.Repeat("长", 70) + "\u2005限流", "@" + strings.Repeat("长", 70) + "\u2005限流", false},
		{"bigtalk 限流", "bigtalk 限流", false},
		{"@ bigtalk 限流", "@ bigtalk 限流", false},
		{"a <b> @ c < d", "a <b> @ c < d", false},
		{"<#C1|istio> <https://example.com/a@b|x>", "<#C1|istio> <https://example.com/a@b|x>", false},
		{"<@>", "<@>", false},
		{"", "", false},
		{"  限流 \n", "限流", false},
		{"限\xff流", "限流", false},
	} {
		body, quoted, mentioned := readAddressed(tt.text, botNames)
		if body != tt.body || quoted != "" || mentioned != tt.mentioned {
			t.Errorf("%q: body %q, quoted %q, mentioned %t; want %q, mentioned %t", tt.text, body, quoted, mentioned, tt.body, tt.mentioned)
		}
	}
	if body, _, mentioned := readAddressed("@bigtalk 限流 <@U0BOT>", nil); body != "@bigtalk 限流" || mentioned {
		t.Errorf("without names: body %q, mentioned %t", body, mentioned)
	}
}

const wechatRule = "\n- - - - - - - - - - - - - - -\n"

// TestMentionQuotations: what a message quotes.
func TestMentionQuotations(t *testing.T) {
	type addressed struct {
		Body, Quoted string
		Mentioned    bool
	}
	for text, want := range map[string]addressed{
		"「张三：限流怎么做」" + wechatRule + "有例子吗":                     {"有例子吗", "限流怎么做", false},
		"「张三：限流怎么做」" + wechatRule + "@bigtalk\u2005有例子吗":       {"有例子吗", "限流怎么做", true},
		"「张三：@bigtalk\u2005限流怎么做」" + wechatRule + "有例子吗":       {"有例子吗", "限流怎么做", false},
		"「张三：限流怎么做」" + wechatRule + "@李四\u2005有例子吗":            {"有例子吗", "限流怎么做", false},
		"「张三：限流怎么做」" + wechatRule + "@bigtalk\u2005":           {"限流怎么做", "", true},
		"@bigtalk\u2005「张三：限流怎么做」" + wechatRule + "有例子吗":       {"有例子吗", "限流怎么做", true},
		"「Tom: rate limits?」\n------\nany example":             {"any example", "rate limits?", false},
		"「Tom:\nrate limits?」\n——————\nany example":            {"any example", "rate limits?", false},
		"「张三：第一行\n第二行「里面」\n\n第三行」" + wechatRule + "\n正文一\n正文二": {"正文一\n正文二", "第一行\n第二行「里面」\n\n第三行", false},
		"「张三：a\n---\nb」" + wechatRule + "正文":                   {"正文", "a\n---\nb", false},
		"「https://example.com/a」" + wechatRule + "正文":          {"正文", "https://example.com/a", false},
		"「限流怎么做」" + wechatRule + "正文":                          {"正文", "限流怎么做", false},
		"「张三：限流」\r\n- - - - - -\r\n正文\r\n":                     {"正文", "限流", false},
		"「张三：限流」 \n ------ \n「李四」说的":                           {"「李四」说的", "限流", false},
		"> 限流怎么做\n有例子吗":                                        {"有例子吗", "限流怎么做", false},
		"> one\n> two\n>\n> three\n\nand now?":                 {"and now?", "one\ntwo\n\nthree", false},
		"> > nested\n> one\nbody\n> later":                     {"body\n> later", "nested\none", false},
		"&gt; 限流怎么做\n有例子吗":                                     {"有例子吗", "限流怎么做", false},
		"<@U0BOT>\n> 限流怎么做\n有例子吗":                              {"有例子吗", "限流怎么做", true},
		"> <@U0BOT> 限流怎么做\n有例子吗":                               {"有例子吗", "限流怎么做", false},
		"> 限流怎么做\n<@U0BOT>":                                    {"限流怎么做", "", true},
		"> 限流怎么做\r\n有例子吗\r\n":                                  {"有例子吗", "限流怎么做", false},
		"> \n正文":                                               {"正文", "", false},
		// No quotation, or nothing besides.
		"「张三：限流怎么做」":                      {Body: "「张三：限流怎么做」"},
		"「张三：限流怎么做」" + wechatRule:         {Body: "「张三：限流怎么做」\n- - - - - - - - - - - - - - -"},
		"「张三：限流怎么做」\n有例子吗":                {Body: "「张三：限流怎么做」\n有例子吗"},
		"「张三：限流怎么做" + wechatRule + "有例子吗": {Body: "「张三：限流怎么做" + wechatRule + "有例子吗"},
		"他说「限流」" + wechatRule + "有例子吗":    {Body: "他说「限流」" + wechatRule + "有例子吗"},
		"「张三：限流」\n--\n有例子吗":               {Body: "「张三：限流」\n--\n有例子吗"},
		"「张三：限流」\n- a\n- b":               {Body: "「张三：限流」\n- a\n- b"},
		"> 限流怎么做":                         {Body: "> 限流怎么做"},
		"> 限流怎么做\n> 有例子吗\n":               {Body: "> 限流怎么做\n> 有例子吗"},
		">=1.10 的版本\n怎么升级":                {Body: ">=1.10 的版本\n怎么升级"},
		">100m 的内存\n怎么限制":                 {Body: ">100m 的内存\n怎么限制"},
		"怎么升级\n> 引用":                      {Body: "怎么升级\n> 引用"},
	} {
		body, quoted, mentioned := readAddressed(text, botNames)
		if diff := cmp.Diff(want, addressed{body, quoted, mentioned}); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

// subsequence reports whether text has the runes of part in their order.
func subsequence(part, text string) bool {
	rest := []rune(text)
	for _, r := range part {
		for len(rest) > 0 && rest[0] != r {
			rest = rest[1:]
		}
		if len(rest) == 0 {
			return false
		}
		rest = rest[1:]
	}
	return true
}

func FuzzReadAddressed(f *testing.F) {
	for _, s := range []string{
		"<@U0BOT|bigtalk>: how", "@bigtalk\u2005限流", "限流 @张三\u2005", "「张三：限流」" + wechatRule + "有例子吗", "> a\n>\nb", "<!subteam^S1|@x> <@", "@@＠@bigtalk", "\xff@bigtalk",
	} {
		f.Add(s, "bigtalk")
	}
	f.Fuzz(func(t *testing.T, text, name string) {
		body, quoted, mentioned := readAddressed(text, []string{name, "U0BOT"})
		for _, part := range []string{body, quoted} {
			if !utf8.ValidString(part) || !subsequence(part, strings.ToValidUTF8(text, "")) || part != strings.TrimSpace(part) {
				t.Errorf("%q: body %q, quoted %q", text, body, quoted)
			}
		}
		if mentioned && !strings.ContainsAny(text, "@＠^") {
			t.Errorf("%q mentions nobody", text)
		}
	})
}

func BenchmarkReadAddressed(b *testing.B) {
	for name, text := range map[string]string{
		"mentions":  strings.Repeat("@bigtalk\u2005", 2000),
		"unknown":   strings.Repeat("@a\u2005x", 4000),
		"ats":       strings.Repeat("@", 20000),
		"brackets":  strings.Repeat("<@U0BOT|", 2500),
		"names":     "@" + strings.Repeat("<@a", 6600),
		"rules":     "「" + strings.Repeat("---\n\n", 4000),
		"quotation": strings.Repeat("> a\n", 5000) + "b",
		"speaker":   "「" + strings.Repeat("a", 20000) + "」\n---\nb",
		"plain":     strings.Repeat("限流怎么做", 4000),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				readAddressed(text, botNames)
			}
		})
	}
}
