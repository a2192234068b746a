package knowledge

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"bigtalk/knowledge/archive"
	"bigtalk/knowledge/index"
)

// What decides on a question in a thread. Of 520 turns of written dialogues, each
// predicted by a fit that had not seen its dialogue, 89 % come out right at these;
// from 0.40 to 0.55 and 0.25 to 0.35 the share changes by less than one point.
const (
	// FollowUpAnswers is the probability from which a follow-up is answered: it is
	// more likely right than wrong, and the person sees what it is taken for.
	FollowUpAnswers = 0.5
	// FollowUpChoices is the probability from which it is offered.
	FollowUpChoices = 0.3
	// surelyAlone is the confidence from which a question is not read with the thread:
	// no question of the dialogues that had it leaned on anything, but for one.
	surelyAlone = 0.98
)

// leaningCandidates is how many of the first matches of each reading are weighed.
const leaningCandidates = 5

// A reading is a text with its ranking; no matches for one that says nothing.
type reading struct {
	question *question
	profile  *profile
	matches  []Match
}

// readAs ranks the entries for a text.
func (m *Matcher) readAs(ctx context.Context, message string) (*reading, error) {
	text, terms, err := m.read(ctx, message)
	if err != nil {
		return nil, fmt.Errorf("match question: %w", err)
	}
	r := &reading{question: &question{text: text, terms: terms}, profile: m.profile(m.dense.Load() != nil)}
	if !slices.ContainsFunc(terms, queryTerm.informative) {
		return r, nil
	}
	if r.question, err = m.search(ctx, text, terms); err != nil {
		return nil, err
	}
	r.profile = m.profile(r.question.meaning != nil)
	if r.matches, err = m.rank(r.question, r.profile); err != nil {
		return nil, fmt.Errorf("match question: %w", err)
	}
	if err := m.judge(ctx, r.question, r.matches); err != nil {
		return nil, fmt.Errorf("match question: %w", err)
	}
	for i := range r.matches[:min(judgedMatches, len(r.matches))] {
		r.matches[i].Confidence = m.confidence(r.question, r.profile, &r.matches[i])
	}
	return r, nil
}

// best is the confidence of the first match.
func (r *reading) best() float64 {
	if len(r.matches) == 0 {
		return 0
	}
	return r.matches[0].Confidence
}

// followUp replaces in r the matches of a question alone by those of what it means
// in the thread, most likely first. It leaves them when the question stands alone:
// when what it is most likely to mean is not what the thread is about.
func (m *Matcher) followUp(ctx context.Context, r *Result, alone *reading, message string, t Thread) error {
	if alone.best() >= surelyAlone || loneWord(alone.question.terms) && len(alone.matches) > 0 {
		return nil
	}
	leanings, err := m.leanings(ctx, alone, message, t)
	if err != nil {
		return err
	}
	for i := range leanings {
		leanings[i].P = m.followUps.of(&leanings[i].Signals)
	}
	slices.SortStableFunc(leanings, func(a, b Leaning) int { return cmp.Compare(b.P, a.P) })
	best, leans := Meant(leanings, t)
	if !leans {
		if best.P < FollowUpChoices { // then nothing is offered that the thread tells against
			r.Thresholds.Choices = min(max(r.Thresholds.Choices, FollowUpChoices), r.Thresholds.Answer)
		}
		return nil
	}
	r.FollowUp, r.Confidence, r.Helps, r.Overheard = true, best.P, best.P, 0
	r.Thresholds = Thresholds{Answer: FollowUpAnswers, Choices: FollowUpChoices, Overheard: 1}
	r.Matches = make([]Match, len(leanings))
	for i, l := range leanings {
		r.Matches[i] = Match{
			Entry: l.Entry, Annotation: m.store.Annotation(l.Entry.ID), Duplicates: l.Duplicates,
			Related: m.store.related(l.Entry.ID), Score: l.P, Confidence: l.P, Leaning: &leanings[i].Signals,
		}
	}
	return nil
}

