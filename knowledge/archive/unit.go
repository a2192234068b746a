package archive

import (
	"slices"
	"strings"
)

// A unit is the smallest piece of a section that is question or answer as a
// whole: a block, a paragraph's line that a mark begins, a block of a list item.
type unit struct {
	kind   kind
	lines  []string // of a heading its text; of anything else its source
	line   int      // 0-based source line
	level  int      // of a heading
	tight  bool     // stands on the line after the unit before it, with no blank line between
	item   *block   // the list item that it is a part of, where items are units
	opens  bool     // is the first unit of that item
	only   *block   // of a bullet list its item, where it has but one
	role   role     // from its mark
	bare   bool     // its mark names a question's place or asker and nothing else
	strong bool     // its only line is strong
}

func (u unit) text() string { return strings.Join(u.lines, "\n") }

// size is the weight of a unit's text.
func (u unit) size() int {
	n := 0
	for _, line := range u.lines {
		n += len(line)
	}
	return n
}

// A grain says how finely blocks are divided into units.
type grain struct {
	items  itemChoice
	quotes bool // block quotes that a mark begins are divided
	strong bool // strong text at the start of a paragraph is a unit of its own
	points bool // "A. …" is an answer, because "Q. …" is a question
}

// units divides blocks into units. Comments, anchors, links within the page and
// other matter that says nothing are left out.
func (g grain) units(blocks []*block) []unit {
	var out []unit
	end := -1 // the line behind the block before
	for _, b := range blocks {
		first := len(out)
		switch {
		case b.kind == list && g.divides(b):
			out = append(out, g.itemUnits(b)...)
		case b.kind == list && beginsWithAnswer(b):
			out = append(out, g.answerUnits(b)...)
		case b.kind == quote && g.quotes && beginsWithMark(b):
			out = append(out, g.units(b.blocks)...)
		case b.kind == paragraph:
			out = append(out, g.paragraph(b)...)
		case b.kind == heading:
			text := b.title()
			m := readMark(text)
			out = append(out, unit{kind: heading, lines: []string{text}, line: b.line, level: b.level, role: m.role, bare: m.bare})
		case saysNothing(b):
		default:
			u := unit{kind: b.kind, lines: b.lines, line: b.line}
			if b.kind == list && !b.ordered && len(b.blocks) == 1 {
				u.only = b.blocks[0]
			}
			if rest, ok := hiddenAnswer(b); ok {
				u.lines, u.role = strings.Split(rest, "\n"), answers
			}
			out = append(out, u)
		}
		if first > 0 && first < len(out) {
			out[first].tight = b.line == end
		}
		end = b.line + len(b.lines)
	}
	return out
}

// paragraph divides a paragraph at its marks.
func (g grain) paragraph(b *block) []unit {
	if saysNothing(b) {
		return nil
	}
	lines, marks := trimLines(b.lines), b.lineMarks()
	if g.points {
		marks = slices.Clone(marks)
		for i, line := range lines {
			if answerPoint.MatchString(line) {
				marks[i] = mark{role: answers, rest: line}
			}
		}
	}
	var out []unit
	begin := 0
	emit := func(end int) {
		if end > begin {
			out = append(out, g.piece(lines[begin:end], marks[begin], b.line+begin, begin > 0)...)
			begin = end
		}
	}
	for i := 1; i < len(lines); i++ {
		if marks[i].role != unmarked || marks[i-1].bare && i == begin+1 && marks[i-1].rest == "" || g.strong && endsTitle(lines, begin, i) {
			emit(i)
		}
	}
	emit(len(lines))
	return out
}

// endsTitle reports whether a new unit begins at lines[i] because the line
// before it, the first of its unit, is strong, or the line itself is a strong question.
func endsTitle(lines []string, begin, i int) bool {
	return i == begin+1 && isStrong(lines[begin]) && (begin == 0 || likeness(lines[begin]) >= mostlyQuestion) ||
		isStrong(lines[i]) && likeness(lines[i]) >= mostlyQuestion
}

// piece makes the units of a paragraph's lines, of which m marks the first and
// nothing marks another.
func (g grain) piece(lines []string, m mark, line int, tight bool) []unit {
	u := unit{kind: paragraph, lines: lines, line: line, tight: tight, role: m.role, bare: m.bare && len(lines) == 1}
	u.strong = len(lines) == 1 && isStrong(lines[0])
	if m.role == asks && len(lines) == 1 {
		if at := inlineAnswer.FindAllStringSubmatchIndex(lines[0], -1); len(at) == 1 {
			cut := at[0][3]
			question, answer := strings.TrimSpace(lines[0][:cut]), lines[0][cut:]
			return append(g.piece([]string{question}, m, line, tight), g.piece([]string{answer}, readMark(answer), line, true)...)
		}
	}
	if g.strong && !u.strong && m.role != answers {
		inner, rest, ok := strong(lines[0])
		rest = strings.TrimLeft(rest, " \t:：-–—")
		if ok && rest != "" && likeness(inner) >= likelyQuestion {
			first := unit{kind: paragraph, lines: []string{"**" + inner + "**"}, line: line, tight: tight, strong: true, role: m.role}
			return append([]unit{first}, g.piece(append([]string{rest}, lines[1:]...), readMark(rest), line, true)...)
		}
	}
	return []unit{u}
}

// trimLines returns a paragraph's lines without indentation and trailing space,
// but for the two spaces that break a line.
func trimLines(lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = strings.TrimSpace(line)
		if i+1 < len(lines) && strings.HasSuffix(line, "  ") {
			out[i] += "  "
		}
	}
	return out
}
