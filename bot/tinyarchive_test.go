package bot_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"

	"bigtalk/bot"
	"bigtalk/knowledge"
	"bigtalk/knowledge/archive"
)

// A tinySearcher finds a few entries by the words of a question, in the way that
// the real one does: one entry that is named surely answers, of several one may be
// meant, what nothing names leans on the thread or is refused. Its decisions do not
// depend on a fit, so that a dialogue is about the conversation alone.
type tinySearcher struct {
	gone map[string]bool // entries that have left the archive since they were offered
}

// A tinyEntry is an entry with the words that find it.
type tinyEntry struct {
	knowledge.Match
	words  []string
	weak   bool // it may be meant, but hardly answers
	follow string
}

// tinyVersion is that of the content.
const tinyVersion = "tiny-1"

func tinyEpisodes() []*archive.Episode {
	return []*archive.Episode{
		{Number: 1, Title: "网格入门", Guests: []string{"马若飞"}, Company: "FreeWheel", Date: "2021-05-25", URL: "https://example.com/1", Speaker: "网格的早期使用者。", Introduction: "从零开始认识网格。"},
		{Number: 2, Title: "生产实践", Guests: []string{"Lin Sun"}, Date: "2021-06-02", Outline: []string{"灰度发布", "踩过的坑"}, Gains: "少走弯路。"},
	}
}

func tinyEntries() []*tinyEntry {
	ep := tinyEpisodes()
	entry := func(id, question, answer string, at *archive.Episode, a knowledge.Annotation, words ...string) *tinyEntry {
		e := &archive.Entry{ID: id, Question: question, Answer: answer, Episode: at, File: "tiny.md"}
		return &tinyEntry{Match: knowledge.Match{Entry: e, Annotation: &a}, words: words}
	}
	list := []*tinyEntry{
		entry("t01", "请问如何限流呢？", "用 `EnvoyFilter` 配置**本地限流**。", ep[0],
			knowledge.Annotation{TitleZH: "如何限流？", TitleEN: "How do I limit the rate?", AnswerEN: "Configure **local rate limiting** with an `EnvoyFilter`."}, "限流", "rate limit"),
		entry("t02", "怎么升级？", "先升级控制面，再重启业务。", ep[0],
			knowledge.Annotation{TitleEN: "How do I upgrade?", AnswerEN: "The control plane first, then restart the workloads.", Dated: "Istio 1.9", DatedZH: "Istio 1.9 时"}, "升级", "upgrade"),
		entry("t03", "请求超时怎么配？", "在 VirtualService 里配 `timeout`。", ep[1],
			knowledge.Annotation{TitleEN: "How do I set a timeout?", AnswerEN: "Set `timeout` in a VirtualService."}, "超时", "timeout"),
		entry("t04", "请求失败了会自动重试吗？", "默认重试两次。", ep[1],
			knowledge.Annotation{TitleEN: "Are failed requests retried?", AnswerEN: "Twice, by default."}, "重试", "retried"),
		entry("t05", "网关怎么扩容？", "给网关配 HPA。", ep[1],
			knowledge.Annotation{TitleEN: "How does the gateway scale?", AnswerEN: "Give it an HPA."}, "网关", "gateway"),
		entry("t06", "网关证书怎么换？", "更新 Secret，网关会自己加载。", ep[1],
			knowledge.Annotation{TitleEN: "How do I replace the gateway's certificate?", AnswerEN: "Update the Secret; the gateway loads it."}, "网关", "gateway", "证书怎么换"),
		entry("t07", "网关日志在哪里看？", "看 Pod 的标准输出。", ep[1],
			knowledge.Annotation{TitleEN: "Where is the gateway's log?", AnswerEN: "On the pod's standard output."}, "网关", "gateway"),
		entry("t08", "虚拟机怎么接入？", "用 WorkloadEntry。", nil, knowledge.Annotation{}, "虚拟机", "virtual machine"),
		entry("t09", "限流有例子吗？", "有，见示例仓库的 `ratelimit` 目录。", ep[0],
			knowledge.Annotation{TitleEN: "Is there an example of rate limiting?", AnswerEN: "Yes, see `ratelimit` in the samples."}),
		entry("t10", "为什么先升级控制面？", "控制面向下兼容，反过来不行。", ep[0],
			knowledge.Annotation{TitleEN: "Why the control plane first?", AnswerEN: "It is backward compatible; the proxies are not."}),
	}
	list[3].weak = true
	list[0].follow, list[1].follow = "t09", "t10"
	for _, pair := range [][2]int{{0, 8}, {1, 9}} {
		list[pair[0]].Related = []knowledge.Related{{Entry: list[pair[1]].Entry, Annotation: list[pair[1]].Annotation}}
	}
	return list
}

