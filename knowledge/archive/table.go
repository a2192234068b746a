package archive

import (
	"fmt"
	"slices"
	"strings"
)

// A field is a column or key of an FAQ table.
type field int

const (
	fieldUnknown field = iota
	fieldID
	fieldQuestion
	fieldAnswer
	fieldAlternates
	fieldSource
	fieldTags
)

// fieldNames are the names a column may have, in lower case without space,
// "_" and "-".
var fieldNames = map[string]field{
	"id": fieldID, "编号": fieldID,
	"question": fieldQuestion, "questions": fieldQuestion, "q": fieldQuestion,
	"问题": fieldQuestion, "問題": fieldQuestion, "提问": fieldQuestion, "标准问": fieldQuestion, "问": fieldQuestion, "标准问题": fieldQuestion,
	"answer": fieldAnswer, "answers": fieldAnswer, "a": fieldAnswer, "reply": fieldAnswer,
	"答案": fieldAnswer, "回答": fieldAnswer, "解答": fieldAnswer, "答": fieldAnswer, "回复": fieldAnswer,
	"alternates": fieldAlternates, "alternate": fieldAlternates, "alternatives": fieldAlternates, "aliases": fieldAlternates, "variants": fieldAlternates, "similarquestions": fieldAlternates,
	"相似问": fieldAlternates, "相似问题": fieldAlternates, "相似问法": fieldAlternates, "其他问法": fieldAlternates, "别名": fieldAlternates, "扩展问": fieldAlternates,
	"source": fieldSource, "url": fieldSource, "link": fieldSource, "reference": fieldSource,
	"来源": fieldSource, "出处": fieldSource, "链接": fieldSource,
	"tags": fieldTags, "tag": fieldTags, "category": fieldTags, "categories": fieldTags, "topic": fieldTags, "topics": fieldTags,
	"标签": fieldTags, "分类": fieldTags, "类别": fieldTags, "主题": fieldTags,
}

// fieldNoise removes what does not tell column names apart.
var fieldNoise = strings.NewReplacer(" ", "", "_", "", "-", "", "\ufeff", "", "\u3000", "")

// fieldOf returns the field that a column's name stands for.
func fieldOf(name string) field {
	return fieldNames[strings.ToLower(fieldNoise.Replace(name))]
}

// ownNames are the fields' names in the order of a table's documentation.
var ownNames = []string{"id", "question", "answer", "alternates", "source", "tags"}

// ownNamesFirst orders names so that a field's own name comes before another
// name for it.
func ownNamesFirst(a, b string) int {
	i, j := slices.Index(ownNames, a), slices.Index(ownNames, b)
	switch {
	case i >= 0 && j < 0:
		return -1
	case i < 0 && j >= 0:
		return 1
	}
	return strings.Compare(a, b)
}

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
