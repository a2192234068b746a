package archive

import (
	"regexp"
	"strings"
)

// trimClosing cuts what a section or page says behind its last answer from us,
// the units of that answer's pair. It cuts at the first unit of the answer but
// its first from which on
//
//   - a rule stands where rules do not belong to answers, or where what follows
//     is a page's imprint;
//   - a label or heading names other matter, "推荐阅读：";
//   - a goodbye or the article's origin is told, and little but such follows.
//
// Anything else stays: a block quote, a link or a remark at the end of an
// answer is more often a part of it.
func trimClosing(us []unit, rulesInside bool) []unit {
	for i := questionEnd(us) + 1; i < len(us); i++ {
		u := us[i]
		switch u.kind {
		case rule:
			if !rulesInside || isImprint(us[i+1:]) {
				return us[:i]
			}
		case heading:
			if otherMatter.MatchString(closingText(u)) {
				return us[:i]
			}
		case paragraph, html, quote:
			text := closingText(u)
			if otherMatter.MatchString(text) || farewell.MatchString(text) && isSlight(us[i:]) {
				return us[:i]
			}
		default:
		}
	}
	return us
}

// Bounds for what follows a goodbye: a sentence, a link or two, the image of a
// QR code. More than that is an answer that goes on.
const (
	closingUnits = 6
	closingSize  = 1500
)

// isSlight reports whether us are few and short and hold nothing that only
// answers have.
func isSlight(us []unit) bool {
	if len(us) > closingUnits {
		return false
	}
	size := 0
	for _, u := range us {
		size += u.size()
		if u.kind == code || u.kind == heading || u.role != unmarked {
			return false
		}
	}
	return size <= closingSize
}

// isImprint reports whether what follows a rule is said of the page or its
// author: a biography, a licence, links to neighbours.
func isImprint(us []unit) bool {
	if !isSlight(us) {
		return false
	}
	us = trimRules(us)
	return len(us) > 0 && imprint.MatchString(closingText(us[0]))
}

// closingText returns the start of a unit's first line as a reader sees it.
func closingText(u unit) string {
	text := strings.TrimLeft(lead(u.lines[0]), "> \t")
	return strings.TrimLeft(plainText(trimSymbols(text)), "_ （(")
}

// Bounds for a page's footer: what stands behind its last rule, at most two
// units of a line or two. A longer text is part of the answer.
const (
	footerUnits = 2
	footerSize  = 300
)

// trimFooter cuts the footer of a page, a rule with little behind it, from its
// last answer.
func trimFooter(us []unit) []unit {
	for i := len(us) - 1; i > 1 && i >= len(us)-1-footerUnits; i-- {
		if us[i].kind != rule {
			continue
		}
		n := 0
		for _, u := range us[i:] {
			n += u.size()
		}
		if n <= footerSize {
			return us[:i]
		}
	}
	return us
}

var (
	// farewell begins what a page says after its last answer.
	farewell = regexp.MustCompile(`^(?i:以上(?:就是|是|为|内容)?(?:我们?|大家)?.{0,12}(?:全部|所有|分享|内容|问答|直播|整理|[本这今].{0,3}[期次天])` +
		`|今天的?(?:分享|直播|问答|节目|答疑)|本(?:次|期)(?:分享|问答|直播|活动|节目)|我们下(?:期|次)(?:再|见)|下期(?:预告|再见|节目)|敬请期待` +
		`|(?:欢迎|扫码|扫描|长按|微信扫).{0,8}(?:关注|扫码|扫描|加入|添加|长按|识别|进群|入群|加群|二维码|公众号)|扫码|更多精彩|更多(?:内容|活动|信息).{0,12}(?:关注|公众号|扫码)` +
		`|关注(?:我们|.{0,12}公众号)|点击(?:下方)?(?:阅读原文|原文链接)|(?:感谢|谢谢)(?:大家|各位|您|你|收看|观看|聆听|参与|阅读|收听)` +
		`|本文(?:转载|首发|作者|由|来自|来源|原文|原载|整理|已获|已授权|授权|经授权|最初|同步|版权|发表于)|(?:转载|整理|首发|来源)(?:自|于|[:：])|(?:原文|文章)(?:链接|地址|出处|首发|来源|转载)` +
		`|(?:作者|编辑|责编|译者|排版|校对)\s*[:：|｜]` +
		`|still have (?:any )?questions\b|(?:if you )?(?:have|got) (?:more|any|other|any other|further) (?:other )?questions\b|didn't find\b|can't find (?:what|your|the answer)\b` +
		`|(?:thank you|thanks) (?:so much |very much |everyone |all )?for (?:reading|watching|joining|attending|coming|listening|your)|(?:that's|that is) (?:all|it) (?:for|folks)` +
		`|(?:originally )?(?:published|posted) (?:on|at|in|by)\b|originally\b|this (?:article|post|page|faq|document) (?:was|is) (?:originally|first|last|licensed|maintained|also)\b|last (?:updated|modified|reviewed|edited)\b|(?:©|&copy;|copyright\b))`)
	// otherMatter is a label that stands over what is not the answer.
	otherMatter = regexp.MustCompile(`(?i)^(?:references?|further reading|related (?:links|articles|posts|reading|pages)|about (?:us|the authors?)|acknowledge?ments?|参考(?:资料|文献|链接|阅读)|相关(?:阅读|文章|链接|资料)|推荐阅读|延伸阅读|扩展阅读|本周推荐阅读|往期(?:回顾|推荐|精彩)|活动预告|下期预告|关于(?:我们|作者)|作者(?:简介|介绍)|讲师(?:简介|介绍)|嘉宾(?:简介|介绍))\s*[:：]?$`)
	// imprint begins what stands behind a page's last rule.
	imprint = regexp.MustCompile(`^(?i:作者|译者|嘉宾|讲师|编辑|本文|原文|转载|参考|推荐|相关|往期|欢迎|扫码|关注|感谢|谢谢|以上|更多|关于|版权|上一[页篇]|下一[页篇]|返回|如果(?:你|您|大家)?(?:还|仍)?有|没有找到|还有(?:问题|疑问)|最后更新|更新[于时]` +
		`|about\b|authors?\b|written\b|(?:re)?posted\b|published\b|by [A-Z]|©|&copy;|copyright\b|licen[sc]e|edit this|found a\b|have (?:a|any|more|other|another|questions)\b|still\b|need\b|didn't\b|can't find\b|if you (?:still |have |need |can't |couldn't |found )|see also\b|related\b|more resources|next\b|prev|←|→|thanks?\b|last (?:updated|modified)|these (?:questions|answers)\b|this (?:article|page|post|document|faq)\b|[^.!?。]{2,40} (?:is|are|was) (?:an?|the) |for more\b|contribut|would you like\b)`)
)
