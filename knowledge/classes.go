package knowledge

import (
	"slices"

	"bigtalk/knowledge/archive"
)

// classes are the sets of entries with interchangeable answers, and which entry
// each cross-reference stands for.
type classes struct {
	first      map[string]string   // entry id → the lowest id of its class
	members    map[string][]string // lowest id → the ids of the class, in the archive's order
	references map[string][]string // entry id → the cross-references that stand for it
}

// classify gathers the duplicates into classes. A link in one direction is
// enough; the lint asks for the others.
func (s *Store) classify() {
	up := make(map[string]string, len(s.position))
	root := func(id string) string {
		for up[id] != id {
			up[id] = up[up[id]] // halve the path, or a long chain costs its square
			id = up[id]
		}
		return id
	}
	for e := range s.All() {
		up[e.ID] = e.ID
	}
	for e := range s.All() {
		for _, d := range s.Annotation(e.ID).Duplicates {
			if _, known := s.position[d]; known {
				x, y := root(e.ID), root(d)
				up[max(x, y)] = min(x, y)
			}
		}
	}
	c := classes{first: up, members: make(map[string][]string), references: make(map[string][]string)}
	for e := range s.All() {
		up[e.ID] = root(e.ID)
		c.members[up[e.ID]] = append(c.members[up[e.ID]], e.ID)
	}
	s.classes = c
	for e := range s.All() {
		if to := s.owner(e.ID); to != e.ID {
			c.references[to] = append(c.references[to], e.ID)
		}
	}
}

// Duplicates returns the other entries whose answers are interchangeable with
// the entry's, in the archive's order, cross-references and non-answers left out.
func (s *Store) Duplicates(id string) []*archive.Entry {
	var out []*archive.Entry
	for _, m := range s.classes.members[s.classes.first[id]] {
		if m != id && s.answers(m) {
			e, _ := s.Get(m)
			out = append(out, e)
		}
	}
	return out
}

// Match returns an entry as a match without a score, for showing it.
func (s *Store) Match(e *archive.Entry) Match {
	return Match{Entry: e, Annotation: s.Annotation(e.ID), Duplicates: s.Duplicates(e.ID), Related: s.related(e.ID)}
}

// related returns the entries that the entry's annotation names as related and
// that may be shown.
func (s *Store) related(id string) []Related {
	var out []Related
	for _, r := range s.Annotation(id).Related {
		if e, ok := s.Get(r); ok && s.answers(r) {
			out = append(out, Related{e, s.Annotation(r)})
		}
	}
	return out
}

// overlap reports whether the annotations call the entries related, either way.
func (s *Store) overlap(a, b string) bool {
	return slices.Contains(s.Annotation(a).Related, b) || slices.Contains(s.Annotation(b).Related, a)
}

// answers reports whether the entry itself may be shown.
func (s *Store) answers(id string) bool {
	k := s.Annotation(id).Kind
	return k != KindCrossReference && k != KindNonAnswer
}

// owner is the entry that a match on this one's text stands for: itself, the
// target of a cross-reference, or "" for what is never shown.
func (s *Store) owner(id string) string {
	a := s.Annotation(id)
	switch a.Kind {
	case KindNonAnswer:
		return ""
	case KindCrossReference:
		for _, to := range a.RefersTo {
			if _, known := s.position[to]; known && s.answers(to) {
				return to
			}
		}
		return ""
	default:
		return id
	}
}
