package render

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"bigtalk/knowledge/markdown"
)

// Plain returns an archive's Markdown as plain text: lists with their numbers,
// quotes after "> ", code as it stands between fences, links with their address
// after them, no other marks, no HTML. It has no newline at its end. Any input
// gives text; only blank input, or one that has nothing to show, gives "". One of
// more than 64 KiB keeps its marks.
func Plain(text string) string {
	if len(text) > markdown.MaxInline {
		return strings.Join(lines(text), "\n")
	}
	newlines := strings.NewReplacer("\r\n", "\n", "\r", "\n")
	source := []byte(newlines.Replace(strings.ToValidUTF8(text, string(utf8.RuneError))))
	p := plain{source: source}
	p.children(markdown.Parse(source), true)
	return strings.Join(p.out, "\n")
}

// plain writes blocks as lines of text.
type plain struct {
	source []byte
	out    []string
	prefix string // of every line: the indentation and quote marks that are open
	first  string // of the next line: prefix, or one that ends in a list mark

	gap       bool // a blank line is due before the next line
	gapPrefix string
}

// children writes the blocks in n, blank lines between them if loose.
func (p *plain) children(n ast.Node, loose bool) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if loose && c.PreviousSibling() != nil {
			p.gap, p.gapPrefix = true, p.prefix
		}
		p.block(c, loose)
	}
}

func (p *plain) block(n ast.Node, loose bool) {
	switch n := n.(type) {
	case *ast.Paragraph, *ast.TextBlock, *ast.Heading:
		p.emit(lines(inlineText(n, p.source))...)
	case *ast.FencedCodeBlock:
		info := Line(string(n.Language(p.source)))
		p.code(n, strings.ReplaceAll(info, "`", ""))
	case *ast.CodeBlock:
		p.code(n, "")
	case *ast.HTMLBlock:
		html := string(n.Lines().Value(p.source))
		if n.HasClosure() {
			html += string(n.ClosureLine.Value(p.source))
		}
		for _, l := range lines(stripTags(html)) {
			if l = strings.TrimSpace(l); l != "" {
				p.emit(l)
			}
		}
	case *ast.ThematicBreak:
		p.emit("---")
	case *ast.Blockquote:
		p.within("> ", "> ", func() { p.children(n, true) })
	case *ast.List:
		p.list(n)
	case *east.Table:
		p.emit(tableLines(n, p.source)...)
	case *ast.LinkReferenceDefinition: // shown where it is used
	default:
		p.children(n, loose)
	}
}

func (p *plain) list(n *ast.List) {
	number := n.Start
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		mark := "- "
		if n.IsOrdered() {
			mark = strconv.Itoa(number) + string(n.Marker) + " "
			number++
		}
		if !n.IsTight && c.PreviousSibling() != nil {
			p.gap, p.gapPrefix = true, p.prefix
		}
		p.within(mark, strings.Repeat(" ", len(mark)), func() {
			before := len(p.out)
			p.children(c, !n.IsTight)
			if len(p.out) == before {
				p.emit("")
			}
		})
	}
}

// within writes blocks whose first line begins with mark, the others with indent.
func (p *plain) within(mark, indent string, write func()) {
	prefix, first, before := p.prefix, p.first, len(p.out)
	p.first += mark
	p.prefix += indent
	write()
	p.prefix, p.first = prefix, prefix
	if len(p.out) == before {
		p.first = first // the mark of an item around these blocks is still due
	}
}

// code writes a block of code between fences longer than any it holds, its lines
// as they are: copied, they are the archive's.
func (p *plain) code(n ast.Node, info string) {
	var code []string
	segments := n.Lines()
	for i := range segments.Len() {
		s := segments.At(i)
		code = append(code, strings.ReplaceAll(Inert(strings.TrimSuffix(string(s.Value(p.source)), "\n")), "\n", " "))
	}
	fence := fenceFor(strings.Join(code, "\n"))
	p.emit(fence + info)
	p.emit(code...)
	p.emit(fence)
}

// fenceFor returns a fence that no line of the code closes.
func fenceFor(code string) string {
	longest, run := 0, 0
	for i := range len(code) {
		if code[i] != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return strings.Repeat("`", max(3, longest+1))
}

// emit writes lines that are inert already.
func (p *plain) emit(text ...string) {
	for _, l := range text {
		if p.gap && len(p.out) > 0 {
			p.out = append(p.out, strings.TrimRight(p.gapPrefix, " "))
		}
		p.gap = false
		l = p.first + l
		if strings.TrimSpace(l) == "" || l == p.first {
			l = strings.TrimRight(l, " ")
		}
		p.out = append(p.out, l)
		p.first = p.prefix
	}
}
