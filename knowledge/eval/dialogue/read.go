package dialogue

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"bigtalk/knowledge/eval"
	"bigtalk/knowledge/textline"
)

// maxLine bounds one line of a file of dialogues, 64 times the longest message
// that is read of a person (knowledge.MaxQueryBytes): beyond it the file is no JSONL.
const maxLine = 1 << 20

// ReadFiles is [Read] for files by path. A file that cannot be read is told
// beside the faults of the others.
func ReadFiles(paths ...string) ([]Dialogue, error) {
	sources := make([]eval.Source, 0, len(paths))
	var faults []error
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			faults = append(faults, fmt.Errorf("read dialogues: %w", err))
			continue
		}
		sources = append(sources, eval.Source{Name: path, Reader: bytes.NewReader(data)})
	}
	dialogues, err := Read(sources...)
	if err := errors.Join(append(faults, err)...); err != nil {
		return nil, err
	}
	return dialogues, nil
}

// Read reads dialogues in the order of the sources. Each line that is not blank is
// a JSON object in UTF-8 with the keys
//
//	id     names the dialogue, once over all sources
//	turns  the turns in order, one at least
//
// A turn is an object with the keys
//
//	user    what the person writes
//	expect  what is expected of it
//
// and that is an object with the keys
//
//	kind  answer, choices, pick, refusal or smalltalk; see [Turn]. A pick has a
//	      turn of the kind choices somewhere before it.
//	gold  ids of entries; of an answer, choices and a pick one at least, of the
//	      others none or left out
//
// There are no other keys. When anything is wrong no dialogue is returned, and the
// error joins an [eval.Fault] for each mistake.
func Read(sources ...eval.Source) ([]Dialogue, error) {
	r := reader{first: make(map[string]Dialogue)}
	for _, s := range sources {
		r.read(s)
	}
	if err := errors.Join(r.faults...); err != nil {
		return nil, err
	}
	return r.dialogues, nil
}

// CheckEntries returns an [eval.Fault] for every gold entry that has does not know,
// all joined; nil when it knows them all. A label that names an entry of
// yesterday's archive would else count against the bot.
func CheckEntries(dialogues []Dialogue, has func(id string) bool) error {
	var faults []error
	for _, d := range dialogues {
		for i, t := range d.Turns {
			for _, id := range t.Gold {
				if !has(id) {
					faults = append(faults, &eval.Fault{
						File: d.file, Line: d.line,
						Message: fmt.Sprintf("turn %d: dialogue %s names the entry %q, which the archive does not have", i+1, d.ID, id),
						Hint:    "list the ids with: bigtalk archive list",
					})
				}
			}
		}
	}
	return errors.Join(faults...)
}

// A reader gathers the dialogues and faults of all sources.
type reader struct {
	file string // being read, with its line
	line int

	dialogues []Dialogue
	first     map[string]Dialogue // id → the dialogue that took it
	faults    []error
}

func (r *reader) read(s eval.Source) {
	r.file = s.Name
	lines := textline.NewReader(s.Reader, maxLine)
	for empty := true; ; {
		line, err := lines.Next()
		r.line = lines.Line()
		text := strings.TrimSpace(string(line))
		switch {
		case errors.Is(err, io.EOF):
			if empty {
				r.line = 0
				r.fault("", "no dialogues", "write one JSON object a line, or leave the file out")
			}
			return
		case errors.Is(err, textline.ErrTooLong):
			empty = false
			r.fault("", fmt.Sprintf("a line of more than %d bytes", maxLine), "write one JSON object a line")
		case err != nil:
			r.faults = append(r.faults, fmt.Errorf("read dialogues %s: %w", s.Name, err))
			return
		case text != "":
			empty = false
			if d, ok := r.parse(text); ok {
				r.dialogues = append(r.dialogues, d)
			}
		}
	}
}

// fault notes a mistake in where, a part of the line; empty for the whole line.
func (r *reader) fault(where, message, hint string) {
	if where != "" {
		message = where + ": " + message
	}
	r.faults = append(r.faults, &eval.Fault{File: r.file, Line: r.line, Message: message, Hint: hint})
}
