package render

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// inlineText returns what stands inside a paragraph, heading or cell, without
// marks. It may hold newlines (hard breaks) and is not inert yet.
func inlineText(n ast.Node, source []byte) string {
	t := inline{source: source}
	t.children(n)
	return t.withoutStrayMarks()
}

type inline struct {
	source []byte
	links  links
	buf    []byte
	soft   bool     // a soft break is due before the next text
	kept   []span   // of buf: code and escaped asterisks, where "**" means itself
	marks  []mark   // of buf, inner ones before those around them
	apart  []string // the links that stand apart, label and address

	strongSigns bool // "**" is written around strong emphasis, which is no mark then
	strong      int  // the depth of strong emphasis
	nested      bool // there was strong emphasis within strong emphasis
}

type span struct{ start, end int }

func (t *inline) children(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			if c.IsRaw() {
				t.write(string(c.Value(t.source)))
			} else {
				t.unescape(string(c.Value(t.source)))
			}
			if c.HardLineBreak() {
				t.buf = append(t.buf, '\n')
			}
			t.soft = t.soft || c.SoftLineBreak()
		case *ast.String:
			t.write(string(c.Value))
		case *ast.CodeSpan:
			t.code(c)
		case *ast.Link:
			t.link(c, string(c.Destination))
		case *ast.Image:
			t.link(c, string(c.Destination))
		case *ast.Emphasis:
			t.emphasis(c)
		case *ast.AutoLink:
			start := len(t.buf)
			t.write(string(c.Label(t.source)))
			t.mark(start, link, autoLinkAddress(c, t.source))
		case *ast.RawHTML:
			t.write(stripTags(string(c.Segments.Value(t.source))))
		default:
			t.children(c)
		}
	}
}

// write appends a text, after a space where a soft break stands between words.
func (t *inline) write(s string) {
	if s == "" {
		return
	}
	if t.soft {
		t.soft = false
		before, _ := utf8.DecodeLastRune(t.buf)
		after, _ := utf8.DecodeRuneInString(s)
		if len(t.buf) > 0 && !unicode.IsSpace(before) && !unicode.IsSpace(after) && !joined(before, after) {
			t.buf = append(t.buf, ' ')
		}
	}
	t.buf = append(t.buf, s...)
}

// keep is write for a text whose asterisks mean themselves.
func (t *inline) keep(s string) {
	t.write(s)
	t.kept = append(t.kept, span{len(t.buf) - len(s), len(t.buf)})
}

func (t *inline) emphasis(n *ast.Emphasis) {
	start := len(t.buf)
	if n.Level == 1 {
		t.children(n)
		t.mark(start, italic, "")
		return
	}
	t.nested = t.nested || t.strong > 0
	t.strong++
	if t.strongSigns {
		t.write("**")
		t.children(n)
		t.write("**")
	} else {
		t.children(n)
		t.mark(start, bold, "")
	}
	t.strong--
}

func (t *inline) code(n *ast.CodeSpan) {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if text, ok := c.(*ast.Text); ok {
			b.Write(text.Value(t.source))
		}
	}
	start := len(t.buf)
	t.keep(strings.ReplaceAll(b.String(), "\n", " "))
	t.mark(start, code, "")
}

// unescape writes a text with backslash escapes and character references resolved.
func (t *inline) unescape(s string) {
	for s != "" {
		i := strings.IndexAny(s, `\&`)
		if i < 0 {
			t.write(s)
			return
		}
		t.write(s[:i])
		s = s[i:]
		if s[0] == '\\' {
			if len(s) > 1 && util.IsPunct(s[1]) {
				t.keep(s[1:2])
				s = s[2:]
				continue
			}
		} else if n := reference(s); n > 0 {
			t.keep(resolve(s[:n]))
			s = s[n:]
			continue
		}
		t.write(s[:1])
		s = s[1:]
	}
}

// resolve replaces character references.
func resolve(s string) string {
	return string(util.ResolveEntityNames(util.ResolveNumericReferences([]byte(s))))
}

// maxReference is longer than any character reference, of which
// &CounterClockwiseContourIntegral; is the longest.
const maxReference = 40

// reference returns the length of the character reference that s begins with, or 0.
func reference(s string) int {
	for i := 1; i < len(s) && i < maxReference; i++ {
		switch c := s[i]; {
		case c == ';' && i > 1:
			return i + 1
		case !util.IsAlphaNumeric(c) && (c != '#' || i > 1):
			return 0
		}
	}
	return 0
}
