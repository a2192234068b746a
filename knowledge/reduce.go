package knowledge

import (
	"fmt"
	"io"
	"slices"
)

// A Part of what stands beside an archive.
type Part string

// Parts that [Store.Without] takes away.
const (
	PartAnnotations Part = "annotations" // all of them; what the archive itself holds stays
	PartAlternates  Part = "alternates"  // other ways to ask, titles and summaries
	PartOutside     Part = "outside"     // questions that the archive, or an entry, does not answer, and group talk
	PartGlossary    Part = "glossary"
	PartTranslation Part = "translations" // of answers
)

// Parts lists them.
func Parts() []Part {
	return []Part{PartAnnotations, PartAlternates, PartOutside, PartGlossary, PartTranslation}
}

// Without returns the store as it would be without the parts, to measure what
// they bring.
func (s *Store) Without(parts ...Part) *Store {
	gone := func(p Part) bool { return slices.Contains(parts, p) }
	return s.derive(fmt.Sprint("without", parts), func(o *overlay) {
		if gone(PartAnnotations) {
			o.annotations, o.outside, o.topicNames = nil, nil, nil
		}
		if gone(PartOutside) {
			o.outside, o.groupTalk = nil, nil
		}
		if gone(PartGlossary) {
			o.glossary = nil
		}
		for i := range o.annotations {
			a := &o.annotations[i]
			if gone(PartAlternates) {
				a.TitleZH, a.TitleEN, a.SummaryZH, a.SummaryEN, a.AlternatesZH, a.AlternatesEN = "", "", "", "", nil, nil
			}
			if gone(PartOutside) {
				a.NotFor = nil
			}
			if gone(PartTranslation) {
				a.AnswerEN = ""
			}
		}
	})
}

// Dropping returns the store without the alternates and unanswered questions for
// which drop reports true, to ask them of it.
func (s *Store) Dropping(drop func(text string) bool) *Store {
	return s.derive("dropping", func(o *overlay) {
		dropped := func(q OutsideQuestion) bool { return drop(q.Question) }
		o.outside, o.groupTalk = slices.DeleteFunc(o.outside, dropped), slices.DeleteFunc(o.groupTalk, dropped)
		for i := range o.annotations {
			a := &o.annotations[i]
			for _, list := range []*[]string{&a.AlternatesZH, &a.AlternatesEN, &a.NotFor} {
				*list = slices.DeleteFunc(slices.Clone(*list), drop)
			}
		}
	})
}

// Outside returns the questions that the archive is known not to answer.
func (s *Store) Outside() []OutsideQuestion { return s.outside }

// GroupTalk returns what the program takes for no question, whatever the archive.
func (s *Store) GroupTalk() []OutsideQuestion { return s.groupTalk }

// unanswered are both.
func (s *Store) unanswered() []OutsideQuestion { return slices.Concat(s.outside, s.groupTalk) }

// derive makes a store of the same archive with another overlay.
func (s *Store) derive(how string, change func(*overlay)) *Store {
	o := newOverlay(s.folder)
	o.outside, o.groupTalk = slices.Clone(s.outside), slices.Clone(s.groupTalk)
	o.glossary, o.topicNames = s.glossary, s.topicNames
	for e := range s.All() {
		if a := s.annotations[e.ID]; a != nil {
			o.annotations = append(o.annotations, *a)
		}
	}
	change(o)
	io.WriteString(o.sum, s.version+" "+how)
	list := func(texts ...string) { fmt.Fprintf(o.sum, "%q\n", texts) }
	for _, q := range slices.Concat(o.outside, o.groupTalk) {
		list(q.Question)
	}
	for _, a := range o.annotations {
		list(a.questions()...)
		list(a.NotFor...)
	}
	return newStore(s.archive, o)
}
