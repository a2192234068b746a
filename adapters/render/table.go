package render

import (
	"strings"

	"github.com/mattn/go-runewidth"
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// maxTableWidth is the widest table set in columns: what a terminal shows without
// wrapping. A wider one is a list of its rows.
const maxTableWidth = 80

// tableLines sets a table in columns, or as a list of rows where it is too wide.
func tableLines(n *east.Table, source []byte) []string {
	var rows [][]string
	for r := n.FirstChild(); r != nil; r = r.NextSibling() {
		rows = append(rows, cells(r, source))
	}
	if len(rows) == 0 {
		return nil
	}
	// The zero Condition does not ask the environment how wide a rune is.
	width := new(runewidth.Condition).StringWidth
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i := range min(len(row), len(widths)) {
			widths[i] = max(widths[i], width(row[i]))
		}
	}
	total := 0
	for _, w := range widths {
		total += w + len(" | ")
	}
	if total > maxTableWidth {
		return rowList(rows)
	}
	rule := make([]string, len(widths))
	for i, w := range widths {
		rule[i] = strings.Repeat("-", w)
	}
	var out []string
	for _, row := range append([][]string{rows[0], rule}, rows[1:]...) {
		if l := columns(row, widths, width); l != "" {
			out = append(out, l)
		}
	}
	return out
}

func cells(row ast.Node, source []byte) []string {
	var out []string
	for c := row.FirstChild(); c != nil; c = c.NextSibling() {
		out = append(out, Line(inlineText(c, source)))
	}
	return out
}

func columns(row []string, widths []int, width func(string) int) string {
	var b strings.Builder
	for i, cell := range row {
		if i > 0 {
			b.WriteString(" | ")
		}
		b.WriteString(cell)
		if i < len(widths) {
			b.WriteString(strings.Repeat(" ", max(0, widths[i]-width(cell))))
		}
	}
	return strings.TrimRight(b.String(), " ")
}

// rowList names each cell after its column. A table without rows is its header.
func rowList(rows [][]string) []string {
	if len(rows) == 1 {
		return []string{strings.Join(rows[0], " | ")}
	}
	var out []string
	for _, row := range rows[1:] {
		mark := "- "
		for i, cell := range row {
			if cell == "" {
				continue
			}
			if i < len(rows[0]) && rows[0][i] != "" {
				cell = rows[0][i] + ": " + cell
			}
			out = append(out, mark+cell)
			mark = "  "
		}
	}
	return out
}
