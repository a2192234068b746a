package knowledge

import (
	"cmp"
	"context"
	"io/fs"
	"iter"
	"os"
	"slices"

	"golang.org/x/sync/errgroup"

	"bigtalk/knowledge/archive"
)

// A Store is an archive with its annotations. It is read-only once built and
// safe for concurrent use; what it returns must not be modified.
type Store struct {
	archive     *archive.Archive
	folder      string // where the overlay stands; "" beside an embedded archive
	outside     []OutsideQuestion
	groupTalk   []OutsideQuestion
	glossary    [][]string
	topicNames  map[string]topicName
	diagnostics []archive.Diagnostic
	version     string
	isAnnotated bool

	position    map[string]int // entry id → place in archive.Entries
	annotations map[string]*Annotation
	classes     classes
}

// Load reads the archive at path, a Markdown file, a FAQ table or a folder. A
// folder may also hold annotations, a glossary, outside questions and the names of
// topics. What could not be read is in [Store.Diagnostics]; an error means that
// nothing could.
func Load(ctx context.Context, path string) (*Store, error) {
	var overlays fs.FS // none beside a single file
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		overlays = os.DirFS(path)
	}
	return load(ctx, func() (*archive.Archive, error) { return archive.Open(ctx, path) }, overlays, path)
}

// LoadFS is [Load] for a folder that is a file system, such as the embedded show.
func LoadFS(ctx context.Context, fsys fs.FS) (*Store, error) {
	return load(ctx, func() (*archive.Archive, error) { return archive.OpenFS(ctx, fsys, ".") }, fsys, "")
}

// load reads the archive and its overlay, which stands in folder, side by side:
// both take some 10 ms for the show, and together they fit a cold start.
func load(ctx context.Context, open func() (*archive.Archive, error), overlays fs.FS, folder string) (*Store, error) {
	var a *archive.Archive
	o := newOverlay(folder)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		a, err = open()
		return err
	})
	g.Go(func() error {
		if overlays == nil {
			return nil
		}
		return o.read(ctx, overlays)
	})
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return newStore(a, o), nil
}

func newStore(a *archive.Archive, o *overlay) *Store {
	s := &Store{
		archive: a,
		outside: o.outside, groupTalk: o.groupTalk,
		glossary: o.glossary, topicNames: o.topicNames,
		folder:   o.folder,
		position: make(map[string]int, len(a.Entries)),
	}
	for i := range a.Entries {
		s.position[a.Entries[i].ID] = i
	}
	s.annotate(o)
	s.diagnostics = slices.Concat(a.Diagnostics, o.diagnostics)
	s.classify()
	s.isAnnotated = s.enoughAnnotations()
	s.version = s.hash(o)
	return s
}

// Version names the content of the store, but for the names of topics, by which
// nothing is matched: 12 hexadecimal digits of its SHA-256.
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

// Episodes returns the archive's episodes by number; empty for one without.
func (s *Store) Episodes() []*archive.Episode { return s.archive.Episodes }

// annotated reports whether the archive has what the annotated profiles of a fit
// rely on: five phrasings for most entries, and as many unanswered questions as
// entries.
func (s *Store) annotated() bool { return s.isAnnotated }

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

// enoughAnnotations decides [Store.annotated].
func (s *Store) enoughAnnotations() bool {
	phrased, unanswered := 0, len(s.outside)
	for _, a := range s.annotations {
		if len(notBlank(a.questions()...)) >= manyPhrasings {
			phrased++
		}
		unanswered += len(a.NotFor)
	}
	return s.Len() > 0 && 2*phrased >= s.Len() && unanswered >= s.Len()
}

// manyPhrasings of an entry make its signals compare with the show's. Fewer, and
// the profiles without annotations are the careful choice.
const manyPhrasings = 5

// Match returns the entry of an ID as a match without score or signals; not ok when
// there is none.
func (m *Matcher) Match(id string) (Match, bool) {
	e, ok := m.store.Get(id)
	if !ok {
		return Match{}, false
	}
	return Match{
		Entry: e, Annotation: m.store.Annotation(id), Duplicates: m.store.Duplicates(id), Related: m.store.related(id),
	}, true
}
