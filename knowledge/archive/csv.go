package archive

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// sniffBytes is how much of a CSV file is looked at to tell its separator: the
// header line and some rows.
const sniffBytes = 4 << 10

// ParseCSV reads an FAQ table in CSV from r, a record at a time. The first
// record names the columns, in any case and order, in English or Chinese:
// question, answer, and optionally id, alternates, source, tags; alternates are
// divided by "|" or line ends. Comma, semicolon and tab separate. A record with
// text beyond the named columns is left out. It never fails: what cannot be read
// is among the Archive's Diagnostics, and reading goes on with the next record.
func ParseCSV(name string, r io.Reader) *Archive {
	return parseCSV(context.Background(), newTableBuilder(name, idStem(name)), r)
}

// parseCSV is ParseCSV with a builder given. What it returns once ctx has ended is
// not the whole.
func parseCSV(ctx context.Context, b *tableBuilder, r io.Reader) *Archive {
	in := bufio.NewReaderSize(newDecoder(r, b), sniffBytes)
	head, _ := in.Peek(sniffBytes)
	c := csv.NewReader(in)
	c.Comma = sniffComma(string(head))
	c.FieldsPerRecord = -1
	c.ReuseRecord = true
	header, err := c.Read()
	if err != nil {
		return b.done()
	}
	columns, ok := b.readHeader(header)
	if !ok {
		b.remark(1, Error, fmt.Sprintf("the first line names no column of questions and of answers: %q", excerpt(strings.Join(header, string(c.Comma)))),
			"begin the file with a line such as: id,question,answer,alternates,source,tags")
		return b.done()
	}
	for {
		record, err := c.Read()
		if errors.Is(err, io.EOF) || ctx.Err() != nil {
			return b.done()
		}
		if err != nil {
			parse, ok := errors.AsType[*csv.ParseError](err)
			if !ok {
				b.remark(0, Error, "reading stopped: "+err.Error(), "check the file and the disk it is on")
				return b.done()
			}
			b.rows++
			b.remark(parse.StartLine, Error, "the record is not CSV: "+parse.Err.Error(), `put a cell with quotes into quotes and double them inside: "a ""quoted"" word"`)
			continue
		}
		if blank(record) {
			continue
		}
		line, _ := c.FieldPos(0)
		// Most likely an answer was cut at a separator, so what is left of it may mislead.
		if len(record) > len(columns) && !blank(record[len(columns):]) {
			b.rows++
			b.remark(line, Error, fmt.Sprintf("the row has %d cells, the first line names %d", len(record), len(columns)),
				fmt.Sprintf("put a text that holds the separator %q into double quotes; a further column needs a name in the first line", string(c.Comma)))
			continue
		}
		b.add(csvRow(record, columns, line))
	}
}

// readHeader returns the field of each column, and whether there are columns of
// questions and of answers. Of two columns for one field the first counts; columns
// without a name at the end are none.
func (b *tableBuilder) readHeader(header []string) ([]field, bool) {
	for len(header) > 0 && blank(header[len(header)-1:]) {
		header = header[:len(header)-1]
	}
	columns := make([]field, len(header))
	seen := make(map[field]bool)
	for i, name := range header {
		f := fieldOf(name)
		if f != fieldUnknown && !seen[f] {
			columns[i], seen[f] = f, true
		}
	}
	if !seen[fieldQuestion] || !seen[fieldAnswer] {
		return nil, false
	}
	for i, name := range header {
		if columns[i] == fieldUnknown {
			b.unknownField(clean(name), 1)
		}
	}
	return columns, true
}

func csvRow(record []string, columns []field, line int) row {
	r := row{line: line}
	for i, cell := range record {
		if i >= len(columns) {
			break
		}
		switch columns[i] {
		case fieldID:
			r.id = cell
		case fieldQuestion:
			r.question = cell
		case fieldAnswer:
			r.answer = cell
		case fieldAlternates:
			r.alternates = divide(cell, "|\n\r")
		case fieldSource:
			r.source = cell
		case fieldTags:
			r.tags = divide(cell, "|,，、;；\n\r")
		case fieldUnknown:
		}
	}
	return r
}

func blank(record []string) bool {
	for _, cell := range record {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
}

// sniffComma returns the separator under which the first line names the most
// known columns; "," when none does.
func sniffComma(head string) rune {
	first, _, _ := strings.Cut(strings.TrimLeft(head, "\ufeff\r\n"), "\n")
	best, most := ',', 0
	for _, comma := range []rune{',', ';', '\t', '；', '，'} {
		n := 0
		for name := range strings.SplitSeq(first, string(comma)) {
			if fieldOf(strings.Trim(strings.TrimSpace(name), `"`)) != fieldUnknown {
				n++
			}
		}
		if n > most {
			best, most = comma, n
		}
	}
	return best
}
