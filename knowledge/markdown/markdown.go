// Package markdown is the Markdown dialect that archives are read and rendered
// in: CommonMark with tables, parsed by goldmark within bounds that keep hostile
// input cheap. Strikethrough, task lists and other extensions stay text.
//
// The trees are goldmark's, whose places are byte offsets into the source.
package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// MaxInline is the longest source that should be given to [Parse]: links that are
// never closed cost goldmark the square of their length, 0.7 s for 64 KiB and 8 s
// for 200 KB. The show's longest answer has 647 bytes.
const MaxInline = 64 << 10

// Parse returns the tree of source, with what stands inside its paragraphs. It
// does not hold the source to [MaxInline].
func Parse(source []byte) ast.Node {
	return parse(source, parser.DefaultParagraphTransformers(), parser.WithInlineParsers(parser.DefaultInlineParsers()...))
}

// ParseBlocks returns the tree of source's blocks alone: what stands inside a
// paragraph is not parsed, and the definition of a link is a paragraph. Its time
// grows with the length of the source, however that is written.
func ParseBlocks(source []byte) ast.Node {
	return parse(source, nil)
}

func parse(source []byte, paragraphs []util.PrioritizedValue, options ...parser.Option) ast.Node {
	options = append(options,
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
		parser.WithParagraphTransformers(append(paragraphs,
			util.Prioritized(boundedTable{extension.NewTableParagraphTransformer()}, 200))...),
	)
	return parser.NewParser(options...).Parse(text.NewReader(source))
}
