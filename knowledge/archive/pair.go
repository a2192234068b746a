package archive

// A pair is a question with its answer, before it gets an id.
type pair struct {
	question, answer string
	line             int  // 0-based source line of the question
	asked, answered  bool // by a mark
	quoted           bool // the question is a block quote
}

// newPair reads the units of one segment, which begins with its question. The
// pair has no answer when none is there; it reports false when there is no
// question either.
func newPair(us []unit) (pair, bool) {
	us = trimRules(us)
	if len(us) == 0 || us[0].role == answers {
		return pair{}, false
	}
	us = splitQuestion(us)
	cut := questionEnd(us)
	p := pair{
		question: questionText(us[:cut]),
		answer:   answerText(us[cut:]),
		line:     us[0].line,
		asked:    us[0].role == asks,
		quoted:   us[0].kind == quote,
		answered: cut < len(us) && us[cut].role == answers,
	}
	if at := asked(us[:cut]); len(at) > 0 {
		p.line = at[0].line
	}
	return p, p.question != ""
}

// splitQuestion divides the first paragraph behind its first line when that is
// a question and no mark begins an answer: "Q1：…？" with the answer below it.
func splitQuestion(us []unit) []unit {
	first := us[0]
	if first.kind != paragraph || len(first.lines) < 2 || first.bare || likeness(first.lines[0]) < certainQuestion && !isStrong(first.lines[0]) {
		return us
	}
	for _, u := range us {
		if u.role == answers {
			return us
		}
	}
	rest := first
	first.lines = first.lines[:1]
	rest.lines, rest.line, rest.tight, rest.opens, rest.role = rest.lines[1:], rest.line+1, true, false, unmarked
	return append([]unit{first, rest}, us[1:]...)
}

// questionEnd returns the number of units that the question takes: all before
// the first answer's mark; without such a mark the first unit, or, when that
// only names a place or an asker, what it points to.
func questionEnd(us []unit) int {
	for i, u := range us {
		if u.role == answers {
			return i
		}
	}
	if len(us) < 2 || !us[0].bare {
		return min(1, len(us))
	}
	end := 2
	for us[1].kind == quote && end < len(us) && us[end].kind == quote {
		end++
	}
	return end
}

// trimRules removes thematic breaks at both ends.
func trimRules(us []unit) []unit {
	for len(us) > 0 && us[0].kind == rule {
		us = us[1:]
	}
	for len(us) > 0 && us[len(us)-1].kind == rule {
		us = us[:len(us)-1]
	}
	return us
}
