package analysis

import (
	"strings"
	"unicode"
)

// A glossary finds groups of equivalent expressions in a normalised text.
// It is a trie over units: a Han character, or a Latin word's stem.
type glossary struct {
	root  node
	names []string // of group i: its first expression, normalised
}

type node struct {
	next  map[string]*node
	group int // 1-based; 0 where no expression ends
}

// unit is what a glossary expression is made of.
type unit struct {
	text       string
	start, end int // rune offsets into the normalised text
}

// units splits a normalised text into Han characters and stemmed Latin words.
func (a *Analyzer) units(n normalized) []unit {
	var out []unit
	for i := 0; i < len(n.runes); {
		r := n.runes[i]
		switch {
		case isHan(r):
			out = append(out, unit{string(r), i, i + 1})
			i++
		case isWordRune(r):
			j := i + 1
			for j < len(n.runes) && isWordRune(n.runes[j]) && !isHan(n.runes[j]) && !camelBreak(n, j) {
				j++
			}
			out = append(out, unit{a.stem(string(n.runes[i:j])), i, j})
			i = j
		default:
			i++
		}
	}
	return out
}

// add enters one group. An expression already known keeps its first group, so
// that a chain of rows does not melt into one concept.
func (g *glossary) add(a *Analyzer, expressions []string) {
	g.names = append(g.names, strings.ToLower(strings.TrimSpace(expressions[0])))
	for _, e := range expressions {
		at := &g.root
		for _, u := range a.units(a.normalize([]byte(e))) {
			if at.next == nil {
				at.next = map[string]*node{}
			}
			child := at.next[u.text]
			if child == nil {
				child = &node{}
				at.next[u.text] = child
			}
			at = child
		}
		if at != &g.root && at.group == 0 {
			at.group = len(g.names)
		}
	}
}

// find emits the longest expression that starts at each unit; those inside a
// longer one of the same group are left out.
func (g *glossary) find(units []unit, emit func(group, start, end int)) {
	covered := make(map[int]int) // group → rune offset up to which it was emitted
	for i := range units {
		at, group, end := &g.root, 0, 0
		for j := i; j < len(units); j++ {
			at = at.next[units[j].text]
			if at == nil {
				break
			}
			if at.group != 0 {
				group, end = at.group, units[j].end
			}
		}
		if group != 0 && end > covered[group] {
			covered[group] = end
			emit(group-1, units[i].start, end)
		}
	}
}

// hanWords lists the Han expressions of two characters or more, for the dictionary.
func hanWords(groups [][]string) []string {
	var words []string
	for _, g := range groups {
		for _, e := range g {
			e = strings.TrimSpace(e)
			if n := len([]rune(e)); n >= 2 && n <= maxDictionaryRunes && !strings.ContainsFunc(e, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
				words = append(words, e)
			}
		}
	}
	return words
}

// maxDictionaryRunes keeps whole phrases of a glossary out of the dictionary:
// they would hide the words inside them.
const maxDictionaryRunes = 4
