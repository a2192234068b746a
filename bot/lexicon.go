package bot

import "strings"

// A lexicon knows expressions and what each means. It is read-only once filled.
type lexicon[T any] struct {
	meanings map[string]T // by the joined atoms of the expression
	longest  int          // atoms of the longest expression
	prepare  func([]atom) []atom
}

// newLexicon returns an empty lexicon; prepare, which may be nil, is applied to
// the atoms of expressions and of what is read.
func newLexicon[T any](prepare func([]atom) []atom) *lexicon[T] {
	if prepare == nil {
		prepare = func(list []atom) []atom { return list }
	}
	return &lexicon[T]{meanings: make(map[string]T), prepare: prepare}
}

// add gives every line of list the meaning; several expressions of a line are
// parted by "|". An expression that is there already keeps the meaning it has.
func (l *lexicon[T]) add(meaning T, list string) {
	for line := range strings.Lines(list) {
		for expression := range strings.SplitSeq(line, "|") {
			a := l.prepare(atoms(expression))
			key := joined(a)
			if _, known := l.meanings[key]; known || key == "" {
				continue
			}
			l.meanings[key] = meaning
			l.longest = max(l.longest, len(a))
		}
	}
}

// A token is an expression in a message, or an atom that is in none.
type token[T any] struct {
	text       string // joined atoms
	meaning    T
	known      bool
	start, end int // bytes of the message
}

// read splits a message into the longest expressions, from its beginning on.
func (l *lexicon[T]) read(message string) []token[T] {
	var out []token[T]
	list := l.prepare(atoms(message))
	for i := 0; i < len(list); {
		t := token[T]{text: list[i].text, start: list[i].start, end: list[i].end}
		n := 1
		for j := min(l.longest, len(list)-i); j > 0; j-- {
			if m, ok := l.meanings[joined(list[i:i+j])]; ok {
				t = token[T]{joined(list[i : i+j]), m, true, list[i].start, list[i+j-1].end}
				n = j
				break
			}
		}
		out = append(out, t)
		i += n
	}
	return out
}
