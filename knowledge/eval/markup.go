package eval

import (
	"html"
	"strings"
	"unicode/utf8"
)

// A markup writes HTML and SVG. Names of elements and attributes are the
// program's own; texts and values may be anybody's and are escaped.
type markup struct{ b strings.Builder }

// open writes a start tag; attributes are pairs of name and value.
func (m *markup) open(element string, attributes ...string) {
	m.start(element, attributes)
	m.b.WriteString(">")
}

// empty writes an element that holds nothing.
func (m *markup) empty(element string, attributes ...string) {
	m.start(element, attributes)
	m.b.WriteString("/>\n")
}

func (m *markup) start(element string, attributes []string) {
	m.b.WriteString("<" + element)
	for i := 0; i+1 < len(attributes); i += 2 {
		m.b.WriteString(" " + attributes[i] + `="` + escape(attributes[i+1]) + `"`)
	}
}

// end writes end tags, and a new line so that the page can be read as text.
func (m *markup) end(elements ...string) {
	for _, e := range elements {
		m.b.WriteString("</" + e + ">")
	}
	m.b.WriteString("\n")
}

// leaf writes an element that holds nothing but text.
func (m *markup) leaf(element, text string, attributes ...string) {
	m.open(element, attributes...)
	m.b.WriteString(escape(text))
	m.end(element)
}

// escape makes text safe between tags and in quoted values. What no browser may
// read, control characters and broken UTF-8, becomes U+FFFD.
func escape(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r >= 0x7f && r < 0xa0 {
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(text, string(utf8.RuneError)))
	return html.EscapeString(text)
}
