package archive

import (
	"regexp"
	"strings"
	"unicode"
)

// A headingName is what a heading says of its section.
type headingName struct {
	text   string  // without the signs that only serve the page
	faq    bool    // see namesFAQ
	beside bool    // see standsBeside
	like   float64 // likeness
}

// name returns what the heading of s says, which is not the root.
func (s *section) name() *headingName {
	if s.said == nil {
		text := s.heading.title()
		s.said = &headingName{text: text, faq: namesFAQ(text), beside: standsBeside(text), like: likeness(text)}
	}
	return s.said
}

var (
	// a heading that announces questions and answers.
	faqName = regexp.MustCompile(`(?i)\bfaqs?\b|q\s*(?:&|&amp;|＆|/|and|n|\+)\s*a(?:s\b|\b)|\bqa\b|frequently[\s-]+asked|(?:common|popular|general|other|more|your|community|audience|reader|basic|beginner|intermediate|advanced|technical|scenario|conceptual)(?:[\s-]+(?:level|based))?\s+questions|^questions\b|questions?\s*(?:&|and)\s*answers?|\binterview\s+(?:questions?|q(?:&|n)?a)\b|\bama\b|ask\s+(?:me|us)\s+anything|面[试試](?:真?[题題]|[问問][题題])|[问問]与?與?答|常[见見]的?(?:[问問][题題]|疑[问問]|疑[难難])|答疑|疑[难難](?:解答|[问問][题題]|[杂雜]症)|[问問][题題](?:解答|[汇彙匯][总總]|集[锦錦]|答疑|[与與和及]解答|回[复覆])|(?:[观觀][众眾]|[听聽][众眾]|[读讀]者|[网網]友|用[户戶]|[现現][场場]|互[动動]|直播|社[区區])提[问問]|提[问問](?:[环環][节節]|[与與和]回答)|[热熱][门門][问問][题題]|高[频頻][问問][题題]|(?:经|經)常被?[问問]到?的?[问問][题題]`)
	// headings of what stands beside questions on a page.
	besides = regexp.MustCompile(`(?i)^(?:table of contents?|contents?|toc|目录|license|licence|许可证?|版权(?:声明)?|references?|参考(?:资料|文献|链接|阅读)?|see also|further reading|related(?: (?:links|articles|posts|reading|pages))?|相关(?:阅读|链接|文章|资料)|推荐阅读|延伸阅读|扩展阅读|contributing|contributors?|贡献(?:者|指南)?|acknowledge?ments?|致谢|changelog|更新日志|about(?: (?:us|the authors?))?|关于(?:我们|作者|本文)|作者(?:简介|介绍)?|讲师(?:简介|介绍)|嘉宾(?:简介|介绍)|分享(?:大纲|嘉宾)|话题介绍|听众收获|资源|resources?|links?|总结|小结|结语|结束语|写在最后|后记|summary|conclusion|introduction|overview|前言|引言|简介|概述|概览|背景|背景介绍|support|get(?:ting)? (?:help|support|started|in touch)|contact(?: us)?|联系(?:我们|方式)|加入(?:我们|社区)|community|社区|social|installation|install|安装|usage|使用方法|quick ?start|快速开始|examples?|badges?|footnotes?|脚注|注释|下期预告|往期回顾|活动预告|附录|appendix|feedback|反馈|本周推荐阅读)[:：]?$`)
	// sub-headings that divide an answer.
	answerPart = regexp.MustCompile(`(?i)^(?:(?:问题)?(?:现象|描述|原因|背景|分析|解决|处理|方案|步骤|结论|说明|示例|影响|排查)|(?:问题|错误|故障|原因|解决|处理)?(?:现象|描述|原因|分析|方案|方法|办法|步骤|过程|思路|措施|说明)|方[案法][一二三四五\d]|symptoms?|causes?|reasons?|(?:re)?solutions?|fix|problems?|description|workarounds?|steps?|notes?|details?|examples?|option \w+)[:：]?$`)
)

// namesFAQ reports whether a heading or title announces questions and answers: it
// begins or ends with their name, or goes on as such a name does. "A bot for a Q&A
// archive" is about something else.
func namesFAQ(text string) bool {
	text = plainText(lead(text))
	for _, at := range faqName.FindAllStringIndex(text, -1) {
		if strings.IndexFunc(text[:at[0]], unicode.IsLetter) < 0 || !otherNoun.MatchString(text[at[1]:]) || faqNoun.MatchString(text[at[1]:]) {
			return true
		}
	}
	return false
}

// otherNoun begins what follows the name of questions and answers where that
// name only describes a word.
var otherNoun = regexp.MustCompile(`^\s+(?:[a-z]|[A-Z][a-z])`)

// faqNoun is a word that goes on with the name of questions and answers.
var faqNoun = regexp.MustCompile(`^(?i:\s+(?:and|or|for|about|with|of|on|from|to|by|in|at|sections?|sessions?|pages?|lists?|corner|time|recaps?|rounds?|parts?|notes?|records?|logs?|transcripts?|summary|highlights?|vol|episodes?|series|answers?|answered|collection|guide)\b)`)

// partName is a heading of a part of the questions: "General questions", "Helm FAQ".
var partName = regexp.MustCompile(`(?i)^[\pL\d .&+/-]+\squestions[:：]?$|^[\pL\d .&+/-]+\sfaqs?$|^(?:其他|其它|更多|通用|一般|基础).{0,4}[问問][题題]$`)

// namesTopic reports whether a heading that announces questions names but a part
// of them.
func namesTopic(text string) bool { return partName.MatchString(plainText(lead(text))) }

// helpHeading is a heading over where to go when no question fits.
var helpHeading = regexp.MustCompile(`(?i)^(?:still (?:need (?:more )?help|have (?:a |any |more |other )?questions?|stuck|having (?:issues|problems|trouble)|confused|not working|can'?t find.*)|(?:do you )?(?:need|want) (?:(?:some |any )?(?:more|further|additional|extra|other) )?(?:help|support|assistance|info(?:rmation)?)|(?:do you )?(?:have|got) (?:a|any|more|other|any other|another|further) (?:other )?questions?|didn'?t find.*|can'?t find (?:what you|your|the answer|an answer).*|question not (?:listed|answered).*|(?:more|additional|other|useful|helpful|external|further) (?:resources?|info(?:rmation)?|links?|reading|help|documentation|docs)|next steps?|what'?s next|where to go (?:next|from here)|learn more|getting (?:more )?(?:help|support)|where to get (?:more )?help|ask(?:ing)? (?:a|your|us a) question|(?:report|file)(?:ing)? (?:a bug|bugs|an issue|issues)|(?:还|仍)有(?:其他|其它|别的)?(?:问题|疑问)|(?:没有|没|未)(?:能)?(?:找到|解决|解答)(?:你|您|想要)?的?(?:答案|问题)?|(?:获取|需要|寻求|更多)(?:更多)?(?:帮助|支持|资源|信息)|更多(?:问题|资料|文档)|其他(?:资源|资料)|下一步|(?:提交|反馈)(?:问题|建议)|如何提问|提问须知)[?？!！.。…:：]*$`)

// standsBeside reports whether a heading's section is no question: a table of
// contents, a licence, a guest's introduction.
func standsBeside(text string) bool {
	if len(text) > markStart {
		return false
	}
	text = strings.Trim(trimNumber(trimSymbols(plainText(text))), " #*")
	return besides.MatchString(text) || helpHeading.MatchString(text)
}
