package archive

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// isStrong reports whether all of line is strong text.
func isStrong(line string) bool {
	_, rest, ok := strong(trimNumber(strings.TrimSpace(line)))
	return ok && saysNoMore(rest)
}

// hasMarkedItems reports whether items of a list begin with marks, "- Q: …", or
// hold a line that an answer's mark begins.
func hasMarkedItems(l *block) bool {
	for _, it := range l.blocks {
		if beginsWithMark(it) {
			return true
		}
		for _, b := range it.blocks {
			if b.kind != paragraph {
				continue
			}
			if slices.ContainsFunc(b.lineMarks(), func(m mark) bool { return m.role == answers }) {
				return true
			}
		}
	}
	return false
}

// beginsWithMark reports whether the first paragraph of a container begins
// with a question's or an answer's mark.
func beginsWithMark(b *block) bool {
	if len(b.blocks) == 0 || b.blocks[0].kind != paragraph {
		return false
	}
	m := b.blocks[0].lineMarks()[0]
	return m.role != unmarked && !m.bare
}

// usesPoints reports whether blocks mark their questions "Q. …".
func usesPoints(blocks []*block) bool {
	for _, b := range blocks {
		switch b.kind {
		case heading:
			if questionPoint.MatchString(headingText(b.text)) {
				return true
			}
		case paragraph:
			if questionPoint.MatchString(strings.TrimSpace(b.lines[0])) {
				return true
			}
		case list, item:
			if usesPoints(b.blocks) {
				return true
			}
		default:
		}
	}
	return false
}

var (
	invisible = regexp.MustCompile(`(?is)<!--.*?-->|</?(?:a|br|hr|p|div|span|center|details|section|article)(?:\s[^<>]*)?/?>|\{[#.:][^{}\n]*\}|\{\{[<%].*?[%>]\}\}|^(?:import|export)\s.*\bfrom\b.*$`)
	// a link within the page, as a table of contents has them.
	pageLink = regexp.MustCompile(`(?is)^\s*(?:[-*+]|\d+[.)])?\s*(?:\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]\(#[^()]*\)|<a\s[^<>]*href=["']#[^<>]*>.*</a>)\s*(?:<br\s*/?>|\\)?\s*$`)
)

// saysNothing reports whether a block shows a reader nothing: comments, anchors,
// shortcodes; or nothing but links within the page.
func saysNothing(b *block) bool {
	switch b.kind {
	case paragraph, html:
		text := strings.Join(b.lines, "\n")
		if isInvisible(text) {
			return true
		}
	case list:
	default:
		return false
	}
	for _, line := range b.lines {
		if strings.TrimSpace(line) != "" && !pageLink.MatchString(line) {
			return false
		}
	}
	return true
}

// maxInvisible bounds the text that is looked through for what it shows; the
// longest licence comment seen has 12 KiB.
const maxInvisible = 64 << 10

// isInvisible reports whether Markdown or HTML shows a reader nothing.
func isInvisible(text string) bool {
	if len(text) > maxInvisible {
		return false
	}
	if !strings.ContainsAny(text, "<{") && !strings.HasPrefix(text, "import ") && !strings.HasPrefix(text, "export ") {
		return false
	}
	return strings.TrimSpace(invisible.ReplaceAllString(text, "")) == ""
}

var backLink = regexp.MustCompile(`(?i)^\W*(?:back to (?:the )?(?:top|toc|contents|table of contents)|return to top|top|返回(?:顶部|目录)|回到(?:顶部|目录)|⬆.*|↑.*)\W*$`)

// maxBackLink bounds the text of a link to the top; the longest seen has 80 bytes.
const maxBackLink = 200

// isBackLink reports whether text is a link to the top of its page.
func isBackLink(text string) bool {
	return len(text) < maxBackLink && backLink.MatchString(plainText(text))
}

// labelRunes bounds a line that stands as a label over what follows; longer
// strong lines are emphasis. The longest label seen has 22 runes.
const labelRunes = 30

// isLabel reports whether u is a line in strong type that titles what follows
// it, rather than a part of an answer.
func isLabel(u unit) bool {
	return u.kind == paragraph && u.strong && utf8.RuneCountInString(u.lines[0]) <= labelRunes &&
		!strings.ContainsAny(trimNumber(strings.TrimLeft(u.lines[0], "*_ ")), "。，,.！!")
}

// farewell begins what a page says after its last answer.
var farewell = regexp.MustCompile(`^(?:以上(?:就是|是|内容)|今天的?(?:分享|直播|问答|节目|答疑)|本(?:次|期)(?:分享|问答|直播|活动|节目)|(?:欢迎|扫码|长按)(?:大家)?(?:关注|扫码|加入|添加|长按|识别|进群)|更多(?:精彩|内容|活动|信息)|关注(?:我们|公众号)|点击(?:阅读原文|下方)|Still have questions\b|(?:If you )?(?:have|got) (?:more|other|any other|further) questions\b|Didn't find\b|Can't find\b)`)

// inlineAnswer is an answer's mark on the line of its question.
var inlineAnswer = regexp.MustCompile(`([。？?！!)）~～]\s*|\s)(?:\*\*|__)?(?:A|答|Answer)\s*\d*\s*(?:\*\*|__)?[:：]`)
