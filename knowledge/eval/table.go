package eval

import (
	"strings"
	"unicode/utf8"
)

// A table of figures. Names stand last in a row: what may hold Han characters,
// which are two columns wide, then needs no alignment.
type table struct {
	caption string
	note    string   // what the columns mean, where that is not plain; may be empty
	columns []string // the last one is that of the names
	rows    [][]string
}

// writeTo writes the table for a terminal, numbers to the right.
func (t table) writeTo(b *strings.Builder) {
	b.WriteString(t.caption + "\n")
	if t.note != "" {
		b.WriteString("(" + t.note + ")\n")
	}
	last := len(t.columns) - 1
	widths := make([]int, last)
	lines := append([][]string{t.columns}, t.rows...)
	for _, cells := range lines {
		for i := range widths {
			widths[i] = max(widths[i], utf8.RuneCountInString(cells[i]))
		}
	}
	for _, cells := range lines {
		var line strings.Builder
		for i, w := range widths {
			line.WriteString(strings.Repeat(" ", w-utf8.RuneCountInString(cells[i])) + cells[i] + "  ")
		}
		b.WriteString(strings.TrimRight(line.String()+cells[last], " ") + "\n")
	}
}

// groupRows has a row for each group: its cells, then its name.
func groupRows[T any](g Groups[T], name func(T) string, cells func(T) []string) [][]string {
	rows := [][]string{append(cells(g.Overall), name(g.Overall))}
	for _, f := range g.ByLanguage {
		rows = append(rows, append(cells(f), "lang "+name(f)))
	}
	for _, f := range g.ByKind {
		rows = append(rows, append(cells(f), "kind "+name(f)))
	}
	return rows
}
