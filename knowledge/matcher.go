package knowledge

import (
	"context"
	"log/slog"
	"strings"
	"sync/atomic"

	"bigtalk/knowledge/analysis"
	"bigtalk/knowledge/archive"
	"bigtalk/knowledge/calibration"
	"bigtalk/knowledge/index"
)

// Fields of the index; see the package comment.
const (
	entryField    = "entry"
	phraseField   = "phrase"
	contrastField = "contrast"
)

const (
	// bestPhrases is how many of an entry's phrasings count: one may be luck.
	bestPhrases = 3
	// MaxMatches is the most matches that a Result has. The right entry of every
	// development question stands among the first ten.
	MaxMatches = 50
	// searchedPhrases is three for each of them.
	searchedPhrases = 150
)

// A Matcher ranks a store's entries. It is safe for concurrent use until Close.
type Matcher struct {
	store        *Store
	analyzer     *analysis.Analyzer
	index        *index.Index
	shipped      bool
	log          *slog.Logger
	profiles     map[string]*profile
	followUps    followUps
	companies    companies
	technologies map[string]bool       // by term
	fitted       string                // the encoder that the fit was made with
	dense        atomic.Pointer[dense] // nil without vectors, or until they are there
	filling      filling
}

// A Match is an entry, or a class of duplicates shown by its best member.
type Match struct {
	Entry      *archive.Entry
	Annotation *Annotation // never nil
	Duplicates []*archive.Entry
	Related    []Related
	Score      float64 // compares within one result only
	Confidence float64 // P(it answers); 0 from the sixth match on
	Signals    Signals
	// Leaning is what a follow-up was judged by, in place of Signals; else nil.
	Leaning *LeaningSignals
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
	// Overheard is P(the first match answers, and the message is a question that
	// stands alone), for what was not said to the program.
	Overheard float64
	// FollowUp reports that the question leaned on the thread: Matches are of what it
	// means there, each with its probability, and Thresholds are those of follow-ups.
	FollowUp bool
	// Talk is the episode whose talk covers the subject, for a question whose first
	// match is not worth offering; nil when none does.
	Talk    *archive.Episode
	Version string // of the content that was searched
	// Thresholds are the fit's for this question, which may have been matched with
	// or without vectors.
	Thresholds Thresholds
}

// Thresholds on the probabilities of a Result, from the fit.
type Thresholds = calibration.Thresholds

// Close ends what is under way and releases the index.
func (m *Matcher) Close() error {
	m.filling.stop()
	return m.index.Close()
}

// Shipped reports whether the index came ready-made with the program.
func (m *Matcher) Shipped() bool { return m.shipped }

// Store returns the entries that are matched.
func (m *Matcher) Store() *Store { return m.store }

// Search ranks the entries for q. No match is an empty Result and a nil error.
func (m *Matcher) Search(ctx context.Context, q Query) (Result, error) {
	r := Result{Version: m.store.Version()}
	alone, err := m.readAs(ctx, q.Text)
	if err != nil {
		return r, err
	}
	r.Uncovered = uncovered(alone.question.text, alone.question.terms)
	r.Thresholds = alone.profile.thresholds
	r.Matches = alone.matches
	if len(r.Matches) > 0 {
		first := &r.Matches[0]
		r.Confidence, r.Helps = first.Confidence, m.helps(alone.profile, first)
		r.Overheard = m.overheard(alone.question, alone.profile, first)
	}
	if !q.Thread.Empty() {
		if err := m.followUp(ctx, &r, alone, q.Text, q.Thread); err != nil {
			return r, err
		}
	}
	if r.Confidence < r.Thresholds.Choices && len(alone.question.informative()) > 0 {
		if r.Talk, err = m.talk(ctx, alone.question); err != nil {
			return r, err
		}
	}
	limit := q.Limit
	if limit <= 0 {
		limit = DefaultLimit
	}
	r.Matches = r.Matches[:min(limit, MaxMatches, len(r.Matches))]
	return r, nil
}

// profile is the fit for the archive.
func (m *Matcher) profile(dense bool) *profile {
	name := ProfileBare
	switch annotated := m.store.annotated(); {
	case annotated && dense:
		name = ProfileAnnotated
	case annotated:
		name = ProfileAnnotatedWords
	case !dense:
		name = ProfileBareWords
	}
	return m.profiles[name]
}

// clip cuts a question to MaxQueryBytes at a rune bound.
func clip(text string) string { return clipTo(text, MaxQueryBytes) }

func clipTo(text string, size int) string {
	if len(text) <= size {
		return text
	}
	return strings.ToValidUTF8(text[:size], "")
}
