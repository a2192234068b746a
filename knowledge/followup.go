package knowledge

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// What decides on a question in a thread. The figures are of the 560 later turns of
// written dialogues that are questions, each judged by a fit that has not seen its
// dialogue.
const (
	// FollowUpAnswers is the probability from which a follow-up is answered, about as
	// likely right as wrong: a conversation can go on, and the reply shows what it was
	// taken for. 0.914 of the turns come out as they should, 0.904 at 0.50, 0.896 at
	// 0.55; at 0.40 it is 0.918, with more guesses at what the archive does not answer.
	FollowUpAnswers = 0.45
	// FollowUpChoices is the probability from which it is offered. Of the turns without
	// an answer fewer are refused below: 0.909 come out as they should at 0.25, 0.914
	// at 0.35, 0.916 at 0.40, where less of what was meant is offered.
	FollowUpChoices = 0.35
	// surelyAlone is the confidence from which a question is not read with the thread.
	// Of 110 turns that reach it, two have another first match than is meant; of 159
	// that reach 0.95, five.
	surelyAlone = 0.98
)

// Leanings are what a question in a thread may mean, with what decides whether it
// leans on the thread.
type Leanings struct {
	Thread     Thread
	Candidates []Leaning // in no particular order
	// Alone is the confidence of the first match of the question alone, and Answer the
	// threshold from which that is shown.
	Alone, Answer float64
	// Apart reports a question that is not read with the thread, whatever its
	// candidates: it is sure alone, or asks nothing that the archive knows of.
	Apart bool
}

// apart are the leanings of a question before its candidates are weighed.
func (m *Matcher) apart(alone *reading, t Thread) Leanings {
	q := alone.question
	return Leanings{
		Thread: t, Alone: alone.best(), Answer: alone.profile.thresholds.Answer,
		Apart: t.Empty() || alone.best() >= surelyAlone || len(q.terms) == 0 || loneWord(q.terms) && len(alone.matches) > 0 || m.meaningless(q),
	}
}

// Meant returns the entry that the question most likely means, and whether it leans
// on the thread: that is likely enough to be offered, the thread is about it, and
// the question alone is not answered with it. Otherwise the question stands alone.
func (l *Leanings) Meant() (best Leaning, leans bool) {
	if len(l.Candidates) == 0 {
		return Leaning{}, false
	}
	best = slices.MaxFunc(l.Candidates, func(a, b Leaning) int { return cmp.Compare(a.P, b.P) })
	same := best.Signals.AloneRank == 1 && l.Alone >= l.Answer
	return best, !l.Apart && !same && best.P >= FollowUpChoices && best.near(l.Thread)
}

// followUp replaces in r the matches of a question alone by those of what it means
// in the thread, most likely first. It leaves them when the question stands alone:
// when what it is most likely to mean is not what the thread is about.
func (m *Matcher) followUp(ctx context.Context, r *Result, alone *reading, message string, t Thread) error {
	l := m.apart(alone, t)
	if l.Apart {
		return nil
	}
	if err := m.weighAll(ctx, &l, alone, message); err != nil {
		return err
	}
	for i := range l.Candidates {
		l.Candidates[i].P = m.followUps.of(&l.Candidates[i].Signals)
	}
	leanings := l.Candidates
	slices.SortStableFunc(leanings, func(a, b Leaning) int { return cmp.Compare(b.P, a.P) })
	best, leans := l.Meant()
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

// meaningless reports 12:30, ":q", "are bananas supported?" in an archive of none: no
// company of the archive, and no word that it knows, but for those that any subject
// goes with. A question of nothing but these leans on what was said.
func (m *Matcher) meaningless(q *question) bool {
	if FitsAnything(q.text) || len(m.companies.named(q.informative())) > 0 {
		return false
	}
	subject := question{text: q.text, terms: slices.DeleteFunc(slices.Clone(q.terms), func(t queryTerm) bool {
		return !t.informative() || bareFollowUp(q.text[t.Start:t.End])
	})}
	if len(subject.terms) == 0 {
		subject = *q
	}
	return subject.known() == 0
}

// near reports whether the entry is what the thread is about: it was shown or
// offered, is related to that or of the same episode, or the question names the
// company that it is of: "and Baidu?". Where there are no episodes, that the question
// finds it better with the thread than alone will do.
func (l *Leaning) near(t Thread) bool {
	s := &l.Signals
	return s.Shown+s.Related+s.SameEpisode+s.Named > 0 || slices.Contains(t.Offered, l.Entry.ID) ||
		l.Entry.Episode == nil && max(s.AfterFirst, s.AfterLatest) > s.Alone
}

// Leanings weighs the entries that could answer a question in a thread, and leaves
// their probabilities at 0; those of a question that stands apart too. The fit learns
// from it, and tells what the matcher would make of it.
func (m *Matcher) Leanings(ctx context.Context, message string, t Thread) (Leanings, error) {
	alone, err := m.readAs(ctx, message)
	if err != nil {
		return Leanings{}, err
	}
	l := m.apart(alone, t)
	err = m.weighAll(ctx, &l, alone, message)
	return l, err
}

// weighAll weighs the candidates of l.
func (m *Matcher) weighAll(ctx context.Context, l *Leanings, alone *reading, message string) error {
	w := &weighing{matcher: m, alone: alone, seen: make(map[string]bool), terms: alone.question.informative()}
	w.bare = bareFollowUp(alone.question.text)
	w.named = m.companies.named(w.terms)
	if err := w.read(ctx, message, l.Thread); err != nil {
		return err
	}
	for _, e := range w.candidates(l.Thread) {
		if err := w.add(ctx, e); err != nil {
			return fmt.Errorf("read follow-up: %w", err)
		}
	}
	w.compare()
	l.Candidates = w.out
	return nil
}
