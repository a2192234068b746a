package bot_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bigtalk/bot"
	"bigtalk/knowledge"
	"bigtalk/knowledge/archive"
)

// showEpisodes have a hole in their numbers; one has all facts, one nearly none.
func showEpisodes() []*archive.Episode {
	return []*archive.Episode{
		{Number: 1, Title: "回顾"},
		{Number: 2, Guests: []string{"马若飞"}, Introduction: "来[直播间](https://example.com/live)看懒加载。"},
		{
			Number: 5, Title: "生产落地", Topic: "生产 落地！", Guests: []string{"钟华", "陈鹏"}, Company: "腾讯云",
			Date: "2021-06-30", Time: "晚 8 点", URL: "https://example.com/5", Speaker: "工程师。",
			Outline: []string{"挑战", "性能\n优化"}, Gains: "了解懒加载。",
		},
	}
}

func showBot(s bot.Searcher) *bot.Bot {
	return bot.New(s, bot.Options{Title: "Istio 大咖说", Version: "v1", Episodes: showEpisodes(), Glossary: [][]string{{"懒加载", "lazy loading"}}})
}

func TestEpisodeFacts(t *testing.T) {
	cite := func(n string, intro string) bot.CitationBlock {
		return map[string]bot.CitationBlock{
			"1":    {Intro: intro, Label: "《Istio 大咖说》第 1 期", Details: []string{"回顾"}},
			"2":    {Intro: intro, Label: "《Istio 大咖说》第 2 期", Details: []string{"马若飞"}},
			"5":    {Intro: intro, Label: "《Istio 大咖说》第 5 期", Details: []string{"生产落地", "钟华、陈鹏（腾讯云）", "2021-06-30"}, URL: "https://example.com/5"},
			"5 en": {Intro: intro, Label: "Istio 大咖说, episode 5", Details: []string{"生产落地", "钟华, 陈鹏 (腾讯云)", "2021-06-30"}, URL: "https://example.com/5"},
			"2 en": {Intro: intro, Label: "Istio 大咖说, episode 2", Details: []string{"马若飞"}},
		}[n]
	}
	text := func(s string) bot.TextBlock { return bot.TextBlock{Text: s} }
	about := bot.AnswerBlock{Markdown: "- 挑战\n- 性能\n  优化\n\n了解懒加载。"}
	for question, want := range map[string][]bot.Block{
		"第五期讲了什么":                                     {text("档案是这样介绍第 5 期《生产落地》的："), about, cite("5", "")},
		"what was the latest episode about":           {text("Episode 5, “生产落地”, in the archive's own words:"), about, cite("5 en", "")},
		"第五期":                                         {text("档案是这样介绍第 5 期《生产落地》的："), about, cite("5", "")},
		"第二期内容":                                       {text("档案是这样介绍第 2 期的："), bot.AnswerBlock{Markdown: "来直播间看懒加载。"}, cite("2", "")},
		"第一期讲了什么":                                     {text("第 1 期的题目是《回顾》，档案里没有更多介绍。"), cite("1", "")},
		"第五期嘉宾是谁":                                     {text("第 5 期的嘉宾是钟华、陈鹏（腾讯云）。"), bot.AnswerBlock{Markdown: "工程师。"}, cite("5", "")},
		"第一期嘉宾是谁":                                     {text("档案没有写第 1 期的嘉宾是谁。"), cite("1", "")},
		"第五期什么时候播的":                                   {text("第 5 期的播出时间是 2021-06-30 晚 8 点。"), cite("5", "")},
		"when did episode 5 air":                      {text("Episode 5 aired on 2021-06-30."), cite("5 en", "")},
		"第一期是哪天":                                      {text("档案没有写第 1 期的播出时间。"), cite("1", "")},
		"第五期回放":                                       {cite("5", "回放：")},
		"replay of episode 5":                         {cite("5 en", "Replay: ")},
		"第二期回放":                                       {text("档案里没有第 2 期的回放链接。"), cite("2", "")},
		"when was ep 5 and where can I watch it":      {text("Episode 5 aired on 2021-06-30."), cite("5 en", "Replay: ")},
		"第一期是谁、什么时候、回放":                               {text("档案没有写第 1 期的嘉宾是谁。\n档案没有写第 1 期的播出时间。\n档案里没有第 1 期的回放链接。"), cite("1", "")},
		"第三期讲了什么":                                     {text("档案里没有第 3 期，有的是第 1–2、5 期。")},
		"第九期和第五期的回放":                                  {text("档案里没有第 9 期，有的是第 1–2、5 期。"), cite("5", "回放：")},
		"episode 9":                                   {text("The archive has no episode 9. It has: 1–2, 5.")},
		"下一期什么时候":                                     {text("档案里最新的是第 5 期，之后的节目我不知道。"), cite("5", "")},
		"陈鹏是哪一期":                                      {text("陈鹏参加的是："), cite("5", "")},
		"哪一期讲了懒加载":                                    {text("题目或介绍里提到“懒加载”的有："), cite("2", ""), cite("5", "")},
		"which episodes cover lazy loading":           {text("Episodes on “lazy loading”, by title and introduction:"), cite("2 en", ""), cite("5 en", "")},
		"哪一期讲了多集群":                                    {text("没有哪一期的题目或介绍提到“多集群”。问答里也许有，可以直接问这方面的具体问题。")},
		"哪一期讲了懒加载原理":                                  {text("没有哪一期的题目或介绍完整提到“懒加载原理”，最接近的是："), cite("2", ""), cite("5", "")},
		"which episode covers lazy loading internals": {text("No episode's title or introduction mentions all of “lazy loading internals”; closest is:"), cite("2 en", ""), cite("5 en", "")},
		"讲落地的那期回放":                                    {cite("5", "回放：")},
		"所有回放链接":                                      {text("节目一共有 3 期："), cite("1", ""), cite("2", ""), cite("5", "")},
		"有几期":                                         {text("节目一共有 3 期：\n第 1 期 · 回顾\n第 2 期 · 马若飞\n第 5 期 · 生产落地 · 钟华、陈鹏 · 2021-06-30")},
		"这期嘉宾是谁":                                      {text("你说的是哪一期？节目有这些期：\n第 1 期 · 回顾\n第 2 期 · 马若飞\n第 5 期 · 生产落地 · 钟华、陈鹏 · 2021-06-30")},
	} {
		r, err := showBot(fakeSearcher{err: errors.New("searched")}).Handle(context.Background(), addressed(question))
		if err != nil {
			t.Errorf("%q: %v", question, err)
			continue
		}
		if diff := cmp.Diff(want, r.Blocks); diff != "" {
			t.Errorf("%q: blocks (-want +got):\n%s", question, diff)
		}
		if r.Decision != bot.Smalltalk || r.Version != "v1" || len(r.Choices) > 0 {
			t.Errorf("%q: %s of version %q with choices %v", question, r.Decision, r.Version, r.Choices)
		}
	}
}

