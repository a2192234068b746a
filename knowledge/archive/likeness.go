package archive

import (
	"regexp"
	"strings"
)

// How much a text looks like a question, between 0 and 1. The steps were set
// on the question pages of some thirty public projects: a question mark at the
// end is nearly always one; question words without a mark head a tutorial's
// chapter ("如何安装") about as often as a question.
const (
	certainQuestion  = 1.0 // ends in a question mark
	mostlyQuestion   = 0.9 // has a question mark
	likelyQuestion   = 0.8 // begins with, or in Chinese has, a question word
	possibleQuestion = 0.5 // says "I …", "… error", as titles in FAQs do
	unlikeQuestion   = 0.2
)

var (
	chineseAsk = regexp.MustCompile(`[吗嗎呢]|如何|怎[么麼样樣]|[为為][什甚][么麼]|[为為][何啥]|是否|[什甚][么麼]|哪[些个個里裡种種]|多少|[几幾][个個]|能否|可否|是不是|能不能|会不会|會不會|有没有|有沒有|可不可以|[请請][问問教]|咋`)
	englishAsk = regexp.MustCompile(`^(?i:(?:how|what|what's|whats|why|when|where|who|which|whose|can|can't|could|do|does|doesn't|did|is|isn't|are|aren't|should|will|would|may|am|has|have|was|were)\b)`)
	firstHand  = regexp.MustCompile(`(?i:^(?:i|i'm|i've|my|we)\b)|[报報][错錯]|失[败敗]|[错錯][误誤]|[异異]常|[无無]法|不能|[没沒]有|error|fail|cannot|can't|unable|not work`)
)

// codeSpan is code in a line; a question mark in it asks nothing.
var codeSpan = regexp.MustCompile("`[^`]+`")

// maxLikeness bounds the text that is looked at as a whole, in bytes; of a longer
// one the start and the end tell enough.
const maxLikeness = 2 << 10

// likeness tells how much a question's first paragraph looks like one.
func likeness(text string) float64 {
	if len(text) > maxLikeness {
		text = lead(text) + " " + text[len(text)-markStart:]
	}
	text = plainText(codeSpan.ReplaceAllString(strings.Join(strings.Fields(text), " "), "code"))
	text = trimNumber(text)
	end := strings.TrimRight(text, ` "'”’」』）)*_~。.!！…`)
	switch {
	case text == "":
		return 0
	case strings.HasSuffix(end, "?"), strings.HasSuffix(end, "？"):
		return certainQuestion
	case strings.ContainsAny(text, "?？"):
		return mostlyQuestion
	case englishAsk.MatchString(text), chineseAsk.MatchString(text):
		return likelyQuestion
	case firstHand.MatchString(text):
		return possibleQuestion
	}
	return unlikeQuestion
}

var (
	// a heading that announces questions and answers.
	faqName = regexp.MustCompile(`(?i)\bfaqs?\b|q\s*(?:&|&amp;|＆|/|and|n|\+)\s*a(?:s\b|\b)|\bqa\b|frequently[\s-]+asked|(?:common|popular|general|other|more|your|community|audience|reader)\s+questions|^questions\b|questions?\s*(?:&|and)\s*answers?|\bama\b|ask\s+(?:me|us)\s+anything|[问問]与?與?答|常[见見]的?(?:[问問][题題]|疑[问問]|疑[难難])|答疑|疑[难難](?:解答|[问問][题題]|[杂雜]症)|[问問][题題](?:解答|[汇彙匯][总總]|集[锦錦]|答疑|[与與和及]解答|回[复覆])|(?:[观觀][众眾]|[听聽][众眾]|[读讀]者|[网網]友|用[户戶]|[现現][场場]|互[动動]|直播|社[区區])提[问問]|提[问問](?:[环環][节節]|[与與和]回答)|[热熱][门門][问問][题題]|高[频頻][问問][题題]|(?:经|經)常被?[问問]到?的?[问問][题題]`)
	// headings of what stands beside questions on a page.
	besides = regexp.MustCompile(`(?i)^(?:table of contents?|contents?|toc|目录|license|licence|许可证?|版权(?:声明)?|references?|参考(?:资料|文献|链接|阅读)?|see also|further reading|related(?: (?:links|articles|posts|reading|pages))?|相关(?:阅读|链接|文章|资料)|推荐阅读|延伸阅读|扩展阅读|contributing|contributors?|贡献(?:者|指南)?|acknowledge?ments?|致谢|changelog|更新日志|about(?: (?:us|the authors?))?|关于(?:我们|作者|本文)|作者(?:简介|介绍)?|讲师(?:简介|介绍)|嘉宾(?:简介|介绍)|分享(?:大纲|嘉宾)|话题介绍|听众收获|资源|resources?|links?|总结|小结|结语|结束语|写在最后|后记|summary|conclusion|introduction|overview|前言|引言|简介|概述|概览|背景|背景介绍|support|get(?:ting)? (?:help|support|started|in touch)|contact(?: us)?|联系(?:我们|方式)|加入(?:我们|社区)|community|社区|social|installation|install|安装|usage|使用方法|quick ?start|快速开始|examples?|badges?|footnotes?|脚注|注释|下期预告|往期回顾|活动预告|附录|appendix|feedback|反馈|本周推荐阅读)[:：]?$`)
	// sub-headings that divide an answer.
	answerPart = regexp.MustCompile(`(?i)^(?:(?:问题)?(?:现象|描述|原因|背景|分析|解决|处理|方案|步骤|结论|说明|示例|影响|排查)|(?:问题|错误|故障|原因|解决|处理)?(?:现象|描述|原因|分析|方案|方法|办法|步骤|过程|思路|措施|说明)|方[案法][一二三四五\d]|symptoms?|causes?|reasons?|(?:re)?solutions?|fix|problems?|description|workarounds?|steps?|notes?|details?|examples?|option \w+)[:：]?$`)
)

// namesFAQ reports whether a heading or title announces questions and answers.
func namesFAQ(text string) bool { return faqName.MatchString(plainText(lead(text))) }

// standsBeside reports whether a heading's section is no question: a table of
// contents, a licence, a guest's introduction.
func standsBeside(text string) bool {
	return len(text) <= markStart && besides.MatchString(strings.Trim(trimNumber(plainText(text)), " #*✨🔗📝🚀👉"))
}
