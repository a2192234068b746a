package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// maxNesting bounds the containers (lists, items, quotes) open at one place. The
// deepest page we have seen nests four lists (eight containers); past the bound
// a marker is plain text. Without it a line of a million ">" costs seconds and a
// deep recursion.
const maxNesting = 24

// maxCells bounds the cells of one table: goldmark pads every row to the width
// of the header, so that a page of 1 MiB could ask for 10¹⁰ cells. A larger
// table stays a paragraph. The largest real one we have seen has 2,000.
const maxCells = 1 << 17

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
