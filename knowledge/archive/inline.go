package archive

import (
	"regexp"
	"strings"
	"unicode"
)

// trimSymbols removes the emoji that decorate the start of text.
func trimSymbols(text string) string {
	return strings.TrimLeftFunc(text, func(r rune) bool {
		return unicode.Is(unicode.So, r) && !strings.ContainsRune("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", r) || unicode.Is(unicode.Variation_Selector, r) || r == ' ' || r == '\t'
	})
}

// strongSigns returns the signs of strong emphasis, the longest first.
func strongSigns() []string { return []string{"***", "**", "__"} }

// emphasisSigns returns the signs of all emphasis, the longer first.
func emphasisSigns() []string { return []string{"***", "**", "__", "*", "_"} }

// openEmphasis removes the emphasis sign that text begins with and returns it,
// "" when there is none.
func openEmphasis(text string) (rest, sign string) {
	text = strings.TrimLeft(text, " \t")
	if m := htmlStrong.FindStringSubmatch(lead(text)); m != nil {
		text = "**" + m[1] + "**" + text[len(m[0]):]
	}
	for _, sign := range emphasisSigns() {
		if rest, ok := strings.CutPrefix(text, sign); ok && rest != "" && rest[0] != ' ' && strings.Contains(rest, sign) {
			return rest, sign
		}
	}
	return text, ""
}

// closeEmphasis removes the first closing sign from text.
func closeEmphasis(text, sign string) string {
	if sign == "" {
		return text
	}
	before, after, found := strings.Cut(text, sign)
	if !found {
		return text
	}
	if strings.TrimSpace(before) == "" {
		return strings.TrimLeft(after, " \t")
	}
	return before + after
}

// htmlStrong is strong text in HTML at the start of a line.
var htmlStrong = regexp.MustCompile(`(?i)^<(?:b|strong)>(.*?)</(?:b|strong)>`)

// strong returns what the emphasis at the start of line holds and what follows
// it. It reports false for a line that does not begin with strong emphasis.
func strong(line string) (inner, rest string, ok bool) {
	line = strings.TrimSpace(line)
	if strings.HasPrefix(line, "<") {
		if m := htmlStrong.FindStringSubmatch(line); m != nil && strings.TrimSpace(m[1]) != "" {
			return strings.TrimSpace(m[1]), strings.TrimSpace(line[len(m[0]):]), true
		}
		return "", "", false
	}
	for _, sign := range strongSigns() {
		after, found := strings.CutPrefix(line, sign)
		if !found {
			continue
		}
		inner, rest, found := strings.Cut(after, sign)
		if !found || strings.TrimSpace(inner) == "" {
			return "", "", false
		}
		return strings.TrimSpace(inner), strings.TrimSpace(rest), true
	}
	return "", "", false
}

var lineBreak = regexp.MustCompile(`(?i)<br\s*/?>`)

// saysNoMore reports whether what follows strong text is punctuation or a line
// break.
func saysNoMore(rest string) bool {
	return strings.Trim(lineBreak.ReplaceAllString(rest, ""), " :：\\") == ""
}

// unwrap removes strong emphasis around all of text, which may have several
// lines. What follows the emphasis on its line may only be punctuation.
func unwrap(text string) (string, bool) {
	first, rest, more := strings.Cut(text, "\n")
	if inner, after, ok := strong(first); ok {
		if !saysNoMore(after) {
			return text, false
		}
		if more {
			inner += "\n" + rest
		}
		return inner, true
	}
	for _, sign := range strongSigns() {
		inner, found := strings.CutPrefix(text, sign)
		if !found {
			continue
		}
		inner, found = strings.CutSuffix(strings.TrimRight(inner, " :：\\"), sign)
		if found && !strings.Contains(inner, sign) {
			return strings.TrimSpace(inner), true
		}
		break
	}
	return text, false
}

var (
	headingID = regexp.MustCompile(`\s*\{[#.:][^{}]*\}\s*$`)
	anchorTag = regexp.MustCompile(`(?i)</?(?:a|span|font|div|p|br|strong|b|em|i|u|h[1-6]|center|sup|sub|small)(?:\s[^<>]*)?/?>`)
	image     = regexp.MustCompile(`!\[[^\[\]]*\]\([^()]*\)`)
	link      = regexp.MustCompile(`\[([^\[\]]+)\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\])`)
)

// headingText returns a heading's text without the signs that only serve its
// page: ids, anchors, emphasis around the whole.
func headingText(text string) string {
	text = headingID.ReplaceAllString(text, "")
	text = strings.TrimSpace(anchorTag.ReplaceAllString(text, ""))
	if inner, rest, ok := strong(text); ok && rest == "" {
		text = inner
	}
	return text
}

// inlineSigns removes the signs of emphasis and code.
var inlineSigns = strings.NewReplacer("**", "", "__", "", "`", "", "*", "")

// plainText returns Markdown of one line as a reader sees it: link texts
// without addresses, no emphasis, no tags.
func plainText(s string) string {
	if !strings.ContainsAny(s, "[<*_`") {
		return strings.TrimSpace(s)
	}
	s = image.ReplaceAllString(s, "")
	s = link.ReplaceAllString(s, "$1")
	s = anchorTag.ReplaceAllString(s, "")
	return strings.TrimSpace(inlineSigns.Replace(s))
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
