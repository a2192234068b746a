package archive

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"bigtalk/knowledge/textline"
)

// maxRow bounds one line of a JSON Lines table. The longest FAQ answers we have
// seen take 60 KB; past this a line is not a row but a file of another kind.
const maxRow = 4 << 20

// ParseJSONL reads an FAQ table in JSON Lines from r, a line at a time: one
// object a line with "question", "answer" and optionally "id", "alternates"
// and "tags" (lists or text), "source". It never fails: a line that cannot be read is an
// Error among the Archive's Diagnostics, and reading goes on with the next.
func ParseJSONL(name string, r io.Reader) *Archive {
	return parseJSONL(context.Background(), newTableBuilder(name, idStem(name)), r)
}

// parseJSONL is ParseJSONL with a builder given. What it returns once ctx has
// ended is not the whole.
func parseJSONL(ctx context.Context, b *tableBuilder, r io.Reader) *Archive {
	lines := textline.NewReader(newDecoder(r, b), maxRow)
	for {
		text, err := lines.Next()
		switch line := lines.Line(); {
		case errors.Is(err, io.EOF), ctx.Err() != nil:
			return b.done()
		case errors.Is(err, textline.ErrTooLong):
			b.rows++
			b.remark(line, Error, fmt.Sprintf("the line is longer than %d MiB", maxRow>>20), "write one JSON object a line")
		case err != nil:
			b.remark(line+1, Error, "reading stopped: "+err.Error(), "check the file and the disk it is on")
			return b.done()
		case len(bytes.TrimSpace(text)) > 0:
			b.addJSON(line, text)
		}
	}
}

// addJSON adds the row that text holds.
func (b *tableBuilder) addJSON(line int, text []byte) {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(text, &object); err != nil || object == nil {
		b.rows++
		b.remark(line, Error, "the line is not a JSON object: "+jsonFault(err), `write one object a line: {"question": "…", "answer": "…"}`)
		return
	}
	r := row{line: line}
	for _, name := range slices.SortedFunc(maps.Keys(object), ownNamesFirst) {
		if err := r.set(fieldOf(name), object[name]); err != nil {
			if errors.Is(err, errUnknownField) {
				b.unknownField(name, line)
				continue
			}
			b.remark(line, Warning, fmt.Sprintf("%q is left out: %v", excerpt(name), err), "")
		}
	}
	b.add(r)
}

// jsonFault words what is wrong with a line.
func jsonFault(err error) string {
	var syntax *json.SyntaxError
	switch {
	case err == nil:
		return "it is null"
	case errors.As(err, &syntax):
		return strings.ToValidUTF8(syntax.Error(), "\ufffd")
	}
	return "it is another JSON value"
}

var errUnknownField = errors.New("unknown field")

// set stores the JSON value of a field.
func (r *row) set(f field, raw json.RawMessage) error {
	switch f {
	case fieldID:
		return setText(&r.id, raw)
	case fieldQuestion:
		return setText(&r.question, raw)
	case fieldAnswer:
		return setText(&r.answer, raw)
	case fieldSource:
		return setText(&r.source, raw)
	case fieldAlternates:
		return setList(&r.alternates, raw, "\n|")
	case fieldTags:
		return setList(&r.tags, raw, "\n|,，、;；")
	case fieldUnknown:
	}
	return errUnknownField
}

// setText stores text; a number, as ids often are, is text too, and null is none.
func setText(to *string, raw json.RawMessage) error {
	var text string
	if err := json.Unmarshal(raw, &text); err == nil {
		if *to == "" {
			*to = text
		}
		return nil
	}
	var number json.Number
	if err := json.Unmarshal(raw, &number); err != nil {
		return errors.New("it is not text")
	}
	*to = number.String()
	return nil
}

// setList stores a list of texts, or one text divided at separators.
func setList(to *[]string, raw json.RawMessage, separators string) error {
	var items []any
	if err := json.Unmarshal(raw, &items); err == nil {
		for _, item := range items {
			s, ok := item.(string)
			if !ok {
				return errors.New("it holds something that is not text")
			}
			*to = append(*to, s)
		}
		return nil
	}
	var text string
	if err := setText(&text, raw); err != nil {
		return errors.New("it is neither a list nor text")
	}
	*to = append(*to, divide(text, separators)...)
	return nil
}

// divide splits text at any of the separators.
func divide(text, separators string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(separators, r) })
}
