package knowledge

import (
	"fmt"

	"bigtalk/knowledge/archive"
	"bigtalk/knowledge/embedding"
	"bigtalk/knowledge/vectors"
)

// A rowKind says what the text behind a vector is to its entry.
type rowKind uint8

const (
	phraseRow  rowKind = iota // a way to ask it
	passageRow                // a piece of its answer, a translation or a summary
	notForRow                 // a near question that it does not answer
	outsideRow                // a question that no entry answers
)

// A denseText is a text to be embedded.
type denseText struct {
	kind  rowKind
	entry int // its place in the archive; −1 for outsideRow
	text  string
	key   vectors.Key // of text in its role
}

func (t denseText) role() embedding.Role {
	if t.kind == passageRow {
		return embedding.Passage
	}
	return embedding.Query
}

func newDenseText(kind rowKind, entry int, text string) denseText {
	t := denseText{kind: kind, entry: entry, text: text}
	t.key = vectors.KeyOf(t.role(), text)
	return t
}

// denseTexts are the texts that a question is compared with by meaning.
func (s *Store) denseTexts() []denseText {
	var out []denseText
	for i := range s.archive.Entries {
		e := &s.archive.Entries[i]
		if s.owner(e.ID) != e.ID {
			continue
		}
		add := func(kind rowKind, texts []string) {
			for _, t := range texts {
				out = append(out, newDenseText(kind, i, t))
			}
		}
		asked, said := s.questions(e), s.said(e)
		for _, r := range s.referring(e) {
			asked = append(asked, s.questions(r)...)
		}
		add(phraseRow, asked)
		add(passageRow, said)
		add(notForRow, s.Annotation(e.ID).NotFor)
	}
	for _, q := range s.unanswered() {
		out = append(out, newDenseText(outsideRow, -1, q.Question))
	}
	return out
}

// said are the pieces of an entry's answer, of its translation, and its summaries.
func (s *Store) said(e *archive.Entry) []string {
	a := s.Annotation(e.ID)
	out := append(passages(e.Answer), passages(a.AnswerEN)...)
	return append(out, notBlank(a.SummaryZH, a.SummaryEN)...)
}

// A dense index compares a question with the archive's texts by meaning.
type dense struct {
	encoder Encoder
	texts   []denseText
	matrix  *vectors.Matrix
}

// newDense gathers the texts' vectors from the table, which must have them all.
func newDense(encoder Encoder, texts []denseText, t *vectors.Table) (*dense, error) {
	matrix, err := vectors.NewMatrix(t, keys(texts))
	if err != nil {
		return nil, fmt.Errorf("gather vectors: %w", err)
	}
	return &dense{encoder, texts, matrix}, nil
}
