package knowledge

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"bigtalk/knowledge/analysis"
	"bigtalk/knowledge/index"
)

// An Explanation tells why a query's matches stand in their order.
type Explanation struct {
	Question  string
	Thread    Thread // that it was read with
	Terms     []TermWeight
	Matches   []MatchExplanation
	Contrast  string // the nearest question that the archive does not answer; may be empty
	Uncovered []string
	Profile   string // of the fit
	Result    Result
}

// A TermWeight is one term of the question and what it can contribute.
type TermWeight struct {
	Term    analysis.Term
	Entries int     // that hold it
	Weight  float64 // kind weight × idf
}

// A MatchExplanation breaks a match's score up.
type MatchExplanation struct {
	Match   Match
	Entry   float64              // BM25 of the entry's whole text
	Terms   []index.Contribution // to Entry, largest first
	Phrases []PhraseScore        // the best phrasings by words
	Near    []PhraseScore        // and by meaning, with their cosines
}

// A PhraseScore is one phrasing and its BM25 score or cosine.
type PhraseScore struct {
	Text  string
	Score float64
}

// Explain ranks as [Matcher.Search] does and tells why.
func (m *Matcher) Explain(ctx context.Context, q Query) (Explanation, error) {
	e := Explanation{Question: q.Text, Thread: q.Thread}
	var err error
	if e.Result, err = m.Search(ctx, q); err != nil {
		return e, err
	}
	e.Uncovered = e.Result.Uncovered
	text, terms, err := m.read(ctx, q.Text)
	if err != nil {
		return e, fmt.Errorf("explain question: %w", err)
	}
	for _, t := range terms {
		e.Terms = append(e.Terms, TermWeight{t.Term, t.df, t.weight})
	}
	x, err := m.search(ctx, text, terms)
	if err != nil {
		return e, fmt.Errorf("explain question: %w", err)
	}
	w := weighted(terms)
	for _, match := range e.Result.Matches {
		explained, err := m.explainMatch(ctx, w, match, x)
		if err != nil {
			return e, fmt.Errorf("explain question: %w", err)
		}
		e.Matches = append(e.Matches, explained)
	}
	if len(x.contrasts) > 0 {
		e.Contrast = m.contrastText(x.contrasts[0].ID)
	}
	e.Profile = m.profile(x.meaning != nil).name
	if x.meaning != nil && len(x.meaning.unanswered) > 0 {
		e.Contrast = x.meaning.unanswered[0].text.text
	}
	return e, nil
}

func (m *Matcher) explainMatch(ctx context.Context, w []index.Weighted, match Match, q *question) (MatchExplanation, error) {
	x := MatchExplanation{Match: match}
	var err error
	if x.Terms, err = m.index.Explain(ctx, entryField, w, m.documentID(match.Entry.ID)); err != nil {
		return x, err
	}
	for _, t := range x.Terms {
		x.Entry += t.Score
	}
	slices.SortStableFunc(x.Terms, func(a, b index.Contribution) int { return cmp.Compare(b.Score, a.Score) })
	asked := m.store.asked(match.Entry)
	for _, h := range q.phrases {
		if m.entryID(h.ID) != match.Entry.ID || len(x.Phrases) == bestPhrases {
			continue
		}
		if _, n, ok := strings.Cut(h.ID, "."); ok {
			if i, err := strconv.Atoi(n); err == nil && i < len(asked) {
				x.Phrases = append(x.Phrases, PhraseScore{asked[i], h.Score})
			}
		}
	}
	if q.meaning != nil {
		x.Near = q.meaning.nearestOf(m.store.position[match.Entry.ID])
	}
	return x, nil
}

// contrastText finds the question behind a contrast document.
func (m *Matcher) contrastText(document string) string {
	if rest, ok := strings.CutPrefix(document, "o"); ok {
		if i, err := strconv.Atoi(rest); err == nil && i < len(m.store.unanswered()) {
			return m.store.unanswered()[i].Question
		}
		return ""
	}
	_, n, _ := strings.Cut(document, ".")
	notFor := m.store.Annotation(m.entryID(document)).NotFor
	if i, err := strconv.Atoi(n); err == nil && i < len(notFor) {
		return notFor[i]
	}
	return ""
}

