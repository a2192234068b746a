package bot

import (
	"strings"
	"unicode"

	"bigtalk/knowledge/archive"
)

// A role is what an expression does in a question about episodes. It is a letter,
// so that what a question looks like is a regular expression over its roles; see
// episodeask.go.
type role byte

const (
	roleOther    role = 'o' // whatever is not known: the question may be about it
	roleFiller   role = 's' // says nothing by itself
	roleOf       role = 'd' // 的
	roleBreak    role = 'b' // between clauses
	roleHow      role = 'h' // asks for more than the episodes' facts
	roleNth      role = 'p' // 第
	roleNumber   role = 'n' // 4, four
	roleNumeral  role = 'z' // 四
	roleOrdinal  role = 'N' // fourth; th after a number
	roleLast     role = 'L' // latest
	roleUnit     role = 'u' // 期, episode
	roleEpisodes role = 'E' // episodes
	roleShow     role = 'U' // 节目, talk: an episode behind an ordinal, otherwise nothing
	roleNamed    role = 'r' // an episode: 最新一期, and what the roles above make
	roleThat     role = 'T' // an episode that only the talk before names: 那期, the episode
	roleWhich    role = 'W' // 哪一期, which episode
	roleList     role = 'l' // 有几期, list of episodes
	roleGuests   role = 'G' // 所有嘉宾, list of guests
	roleGuest    role = 'g' // a guest's name
	roleCover    role = 'v' // 讲, discuss
	roleWhat     role = 'q' // 什么
	roleTopic    role = 't' // 内容, about
	roleWho      role = 'w' // 嘉宾, who
	roleWhen     role = 'D' // 时间, when
	roleReplay   role = 'y' // 回放, link
	roleReplays  role = 'Y' // 回放: of the episode named, or of all
	roleWhere    role = 'k' // 在哪
)

// An episodeWord is what an expression means in a question about episodes.
type episodeWord struct {
	role   role
	number int // of roleNumber, roleOrdinal and roleNamed
}

// Numbers that stand for an episode by its place.
const (
	lastEpisode    = -1
	nextEpisode    = -2
	unnamedEpisode = -3 // this one, whichever that is
)

// newEpisodeLexicon returns the expressions of questions about the episodes of
// the archive called title, their guests' names among them.
func newEpisodeLexicon(title string, episodes []*archive.Episode) *lexicon[episodeWord] {
	l := newLexicon[episodeWord](nil)
	for i, w := range englishNumbers {
		r := roleNumber
		if i%2 == 1 {
			r = roleOrdinal
		}
		l.add(episodeWord{role: r, number: i/2 + 1}, w)
	}
	for _, w := range episodeWords {
		l.add(episodeWord{role: w.role, number: w.number}, w.list)
	}
	for _, ep := range episodes {
		for _, g := range ep.Guests {
			l.add(episodeWord{role: roleGuest}, strings.ReplaceAll(g, "|", " "))
		}
	}
	// "Istio 大咖说第四期" is as good as 第四期, and so is 大咖说第四期.
	l.add(episodeWord{role: roleShow}, strings.ReplaceAll(title, "|", " "))
	for _, part := range strings.FieldsFunc(title, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
		l.add(episodeWord{role: roleShow}, part)
	}
	return l
}

