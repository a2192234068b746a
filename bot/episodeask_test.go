package bot

import (
	"fmt"
	"strings"
	"testing"

	"bigtalk/knowledge/archive"
)

// readerEpisodes are a show's in small.
func readerEpisodes() []*archive.Episode {
	return []*archive.Episode{
		{Number: 1, Title: "回顾与展望", Guests: []string{"马若飞"}},
		{Number: 3, Title: "智能网格", Guests: []string{"杨笛航"}, Introduction: "自适应限流、[懒加载](https://example.com/lazy)等扩展", Company: "网易"},
		{Number: 4, Title: "大规模落地", Guests: []string{"陈鹏", "Lin Sun"}, Company: "百度", Outline: []string{"实践经验总结"}},
		{Number: 8, Title: "云原生 API 网关", Guests: []string{"贾建云"}, Gains: "了解懒加载与 thrift 协议"},
	}
}

// String writes an ask as the table has it.
func (a episodeAsk) String() string {
	if !a.present() {
		return ""
	}
	var parts []string
	if a.list {
		parts = append(parts, "list")
	}
	for _, n := range a.numbers {
		parts = append(parts, map[int]string{lastEpisode: "last", nextEpisode: "next", unnamedEpisode: "this"}[n])
		if n >= 0 {
			parts[len(parts)-1] = fmt.Sprint(n)
		}
	}
	for _, g := range a.guests {
		parts = append(parts, "@"+strings.ReplaceAll(g, " ", ""))
	}
	if a.topic != "" {
		parts = append(parts, "#"+a.topic)
	}
	if a.optional {
		parts = append(parts, "?")
	}
	for i, name := range []string{"topic", "guest", "date", "replay"} {
		if a.facts&(1<<i) != 0 {
			parts = append(parts, name)
		}
	}
	return strings.Join(parts, " ")
}

