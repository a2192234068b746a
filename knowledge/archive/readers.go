package archive

import (
	"regexp"
	"slices"
	"strings"
)

// segment divides us at the units for which starts reports true. What stands
// before the first belongs to no segment.
func segment(us []unit, starts func(i int) bool) [][]unit {
	var out [][]unit
	begin := -1
	for i := range us {
		if !starts(i) {
			continue
		}
		if begin >= 0 {
			out = append(out, us[begin:i:i])
		}
		begin = i
	}
	if begin >= 0 {
		out = append(out, us[begin:len(us):len(us)])
	}
	return out
}

// markedQuestions reads "Q: …" and "A: …" in all their forms.
func markedQuestions(c *content) ([][]unit, []unit) {
	us := c.units(grain{items: markedItems, quotes: true, strong: true, points: usesPoints(c.blocks)})
	return segment(us, func(i int) bool {
		return us[i].role == asks && (i == 0 || !us[i-1].bare)
	}), us
}

// quotedQuestions reads a block quote as a question where an answer's mark
// follows it: "@张三 提问：", then "> …", then "A：…". A further quote with a
// further answer is a further question of the same asker.
func quotedQuestions(c *content) ([][]unit, []unit) {
	us := c.units(grain{})
	asksAt := func(i int) bool {
		for ; i < len(us) && us[i].kind == quote; i++ {
			if i+1 < len(us) && us[i+1].role == answers {
				return true
			}
		}
		return false
	}
	return segment(us, func(i int) bool {
		if us[i].kind == quote {
			return (i == 0 || us[i-1].kind != quote && us[i-1].role != asks && !isAskerLine(us, i-1)) && asksAt(i)
		}
		return (us[i].role == asks || isAskerLine(us, i)) && asksAt(i+1)
	}), us
}

// isAskerLine reports whether the unit before a quoted question only names who
// asks it: "**1. 小白**".
func isAskerLine(us []unit, i int) bool {
	return us[i].strong && us[i].kind == paragraph && isLabel(us[i])
}

// numberedItems reads the items of ordered lists as pairs. In sequence, an item
// counts only when it carries the next number, so that the ordered lists of an
// answer that is not indented stay in the answer.
func numberedItems(sequence bool) func(*content) ([][]unit, []unit) {
	return func(c *content) ([][]unit, []unit) {
		us := c.units(grain{items: orderedItems, strong: true})
		next := -1
		return segment(us, func(i int) bool {
			u := us[i]
			if !u.opens || sequence && next >= 0 && u.item.number != next {
				return false
			}
			next = u.item.number + 1
			return true
		}), us
	}
}

// numberStyle is the sign behind a paragraph's number: questions of a section
// share one, and the points of an answer have another.
var numberStyle = regexp.MustCompile(`^(?:\*\*|__)?\s*(第?)(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[（(]\d{1,3})([、.．)）])`)

// numberedParagraphs reads paragraphs that begin with a number, "1、…", as
// questions. The first paragraph's style of number counts.
func numberedParagraphs(c *content) ([][]unit, []unit) {
	us := c.units(grain{strong: true})
	style, next := "", 0
	return segment(us, func(i int) bool {
		u := us[i]
		if u.kind != paragraph || u.role == answers {
			return false
		}
		m := numberStyle.FindStringSubmatch(u.lines[0])
		if m == nil || trimNumber(strings.TrimLeft(u.lines[0], "*_ ")) == strings.TrimLeft(u.lines[0], "*_ ") {
			return false
		}
		n := leadingNumber(m[0])
		if style == "" {
			style, next = m[1]+m[2], n
		}
		if m[1]+m[2] != style || n != next {
			return false
		}
		next++
		return true
	}), us
}

// leadingNumber returns the first number in s, in digits or Chinese numerals up
// to 99; 0 when there is none.
func leadingNumber(s string) int {
	for i, r := range s {
		if r >= '0' && r <= '9' {
			return itemNumber(s[i:])
		}
		if strings.ContainsRune("零一二三四五六七八九十百", r) {
			return chineseNumber(s[i:])
		}
	}
	return 0
}

