package archive

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
