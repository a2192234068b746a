package render

import (
	"html"
	"strings"

	"github.com/yuin/goldmark/util"
)

// stripTags returns the text of a piece of HTML: tags and comments dropped, what
// a script or style holds too, lines kept apart. A tag that HTML does not know is
// text: people write <namespace> for what the reader fills in.
func stripTags(s string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			b.WriteString(html.UnescapeString(s))
			return b.String()
		}
		b.WriteString(html.UnescapeString(s[:i]))
		s = s[i:]
		n, instead := markup(s)
		if n == 0 {
			n, instead = 1, "<"
		}
		b.WriteString(instead)
		s = s[n:]
	}
}

// markup returns the length of the tag, comment or hidden element that s begins
// with and the text that stands for it; 0 where s begins with none.
func markup(s string) (n int, instead string) {
	if strings.HasPrefix(s, "<!--") {
		return until(s, "-->"), ""
	}
	if strings.HasPrefix(s, "<!") || strings.HasPrefix(s, "<?") {
		return until(s, ">"), ""
	}
	rest := strings.TrimPrefix(s[1:], "/")
	closing := len(rest) < len(s)-1
	end := 0
	for end < len(rest) && util.IsAlphaNumeric(rest[end]) {
		end++
	}
	name := strings.ToLower(rest[:end])
	switch role := elementRole(name); {
	case role == notHTML:
		return 0, ""
	case role == hiddenElement && !closing:
		return elementLength(s, name), ""
	case role == breaking:
		return tagLength(s), "\n"
	default:
		return tagLength(s), ""
	}
}

// elementLength returns the length of the element that s begins with, all of s
// where nothing closes it.
func elementLength(s, name string) int {
	for i := 0; ; i += len("</") {
		next := strings.Index(s[i:], "</")
		if next < 0 {
			return len(s)
		}
		i += next
		if end := i + len("</") + len(name); end <= len(s) && strings.EqualFold(s[i+len("</"):end], name) {
			return i + tagLength(s[i:])
		}
	}
}

func until(s, mark string) int {
	if i := strings.Index(s, mark); i >= 0 {
		return i + len(mark)
	}
	return len(s)
}

// tagLength returns the length of the tag that s begins with; a ">" inside quotes
// does not end it.
func tagLength(s string) int {
	var quote byte
	for i := range len(s) {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i + 1
		}
	}
	return until(s, ">")
}

type role int

const (
	notHTML       role = iota
	phrasing           // dropped
	breaking           // a line ends
	hiddenElement      // dropped with what it holds
)

// elementRole knows the elements that people put into Markdown. Those that also
// read as something to fill in (address, data, label, source, title) are not among them.
func elementRole(name string) role {
	switch name {
	case "script", "style":
		return hiddenElement
	case "article", "aside", "blockquote", "body", "br", "center", "dd", "details", "div", "dl", "dt", "figcaption",
		"figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "li", "main", "nav",
		"ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul":
		return breaking
	case "a", "abbr", "audio", "b", "big", "button", "canvas", "cite", "code", "col", "colgroup", "del", "em", "embed",
		"font", "form", "i", "iframe", "img", "input", "ins", "kbd", "mark", "meta", "noscript", "picture", "q", "s",
		"samp", "small", "span", "strike", "strong", "sub", "sup", "svg", "td", "textarea", "th", "tt", "u", "video", "wbr":
		return phrasing
	default:
		return notHTML
	}
}
