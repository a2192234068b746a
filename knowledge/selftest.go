package knowledge

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"bigtalk/knowledge/archive"
	"bigtalk/knowledge/index"
)

// selfTest asks each alternate of the annotations of everything but itself, and
// reports those that lead to another entry: the alternate may stand at the wrong
// place, be worth no more than a coin, or be the only one to put the question so.
// Where the other entry is surely the answer and is not known to be related, it is a
// warning; the others are counted in one note for each entry.
func (m *Matcher) selfTest(ctx context.Context) ([]archive.Diagnostic, error) {
	var (
		mu  sync.Mutex
		all []archive.Diagnostic
	)
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for at := range m.store.archive.Entries {
		g.Go(func() error {
			found, err := m.selfTestEntry(ctx, at)
			mu.Lock()
			defer mu.Unlock()
			all = append(all, found...)
			return err
		})
	}
	for n := range m.store.outside {
		g.Go(func() error {
			found, err := m.selfTestOutside(ctx, n)
			mu.Lock()
			defer mu.Unlock()
			all = append(all, found...)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, fmt.Errorf("self-test: %w", err)
	}
	return all, nil
}

// selfTestSure is how sure another answer must be to be worth a warning: as sure as
// of a question that is word for word the entry's. Below, most are near misses
// that stand where they belong.
const selfTestSure = wordForWord

// selfTestOutside reports a question that the archive is said not to answer and
// that, left out, would be: either it is answered, or it needs like ones beside it.
func (m *Matcher) selfTestOutside(ctx context.Context, n int) ([]archive.Diagnostic, error) {
	outside := m.store.outside[n]
	q, err := m.ask(ctx, outside.Question)
	if q == nil || err != nil {
		return nil, err
	}
	own := "o" + strconv.Itoa(n)
	q.contrasts = slices.DeleteFunc(q.contrasts, func(h index.Hit) bool { return h.ID == own })
	if d := m.dense.Load(); d != nil {
		q.meaning = d.searchWithout(outsideRow, -1, outside.Question, m.store.Len())
	}
	matches, err := m.judged(ctx, q)
	if err != nil || len(matches) == 0 {
		return nil, err
	}
	first := &matches[0]
	if first.Confidence < selfTestSure || slices.Contains(outside.Near, first.Entry.ID) {
		return nil, nil
	}
	return []archive.Diagnostic{{
		File: filepath.Join(m.store.folder, OutsideFile), Line: outside.line, Severity: archive.Warning,
		Message: fmt.Sprintf("question %q, left out, is answered by %s (%.2f)", outside.Question, first.Entry.ID, first.Confidence),
		Hint:    "drop it if that entry answers it, name the entry in near if it only helps; else reword it or add like ones",
	}}, nil
}

func (m *Matcher) selfTestEntry(ctx context.Context, at int) ([]archive.Diagnostic, error) {
	e := &m.store.archive.Entries[at]
	alternates := m.alternates(e)
	if len(alternates) == 0 || m.store.owner(e.ID) != e.ID {
		return nil, nil
	}
	l := linter{store: m.store}
	elsewhere := make(map[string]int)   // the entries that alternates lead to when they are left out
	holder := m.store.annotations[e.ID] // nil where only a cross-reference to e is annotated
	for n, p := range m.store.asked(e) {
		a := alternates[p]
		if a == nil {
			continue
		}
		q, err := m.ask(ctx, p)
		if err != nil {
			return nil, err
		}
		if q == nil {
			l.report(a, archive.Warning, "say more", "alternate %q says nothing that can be searched", p)
			continue
		}
		matches, err := m.searchWithout(ctx, q, at, n)
		if err != nil {
			return nil, err
		}
		if len(matches) == 0 || m.store.classes.first[matches[0].Entry.ID] == m.store.classes.first[e.ID] {
			continue
		}
		first := &matches[0]
		if first.Confidence < selfTestSure || m.store.overlap(e.ID, first.Entry.ID) {
			elsewhere[first.Entry.ID]++
			holder = cmp.Or(holder, a)
			continue
		}
		l.report(a, archive.Warning, "if that entry answers it, move it there; else reword it, or give this entry more ways to ask the same",
			"alternate %q, left out, is answered by %s (%.2f)", p, first.Entry.ID, first.Confidence)
	}
	if len(elsewhere) > 0 {
		l.report(holder, archive.Note, "", "of %d alternates these, left out, lead elsewhere: %s", len(alternates), tally(elsewhere))
	}
	return l.out, nil
}

// tally lists the counts, largest first.
func tally(counts map[string]int) string {
	ids := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	parts := make([]string, len(ids))
	for i, id := range ids {
		parts[i] = fmt.Sprintf("%d to %s", counts[id], id)
	}
	return strings.Join(parts, ", ")
}

// alternates finds the annotation that holds each alternate that leads to e.
func (m *Matcher) alternates(e *archive.Entry) map[string]*Annotation {
	out := make(map[string]*Annotation)
	for _, x := range append(m.store.referring(e), e) {
		if a := m.store.annotations[x.ID]; a != nil {
			for _, p := range slices.Concat(a.AlternatesZH, a.AlternatesEN) {
				out[p] = a
			}
		}
	}
	return out
}

// searchWithout is what a search for q, the n-th phrasing of the entry at a place,
// would find if the entry did not have it.
func (m *Matcher) searchWithout(ctx context.Context, q *question, at, n int) ([]Match, error) {
	if err := m.leaveOutWords(ctx, q, at, n); err != nil {
		return nil, err
	}
	if d := m.dense.Load(); d != nil {
		q.meaning = d.searchWithout(phraseRow, at, q.text, m.store.Len())
	}
	return m.judged(ctx, q)
}

// ask searches the words of one of the archive's own questions; nil when it says
// nothing that can be searched.
func (m *Matcher) ask(ctx context.Context, text string) (*question, error) {
	terms, err := m.weigh(ctx, text)
	if err != nil || !slices.ContainsFunc(terms, queryTerm.informative) {
		return nil, err
	}
	q := &question{text: text, terms: terms, full: fullScore(terms)}
	return q, m.searchWords(ctx, q)
}

// judged ranks what was found. No rule raises the confidence of the first match:
// the text is not there.
func (m *Matcher) judged(ctx context.Context, q *question) ([]Match, error) {
	p := m.profile(q.meaning != nil)
	matches, err := m.rank(q, p)
	if err != nil {
		return nil, err
	}
	if err := m.judge(ctx, q, matches); err != nil {
		return nil, err
	}
	if len(matches) > 0 {
		matches[0].Confidence = p.answers.of(&matches[0].Signals)
	}
	return matches, nil
}

// leaveOutWords takes a phrasing back out of what the words found: its own
// document, and what it adds to the entry's text.
func (m *Matcher) leaveOutWords(ctx context.Context, q *question, at, n int) error {
	own := "p" + strconv.Itoa(at) + "." + strconv.Itoa(n)
	q.phrases = slices.DeleteFunc(q.phrases, func(h index.Hit) bool { return h.ID == own })
	id := "e" + strconv.Itoa(at)
	i := slices.IndexFunc(q.entries, func(h index.Hit) bool { return h.ID == id })
	if i < 0 {
		return nil
	}
	held, err := m.index.Explain(ctx, entryField, weighted(q.terms), id)
	if err != nil {
		return err
	}
	counts := make(map[string]int)
	length := 0
	for _, t := range m.analyzer.Analyze(q.text) {
		counts[t.Key()]++
		length++
	}
	q.entries[i].Score = 0
	for _, h := range held {
		q.entries[i].Score += m.index.Rescore(entryField, h, counts[h.Key], length)
	}
	return nil
}

// searchWithout compares one of the archive's own questions with all texts but
// itself. It needs no encoder.
func (d *dense) searchWithout(kind rowKind, entry int, text string, entries int) *meaning {
	own := slices.IndexFunc(d.texts, func(t denseText) bool {
		return t.kind == kind && t.entry == entry && t.text == text
	})
	if own < 0 {
		return nil
	}
	cosines := d.matrix.Dots(d.matrix.Row(own))
	for i := range d.texts {
		if d.texts[i].key == d.texts[own].key {
			cosines[i] = 0
		}
	}
	return d.measure(cosines, entries)
}
