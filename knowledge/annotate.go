package knowledge

import (
	"fmt"
	"slices"
	"strings"

	"bigtalk/knowledge/archive"
)

// annotate attaches each annotation to the entry whose question it was written
// for, which need not be the one that carries its id today: a pair inserted
// above shifts the ids below.
func (s *Store) annotate(o *overlay) {
	s.annotations = make(map[string]*Annotation, len(o.annotations))
	if len(o.annotations) == 0 {
		return
	}
	byHash := make(map[string][]string, len(s.archive.Entries))
	for e := range s.All() {
		h := QuestionHash(e.Question)
		byHash[h] = append(byHash[h], e.ID)
	}
	moved := make(map[string]string) // id of yesterday → id of today
	for i := range o.annotations {
		a := &o.annotations[i]
		id, message, hint := s.locate(a, byHash[a.QuestionHash])
		if message != "" {
			o.report(AnnotationsFile, a.line, archive.Error, message, hint)
		}
		if id == "" {
			continue
		}
		if s.annotations[id] != nil {
			o.report(AnnotationsFile, a.line, archive.Error, "a second annotation for "+id, "merge the two lines")
			continue
		}
		if id != a.ID {
			moved[a.ID], a.ID = id, id
		}
		s.annotations[id] = a
	}
	for _, a := range s.annotations {
		for _, ids := range [][]string{a.Duplicates, a.Related, a.RefersTo} {
			for i, id := range ids {
				if to, ok := moved[id]; ok {
					ids[i] = to
				}
			}
		}
	}
}

// locate returns the entry that a is about, of those that ask its question, and
// what is wrong with its id; the entry is "" when there is none.
func (s *Store) locate(a *Annotation, asking []string) (id, message, hint string) {
	_, known := s.position[a.ID]
	switch {
	case a.QuestionHash == "" && known, slices.Contains(asking, a.ID):
		return a.ID, "", ""
	case len(asking) == 1:
		return asking[0], fmt.Sprintf("the question of %s now has the id %s", a.ID, asking[0]),
			fmt.Sprintf("write %q as the id, here and where other annotations name it", asking[0])
	case len(asking) > 1:
		return "", fmt.Sprintf("several entries ask the question of %s: %s", a.ID, strings.Join(asking, ", ")),
			"write the id of the one that is meant"
	case known:
		return "", fmt.Sprintf("written for another question than %s asks today", a.ID),
			fmt.Sprintf("if it still fits, set question_hash to %q", QuestionHash(s.archive.Entries[s.position[a.ID]].Question))
	default:
		return "", fmt.Sprintf("no entry has the id %q", a.ID), "list the ids with: bigtalk archive list"
	}
}
