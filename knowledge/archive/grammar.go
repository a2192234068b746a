package archive

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// maxNesting bounds the containers (lists, items, quotes) open at one place of
// a page. The deepest page we have seen nests four lists (eight containers);
// past the bound a marker is plain text. Without it a line of a million ">"
// costs seconds and a deep recursion.
const maxNesting = 24

// maxCells bounds the cells of one table: goldmark pads every row to the width
// of the header, so that a page of 1 MiB could ask for 10¹⁰ cells. A larger
// table stays a paragraph. The largest real one we have seen has 2,000.
const maxCells = 1 << 17

// newBlockParser returns a goldmark parser for the block structure alone: what
// stands inside a paragraph is not parsed, because pairs are cut as source.
func newBlockParser() parser.Parser {
	return parser.NewParser(
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
		parser.WithParagraphTransformers(
			util.Prioritized(boundedTable{extension.NewTableParagraphTransformer()}, 200),
		),
	)
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
	lines := p.Lines()
	columns := 0
	for i := range lines.Len() {
		line := lines.At(i)
		columns = max(columns, 1+bytes.Count(line.Value(r.Source()), []byte{'|'}))
	}
	if columns > 1 && columns*lines.Len() <= maxCells {
		b.ParagraphTransformer.Transform(p, r, pc)
	}
}
