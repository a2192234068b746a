package archive

import (
	"regexp"
	"strings"
)

// Column names; letters alone name columns only in a table of two or three.
var (
	questionColumn = regexp.MustCompile(`(?i)^(?:questions?|[问問][题題]?|提[问問]|常[见見][问問][题題])$`)
	answerColumn   = regexp.MustCompile(`(?i)^(?:answers?|答案?|回答|解答|回[复覆])$`)
	letterColumn   = regexp.MustCompile(`(?i)^[qa]$`)
)

const maxLetterColumns = 3

// tableQuestions reads the rows of a Markdown table as pairs where its header
// names a column of questions and one of answers.
func tableQuestions(c *content) ([][]unit, []unit) {
	var segments [][]unit
	var all []unit
	for _, b := range c.blocks {
		if b.kind != table {
			continue
		}
		q, a := -1, -1
		header := cells(b.lines[0])
		for i, cell := range header {
			name := plainText(cell)
			letter := letterColumn.MatchString(name) && len(header) <= maxLetterColumns
			switch {
			case q < 0 && (questionColumn.MatchString(name) || letter && strings.EqualFold(name, "q")):
				q = i
			case a < 0 && (answerColumn.MatchString(name) || letter && strings.EqualFold(name, "a")):
				a = i
			}
		}
		if q < 0 || a < 0 {
			continue
		}
		for i, line := range b.lines[min(2, len(b.lines)):] {
			row := cells(line)
			if max(q, a) >= len(row) || row[q] == "" {
				continue
			}
			seg := []unit{{kind: paragraph, lines: []string{row[q]}, line: b.line + 2 + i}}
			if row[a] != "" {
				seg = append(seg, unit{kind: paragraph, lines: []string{row[a]}, line: b.line + 2 + i})
			}
			segments = append(segments, seg)
			all = append(all, seg...)
		}
	}
	return segments, all
}

// cells splits a row at its bars. A bar that is escaped or stands in a code span
// is text.
func cells(row string) []string {
	row = strings.TrimSpace(row)
	row = strings.TrimPrefix(row, "|")
	var out []string
	var cell strings.Builder
	code := false
	for i := 0; i < len(row); i++ {
		switch c := row[i]; {
		case c == '\\' && i+1 < len(row) && row[i+1] == '|':
			cell.WriteByte('|')
			i++
		case c == '|' && !code:
			out = append(out, strings.TrimSpace(cell.String()))
			cell.Reset()
		default:
			if c == '`' {
				code = !code
			}
			cell.WriteByte(c)
		}
	}
	if rest := strings.TrimSpace(cell.String()); rest != "" {
		out = append(out, rest)
	}
	return out
}
