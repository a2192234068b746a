package knowledge

import (
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"bigtalk/knowledge/archive"
	"bigtalk/knowledge/index"
)

// Document identifiers: a letter for the field and the entry's position, then,
// for phrases and contrasts, a number of its own.

func (m *Matcher) documentID(entry string) string {
	return "e" + strconv.Itoa(m.store.position[entry])
}

func (m *Matcher) entryID(document string) string {
	number, _, _ := strings.Cut(document[1:], ".")
	i, err := strconv.Atoi(number)
	if err != nil || i < 0 || i >= m.store.Len() {
		return ""
	}
	return m.store.archive.Entries[i].ID
}

// maxAnswerBytes of an answer are indexed: far more than any answer has, but not a
// whole book that somebody put below a heading.
const maxAnswerBytes = 256 << 10

// documents are the texts to index.
func (s *Store) documents() iter.Seq[index.Document] {
	return func(yield func(index.Document) bool) {
		for i := range s.archive.Entries {
			e := &s.archive.Entries[i]
			if s.owner(e.ID) != e.ID {
				continue
			}
			asked := s.asked(e)
			entry := index.Document{
				ID: "e" + strconv.Itoa(i), Field: entryField, Text: strings.Join(asked, "\n"),
				// Bigrams and grams of answers double the index and change hit@1 by a fifth
				// of a point on left-out phrasings.
				Prose: clipTo(e.Answer, maxAnswerBytes) + "\n" + s.Annotation(e.ID).AnswerEN,
			}
			if !yield(entry) {
				return
			}
			for n, p := range asked {
				if !yield(index.Document{ID: fmt.Sprintf("p%d.%d", i, n), Field: phraseField, Text: p}) {
					return
				}
			}
			for n, p := range s.Annotation(e.ID).NotFor {
				if !yield(index.Document{ID: fmt.Sprintf("n%d.%d", i, n), Field: contrastField, Text: p}) {
					return
				}
			}
		}
		for i, ep := range s.archive.Episodes {
			if !yield(index.Document{ID: "t" + strconv.Itoa(i), Field: talkField, Text: talkText(ep)}) {
				return
			}
		}
		for n, q := range s.unanswered() {
			if !yield(index.Document{ID: "o" + strconv.Itoa(n), Field: contrastField, Text: q.Question}) {
				return
			}
		}
	}
}

// asked are the phrasings that lead to an entry, and the summaries of what it
// says: its own, and those of the cross-references to it.
func (s *Store) asked(e *archive.Entry) []string {
	all := s.phrasings(e)
	for _, r := range s.referring(e) {
		all = append(all, s.phrasings(r)...)
	}
	return all
}

// phrasings are all the ways the archive and its annotation put an entry in a sentence.
func (s *Store) phrasings(e *archive.Entry) []string {
	a := s.Annotation(e.ID)
	return append(s.questions(e), notBlank(a.SummaryZH, a.SummaryEN)...)
}

// questions are all the ways the archive and its annotation ask an entry.
func (s *Store) questions(e *archive.Entry) []string {
	return notBlank(slices.Concat([]string{e.Question}, e.Alternates, s.Annotation(e.ID).questions())...)
}

// referring are the cross-references that stand for the entry.
func (s *Store) referring(e *archive.Entry) []*archive.Entry {
	var out []*archive.Entry
	for _, id := range s.classes.references[e.ID] {
		if r, ok := s.Get(id); ok {
			out = append(out, r)
		}
	}
	return out
}

func notBlank(texts ...string) []string {
	return slices.DeleteFunc(texts, func(t string) bool { return strings.TrimSpace(t) == "" })
}
