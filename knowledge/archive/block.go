package archive

import (
	"strings"

	"bigtalk/knowledge/markdown"
)

// A kind says what a block is.
type kind int

const (
	paragraph kind = iota
	heading
	list
	item
	quote
	code
	html
	table
	rule
)

// A block is a block of Markdown with its source lines, cut free of the
// containers it stands in.
type block struct {
	kind    kind
	line    int      // 0-based source line of its first line
	lines   []string // from its first line to its last that is not blank
	level   int      // of a heading
	ordered bool     // of a list or item
	number  int      // of an ordered item
	text    string   // of a heading, without its signs
	label   bool     // of a heading, that it only names a question's or an answer's place
	blocks  []*block // of a list, item or quote
	marks   []mark   // of a paragraph's lines, when they have been asked for
}

// lineMarks returns the marks of a paragraph's lines.
func (b *block) lineMarks() []mark {
	if b.marks == nil {
		b.marks = make([]mark, len(b.lines))
		for i, line := range b.lines {
			b.marks[i] = readMark(strings.TrimSpace(line))
		}
	}
	return b.marks
}

// parseBlocks returns the top-level blocks of src, whose first line is the
// source's line base.
func parseBlocks(src string, base int) []*block {
	source := []byte(src)
	t := &treeReader{source: source, starts: lineStarts(src)}
	doc := markdown.ParseBlocks(source)
	lines := make([]string, 0, len(t.starts))
	for i, start := range t.starts {
		end := len(src)
		if i+1 < len(t.starts) {
			end = t.starts[i+1] - 1
		}
		lines = append(lines, src[start:end])
	}
	blocks := t.children(doc, view{lines: lines})
	shift(blocks, base)
	return blocks
}

// shift moves blocks down by n lines.
func shift(blocks []*block, n int) {
	if n == 0 {
		return
	}
	for _, b := range blocks {
		b.line += n
		shift(b.blocks, n)
	}
}

func lineStarts(src string) []int {
	starts := []int{0}
	for i := range len(src) {
		if src[i] == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// A view is the lines of a container without its signs.
type view struct {
	first int // source line of lines[0]
	lines []string
}

// slice returns the view's source lines from first up to end, without blank
// lines at the end.
func (v view) slice(first, end int) []string {
	lines := v.lines[max(0, first-v.first):min(len(v.lines), end-v.first)]
	for len(lines) > 0 && strings.TrimSpace(lines[len(lines)-1]) == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}
