package archive

import (
	"regexp"
	"strings"
)

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