// TestEpisodeAsks: what questions about a show ask for.
func TestEpisodeAsks(t *testing.T) {
	r := newEpisodeReader("Istio 大咖说", readerEpisodes())
	for text, want := range map[string]string{
		// What one was about.
		"第四期讲了什么":                                        "4 topic",
		"第4期的内容":                                         "4 topic",
		"第４期主要讲的是什么？":                                    "4 topic",
		"第 4 期是关于什么的":                                    "4 topic",
		"請問第四期講了什麼":                                      "4 topic",
		"大咖说第四期大纲":                                       "4 topic",
		"Istio 大咖说第十二期的主题":                               "12 topic",
		"介绍一下第三期":                                        "3",
		"第二十期说了啥":                                        "20 topic",
		"4期讲什么":                                          "4 topic",
		"ep4 讲了什么":                                       "4 topic",
		"episode 4 的主题是什么":                               "4 topic",
		"What was episode 4 about?":                      "4 topic",
		"ep 4 topics":                                    "4 topic",
		"ep. 4 outline":                                  "4 topic",
		"episode four outline":                           "4 topic",
		"what's the 4th episode about":                   "4 topic",
		"what did they talk about in the fourth episode": "4 topic",
		"Episode #4 summary please":                      "4 topic",
		"what is covered in episode no. 4":               "4 topic",
		"in the episode 4, what did the guest discuss":   "4 topic guest",
		// Who spoke.
		"第五期嘉宾是谁":                         "5 guest",
		"谁讲的第三期":                          "3 guest",
		"第三期是谁分享的":                        "3 guest",
		"第三期的分享嘉宾来自哪家公司":                  "3 guest",
		"who was the guest in episode 5":  "5 guest",
		"who spoke in ep 5?":              "5 guest",
		"episode 5 speaker":               "5 guest",
		"Who is the speaker of EPISODE 5": "5 guest",
		// When it was.
		"第二期是什么时候播的":                      "2 date",
		"第二期的直播时间":                        "2 date",
		"第三期是哪天":                          "3 date",
		"when did episode 2 air":          "2 date",
		"date of episode 7":               "7 date",
		"what date was the first episode": "1 date",
		"what day was ep 3 broadcast":     "3 date",
		// The replay.
		"第八期回放":                                "8 replay",
		"第三期视频在哪看":                             "3 replay",
		"求第三期的视频链接，谢谢":                         "3 replay",
		"有没有第三期的录像":                            "3 replay",
		"第三期能看回放吗":                             "3 replay",
		"第三期在B站的地址":                            "3 replay",
		"replay link for episode 8":            "8 replay",
		"where can I watch episode 3":          "3 replay",
		"please send me the link to episode 8": "8 replay",
		"episode 8's recording":                "8 replay",
		"is there a video of the 8th episode?": "8 replay",
		// Several facts, several episodes.
		"第五期嘉宾是谁，回放在哪":                                   "5 guest replay",
		"who was the guest of episode 5 and when was it": "5 guest date",
		"第三期和第四期讲了什么":                                    "3 4 topic",
		"links to episodes 3 and 4":                      "3 4 replay",
		"第四期什么时候播的，讲了什么":                                 "4 topic date",
		// By place.
		"第一期":                                "1",
		"最新一期":                               "last",
		"the last episode":                   "last",
		"最新一期讲了什么":                           "last topic",
		"who was on the latest episode":      "last guest",
		"first episode":                      "1",
		"第二次直播的回放":                           "2 replay",
		"what was the last talk about":       "last topic",
		"下一期什么时候":                            "next date",
		"when is the next episode":           "next date",
		"这期嘉宾是谁":                             "this guest",
		"who is the guest of this episode":   "this guest",
		"what is the episode about":          "this topic",
		"那期的回放在哪里":                           "this replay",
		"第 0 期":                              "0",
		"第一百期讲了什么":                           "100 topic",
		"twentieth episode date":             "20 date",
		"can you tell me about the 3rd show": "3 topic",
		// The list.
		"有几期":                                     "list",
		"一共多少期":                                   "list",
		"你们节目出了几期了？":                              "list",
		"how many episodes":                       "list",
		"how many episodes are there so far?":     "list",
		"有哪些期":                                    "list",
		"节目列表":                                    "list",
		"Episodes":                                "list",
		"list all the episodes":                   "list",
		"所有回放":                                    "list replay",
		"往期视频":                                    "list replay",
		"who were the guests":                     "list guest",
		"what episodes are there":                 "list",
		"有哪些嘉宾":                                   "list guest",
		"列出所有节目":                                  "list",
		"直播回放在哪看":                                 "list replay",
		"are there recordings?":                   "list replay",
		"episodes 3, 4 and 8":                     "3 4 8",
		"who were the guests of episodes 3 and 4": "3 4 guest",
		"我想看一下第5期的视频":                             "5 replay",
		"which guest was in episode 2":            "2 guest",
		// By guest.
		"马若飞是哪一期":                   "@马若飞",
		"哪一期的嘉宾是马若飞":                "@马若飞",
		"which episode had Lin Sun": "@linsun",
		"陈鹏讲了什么":                    "@陈鹏 topic",
		"陈鹏那期的回放":                   "@陈鹏 replay",
		"贾建云是谁":                     "@贾建云 guest",
		"when was Lin Sun on":       "@linsun date",
		// By topic, only when an episode is asked for.
		"哪一期讲了限流":                                               "#限流",
		"哪期有讲懒加载的":                                              "#懒加载",
		"限流是哪一期讲的":                                              "#限流",
		"关于多集群的是第几期":                                            "#多集群",
		"有没有哪期讲怎么配置限流":                                          "#配置限流",
		"which episode covers multi-cluster":                    "#multi-cluster",
		"which episodes are about API gateways":                 "#API gateways",
		"in which episode did they talk about lazy loading":     "#lazy loading",
		"is there an episode on rate limiting?":                 "#rate limiting",
		"which episode should I watch for API gateways":         "#API gateways",
		"限流在哪期讲的":                                               "#限流",
		"想看关于网关的那一期":                                            "#网关 ?",
		"讲限流的那期的回放":                                             "#限流 ? replay",
		"百度那期讲了什么":                                              "#百度 ? topic",
		"who was the guest in the episode about rate limiting":  "#rate limiting ? guest",
		"link to the episode on thrift":                         "#thrift ? replay",
		"which episode explains how to configure rate limiting": "#configure rate limiting",
	} {
		if got := r.read(text).String(); got != want {
			t.Errorf("%q asks %q, want %q (%s)", text, got, want, rolesOf(joinReferences(joinNumerals(r.lexicon.read(text)))))
		}
	}
}