// strongQuestions reads strong lines as questions: "**How do I …?**". A short
// strong line that does not look like one is a label or emphasis.
func strongQuestions(c *content) ([][]unit, []unit) {
	us := c.units(grain{strong: true})
	return segment(us, func(i int) bool {
		u := us[i]
		if u.kind != paragraph || !u.strong || u.role == answers {
			return false
		}
		inner, _ := unwrap(u.lines[0])
		return u.role == asks || !isLabel(u) || likeness(inner) >= possibleQuestion && !answerPart.MatchString(plainText(inner))
	}), us
}

// ruledQuestions reads what stands between thematic breaks as pairs.
func ruledQuestions(c *content) ([][]unit, []unit) {
	us := c.units(grain{})
	rules := 0
	for _, u := range us {
		if u.kind == rule {
			rules++
		}
	}
	if rules == 0 {
		return nil, nil
	}
	return segment(us, func(i int) bool {
		return us[i].kind != rule && (i == 0 || us[i-1].kind == rule)
	}), us
}

// bulletQuestions reads the items of bullet lists as pairs. Where half of the
// items or more look like questions, the others belong to answers.
func bulletQuestions(c *content) ([][]unit, []unit) {
	us := c.units(grain{items: bulletItems, strong: true})
	items, likely := 0, 0
	for _, u := range us {
		if u.opens {
			items++
			if looksAsked(u) {
				likely++
			}
		}
	}
	return segment(us, func(i int) bool {
		return us[i].opens && (2*likely < items || looksAsked(us[i]))
	}), us
}

// looksAsked reports whether the first unit of a list item looks like a question:
// it is strong, in all its lines, or has the words of one.
func looksAsked(u unit) bool {
	_, wrapped := unwrap(u.text())
	return u.role == asks || wrapped || likeness(u.text()) >= likelyQuestion
}

// answeredParagraphs reads an answer's mark as the end of a question that has
// no sign of its own: the unit before it, or the list item that this ends.
func answeredParagraphs(c *content) ([][]unit, []unit) {
	us := c.units(grain{items: orderedItems})
	starts := make([]bool, len(us))
	for i := 1; i < len(us); i++ {
		if us[i].role != answers || us[i-1].role == answers || us[i-1].kind == rule {
			continue
		}
		q := i - 1
		for us[q].item != nil && !us[q].opens {
			q--
		}
		starts[q] = true
	}
	return segment(us, func(i int) bool { return starts[i] }), us
}

// quotedAnswers reads block quotes as the answers to what stands before them.
func quotedAnswers(c *content) ([][]unit, []unit) {
	us := c.units(grain{})
	return segment(us, func(i int) bool {
		return us[i].kind == paragraph && i+1 < len(us) && us[i+1].kind == quote
	}), us
}

// plainQuestions reads paragraphs of one line that end in a question mark.
func plainQuestions(c *content) ([][]unit, []unit) {
	us := c.units(grain{})
	return segment(us, func(i int) bool {
		return us[i].kind == paragraph && len(us[i].lines) == 1 &&
			strings.ContainsAny(us[i].lines[0], "?？") && likeness(us[i].lines[0]) == certainQuestion
	}), us
}

// definitions reads definition lists: a line, and ": …" below it.
func definitions(c *content) ([][]unit, []unit) {
	var us []unit
	starts := make(map[int]bool)
	for _, u := range c.units(grain{}) {
		at := slices.IndexFunc(u.lines, func(line string) bool { return strings.HasPrefix(line, ": ") })
		if u.kind != paragraph || at < 1 {
			us = append(us, u)
			continue
		}
		term, body := u, u
		term.lines = u.lines[:at]
		body.lines, body.line, body.tight = slices.Clone(u.lines[at:]), u.line+at, false
		for i, line := range body.lines {
			body.lines[i] = strings.TrimSpace(strings.TrimPrefix(line, ": "))
		}
		starts[len(us)] = true
		us = append(us, term, body)
	}
	return segment(us, func(i int) bool { return starts[i] }), us
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
