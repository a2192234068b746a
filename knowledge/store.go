package knowledge

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"slices"
	"strconv"

	"golang.org/x/sync/errgroup"

	"bigtalk/knowledge/archive"
)

// A Store is an archive with its annotations. It is read-only once built and
// safe for concurrent use; what it returns must not be modified.
type Store struct {
	archive     *archive.Archive
	outside     []OutsideQuestion
	glossary    [][]string
	diagnostics []archive.Diagnostic
	version     string

	position    map[string]int // entry id → place in archive.Entries
	annotations map[string]*Annotation
	class       map[string]string   // entry id → first id of its duplicates class
	members     map[string][]string // first id → the ids of its class
	references  map[string][]string // entry id → the cross-references that stand for it
}

// Load reads the archive at path, a Markdown file, a FAQ table or a folder. A
// folder may also hold annotations, a glossary and outside questions. What could
// not be read is in [Store.Diagnostics]; an error means that nothing could.
func Load(path string) (*Store, error) {
	var overlays fs.FS // none beside a single file
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		overlays = os.DirFS(path)
	}
	return load(func() (*archive.Archive, error) { return archive.Open(path) }, overlays)
}

// LoadFS is [Load] for a folder that is a file system, such as the embedded show.
func LoadFS(fsys fs.FS) (*Store, error) {
	return load(func() (*archive.Archive, error) { return archive.OpenFS(fsys, ".") }, fsys)
}

// load reads the archive and its overlay side by side: both take some 10 ms for
// the show, and together they fit a cold start.
func load(open func() (*archive.Archive, error), overlays fs.FS) (*Store, error) {
	var (
		a *archive.Archive
		o = newOverlay()
		g errgroup.Group
	)
	g.Go(func() (err error) {
		a, err = open()
		return err
	})
	g.Go(func() error {
		if overlays == nil {
			return nil
		}
		return o.read(overlays)
	})
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return newStore(a, o), nil
}

func newStore(a *archive.Archive, o *overlay) *Store {
	s := &Store{
		archive:     a,
		outside:     o.outside,
		glossary:    o.glossary,
		diagnostics: slices.Concat(a.Diagnostics, o.diagnostics),
		position:    make(map[string]int, len(a.Entries)),
		annotations: make(map[string]*Annotation, len(o.annotations)),
	}
	for i := range a.Entries {
		s.position[a.Entries[i].ID] = i
	}
	s.annotate(o.annotations)
	s.classify()
	s.references = make(map[string][]string)
	for e := range s.All() {
		if to := s.owner(e.ID); to != e.ID {
			s.references[to] = append(s.references[to], e.ID)
		}
	}
	s.version = s.hash(o)
	return s
}

// annotate attaches each annotation to the entry whose question it was written
// for, which need not be the one that carries its id today.
func (s *Store) annotate(list []Annotation) {
	if len(list) == 0 {
		return
	}
	byHash := make(map[string]string, len(s.archive.Entries))
	for i := range s.archive.Entries {
		e := &s.archive.Entries[i]
		byHash[QuestionHash(e.Question)] = e.ID
	}
	for i := range list {
		a := &list[i]
		if id, ok := byHash[a.QuestionHash]; ok && id != a.ID {
			s.report(a, archive.Error, fmt.Sprintf("the question of %s now has the id %s", a.ID, id),
				fmt.Sprintf("write %q as the id, here and where other annotations name it", id))
		} else if at, known := s.position[a.ID]; !known {
			s.report(a, archive.Error, fmt.Sprintf("no entry has the id %q", a.ID), "list the ids with: bigtalk archive list")
			continue
		} else if want := QuestionHash(s.archive.Entries[at].Question); a.QuestionHash != "" && a.QuestionHash != want {
			s.report(a, archive.Error, fmt.Sprintf("written for another question than %s asks today", a.ID),
				fmt.Sprintf("if it still fits, set question_hash to %q", want))
			continue
		}
		if s.annotations[a.ID] != nil {
			s.report(a, archive.Error, fmt.Sprintf("a second annotation for %s", a.ID), "merge the two lines")
			continue
		}
		if _, known := s.position[a.ID]; known {
			s.annotations[a.ID] = a
		}
	}
}

func (s *Store) report(a *Annotation, sev archive.Severity, message, hint string) {
	s.diagnostics = append(s.diagnostics, archive.Diagnostic{
		File: AnnotationsFile, Line: a.line, Severity: sev, Message: message, Hint: hint,
	})
}