// TestNoEpisodeAsks: questions that mention an episode, a number or a guest, but
// ask for more than the header tells. They go to the search.
func TestNoEpisodeAsks(t *testing.T) {
	r := newEpisodeReader("Istio 大咖说", readerEpisodes())
	for _, text := range []string{
		// Of what was said in an episode.
		"第四期里说的限流方案怎么配置",
		"episode 5 said istiod can scale, how?",
		"这期讲的东西生产能用吗",
		"第四期提到的 sidecar 资源怎么限制",
		"第三期讲限流了吗",
		"第三期有没有讲到多集群",
		"第五期嘉宾说的懒加载是什么意思",
		"第二期为什么说不要用 Mixer",
		"第八期的方案和第四期的有什么区别",
		"第八期里 thrift 协议支持得怎么样",
		"第四期嘉宾用的是哪个版本的 Istio",
		"第三期的 Slime 现在还维护吗",
		"第一期说 1.10 有哪些新特性",
		"第四期的 PPT 有吗",
		"第四期有哪些问题没回答",
		"看了第四期，pilot 内存还是很高",
		"第七期的网关支持 gRPC 吗",
		"上一期说的内存泄漏修复了吗",
		"最新一期提到的 ambient 能上生产吗",
		"what version of Istio did episode 5 recommend",
		"in episode 4 they mentioned sharding, does it work with multi-cluster?",
		"how did the guest of episode 8 reduce memory",
		"does episode 3 cover rate limiting",
		"why did the speaker in episode 2 leave Spring Cloud",
		"is the approach from episode 4 still valid",
		"episode 5: how do I set up lazy loading?",
		"slides of episode 4",
		"does the tool from the last episode support gRPC",
		"how long is episode 2",
		"第三期多长",
		// Numbers that are no episodes.
		"第二次重试会怎样",
		"为什么第一个请求慢",
		"第三步报错了",
		"第一期工程什么时候上线",
		"项目二期的时间",
		"长期来看 Istio 有什么内容",
		"证书有效期是什么时候",
		"过期时间在哪看",
		"1.10 什么时候发布的",
		"什么时候用 EnvoyFilter",
		"first request is slow",
		"the last retry fails, why",
		"step 4 of the installation fails",
		"what is the latest version",
		"when was Istio 1.10 released",
		"the second container does not start",
		"how many sidecars fit on a node",
		"一共需要多少内存",
		"有几个副本合适",
		"404 是谁返回的",
		"15001 端口是做什么的",
		"v1.4 的内容",
		// Facts of something else.
		"链接超时怎么办",
		"视频流怎么走网格",
		"谁来签发证书",
		"who signs the certificates",
		"where is the configuration stored",
		"what is this about",
		"what is the topic of the kafka consumer",
		"流量回放怎么做",
		"does Istio support traffic replay",
		"episode 4.5",
		"第四期的代码在哪",
		"show 4",
		"上次升级的视频卡住了",
		"latest release date",
		"介绍一下 Istio",
		"Istio 的主要内容是什么",
		"Istio 是什么",
		"什么时候",
		"在哪看",
		"链接",
		"who",
		"内容",
		// Of an episode's subject, without asking for an episode.
		"谁讲了限流",
		"讲讲限流",
		"有没有讲限流的",
		"什么是限流",
		"what covers rate limiting",
		"who talked about lazy loading",
		"哪一期说的限流方案更好",
		"哪一期讲了限流，具体怎么配置？",
		"which episode covers retries? Also how do I set a timeout",
		"哪个版本支持限流",
		"which version covers multi-cluster",
		"哪一期问了限流",
		"这个问题是哪一期问的",
		"陈鹏说的方案怎么配置",
		"陈鹏为什么不用 Sidecar 资源",
		"how does Lin Sun configure retries",
		"the episode",
		"这期",
		"",
	} {
		if got := r.read(text).String(); got != "" {
			t.Errorf("%q is taken for an ask: %q (%s)", text, got, rolesOf(joinReferences(joinNumerals(r.lexicon.read(text)))))
		}
	}
}

func TestNoEpisodesNoAsks(t *testing.T) {
	r := newEpisodeReader("FAQ", nil)
	for _, text := range []string{"第四期讲了什么", "how many episodes", "哪一期讲了限流", "最新一期"} {
		if got := r.read(text).String(); got != "" {
			t.Errorf("without episodes %q asks %q", text, got)
		}
	}
}

// TestEpisodesOn: the episodes on a topic, in the archive's language and, with a
// glossary, in the asker's.
func TestEpisodesOn(t *testing.T) {
	glossary := [][]string{{"限流", "rate limit", "rate limiting"}, {"懒加载", "lazy loading"}, {"网关", "gateway"}, {"API 网关", "API gateway"}}
	r := newEpisodeReader("Istio 大咖说", readerEpisodes())
	for topic, want := range map[string][]int{
		"限流":                     {3},
		"怎么配置限流":                 {3}, // half of it
		"懒加载":                    {3, 8},
		"lazy loading":           {3, 8},
		"rate limiting":          {3},
		"API gateways":           {8},
		"api":                    {8},
		"thrift":                 {8},
		"百度":                     {4},
		"多集群":                    nil,
		"multi-cluster":          nil,
		"Lin Sun":                {4},
		"懒加载 thrift":             {8},
		"lazy":                   nil, // stands in an address alone
		"大":                      {4},
		"?":                      nil,
		"":                       nil,
		strings.Repeat("限流", 50): {3},
	} {
		var got []int
		found, _ := r.on(topic, readerEpisodes(), glossary)
		for _, ep := range found {
			got = append(got, ep.Number)
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%q: episodes %v, want %v", topic, got, want)
		}
	}
}

func TestNumberOf(t *testing.T) {
	for s, want := range map[string]int{
		"4": 4, "04": 4, "0": 0, "999": 999, "1000": -1, "99999999999999999999": -1,
		"四": 4, "十": 10, "十二": 12, "二十": 20, "二十一": 21, "一百": 100, "一百零二": 102, "两": 2, "二一": 21, "零": 0,
		"": -1, "四期": -1, "x": -1, "九九九九": -1,
	} {
		got, ok := numberOf(s)
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("numberOf(%q) = %d, want %d", s, got, want)
		}
	}
}