// tinyLeans are words of a question that leans on the talk so far.
var tinyLeans = []string{"为什么", "例子", "那呢", "why", "example", "what about it"}

func (s tinySearcher) Search(ctx context.Context, q knowledge.Query) (knowledge.Result, error) {
	r := knowledge.Result{Version: tinyVersion, Thresholds: knowledge.Thresholds{Answer: 0.75, Choices: 0.3, Overheard: 0.97}}
	if err := ctx.Err(); err != nil {
		return r, err
	}
	text := strings.ToLower(q.Text)
	if strings.Contains(text, "fail the search") {
		return r, errors.New("SECRET: index.zap: permission denied")
	}
	holds := func(w string) bool { return strings.Contains(text, w) }
	list := tinyEntries()
	var found []*tinyEntry
	for _, e := range list {
		if slices.ContainsFunc(e.words, holds) {
			found = append(found, e)
		}
	}
	shown := slices.IndexFunc(list, func(e *tinyEntry) bool { return e.Entry.ID == q.Thread.Shown })
	switch {
	case len(found) == 0 && shown >= 0 && slices.ContainsFunc(tinyLeans, holds):
		id := max(list[shown].follow, list[shown].Entry.ID)
		at := slices.IndexFunc(list, func(e *tinyEntry) bool { return e.Entry.ID == id })
		found = []*tinyEntry{list[at]}
		r.FollowUp, r.Confidence = true, 0.9
		r.Thresholds = knowledge.Thresholds{Answer: 0.5, Choices: 0.3, Overheard: 1}
	case len(found) == 1 && !found[0].weak:
		r.Confidence, r.Overheard = 0.9, 0.98
	case len(found) > 0:
		r.Confidence = 0.5
	case holds("证书") || holds("certificate"): // near enough to be named
		found, r.Confidence, r.Helps = list[5:6], 0.1, 0.2
	case holds("灰度") || holds("canary"):
		r.Talk = tinyEpisodes()[1]
	}
	if r.Confidence < 0.3 {
		r.Uncovered = tinyWords(q.Text)
	}
	for i, e := range found {
		m := e.Match
		m.Confidence = r.Confidence - 0.05*float64(i)
		r.Matches = append(r.Matches, m)
	}
	r.Helps = max(r.Helps, r.Confidence)
	r.Matches = r.Matches[:min(len(r.Matches), max(q.Limit, 1))]
	return r, nil
}

// tinyWords are the words of a question as they were written, not more than the
// real searcher lists.
func tinyWords(text string) []string {
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return words[:min(len(words), 12)]
}

func (s tinySearcher) Match(id string) (knowledge.Match, bool) {
	for _, e := range tinyEntries() {
		if e.Entry.ID == id && !s.gone[id] {
			return e.Match, true
		}
	}
	return knowledge.Match{}, false
}

// tinyOptions are those of a bot that converses about the tiny archive.
func tinyOptions() bot.Options {
	return bot.Options{
		Title: "小话西游", Version: tinyVersion, Episodes: tinyEpisodes(),
		Glossary: [][]string{{"灰度发布", "canary release"}},
		Examples: map[bot.Language]string{bot.Chinese: "如何限流？", bot.English: "How do I limit the rate?"},
		Topics: []bot.Topic{
			{
				Name:    map[bot.Language]string{bot.Chinese: "网关", bot.English: "Gateways"},
				Example: map[bot.Language]string{bot.Chinese: "网关怎么扩容？", bot.English: "How does the gateway scale?"}, Entries: 3,
			},
			{Name: map[bot.Language]string{bot.Chinese: "版本", bot.English: "Versions"}, Entries: 1},
		},
		Names: []string{"bigtalk", "U0BOT", "Istio 小助手"},
	}
}
