package archive

import (
	"strconv"
	"strings"
)

// tabStop is the width of a tab in Markdown (CommonMark §2.2).
const tabStop = 4

// dedent returns an item's lines without its marker and the indentation that
// the marker asks for. A lazy continuation line, indented less, keeps its text.
func dedent(lines []string, width int) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		if i == 0 {
			marker := markerEnd(line)
			out[i] = trimIndent(line[marker:], max(0, width-marker), marker)
			continue
		}
		out[i] = trimIndent(line, width, 0)
	}
	return out
}

// trimIndent removes up to width columns of space from the start of s, which
// stands at the given column. A tab that is wider than what is left to remove
// leaves its rest as spaces.
func trimIndent(s string, width, column int) string {
	removed := 0
	for i := range len(s) {
		if removed >= width {
			return s[i:]
		}
		switch s[i] {
		case ' ':
			removed++
		case '\t':
			w := tabStop - (column+removed)%tabStop
			removed += w
			if removed > width {
				return strings.Repeat(" ", removed-width) + s[i+1:]
			}
		default:
			return s[i:]
		}
	}
	return ""
}

// markerEnd returns the offset behind the list marker of line.
func markerEnd(line string) int {
	i := 0
	for i < len(line) && (line[i] == ' ' || line[i] == '\t') {
		i++
	}
	for i < len(line) && line[i] >= '0' && line[i] <= '9' {
		i++
	}
	return min(i+1, len(line))
}

// itemNumber returns the number of an ordered item's first line, -1 for none.
func itemNumber(line string) int {
	line = strings.TrimLeft(line, " \t")
	end := 0
	for end < len(line) && line[end] >= '0' && line[end] <= '9' {
		end++
	}
	n, err := strconv.Atoi(line[:end])
	if err != nil {
		return -1
	}
	return n
}

// unquote returns a block quote's lines without one level of ">".
func unquote(lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = line // a lazy continuation line has no sign
		rest := strings.TrimLeft(line, " \t")
		if strings.HasPrefix(rest, ">") {
			out[i] = strings.TrimPrefix(rest[1:], " ")
		}
	}
	return out
}
