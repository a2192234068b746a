package eval

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"bigtalk/knowledge/textline"
)

// maxLine bounds one line of a file of questions, 64 times the longest message
// that is read of a person (knowledge.MaxQueryBytes): beyond it the file is no JSONL.
const maxLine = 1 << 20

// A Source is a file of questions under the name that its faults are told by.
type Source struct {
	Name   string
	Reader io.Reader
}

// ReadFiles is [ReadQuestions] for files by path. A file that cannot be read
// is told beside the faults of the others.
func ReadFiles(paths ...string) ([]Question, error) {
	sources := make([]Source, 0, len(paths))
	var faults []error
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			faults = append(faults, fmt.Errorf("read questions: %w", err))
			continue
		}
		sources = append(sources, Source{path, bytes.NewReader(data)})
	}
	questions, err := ReadQuestions(sources...)
	if err := errors.Join(append(faults, err)...); err != nil {
		return nil, err
	}
	return questions, nil
}

// ReadQuestions reads questions in the order of the sources. Each line that is
// not blank is a JSON object in UTF-8 with the keys
//
//	id       names the question, once over all sources
//	q        the question
//	lang     zh, en or mixed
//	kind     how it is worded, or why it cannot be answered; see [Question]
//	gold     ids of the entries that answer it; none or left out when it is unanswerable
//	grade2   ids of the entries that help and do not fully answer, of an unanswerable question too; may be left out
//	why      the labeller's reason; may be left out and is not kept
//	nearest  ids of the entries nearest to an unanswerable question; likewise
//
// and no others. When anything is wrong no question is returned, and the error
// joins a [Fault] for each mistake.
func ReadQuestions(sources ...Source) ([]Question, error) {
	r := reader{first: make(map[string]Question)}
	for _, s := range sources {
		r.read(s)
	}
	if err := errors.Join(r.faults...); err != nil {
		return nil, err
	}
	return r.questions, nil
}

// A reader gathers the questions and faults of all sources.
type reader struct {
	file string // being read, with its line
	line int

	questions []Question
	first     map[string]Question // id → the question that took it
	faults    []error
}

func (r *reader) read(s Source) {
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
				r.fault("no questions", "write one JSON object a line, or leave the file out")
			}
			return
		case errors.Is(err, textline.ErrTooLong):
			empty = false
			r.fault(fmt.Sprintf("a line of more than %d bytes", maxLine), "write one JSON object a line")
		case err != nil:
			r.faults = append(r.faults, fmt.Errorf("read questions %s: %w", s.Name, err))
			return
		case text != "":
			empty = false
			if q, ok := r.parse(text); ok {
				r.questions = append(r.questions, q)
			}
		}
	}
}

// parse reads and checks one line; ok is false when it has a fault.
func (r *reader) parse(text string) (q Question, ok bool) {
	before := len(r.faults)
	q = r.decode(text)
	q.file, q.line = r.file, r.line
	if len(r.faults) == before {
		r.check(q)
	}
	if first, taken := r.first[q.ID]; taken {
		r.fault(fmt.Sprintf("the id %q is taken by %s:%d", q.ID, first.file, first.line), "give each question an id of its own")
	} else if q.ID != "" {
		r.first[q.ID] = q
	}
	return q, len(r.faults) == before
}

// check holds a decoded question against the rules of ReadQuestions.
func (r *reader) check(q Question) {
	for _, f := range []struct{ key, value string }{{"id", q.ID}, {"q", q.Text}, {"lang", q.Language}, {"kind", q.Kind}} {
		if strings.TrimSpace(f.value) == "" {
			r.fault(f.key+" is missing or empty", fmt.Sprintf("write a value for %q", f.key))
		}
	}
	if q.Language != "" && !slices.Contains(languages(), q.Language) {
		r.fault(fmt.Sprintf("unknown lang %q", q.Language), "write one of "+strings.Join(languages(), ", "))
	}
	r.checkEntries("gold", q.Gold, nil)
	r.checkEntries("grade2", q.Grade2, q.Gold)
	switch unanswerable := slices.Contains(unanswerableKinds(), q.Kind); {
	case q.Kind == "":
	case q.Answerable() && unanswerable:
		r.fault(fmt.Sprintf("gold for the unanswerable kind %q", q.Kind), "take gold away, or name the kind by how the question is worded")
	case !q.Answerable() && !unanswerable:
		r.fault(fmt.Sprintf("no gold for the kind %q", q.Kind),
			"name the entries that answer, or one of the unanswerable kinds "+strings.Join(unanswerableKinds(), ", "))
	}
}

// checkEntries wants each id once, and none that is in taken.
func (r *reader) checkEntries(key string, ids, taken []string) {
	for i, id := range ids {
		switch {
		case strings.TrimSpace(id) == "":
			r.fault("an empty id in "+key, "name an entry or take it away")
		case slices.Contains(ids[:i], id):
			r.fault(fmt.Sprintf("%s names %q twice", key, id), "take one away")
		case slices.Contains(taken, id):
			r.fault(fmt.Sprintf("%s names %q, which is gold", key, id), "keep it in gold if it fully answers, else in grade2")
		}
	}
}

func (r *reader) fault(message, hint string) {
	r.faults = append(r.faults, &Fault{r.file, r.line, message, hint})
}
