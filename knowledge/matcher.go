package knowledge

import (
	"context"
	"fmt"
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"

	"bigtalk/knowledge/analysis"
	"bigtalk/knowledge/archive"
	"bigtalk/knowledge/index"
)

// Fields of the index; see the package comment.
const (
	entryField    = "entry"
	phraseField   = "phrase"
	contrastField = "contrast"
)

const (
	// phraseShare is what the best three phrasings weigh beside the whole entry.
	// On left-out phrasings 0.5 to 1 is best (hit@1 0.851 against 0.844 without).
	phraseShare = 0.5
	// bestPhrases is how many of an entry's phrasings count: one may be luck.
	bestPhrases = 3
	// searchedEntries and searchedPhrases bound what is ranked. The right entry of
	// a development question never stood below place 20 in either list.
	searchedEntries = 50
	searchedPhrases = 150
	// maxTermScore is the most that BM25 gives a term of weight 1: k1+1.
	maxTermScore = 2.2
)

// A Matcher ranks a store's entries. It is safe for concurrent use until Close.
type Matcher struct {
	store    *Store
	analyzer *analysis.Analyzer
	index    *index.Index
	shipped  bool
}

// A Match is an entry, or a class of duplicates shown by its best member.
type Match struct {
	Entry      *archive.Entry
	Annotation *Annotation // never nil
	Duplicates []*archive.Entry
	Related    []Related
	Score      float64 // compares within one result only
	Signals    Signals
}

// Related is an entry that the annotation of another calls related.
type Related struct {
	Entry      *archive.Entry
	Annotation *Annotation // never nil
}

// A Result is the ranking for one query.
type Result struct {
	Matches    []Match  // best first; empty when nothing matches
	Uncovered  []string // the question's words that no entry holds, as written
	Confidence float64  // P(the first match answers)
	Helps      float64  // P(the first match answers or at least helps)
	Version    string   // of the content that was searched
}

// Close releases the index.
func (m *Matcher) Close() error { return m.index.Close() }

// Shipped reports whether the index came ready-made with the program.
func (m *Matcher) Shipped() bool { return m.shipped }

// Store returns the entries that are matched.
func (m *Matcher) Store() *Store { return m.store }

// Search ranks the entries for q. No match is an empty Result and a nil error.
func (m *Matcher) Search(ctx context.Context, q Query) (Result, error) {
	r := Result{Version: m.store.Version()}
	text := clip(q.Text)
	terms, err := m.weigh(ctx, text)
	if err != nil {
		return r, fmt.Errorf("match question: %w", err)
	}
	r.Uncovered = uncovered(text, terms)
	if !slices.ContainsFunc(terms, queryTerm.informative) {
		return r, nil
	}
	matches, err := m.rank(ctx, terms)
	if err != nil {
		return r, fmt.Errorf("match question: %w", err)
	}
	if err := m.judge(ctx, terms, matches); err != nil {
		return r, fmt.Errorf("match question: %w", err)
	}
	limit := q.Limit
	if limit <= 0 {
		limit = DefaultLimit
	}
	r.Matches = matches[:min(limit, len(matches))]
	if len(matches) > 0 {
		r.Confidence, r.Helps = m.confidence(text, terms, matches[0])
	}
	return r, nil
}

// clip cuts a question to MaxQueryBytes at a rune bound.
func clip(text string) string {
	if len(text) <= MaxQueryBytes {
		return text
	}
	return strings.ToValidUTF8(text[:MaxQueryBytes], "")
}

// rank searches the entries and their phrasings and joins both by class.
func (m *Matcher) rank(ctx context.Context, terms []queryTerm) ([]Match, error) {
	w := weighted(terms)
	full := fullScore(terms)
	entries, err := m.index.Search(ctx, entryField, w, searchedEntries)
	if err != nil {
		return nil, err
	}
	phrases, err := m.index.Search(ctx, phraseField, w, searchedPhrases)
	if err != nil {
		return nil, err
	}
	best := make(map[string][]float64)
	for _, h := range phrases {
		if id := m.entryID(h.ID); len(best[id]) < bestPhrases {
			best[id] = append(best[id], h.Score)
		}
	}
	matches := make([]Match, 0, len(entries))
	for _, h := range entries {
		e, ok := m.store.Get(m.entryID(h.ID))
		if !ok {
			return nil, fmt.Errorf("index holds an unknown entry %q", h.ID)
		}
		p := best[e.ID]
		mean := 0.0
		for _, s := range p {
			mean += s / bestPhrases
		}
		match := Match{Entry: e, Annotation: m.store.Annotation(e.ID), Score: h.Score + phraseShare*mean}
		match.Signals.Text = h.Score / full
		match.Signals.Phrases = mean / full
		if len(p) > 0 {
			match.Signals.Phrase = p[0] / full
		}
		matches = append(matches, match)
	}
	slices.SortStableFunc(matches, func(a, b Match) int {
		if a.Score != b.Score {
			if a.Score > b.Score {
				return -1
			}
			return 1
		}
		return strings.Compare(a.Entry.ID, b.Entry.ID)
	})
	return m.mergeClasses(matches), nil
}

