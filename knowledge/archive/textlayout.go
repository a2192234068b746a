package archive

import (
	"slices"
	"strings"
)

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
