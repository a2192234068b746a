package render

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"bigtalk/knowledge/markdown"
)

// A dialect says how what blocks hold is written. How blocks nest and what stands
// between them is the same in all.
type dialect struct {
	inline func(n ast.Node, source []byte) []string // the lines of a paragraph or heading, inert
	text   func(line string) string                 // an inert line, so that it means itself
	code   func(line string) string                 // an inert line of code, likewise
	bullet string                                   // of an item without a number
	indent string                                   // of an item's other lines; if empty, as wide as its mark
	bare   bool                                     // fences name no language, are not indented, and stand around tables too
}

// layout writes the blocks of an archive's Markdown as lines of a dialect.
type layout struct {
	dialect
	source []byte
	out    []string
	prefix string // of every line: the indentation and quote marks that are open
	first  string // of the next line: prefix, or one that ends in a list mark

	gap       bool // a blank line is due before the next line
	gapPrefix string
}

// in returns the lines of an archive's Markdown in the dialect; one that is too
// long to parse keeps its marks.
func (d dialect) in(text string) []string {
	if len(text) > markdown.MaxInline {
		out := lines(text)
		for i, l := range out {
			out[i] = d.text(l)
		}
		return out
	}
	newlines := strings.NewReplacer("\r\n", "\n", "\r", "\n")
	source := []byte(newlines.Replace(strings.ToValidUTF8(text, string(utf8.RuneError))))
	w := layout{dialect: d, source: source}
	w.children(markdown.Parse(source), true)
	return w.out
}

// children writes the blocks in n, blank lines between them if loose.
func (w *layout) children(n ast.Node, loose bool) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if loose && c.PreviousSibling() != nil {
			w.gap, w.gapPrefix = true, w.prefix
		}
		w.block(c, loose)
	}
}

func (w *layout) block(n ast.Node, loose bool) {
	switch n := n.(type) {
	case *ast.Paragraph, *ast.TextBlock, *ast.Heading:
		w.emit(w.inline(n, w.source)...)
	case *ast.FencedCodeBlock:
		info := Line(string(n.Language(w.source)))
		w.fence(codeLines(n, w.source), strings.ReplaceAll(info, "`", ""))
	case *ast.CodeBlock:
		w.fence(codeLines(n, w.source), "")
	case *ast.HTMLBlock:
		html := string(n.Lines().Value(w.source))
		if n.HasClosure() {
			html += string(n.ClosureLine.Value(w.source))
		}
		for _, l := range lines(stripTags(html)) {
			if l = strings.TrimSpace(l); l != "" {
				w.emit(w.text(l))
			}
		}
	case *ast.ThematicBreak:
		w.emit("---")
	case *ast.Blockquote:
		mark := "> "
		if w.prefix != "" { // not at the beginning of its lines
			mark = w.text(">") + " "
		}
		w.within(mark, mark, func() { w.children(n, true) })
	case *ast.List:
		w.list(n)
	case *east.Table:
		if rows := tableLines(n, w.source); w.bare {
			w.fence(rows, "")
		} else {
			w.emit(rows...)
		}
	case *ast.LinkReferenceDefinition: // shown where it is used
	default:
		w.children(n, loose)
	}
}

func (w *layout) list(n *ast.List) {
	number := n.Start
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		mark := w.bullet
		if n.IsOrdered() {
			mark = strconv.Itoa(number) + string(n.Marker)
			number++
		}
		mark += " "
		indent := w.indent
		if indent == "" {
			indent = strings.Repeat(" ", len(mark))
		}
		if !n.IsTight && c.PreviousSibling() != nil {
			w.gap, w.gapPrefix = true, w.prefix
		}
		w.within(mark, indent, func() {
			before := len(w.out)
			w.children(c, !n.IsTight)
			if len(w.out) == before {
				w.emit("")
			}
		})
	}
}

// within writes blocks whose first line begins with mark, the others with indent.
func (w *layout) within(mark, indent string, write func()) {
	prefix, first, before := w.prefix, w.first, len(w.out)
	w.first += mark
	w.prefix += indent
	write()
	w.prefix, w.first = prefix, prefix
	if len(w.out) == before {
		w.first = first // the mark of an item around these blocks is still due
	}
}

// fence writes code between fences longer than any it holds, its lines as they
// are: copied, they are the archive's.
func (w *layout) fence(code []string, info string) {
	for i, l := range code {
		code[i] = w.code(l)
	}
	fence := fenceFor(strings.Join(code, "\n"))
	if !w.bare {
		w.emit(fence + info)
		w.emit(code...)
		w.emit(fence)
		return
	}
	if w.first != w.prefix {
		w.emit("") // the mark of the item that the code stands in
	}
	prefix := w.prefix
	w.prefix, w.first = "", ""
	w.emit(fence)
	w.emit(code...)
	w.emit(fence)
	w.prefix, w.first = prefix, prefix
}

// emit writes lines that are inert already.
func (w *layout) emit(text ...string) {
	for _, l := range text {
		if w.gap && len(w.out) > 0 {
			w.out = append(w.out, strings.TrimRight(w.gapPrefix, " "))
		}
		w.gap = false
		l = w.first + l
		if strings.TrimSpace(l) == "" || l == w.first {
			l = strings.TrimRight(l, " ")
		}
		w.out = append(w.out, l)
		w.first = w.prefix
	}
}