// Meant returns the entry that a question in the thread most likely means, and
// whether it leans on the thread: what it means is likely enough to be offered, and
// the thread is about it. Otherwise the question stands alone.
func Meant(leanings []Leaning, t Thread) (best Leaning, leans bool) {
	if len(leanings) == 0 {
		return Leaning{}, false
	}
	best = slices.MaxFunc(leanings, func(a, b Leaning) int { return cmp.Compare(a.P, b.P) })
	return best, best.P >= FollowUpChoices && best.near(t)
}

// near reports whether the entry is what the thread is about: it was shown or
// offered, is related to that or of the same episode, or the question names the
// company that it is of: "and Baidu?". Where there are no episodes, that the question
// finds it better with the thread than alone will do.
func (l *Leaning) near(t Thread) bool {
	s := &l.Signals
	return s.Shown+s.Related+s.SameEpisode+s.Named > 0 || slices.Contains(t.Offered, l.Entry.ID) ||
		l.Entry.Episode == nil && max(s.AfterFirst, s.AfterLatest) >= s.Alone
}

// Leanings weighs the entries that could answer a question in a thread, in no
// particular order and without their probabilities. The fit learns from it.
func (m *Matcher) Leanings(ctx context.Context, message string, t Thread) ([]Leaning, error) {
	alone, err := m.readAs(ctx, message)
	if err != nil {
		return nil, err
	}
	return m.leanings(ctx, alone, message, t)
}

func (m *Matcher) leanings(ctx context.Context, alone *reading, message string, t Thread) ([]Leaning, error) {
	w := &weighing{matcher: m, alone: alone, seen: make(map[string]bool), terms: alone.question.informative()}
	w.bare = bareFollowUp(message)
	w.named = m.companies.named(w.terms)
	if err := w.read(ctx, message, t); err != nil {
		return nil, err
	}
	for _, e := range w.candidates(t) {
		if err := w.add(ctx, e); err != nil {
			return nil, fmt.Errorf("read follow-up: %w", err)
		}
	}
	w.compare()
	return w.out, nil
}

// A weighing collects the candidates of one question.
type weighing struct {
	matcher                                    *Matcher
	alone, afterFirst, afterLatest, afterTitle *reading
	topic                                      *reading // the first question alone, where a company is named
	terms                                      []index.Weighted
	shown                                      *archive.Entry  // nil for none
	related                                    map[string]bool // by class
	named                                      map[*archive.Episode]bool
	bare                                       bool
	seen                                       map[string]bool // by class
	out                                        []Leaning
}

// read reads the message after each thing that it may lean on.
func (w *weighing) read(ctx context.Context, message string, t Thread) (err error) {
	m := w.matcher
	none := &reading{}
	w.afterFirst, w.afterLatest, w.afterTitle, w.topic = none, none, none, none
	if len(w.named) > 0 && t.first() != "" {
		if w.topic, err = m.readAs(ctx, t.first()); err != nil {
			return err
		}
	}
	if t.latest() != "" {
		if w.afterLatest, err = m.readAs(ctx, t.latest()+leaningJoint+message); err != nil {
			return err
		}
		w.afterFirst = w.afterLatest
		if t.first() != t.latest() {
			if w.afterFirst, err = m.readAs(ctx, t.first()+leaningJoint+message); err != nil {
				return err
			}
		}
	}
	w.related = make(map[string]bool)
	for _, id := range append([]string{t.Shown}, t.Offered...) {
		for _, r := range m.store.related(id) {
			w.related[m.store.classes.first[r.Entry.ID]] = true
		}
	}
	if e, ok := m.store.Get(t.Shown); ok {
		w.shown = e
		language := "zh"
		if w.alone.question.english() == 1 {
			language = "en"
		}
		title := cmp.Or(m.store.Annotation(e.ID).TitleIn(language), e.Question)
		w.afterTitle, err = m.readAs(ctx, clipTo(title, maxThreadQuestion)+leaningJoint+message)
	}
	return err
}

// leaningJoint parts what was said before from what is asked now.
const leaningJoint = ", "

// candidates are the first matches of each reading, what was shown or offered, and
// what is related to what was shown.
func (w *weighing) candidates(t Thread) []*archive.Entry {
	var out []*archive.Entry
	for _, r := range []*reading{w.alone, w.afterLatest, w.afterFirst, w.afterTitle} {
		for i := range r.matches[:min(leaningCandidates, len(r.matches))] {
			out = append(out, r.matches[i].Entry)
		}
	}
	if e := w.topicOfNamed(); e != nil {
		out = append(out, e)
	}
	for _, id := range append([]string{t.Shown}, t.Offered...) {
		if e, ok := w.matcher.store.Get(id); ok {
			out = append(out, e)
		}
	}
	for _, r := range w.matcher.store.related(t.Shown) {
		out = append(out, r.Entry)
	}
	return out
}

