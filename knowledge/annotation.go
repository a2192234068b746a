package knowledge

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"strings"
	"unicode"

	"bigtalk/knowledge/archive"
)

// Names of the files that may stand beside an archive in its folder.
const (
	AnnotationsFile = "annotations.jsonl"
	GlossaryFile    = "glossary.tsv"
	OutsideFile     = "outside.jsonl"
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
	Topics       []string `json:"topics,omitempty"`
	Kind         Kind     `json:"kind,omitempty"`
	RefersTo     []string `json:"refers_to,omitempty"`
	Dated        string   `json:"dated,omitempty"`      // what in the answer depends on its time, in English
	DatedZH      string   `json:"dated_zh,omitempty"`   // the same in Chinese
	Duplicates   []string `json:"duplicates,omitempty"` // entries whose answers are interchangeable with this one's
	Related      []string `json:"related,omitempty"`
	NotFor       []string `json:"not_for,omitempty"` // near questions that no entry answers

	line int
}

// phrasings are the annotation's ways to ask, titles and summaries first.
func (a *Annotation) phrasings() []string {
	p := []string{a.TitleZH, a.TitleEN, a.SummaryZH, a.SummaryEN}
	p = append(p, a.AlternatesZH...)
	return append(p, a.AlternatesEN...)
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
// the SHA-256 of those, in lower case.
func QuestionHash(question string) string {
	h := sha256.New()
	for _, r := range question {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			io.WriteString(h, string(unicode.ToLower(r)))
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}

// An OutsideQuestion is a question about the field that the archive does not answer.
type OutsideQuestion struct {
	Question string `json:"q"`
	Language string `json:"lang,omitempty"`
	Topic    string `json:"topic,omitempty"`
}

// An overlay is what the files beside an archive add to it.
type overlay struct {
	annotations []Annotation
	outside     []OutsideQuestion
	glossary    [][]string
	diagnostics []archive.Diagnostic
	sum         hash.Hash // of every line read
}

func newOverlay() *overlay { return &overlay{sum: sha256.New()} }

// maxOverlayLine bounds one line of an overlay file; the show's longest has 12 kB.
const maxOverlayLine = 1 << 20

// read reads the overlay files that fsys has. Files that are missing add
// nothing; lines that cannot be read become error diagnostics.
func (o *overlay) read(fsys fs.FS) error {
	return errors.Join(
		o.readLines(fsys, AnnotationsFile, func(n int, line []byte) {
			a := Annotation{line: n}
			if o.decode(AnnotationsFile, n, line, &a) {
				o.annotations = append(o.annotations, a)
			}
		}),
		o.readLines(fsys, OutsideFile, func(n int, line []byte) {
			var q OutsideQuestion
			if o.decode(OutsideFile, n, line, &q) {
				o.outside = append(o.outside, q)
			}
		}),
		o.readLines(fsys, GlossaryFile, func(n int, line []byte) {
			group := splitGroup(string(line))
			if len(group) < 2 && !strings.HasPrefix(string(line), "#") {
				o.report(GlossaryFile, n, archive.Warning, "a group of one expression", "separate equivalent expressions by tabs")
				return
			}
			if len(group) >= 2 {
				o.glossary = append(o.glossary, group)
			}
		}),
	)
}

func splitGroup(line string) []string {
	if strings.HasPrefix(line, "#") {
		return nil
	}
	var group []string
	for e := range strings.SplitSeq(line, "\t") {
		if e = strings.TrimSpace(e); e != "" {
			group = append(group, e)
		}
	}
	return group
}

func (o *overlay) decode(file string, n int, line []byte, v any) bool {
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		o.report(file, n, archive.Error, "not a valid line: "+strings.TrimPrefix(err.Error(), "json: "), "each line is one JSON object")
		return false
	}
	return true
}

func (o *overlay) report(file string, line int, s archive.Severity, message, hint string) {
	o.diagnostics = append(o.diagnostics, archive.Diagnostic{File: file, Line: line, Severity: s, Message: message, Hint: hint})
}

// readLines calls f with each line of the file that is not blank; n counts from 1.
func (o *overlay) readLines(fsys fs.FS, name string, f func(n int, line []byte)) error {
	r, err := fsys.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read annotations: %w", err)
	}
	defer r.Close()
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, maxOverlayLine)
	for n := 1; sc.Scan(); n++ {
		if line := bytes.TrimSpace(sc.Bytes()); len(line) > 0 {
			o.sum.Write(line)
			o.sum.Write([]byte{'\n'})
			f(n, line)
		}
	}
	if err := sc.Err(); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return nil
}
