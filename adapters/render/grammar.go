package render

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

const (
	// maxNesting bounds the containers (lists, items, quotes) open at one place, as
	// the archive's parser does: past it a marker is plain text. A line of a
	// million ">" would cost seconds and a deep recursion.
	maxNesting = 24
	// maxCells bounds the cells of one table, because goldmark pads each row to the
	// width of the header. A larger table stays a paragraph.
	maxCells = 1 << 17
	// maxParsed is the longest Markdown that is parsed; a longer one is shown as it
	// is written. The show's longest answer has 647 bytes. Links that are never
	// closed cost goldmark the square of their length: 0.7 s for 64 KiB, 8 s for
	// 200 KB.
	maxParsed = 64 << 10
)

// parse reads CommonMark with tables. Strikethrough and task lists stay text:
// their marks carry meaning that plain text has no other way to say.
func parse(source []byte) ast.Node {
	p := parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewSetextHeadingParser(), 100),
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(bounded{parser.NewListParser()}, 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500),
			util.Prioritized(parser.NewATXHeadingParser(), 600),
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
			util.Prioritized(bounded{parser.NewBlockquoteParser()}, 800),
			util.Prioritized(parser.NewHTMLBlockParser(), 900),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		),
		parser.WithInlineParsers(parser.DefaultInlineParsers()...),
		parser.WithParagraphTransformers(append(parser.DefaultParagraphTransformers(),
			util.Prioritized(boundedTable{extension.NewTableParagraphTransformer()}, 200))...),
	)
	return p.Parse(text.NewReader(source))
}

// bounded opens no list or quote past maxNesting. Items are not bounded: goldmark
// does not expect a list without them.
type bounded struct{ parser.BlockParser }

func (b bounded) Open(parent ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if len(pc.OpenedBlocks()) >= maxNesting {
		return nil, parser.NoChildren
	}
	return b.BlockParser.Open(parent, r, pc)
}

// boundedTable leaves a table of more than maxCells a paragraph.
type boundedTable struct{ parser.ParagraphTransformer }

func (b boundedTable) Transform(p *ast.Paragraph, r text.Reader, pc parser.Context) {
	rows, columns := p.Lines(), 0
	for i := range rows.Len() {
		row := rows.At(i)
		columns = max(columns, 1+bytes.Count(row.Value(r.Source()), []byte{'|'}))
	}
	if columns > 1 && columns*rows.Len() <= maxCells {
		b.ParagraphTransformer.Transform(p, r, pc)
	}
}
