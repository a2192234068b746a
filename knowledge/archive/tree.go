package archive

import (
	"regexp"
	"sort"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// A treeReader turns goldmark's tree into blocks.
type treeReader struct {
	source []byte
	starts []int // byte offset of each source line
}

// lineOf returns the source line that holds the byte at pos.
func (t *treeReader) lineOf(pos int) int {
	return sort.SearchInts(t.starts, pos+1) - 1
}

// start returns the source line on which n begins, -1 when the tree does not say.
func (t *treeReader) start(n ast.Node) int {
	pos := n.Pos()
	if n.Kind() == extast.KindTable && n.FirstChild() != nil {
		pos = n.FirstChild().Pos() // the table's own is that of the paragraph it was made of
	}
	if n.Kind() == ast.KindHeading && n.Lines().Len() > 0 {
		pos = min(pos, n.Lines().At(0).Start)
	}
	if pos < 0 {
		return -1
	}
	return t.lineOf(pos)
}

// children returns the blocks of the container n, whose lines v holds. A block
// ends where the next begins.
func (t *treeReader) children(n ast.Node, v view) []*block {
	var blocks []*block
	var nodes []ast.Node
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		line := t.start(c)
		if line < v.first || line >= v.first+len(v.lines) {
			continue // an empty block without a place
		}
		if len(blocks) > 0 && line <= blocks[len(blocks)-1].line {
			continue // two blocks on one line: the first keeps it
		}
		blocks = append(blocks, &block{line: line})
		nodes = append(nodes, c)
	}
	kept := make([]*block, 0, len(blocks))
	for i, b := range blocks {
		end := v.first + len(v.lines)
		if i+1 < len(blocks) {
			end = blocks[i+1].line
		}
		b.lines = v.slice(b.line, end)
		if len(b.lines) == 0 {
			continue
		}
		t.fill(b, nodes[i])
		kept = append(kept, b)
		if b.kind == html {
			if rest := b.cutHeading(); rest != nil {
				kept = append(kept, rest)
			}
		}
	}
	return kept
}

// fill sets b's kind and what its kind calls for.
func (t *treeReader) fill(b *block, n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		b.kind, b.level = heading, n.Level
		var parts []string
		for i := range n.Lines().Len() {
			line := n.Lines().At(i)
			parts = append(parts, strings.TrimSpace(string(line.Value(t.source))))
		}
		b.text = strings.Join(parts, " ")
		if len(b.text) > maxHeading {
			b.kind = paragraph
		}
	case *ast.List:
		b.kind, b.ordered = list, n.IsOrdered()
		b.blocks = t.children(n, view{first: b.line, lines: b.lines})
		for i, c := range b.blocks {
			c.ordered = b.ordered
			if c.number = itemNumber(c.lines[0]); c.number < 0 {
				c.number = n.Start + i
			}
		}
	case *ast.ListItem:
		b.kind = item
		b.blocks = t.children(n, view{first: b.line, lines: dedent(b.lines, n.Offset)})
	case *ast.Blockquote:
		b.kind = quote
		b.blocks = t.children(n, view{first: b.line, lines: unquote(b.lines)})
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		b.kind = code
	case *ast.HTMLBlock:
		b.kind = html
	case *ast.ThematicBreak:
		b.kind = rule
	case *extast.Table:
		b.kind = table
	default:
		b.kind = paragraph
	}
}

// maxHeading bounds the text of a heading, in bytes: a longer one is a paragraph
// over a rule. The longest question that stands as a heading has 600.
const maxHeading = 4 << 10

var (
	// htmlHeading is a heading that a page writes in HTML, on lines of its own.
	htmlHeading = regexp.MustCompile(`(?is)^\s*<h([1-6])(?:\s[^<>]*)?>(.*?)</h[1-6]>[ \t]*$`)
	headingTag  = regexp.MustCompile(`(?i)^\s*<h[1-6][\s>]`)
)

// maxHeadingLines bounds the lines of a heading in HTML; the longest seen has three.
const maxHeadingLines = 5

// cutHeading makes an HTML block that begins with a heading that heading, and
// returns what follows it in the block, nil for nothing.
func (b *block) cutHeading() *block {
	if !headingTag.MatchString(b.lines[0]) {
		return nil
	}
	for n := 1; n <= min(len(b.lines), maxHeadingLines); n++ {
		m := htmlHeading.FindStringSubmatch(strings.Join(b.lines[:n], "\n"))
		if m == nil {
			continue
		}
		text := strings.Join(strings.Fields(m[2]), " ")
		if text == "" || len(text) > maxHeading {
			return nil
		}
		rest := b.lines[n:]
		b.kind, b.level, b.text, b.lines = heading, int(m[1][0]-'0'), text, b.lines[:n]
		if len(rest) == 0 {
			return nil
		}
		return &block{kind: paragraph, line: b.line + n, lines: rest}
	}
	return nil
}