// ofNamed is the member of e's class that is of a company which is named, or e.
func (w *weighing) ofNamed(e *archive.Entry) *archive.Entry {
	for _, d := range w.matcher.store.Duplicates(e.ID) {
		if w.named[d.Episode] && !w.named[e.Episode] {
			return d
		}
	}
	return e
}

// topicOfNamed is the best match of the first question in the episodes of the
// companies that are named: what "and Baidu?" asks for. It is nil for none.
func (w *weighing) topicOfNamed() *archive.Entry {
	for i := range w.topic.matches {
		if e := w.ofNamed(w.topic.matches[i].Entry); w.named[e.Episode] {
			return e
		}
	}
	return nil
}

// add weighs an entry, unless one of its class has been weighed.
func (w *weighing) add(ctx context.Context, e *archive.Entry) error {
	m := w.matcher
	class := m.store.classes.first[e.ID]
	if w.seen[class] {
		return nil
	}
	w.seen[class] = true
	e = w.ofNamed(e)
	l := Leaning{Entry: e, Duplicates: m.store.Duplicates(e.ID)}
	s := &l.Signals
	s.Alone, s.AloneRank, s.AloneDense = w.alone.of(m, class)
	s.AfterFirst, s.AfterFirstRank, _ = w.afterFirst.of(m, class)
	s.AfterLatest, s.AfterLatestRank, s.AfterLatestDense = w.afterLatest.of(m, class)
	s.AfterTitle, s.AfterTitleRank, _ = w.afterTitle.of(m, class)
	s.BestAlone, s.BestAfterLatest = logOdds(w.alone.best()), logOdds(w.afterLatest.best())
	if w.shown != nil {
		s.Shown = truth(class == m.store.classes.first[w.shown.ID])
		s.SameEpisode = truth(e.Episode != nil && e.Episode == w.shown.Episode)
	}
	s.Related = truth(w.related[class])
	s.Coverage = 1
	if len(w.terms) > 0 {
		held, err := m.index.Explain(ctx, entryField, w.terms, m.documentID(e.ID))
		if err != nil {
			return err
		}
		s.Coverage, s.Missing = coverage(w.terms, held)
	}
	s.Length = w.alone.question.length()
	s.Named, s.Bare = truth(w.named[e.Episode]), truth(w.bare)
	s.NamedOther = truth(len(w.named) > 0 && !w.named[e.Episode])
	s.ShownCoverage, s.ShownBare = s.Shown*s.Coverage, s.Shown*s.Bare
	w.out = append(w.out, l)
	return nil
}

// of returns how the reading finds a class: its log-odds, 1/rank and cosine.
func (r *reading) of(m *Matcher, class string) (odds, rank, dense float64) {
	for i := range r.matches {
		if x := &r.matches[i]; m.store.classes.first[x.Entry.ID] == class {
			return logOdds(x.Confidence), 1 / float64(i+1), x.Signals.Denses
		}
	}
	return logOdds(0), 0, 0
}

// compare sets the signals that compare the candidates with each other.
func (w *weighing) compare() {
	var alone, latest float64
	for i := range w.out {
		s := &w.out[i].Signals
		alone, latest = max(alone, s.AloneDense), max(latest, s.AfterLatestDense)
	}
	topic := w.topicOfNamed()
	for i := range w.out {
		s := &w.out[i].Signals
		s.AloneDenseLead, s.AfterLatestDenseLead = s.AloneDense-alone, s.AfterLatestDense-latest
		s.NamedFirst = truth(topic != nil && w.out[i].Entry == topic)
		others := 0.0
		for j := range w.out {
			if o := &w.out[j].Signals; j != i && o.Shown+o.Related+o.SameEpisode > 0 {
				others = max(others, o.Coverage)
			}
		}
		s.CoverageLead = s.Coverage - others
	}
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
