package knowledge

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode"

	"bigtalk/knowledge/archive"
)

// Names of the files that may stand beside an archive in its folder.
const (
	AnnotationsFile = archive.AnnotationsFile
	GlossaryFile    = archive.GlossaryFile
	OutsideFile     = archive.OutsideFile
	TopicsFile      = archive.TopicsFile
)

// A Kind says what an entry's answer is worth.
type Kind string

// The kinds of entries.
const (
	KindAnswer         Kind = "answer"
	KindPartial        Kind = "partial"         // answers in part, or says that it cannot
	KindCrossReference Kind = "cross_reference" // points at the entries of RefersTo
	KindNonAnswer      Kind = "non_answer"      // never shown
)

// An Annotation is what the keeper of an archive adds to one entry. Every field
// but ID may be empty.
type Annotation struct {
	ID           string   `json:"id"`
	QuestionHash string   `json:"question_hash,omitempty"` // of the entry's question, see [QuestionHash]
	TitleZH      string   `json:"title_zh,omitempty"`
	TitleEN      string   `json:"title_en,omitempty"`
	AlternatesZH []string `json:"alternates_zh,omitempty"`
	AlternatesEN []string `json:"alternates_en,omitempty"`
	AnswerEN     string   `json:"answer_en,omitempty"`
	SummaryZH    string   `json:"summary_zh,omitempty"`
	SummaryEN    string   `json:"summary_en,omitempty"`
	Topics       []string `json:"topics,omitempty"` // slugs, see [Topic]
	Kind         Kind     `json:"kind,omitempty"`
	RefersTo     []string `json:"refers_to,omitempty"`
	Dated        string   `json:"dated,omitempty"`      // what in the answer depends on its time, in English
	DatedZH      string   `json:"dated_zh,omitempty"`   // the same in Chinese
	Duplicates   []string `json:"duplicates,omitempty"` // entries whose answers are interchangeable with this one's
	Related      []string `json:"related,omitempty"`
	NotFor       []string `json:"not_for,omitempty"` // near questions that no entry answers

	line int
}

// questions are the annotation's ways to ask, titles first.
func (a *Annotation) questions() []string {
	return slices.Concat([]string{a.TitleZH, a.TitleEN}, a.AlternatesZH, a.AlternatesEN)
}

// TitleIn returns the clean question in the language, "zh" or "en"; empty when
// there is none.
func (a *Annotation) TitleIn(lang string) string {
	if lang == "zh" {
		return a.TitleZH
	}
	return a.TitleEN
}

// DatedIn returns what is dated in the language, or in the other where that is
// all there is; empty when nothing is dated.
func (a *Annotation) DatedIn(lang string) string {
	if lang == "zh" {
		return cmp.Or(a.DatedZH, a.Dated)
	}
	return cmp.Or(a.Dated, a.DatedZH)
}

// QuestionHash identifies a question by its letters and digits alone, so that a
// mended comma does not orphan an annotation: the first 16 hexadecimal digits of
// the SHA-256 of [Bare].
func QuestionHash(question string) string {
	sum := sha256.Sum256([]byte(Bare(question)))
	return hex.EncodeToString(sum[:8])
}

// Bare keeps a text's letters and digits, in lower case: what two people type the
// same who mean the same words.
func Bare(text string) string {
	return strings.Map(bareRune, text)
}

func bareRune(r rune) rune {
	if unicode.IsLetter(r) || unicode.IsDigit(r) {
		return unicode.ToLower(r)
	}
	return -1
}

// An OutsideQuestion is a question about the field that the archive does not answer.
type OutsideQuestion struct {
	Question string `json:"q"`
	Language string `json:"lang,omitempty"`
	Topic    string `json:"topic,omitempty"`
	// Near are entries that help the asker a little without answering.
	Near []string `json:"near,omitempty"`

	line int
}
