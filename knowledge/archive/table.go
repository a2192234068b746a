package archive

import (
	"fmt"
	"strings"
)

// A row is one entry of a table as its reader found it.
type row struct {
	line       int // 1-based
	id         string
	question   string
	answer     string
	alternates []string
	source     string
	tags       []string
}

// A tableBuilder makes an Archive of rows.
type tableBuilder struct {
	name    string
	stem    string
	archive *Archive
	rows    int            // seen, good or not
	ids     map[string]int // id → line
	unknown map[string]bool
}

// newTableBuilder returns a builder for the table in the file name; rows without
// an id get one that begins with stem.
func newTableBuilder(name, stem string) *tableBuilder {
	return &tableBuilder{name: name, stem: stem, archive: &Archive{}, ids: make(map[string]int), unknown: make(map[string]bool)}
}

// add makes an entry of r, or a diagnostic that says why not. A row without an
// id is named after the file and the row's place.
func (b *tableBuilder) add(r row) {
	b.rows++
	r.question, r.answer = clean(r.question), clean(r.answer)
	switch {
	case r.question == "" && r.answer == "":
		b.remark(r.line, Error, "the row has no question and no answer", "fill both in, or delete the row")
		return
	case r.question == "":
		b.remark(r.line, Error, "the row has no question", `fill in "question"`)
		return
	case r.answer == "":
		b.remark(r.line, Error, fmt.Sprintf("the row %q has no answer", excerpt(r.question)), `fill in "answer"`)
		return
	}
	id := strings.Join(strings.Fields(clean(r.id)), "-")
	if id == "" {
		id = fmt.Sprintf("%s-q%04d", b.stem, b.rows)
	}
	if line, taken := b.ids[id]; taken {
		b.remark(r.line, Error, fmt.Sprintf("id %q is taken by line %d", id, line), "give the row an id of its own")
		return
	}
	b.ids[id] = r.line
	b.archive.Entries = append(b.archive.Entries, Entry{
		ID: id, Question: r.question, Answer: r.answer, File: b.name, Line: r.line,
		Alternates: distinct(r.alternates, r.question), Source: clean(r.source), Tags: distinct(r.tags, ""),
	})
}

// unknownField remarks on a column that no field is named after, once a file.
func (b *tableBuilder) unknownField(name string, line int) {
	if b.unknown[name] || strings.TrimSpace(name) == "" {
		return
	}
	b.unknown[name] = true
	b.remark(line, Warning, fmt.Sprintf("unknown column %q is left out", excerpt(name)), "known are id, question, answer, alternates, source, tags")
}

func (b *tableBuilder) remark(line int, s Severity, message, hint string) {
	b.archive.remark(b.name, line, s, message, hint)
}

// done returns the archive.
func (b *tableBuilder) done() *Archive {
	if len(b.archive.Entries) == 0 {
		b.remark(0, Note, "no questions and answers found: the table has no complete row", "")
	}
	return b.archive
}

// clean returns a cell's text as valid UTF-8 with "\n" line ends, without
// space around it.
func clean(s string) string {
	return strings.TrimSpace(lineEnds.Replace(strings.ToValidUTF8(s, "\ufffd")))
}

// distinct returns the texts of list, cleaned, each once, without empty ones and
// without except.
func distinct(list []string, except string) []string {
	var out []string
	seen := map[string]bool{"": true, except: true}
	for _, s := range list {
		if s = clean(s); !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}