// episodeWords are the expressions of the language; see newLexicon for the form of
// a list. An expression of several lists has the role of the first.
var episodeWords = []struct {
	role   role
	number int
	list   string
}{
	{roleNamed, lastEpisode, `最新一期|最新的一期|最新那期|最新的那期|最近一期|最近的一期|最近那期|最近这期|最新期|最后一期|最后的一期|最后那期|末期节目|上一期|上期|最新一集|最后一集|上一集|最新一场|最后一场|最近一场|最近一次直播|最后一次直播|最新一次直播|上次直播|上次分享|上一次分享|上一次直播|最近一次分享|最后一次分享|最新一次分享|最新一期节目|最新节目|最近的节目|最新的节目|最新直播
		most recent one of the episodes`},
	{roleNamed, nextEpisode, `下一期|下期|下一集|下一场直播|下次直播|下一次直播|下次分享|下一次分享|next episode|upcoming episode|next show|next livestream|next live stream|next talk`},
	{roleNamed, 1, `首期|首场|首场直播|first ever episode|pilot episode`},
	{roleNamed, unnamedEpisode, `这一期|这期|本期|这一集|这集|本集|这场直播|本场直播|this episode|this ep|current episode`},
	{roleThat, 0, `那一期|那期|那一集|那集|那场|那场直播|那次直播|那次分享|的一期|那一场|that episode|the episode|the ep|that one episode|the one episode`},
	{roleWhich, 0, `在哪一期|在哪期|在哪几期|在哪集|在哪一集|在哪场|在哪次直播|在哪期节目|哪一期|哪期|哪一集|哪集|哪几期|哪几集|第几期|第几集|在第几期|哪场|哪一场|哪场直播|哪一场直播|哪次直播|哪一次直播|哪次分享|哪一次分享|哪期节目|哪一期节目|哪个节目|哪些节目讲|哪些期讲|有没有一期|有没有哪期|有没有哪一期|有哪一期|有哪期
		which episode|which episodes|which ep|which eps|which of the episodes|which one of the episodes|what episode|what episodes|what ep|which talk|which talks|which show|which livestream|which number episode|episode number which|which episode number|what episode number|is there an episode|is there any episode|are there episodes|are there any episodes|any episode|any episodes|do you have an episode|do you have any episodes|was there an episode`},
	{roleList, 0, `几期|多少期|几集|多少集|几场直播|多少场直播|几次直播|多少次直播|几次分享|多少次分享|几期节目|多少期节目|多少个节目|几个节目|哪些期|哪些节目|哪些集|哪些直播|哪些分享|节目列表|节目单|节目清单|节目目录|往期|往期节目|历史节目|历届节目|各期|每期|每一期|所有期|节目有哪些|节目都有哪些|所有节目|全部节目|全部期|各期节目|所有的节目|所有的期|所有直播|全部直播|往期直播|往期回顾|所有分享|全部分享|期数|总期数|全集
		how many episodes|how many eps|how many shows|how many livestreams|number of episodes|list of episodes|list of all episodes|list of the episodes|episode list|episodes list|list episodes|list all episodes|list the episodes|list all the episodes|list your episodes|show episodes|show all episodes|show me all episodes|show the episodes|show me the episodes|all episodes|all the episodes|all of the episodes|every episode|each episode|past episodes|previous episodes|episode guide|episode index|episode overview|what episodes are there|which episodes are there|what episodes do you have|which episodes do you have|what episodes exist|which episodes exist`},
	{roleGuests, 0, `所有嘉宾|全部嘉宾|哪些嘉宾|哪些讲师|嘉宾有哪些|嘉宾都有哪些|嘉宾都有谁|嘉宾有谁|嘉宾名单|嘉宾列表
		who were the guests|who are the guests|who were all the guests|all guests|all the guests|guest list|list of guests|list of the guests|list the guests|list guests|list all guests|list all the guests|which guests|what guests`},
	{roleReplays, 0, `回放|回放地址|回放链接|回放视频|视频回放|直播回放|节目回放|往期回放|直播录像|直播视频|精彩回放|录播|所有回放|全部回放|所有视频|全部视频|视频列表|回放列表|回放合集|视频合集
		replay|replays|recording|recordings|all replays|all the replays|all recordings|all the recordings|all videos|all the videos|episode videos|episode links`},
	{roleReplay, 0, `录像|录屏|视频|视频链接|视频地址|链接|连接地址|地址|网址|url|link|links|重播|回看|重看|看|看看|看一下|想看|想看看|想看一下|我想看|看到|看回放|观看|收看|播放地址|点播|补看|再看一遍|b站|哔哩哔哩|bilibili|bili
		recorded|video|videos|watch|rewatch|re watch|watched|view|catch up|youtube|vod|playback|play back`},
	{roleWho, 0, `谁|嘉宾|分享嘉宾|嘉宾介绍|嘉宾简介|嘉宾名字|嘉宾姓名|本期嘉宾|讲师|讲师介绍|主讲|主讲人|主讲嘉宾|演讲者|演讲人|演讲嘉宾|分享人|分享者|哪位|哪位嘉宾|哪位老师|哪位大佬|哪个嘉宾|什么人|哪个人|老师|哪家公司|哪个公司|什么公司|公司|哪家单位|来自哪里|来自哪|来自哪家公司|来自哪个公司|哪里人|哪里来的
		who|whom|whose|guest|guests|guest s|speaker|speakers|which guest|which speaker|what guest|hosted|hosted by|presenter|presenters|presented by|talker|who s|which company|what company|company|special guest|guest speaker|where is the guest from|where was the guest from`},
	{roleWhen, 0, `什么时候|什么时间|啥时候|何时|时间|日期|哪天|哪一天|哪年|哪一年|哪个月|几月|几月几号|几月几日|几号|几点|哪日|播出时间|播出日期|直播时间|直播日期|分享时间|开播时间|上线时间|录制时间|多久以前
		when|date|dates|what date|which date|what day|which day|what time|which year|what year|day|time|air|aired|airs|airing|airdate|air date|broadcast|broadcasted|broadcast date|go live|went live|live date|released|release date|published|publication date|streamed|how long ago`},
	{roleWhere, 0, `在哪|哪里|哪儿|在哪里|在哪儿|去哪|去哪里|去哪儿|上哪|怎么看|哪能|哪里能|如何观看|怎么观看|怎样观看|哪看|where|where s|how can i watch|how do i watch|how to watch|how could i watch|how can i see|how do i find|how can i find|how do i get|how can i get`},
	{roleTopic, 0, `内容|主要内容|分享内容|直播内容|节目内容|内容简介|内容介绍|主题|话题|议题|题目|标题|主旨|分享主题|分享题目|大纲|分享大纲|内容大纲|提纲|简介|介绍|节目介绍|节目简介|概要|概述|概况|摘要|总结|要点|重点|梗概|看点|亮点|议程|关于什么|关于啥|收获|详情|信息|干什么的|干嘛的|哪些方面|哪些话题|哪些内容|哪些主题|什么内容|什么主题|什么话题|什么题目
		about|topic|topics|subject|subjects|theme|themes|outline|outlines|content|contents|title|summary|summarize|summarise|overview|description|describe|abstract|agenda|synopsis|gist|takeaways|key points|main points|highlights|details|info|information|recap|rundown`},
	{roleWhat, 0, `什么|啥|些什么|些啥|哪些|什么东西|些什么东西|哪些东西|叫什么|叫啥|叫什么名字|叫什么名|what|what all|what s|whats`},
	{roleHow, 0, `怎么|怎样|这|这个|怎么样|如何|为什么|为啥|为何|怎么办|能不能用|问题|how|why|whether|if`},
	{roleCover, 0, `讲|讲了|讲过|讲到|讲到了|讲解|讲解了|讲述|讲述了|说|说了|说过|说到|说到了|聊|聊了|聊过|聊到|聊到了|谈|谈了|谈到|谈到了|提到|提到了|提到过|提过|提及|涉及|涉及到|涉及了|介绍了|介绍过|讨论|讨论了|讨论过|分享|分享了|分享过|覆盖|包含|包括|出现|主讲了
		cover|covers|covered|covering|discuss|discusses|discussed|discussing|talks about|talked about|talking about|talks|talked|talking|speak|speaks|spoke|speaking|speak about|spoke about|speaks about|mention|mentions|mentioned|explain|explains|explained|feature|features|featured|featuring|deal with|deals with|dealt with|address|addresses|addressed|go over|goes over|went over|went into|present|presents|presented|include|includes|included|contain|contains|contained|has|had|touch on|touches on|touched on|on|with|where they|for|关于`},
	{roleNth, 0, `第`},
	{roleUnit, 0, `期|集|期的|集的|期里|期中|期上|期里面|期当中|集里|集中|期节目|期直播|期分享|期大咖说|场直播|场分享|次直播|次分享|次节目|回直播|episode|ep|epi|eps|episode number|episode no|episode nr|ep number|ep no|show number|show no|talk number|livestream number`},
	{roleEpisodes, 0, `episodes`},
	{roleShow, 0, `节目|这个节目|这节目|这个系列|直播|大咖说|直播间|系列|talk|show|shows|livestream|live stream|broadcast show|webinar|programme|program|podcast|series|bigtalk|big talk`},
	{roleOrdinal, 0, `th|st|nd|rd`},
	{roleLast, 0, `latest|last|newest|most recent|final|very last|most recently aired|previous`},
	{roleOf, 0, `的|之`},
	{roleFiller, 0, `了|吗|么|是|大佬|大咖|在|有|有没有|过|会|能|能不能|可以|可不可以|可否|要|请|请问|问|问下|问一下|想问|想问下|想问一下|想知道|我想|我想知道|我要|我|你|您|你们|您们|我们|咱们|他|她|他们|帮|帮我|帮忙|麻烦|谢谢|多谢|给|给我|给个|给一下|发|发我|发一下|发个|发给我|求|来|来个|告诉|告诉我|说说|说一下|说下|讲讲|介绍一下|介绍下|查|查一下|查下|找|找一下|找下|把|一个|一下|个|位|那|那个|以及|和|跟|与|还有|并|并且|另外|顺便|呀|呐|嘛|哈|啊|呢|吧|来着|到底|究竟|列出|列一下|列举|显示|具体|具体的|大概|大致|主要|主要是|都|分别|分别是|一共|总共|共|目前|现在|至今|到现在|到目前为止|已经|做|做了|出|出了|办|办了|更新|更新了|播|播了|播出|播出了|播放|开播|录|录了|录制|上线|为止|名字|姓名|是不是有|进行|举行|对应|对应的|相关的|完整|完整的|当时|你好|您好|bot|机器人|只|属于|里|里面|在里面|到
		the|a|an|of|in|at|to|from|by|is|was|were|are|do|did|does|should|be|been|it|its|that|please|pls|plz|can|could|would|will|you|i|me|us|we|want|wanna|like|d|ll|s|ve|re|m|to know|know|tell|give|gave|given|get|got|see|find|send|share|need|looking|look|up|out|and|also|plus|so|there|here|they|he|she|his|her|their|him|them|name|named|called|have|having|happen|happened|happens|exactly|originally|actually|again|hi|hello|hey|thanks|thank|bot|your|my|our|so far|far|exist|currently|now|during|off|go|full|complete|each|some|bit|quick|quickly|just|only|online|available`},
}
