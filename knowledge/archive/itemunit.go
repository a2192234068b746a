package archive

// An itemChoice selects the lists whose items are units of their own.
type itemChoice int

const (
	noItems      itemChoice = iota // a list is one unit
	markedItems                    // lists whose items begin with marks, at any depth
	orderedItems                   // ordered lists, not those inside an item
	bulletItems                    // bullet lists, not those inside an item
)

// divides reports whether the items of l are units.
func (g grain) divides(l *block) bool {
	switch g.items {
	case markedItems:
		return hasMarkedItems(l)
	case orderedItems:
		return l.ordered
	case bulletItems:
		return !l.ordered
	case noItems:
	}
	return false
}

// itemUnits divides the items of a list.
func (g grain) itemUnits(l *block) []unit {
	inside := g
	if g.items != markedItems {
		inside.items = noItems // lists inside an item are its text
	}
	var out []unit
	end := -1
	for _, it := range l.blocks {
		us := inside.units(it.blocks)
		if len(us) == 0 {
			continue
		}
		for i := range us {
			us[i].item = it
		}
		us[0].opens = true
		us[0].tight = it.line == end
		end = it.line + len(it.lines)
		out = append(out, us...)
	}
	return out
}

// answerUnits divides a list that an answer's mark begins: its first item is the
// answer, the others are a list of that answer.
func (g grain) answerUnits(l *block) []unit {
	out := g.units(l.blocks[0].blocks)
	if len(l.blocks) > 1 {
		rest := l.blocks[1]
		out = append(out, unit{kind: list, lines: l.lines[rest.line-l.line:], line: rest.line, tight: true})
	}
	return out
}
