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

// beginsWithAnswer reports whether the first item of a list begins with an
// answer's mark.
func beginsWithAnswer(l *block) bool {
	return len(l.blocks) > 0 && beginsWithMark(l.blocks[0]) && l.blocks[0].blocks[0].lineMarks()[0].role == answers
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
	invisible = regexp.MustCompile(`(?is)<!--.*?-->|\{/\*.*?\*/\}|</?(?:a|br|hr|p|div|span|center|details|section|article)(?:\s[^<>]*)?/?>|\{[#.:][^{}\n]*\}|\{\{[<%].*?[%>]\}\}|^(?:import|export)\s.*\bfrom\b.*$`)
	// a link within the page, as a table of contents has them.
	pageLink = regexp.MustCompile(`(?is)^\s*(?:[-*+]|\d+[.)])?\s*(?:\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]\(#[^()]*\)|<a\s[^<>]*href=["']#[^<>]*>.*</a>)\s*(?:<br\s*/?>|\\)?\s*$`)
)

// linkItem is a list item that is a link and nothing else.
var linkItem = regexp.MustCompile(`^\s*(?:[-*+]|\d+[.)])\s+\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]\([^()]*\)\s*$`)

// listsLinks reports whether a section is a list of links, as an index of other
// pages has them.
func listsLinks(s *section) bool {
	for _, b := range s.blocks {
		if b.kind != list && !saysNothing(b) {
			return false
		}
		for _, line := range b.lines {
			if b.kind == list && strings.TrimSpace(line) != "" && !linkItem.MatchString(line) {
				return false
			}
		}
	}
	return len(s.blocks) > 0 && len(s.subs) == 0
}

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

// inlineAnswer is an answer's mark on the line of its question.
var inlineAnswer = regexp.MustCompile(`([。？?！!)）~～]\s*|\s)(?:\*\*|__)?(?:A|答|Answer)\s*\d*\s*(?:\*\*|__)?[:：]`)
