package knowledge

import (
	"cmp"
	"context"

	"bigtalk/knowledge/archive"
	"bigtalk/knowledge/index"
)

// leaningCandidates is how many of the first matches of each reading are weighed.
const leaningCandidates = 5

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
	if t.Latest() != "" {
		if w.afterLatest, err = m.readAs(ctx, t.Latest()+leaningJoint+message); err != nil {
			return err
		}
		w.afterFirst = w.afterLatest
		if t.first() != t.Latest() {
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
		s.Foreign = foreign(m.technologies, w.terms, m.own(e, held))
	}
	s.Length = w.alone.question.length()
	s.Named, s.Bare = truth(w.named[e.Episode]), truth(w.bare)
	s.NamedOther = truth(len(w.named) > 0 && !w.named[e.Episode])
	s.ShownCoverage, s.ShownBare = s.Shown*s.Coverage, s.Shown*s.Bare
	w.out = append(w.out, l)
	return nil
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