// classify gathers the duplicates into classes. A link in one direction is
// enough; the lint asks for the others.
func (s *Store) classify() {
	s.class = make(map[string]string, len(s.position))
	var root func(id string) string
	root = func(id string) string {
		if up, ok := s.class[id]; ok && up != id {
			return root(up)
		}
		return id
	}
	for _, e := range s.archive.Entries {
		a := s.annotations[e.ID]
		if a == nil {
			continue
		}
		for _, d := range a.Duplicates {
			if _, known := s.position[d]; !known {
				continue
			}
			x, y := root(e.ID), root(d)
			s.class[max(x, y)] = min(x, y)
		}
	}
	s.members = make(map[string][]string)
	for _, e := range s.archive.Entries {
		r := root(e.ID)
		s.members[r] = append(s.members[r], e.ID)
	}
	for _, e := range s.archive.Entries {
		s.class[e.ID] = root(e.ID)
	}
}

// hash names the content: the same entries and overlay give the same version.
func (s *Store) hash(o *overlay) string {
	h := sha256.New()
	write := func(fields ...string) {
		for _, f := range fields {
			fmt.Fprintf(h, "%d:", len(f)) // so that no two lists of fields run into the same bytes
			io.WriteString(h, f)
		}
	}
	for e := range s.All() {
		write(e.ID, e.Question, e.Answer, e.Source)
		write(e.Alternates...)
		write(e.Tags...)
	}
	for _, ep := range s.archive.Episodes {
		write(strconv.Itoa(ep.Number), ep.Title, ep.Topic, ep.Date, ep.URL, ep.Speaker, ep.Introduction, ep.Gains)
		write(ep.Outline...)
	}
	write(string(o.sum.Sum(nil)))
	return hex.EncodeToString(h.Sum(nil))[:12]
}

// Version names the content of the store: 12 hexadecimal digits of its SHA-256.
func (s *Store) Version() string { return s.version }

// Title is the archive's, empty when it has none.
func (s *Store) Title() string { return s.archive.Title }

// Len is the number of entries.
func (s *Store) Len() int { return len(s.archive.Entries) }

// All iterates over the entries in the archive's order.
func (s *Store) All() iter.Seq[*archive.Entry] {
	return func(yield func(*archive.Entry) bool) {
		for i := range s.archive.Entries {
			if !yield(&s.archive.Entries[i]) {
				return
			}
		}
	}
}

// Get returns the entry with the id; ok is false when there is none.
func (s *Store) Get(id string) (e *archive.Entry, ok bool) {
	at, ok := s.position[id]
	if !ok {
		return nil, false
	}
	return &s.archive.Entries[at], true
}

// Annotation returns the annotation of an entry, never nil: an entry without one
// has the zero Annotation.
func (s *Store) Annotation(id string) *Annotation {
	if a := s.annotations[id]; a != nil {
		return a
	}
	return &Annotation{}
}

// Duplicates returns the other entries whose answers are interchangeable with
// the entry's, in the archive's order, cross-references and non-answers left out.
func (s *Store) Duplicates(id string) []*archive.Entry {
	var out []*archive.Entry
	for _, m := range s.members[s.class[id]] {
		if m != id && s.answers(m) {
			e, _ := s.Get(m)
			out = append(out, e)
		}
	}
	return out
}

// Match returns an entry as a match without a score, for showing it.
func (s *Store) Match(e *archive.Entry) Match {
	return Match{Entry: e, Annotation: s.Annotation(e.ID), Duplicates: s.Duplicates(e.ID), Related: s.related(e.ID)}
}

// related returns the entries that the entry's annotation names as related and
// that may be shown.
func (s *Store) related(id string) []Related {
	var out []Related
	for _, r := range s.Annotation(id).Related {
		if e, ok := s.Get(r); ok && s.answers(r) {
			out = append(out, Related{e, s.Annotation(r)})
		}
	}
	return out
}

// answers reports whether the entry itself may be shown.
func (s *Store) answers(id string) bool {
	k := s.Annotation(id).Kind
	return k != KindCrossReference && k != KindNonAnswer
}

// owner is the entry that a match on this one's text stands for: itself, the
// target of a cross-reference, or "" for what is never shown.
func (s *Store) owner(id string) string {
	a := s.Annotation(id)
	switch a.Kind {
	case KindNonAnswer:
		return ""
	case KindCrossReference:
		for _, to := range a.RefersTo {
			if _, known := s.position[to]; known && s.answers(to) {
				return to
			}
		}
		return ""
	default:
		return id
	}
}

// Episodes returns the archive's episodes by number; empty for one without.
func (s *Store) Episodes() []*archive.Episode { return s.archive.Episodes }

// Resources returns the links of the archive's preamble.
func (s *Store) Resources() []archive.Link { return s.archive.Resources }

// Glossary returns the groups of equivalent expressions.
func (s *Store) Glossary() [][]string { return s.glossary }

// Diagnostics returns what the parsers and the overlay had to remark, by file and line.
func (s *Store) Diagnostics() []archive.Diagnostic {
	return slices.SortedStableFunc(slices.Values(s.diagnostics), func(a, b archive.Diagnostic) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
}