// TestEpisodeFactsLeaveQuestions: a question that no fact answers is searched, and
// so is whatever does not address the bot or has no episodes to ask about.
func TestEpisodeFactsLeaveQuestions(t *testing.T) {
	searched := errors.New("searched")
	for _, q := range []string{"第五期里说的懒加载怎么配置", "讲多集群的那期回放", "讲懒加载原理的那期回放", "第五期" + strings.Repeat("很长", 200)} {
		if _, err := showBot(fakeSearcher{err: searched}).Handle(context.Background(), addressed(q)); !errors.Is(err, searched) {
			t.Errorf("%q is not searched", q)
		}
	}
	overheard := addressed("第五期讲了什么")
	overheard.Addressed = false
	if r, err := showBot(fakeSearcher{result: knowledge.Result{}}).Handle(context.Background(), overheard); err != nil || r.Decision != bot.Silence {
		t.Errorf("overheard: %s, %v", r.Decision, err)
	}
	for _, q := range []string{"第五期讲了什么", "有几期", "how many episodes"} {
		b := bot.New(fakeSearcher{err: searched}, bot.Options{})
		if _, err := b.Handle(context.Background(), addressed(q)); !errors.Is(err, searched) {
			t.Errorf("%q is not searched without episodes", q)
		}
	}
}