// mergeClasses keeps the best member of each class of duplicates.
func (m *Matcher) mergeClasses(matches []Match) []Match {
	seen := make(map[string]bool)
	out := matches[:0]
	for _, match := range matches {
		class := m.store.class[match.Entry.ID]
		if seen[class] {
			continue
		}
		seen[class] = true
		match.Duplicates = m.store.Duplicates(match.Entry.ID)
		match.Related = m.store.related(match.Entry.ID)
		out = append(out, match)
	}
	return out
}

// judge fills the signals that only the first matches need.
func (m *Matcher) judge(ctx context.Context, terms []queryTerm, matches []Match) error {
	if len(matches) == 0 {
		return nil
	}
	first := &matches[0]
	first.Signals.Margin = 1
	if len(matches) > 1 {
		first.Signals.Margin = 1 - matches[1].Score/first.Score
	}
	contrast, err := m.index.Search(ctx, contrastField, weighted(terms), 1)
	if err != nil {
		return err
	}
	if len(contrast) > 0 {
		first.Signals.Contrast = contrast[0].Score / fullScore(terms)
	}
	first.Signals.Coverage, err = m.coverage(ctx, terms, first.Entry.ID)
	return err
}

// coverage is the share of the informative terms' weight that the entry holds.
func (m *Matcher) coverage(ctx context.Context, terms []queryTerm, id string) (float64, error) {
	var w []index.Weighted
	total := 0.0
	for _, t := range terms {
		if t.informative() {
			w = append(w, index.Weighted{Key: t.Key(), Weight: t.weight})
			total += t.weight
		}
	}
	if total == 0 {
		return 0, nil
	}
	parts, err := m.index.Explain(ctx, entryField, w, m.documentID(id))
	if err != nil {
		return 0, err
	}
	held := 0.0
	for _, p := range parts {
		held += p.Weight
	}
	return held / total, nil
}

// fullScore is what a document would get that held every term endlessly often.
func fullScore(terms []queryTerm) float64 {
	sum := 0.0
	for _, t := range terms {
		sum += t.weight
	}
	return max(sum*maxTermScore, math.SmallestNonzeroFloat64)
}

// Document identifiers: a letter for the field and the entry's position, then,
// for phrases and contrasts, a number of its own.

func (m *Matcher) documentID(entry string) string {
	return "e" + strconv.Itoa(m.store.position[entry])
}

func (m *Matcher) entryID(document string) string {
	number, _, _ := strings.Cut(document[1:], ".")
	i, err := strconv.Atoi(number)
	if err != nil || i < 0 || i >= m.store.Len() {
		return ""
	}
	return m.store.archive.Entries[i].ID
}

// documents are the texts to index.
func (s *Store) documents() iter.Seq[index.Document] {
	return func(yield func(index.Document) bool) {
		for i := range s.archive.Entries {
			e := &s.archive.Entries[i]
			if s.owner(e.ID) != e.ID {
				continue
			}
			asked := s.asked(e)
			text := strings.Join(append(slices.Clone(asked), e.Answer, s.Annotation(e.ID).AnswerEN), "\n")
			if !yield(index.Document{ID: "e" + strconv.Itoa(i), Field: entryField, Text: text}) {
				return
			}
			for n, p := range asked {
				if !yield(index.Document{ID: fmt.Sprintf("p%d.%d", i, n), Field: phraseField, Text: p}) {
					return
				}
			}
			for n, p := range s.Annotation(e.ID).NotFor {
				if !yield(index.Document{ID: fmt.Sprintf("n%d.%d", i, n), Field: contrastField, Text: p}) {
					return
				}
			}
		}
		for n, q := range s.outside {
			if !yield(index.Document{ID: "o" + strconv.Itoa(n), Field: contrastField, Text: q.Question}) {
				return
			}
		}
	}
}

// asked are the phrasings that lead to an entry: its own, and those of the
// cross-references to it.
func (s *Store) asked(e *archive.Entry) []string {
	all := s.phrasings(e)
	for _, from := range s.references[e.ID] {
		if r, ok := s.Get(from); ok {
			all = append(all, s.phrasings(r)...)
		}
	}
	return all
}

// phrasings are all the ways the archive and its annotation ask an entry.
func (s *Store) phrasings(e *archive.Entry) []string {
	all := append([]string{e.Question}, e.Alternates...)
	all = append(all, s.Annotation(e.ID).phrasings()...)
	return slices.DeleteFunc(all, func(p string) bool { return strings.TrimSpace(p) == "" })
}