// shownTerms is how many contributions of a match the text shows.
const shownTerms = 12

// String lays the explanation out for a terminal.
func (e Explanation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "question: %s\n", e.Question)
	e.thread(&b)
	b.WriteString("terms (kind, term, entries that hold it, weight; ~ is a stop word):\n")
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, t := range e.Terms {
		mark := " "
		if t.Term.Stop {
			mark = "~"
		}
		fmt.Fprintf(w, " %s%s\t%s\t%d\t%.2f\n", mark, kindName(t.Term.Kind), t.Term.Text, t.Entries, t.Weight)
	}
	_ = w.Flush() // a Builder takes everything
	if len(e.Uncovered) > 0 {
		fmt.Fprintf(&b, "no entry holds: %s\n", strings.Join(e.Uncovered, ", "))
	}
	for i, m := range e.Matches {
		fmt.Fprintf(&b, "\n%d. %s  %.2f  %s\n", i+1, m.Match.Entry.ID, m.Match.Score, strings.Join(strings.Fields(m.Match.Entry.Question), " "))
		fmt.Fprintf(&b, "   entry text %.2f:", m.Entry)
		for _, t := range m.Terms[:min(shownTerms, len(m.Terms))] {
			fmt.Fprintf(&b, " %s %s %.2f,", kindName(analysis.Kind(t.Key[0])), t.Key[1:], t.Score)
		}
		b.WriteByte('\n')
		for _, p := range m.Phrases {
			fmt.Fprintf(&b, "   phrasing %.2f: %s\n", p.Score, strings.Join(strings.Fields(p.Text), " "))
		}
		for _, p := range m.Near {
			fmt.Fprintf(&b, "   meaning %.2f: %s\n", p.Score, strings.Join(strings.Fields(p.Text), " "))
		}
		if m.Match.Leaning != nil {
			fmt.Fprintf(&b, "   is meant with %.2f; signals:", m.Match.Confidence)
			for _, n := range leaningSignals() {
				fmt.Fprintf(&b, " %s %.2f", n.name, *n.of(m.Match.Leaning))
			}
			b.WriteByte('\n')
			continue
		}
		if i < judgedMatches {
			fmt.Fprintf(&b, "   answers with %.2f; signals:", m.Match.Confidence)
			for _, n := range signals() {
				fmt.Fprintf(&b, " %s %.2f", n.name, *n.of(&m.Match.Signals))
			}
			b.WriteByte('\n')
		}
	}
	if e.Contrast != "" {
		fmt.Fprintf(&b, "\nnearest question that the archive does not answer: %s\n", e.Contrast)
	}
	fmt.Fprintf(&b, "confidence %.2f that the first match answers, %.2f that it helps; fit %s; content %s\n",
		e.Result.Confidence, e.Result.Helps, e.Profile, e.Result.Version)
	return b.String()
}

// thread tells what the question was read with, where there is anything.
func (e Explanation) thread(b *strings.Builder) {
	if e.Thread.Empty() {
		return
	}
	for _, q := range e.Thread.Questions {
		fmt.Fprintf(b, "asked before: %s\n", q)
	}
	if e.Thread.Shown != "" {
		fmt.Fprintf(b, "shown before: %s\n", e.Thread.Shown)
	}
	if len(e.Thread.Offered) > 0 {
		fmt.Fprintf(b, "offered before: %s\n", strings.Join(e.Thread.Offered, ", "))
	}
	if e.Result.FollowUp {
		fmt.Fprintln(b, "it leans on that: the matches are of what it means there")
	} else {
		fmt.Fprintln(b, "it stands alone")
	}
}

func kindName(k analysis.Kind) string {
	switch k {
	case analysis.Word:
		return "word"
	case analysis.Bigram:
		return "bigram"
	case analysis.Gram:
		return "gram"
	default:
		return "concept"
	}
}
