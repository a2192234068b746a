package archive

import (
	"strings"
)

// questionText joins the units of a question, without what only marks it.
func questionText(us []unit) string {
	us = asked(us)
	if len(us) == 0 || len(us) == 1 && us[0].bare {
		return ""
	}
	return stripQuestion(join(trimRules(us), true))
}

// asked returns the units of a question without those that only name its place
// or its asker.
func asked(us []unit) []unit {
	for len(us) > 1 && (us[0].bare || isLabel(us[0]) && us[1].kind == quote) {
		us = us[1:]
	}
	return us
}

// stripQuestion removes number, mark and emphasis that only set a question's
// text apart.
func stripQuestion(text string) string {
	text = strings.TrimSpace(text)
	for range 2 { // "1. **Q: …**", "**Q: 1. …**"
		if m := readMark(text); m.role == asks && !m.bare {
			text = strings.TrimSpace(m.rest)
		}
		if trimmed := strings.TrimSpace(trimNumber(text)); trimmed != "" {
			text = trimmed
		}
		text = trimAsker(text)
		inner, ok := unwrap(text)
		if !ok {
			break
		}
		text = inner
	}
	text = strings.TrimSuffix(strings.TrimSuffix(text, "<br/>"), "<br>")
	return strings.TrimSpace(text)
}

// answerText joins the units of an answer, without its mark and without what
// only closes its place on the page.
func answerText(us []unit) string {
	us = collapse(us)
	for len(us) > 0 && (us[len(us)-1].kind == rule || isBackLink(us[len(us)-1].text())) {
		us = us[:len(us)-1]
	}
	if len(us) == 0 {
		return ""
	}
	if len(us) == 1 && us[0].only != nil && us[0].item != nil && !us[0].opens { // "- …?" over "  - …"
		us = grain{}.units(us[0].only.blocks)
	}
	if len(us) > 0 && us[0].role == answers {
		first := us[0]
		rest := readMark(first.text()).rest
		if at := answerPoint.FindStringIndex(first.lines[0]); at != nil {
			rest = first.text()[at[1]:]
		}
		first.lines = strings.Split(rest, "\n")
		us = append([]unit{first}, us[1:]...)
		if strings.TrimSpace(rest) == "" {
			us = us[1:]
		}
	}
	return trimInvisible(join(trimRules(us), false))
}

// trimInvisible removes lines at the end of text that show nothing: a closing
// shortcode, an anchor of what follows.
func trimInvisible(text string) string {
	for {
		rest := ""
		last := text
		if i := strings.LastIndexByte(text, '\n'); i >= 0 {
			rest, last = text[:i], text[i+1:]
		}
		if rest == "" || strings.TrimSpace(last) != "" && !isInvisible(last) {
			return text
		}
		text = rest
	}
}

// collapse puts the list items that do not begin a pair together again, so that
// they keep their markers.
func collapse(us []unit) []unit {
	var out []unit
	for i := 0; i < len(us); i++ {
		u := us[i]
		if !u.opens {
			out = append(out, u)
			continue
		}
		u.lines, u.kind = u.item.lines, list
		if u.role == answers { // "- A: …" is the answer, not a list
			u.lines, u.kind = us[i].lines, us[i].kind
			out = append(out, u)
			continue
		}
		for i+1 < len(us) && us[i+1].item == u.item {
			i++
		}
		out = append(out, u)
	}
	return out
}

// join puts units together as Markdown. Block quotes that are all there is
// only mark the text and lose their signs. A heading of an answer keeps its
// signs; that of a question, or one that marks an answer, is text.
func join(us []unit, question bool) string {
	var b strings.Builder
	for i, u := range us {
		if i > 0 && u.tight {
			b.WriteString("\n")
		} else if i > 0 {
			b.WriteString("\n\n")
		}
		if u.kind == heading && (i > 0 || !question && u.role != answers) {
			b.WriteString(strings.Repeat("#", u.level) + " ")
		}
		b.WriteString(strings.Join(u.lines, "\n"))
	}
	text := strings.Trim(b.String(), "\n")
	for i := 0; i < maxMarkingQuotes && quoted(text); i++ {
		text = strings.Trim(strings.Join(unquote(strings.Split(text, "\n")), "\n"), "\n")
	}
	return text
}

// maxMarkingQuotes is how deep quotes may be nested that only mark a text: a
// forwarded mail of a forwarded mail. Each level costs a pass over the text.
const maxMarkingQuotes = 4

// quoted reports whether every line of text that is not blank has a quote sign.
func quoted(text string) bool {
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" && line[0] != '>' {
			return false
		}
	}
	return strings.TrimLeft(text, "> \n") != ""
}
