package fit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"bigtalk/knowledge"
	"bigtalk/knowledge/calibration"
	"bigtalk/knowledge/eval"
	"bigtalk/knowledge/eval/dialogue"
)

// A leaned question is one in a thread, with the entries that could answer it.
type leaned struct {
	id       string // of the dialogue, or of a question that stands alone
	text     string
	thread   knowledge.Thread
	gold     []string // none for what the archive does not answer
	leanings []knowledge.Leaning
}

// followUps fits the model of follow-ups: to the later turns of the dialogues, and
// to labelled questions that stand alone, each after another one. f has the profiles
// fitted; without dialogues the program's own model stays.
func (o Options) followUps(ctx context.Context, f calibration.File) (calibration.FollowUps, error) {
	if len(o.Dialogues) == 0 {
		shipped, err := knowledge.DefaultFit()
		return shipped.FollowUps, err
	}
	opts := o.Matching
	opts.Encoder, opts.Fit = o.Encoder, &f
	m, err := knowledge.Open(ctx, o.Store, opts)
	if err != nil {
		return calibration.FollowUps{}, err
	}
	defer m.Close()
	if err := m.Wait(ctx); err != nil {
		return calibration.FollowUps{}, err
	}
	turns, err := askDialogues(ctx, m, o.Dialogues)
	if err != nil {
		return calibration.FollowUps{}, err
	}
	alone, err := askAlone(ctx, m, o.Questions)
	if err != nil {
		return calibration.FollowUps{}, err
	}
	out := calibration.FollowUps{Data: dialoguesHash(o.Dialogues)}
	p, _ := f.Profile(knowledge.ProfileAnnotated)
	out.Model, out.Metrics, err = fitFollowUps(turns, alone, p.Thresholds.Answer)
	return out, err
}

// askDialogues weighs the later turns that are questions, each in the thread that
// a bot has which was right so far.
func askDialogues(ctx context.Context, m *knowledge.Matcher, dialogues []dialogue.Dialogue) ([]leaned, error) {
	out := make([][]leaned, len(dialogues))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, d := range dialogues {
		g.Go(func() (err error) {
			out[i], err = askDialogue(ctx, m, d)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return slices.Concat(out...), nil
}

func askDialogue(ctx context.Context, m *knowledge.Matcher, d dialogue.Dialogue) ([]leaned, error) {
	var out []leaned
	var t knowledge.Thread
	for i, turn := range d.Turns {
		switch turn.Kind {
		case dialogue.KindAnswer, dialogue.KindRefusal:
			leanings, err := m.Leanings(ctx, turn.User, t)
			if err != nil {
				return nil, fmt.Errorf("fit: dialogue %s: turn %d: %w", d.ID, i+1, err)
			}
			q := leaned{d.ID, turn.User, t, turn.Gold, leanings}
			if !t.Empty() {
				out = append(out, q)
			}
			t = t.Asked(turn.User, !q.standsAlone())
			if turn.Kind == dialogue.KindAnswer {
				t = t.Showing(turn.Gold[0])
			}
		case dialogue.KindChoices:
			t = t.Asked(turn.User, false).Offering(turn.Gold)
		case dialogue.KindPick:
			t = t.Showing(turn.Gold[0])
		}
	}
	return out, nil
}

// standsAlone reports whether a right entry is more likely than not for the
// question alone, or it has none.
func (l leaned) standsAlone() bool {
	if l.thread.Empty() || len(l.gold) == 0 {
		return true
	}
	return slices.ContainsFunc(l.leanings, func(x knowledge.Leaning) bool { return l.right(x) && x.Signals.Alone > 0 })
}

// answeredAlone reports whether the question alone gets a right answer from that
// threshold on.
func (l leaned) answeredAlone(threshold float64) bool {
	odds := math.Log(threshold / (1 - threshold))
	return slices.ContainsFunc(l.leanings, func(x knowledge.Leaning) bool {
		return x.Signals.AloneRank == 1 && x.Signals.Alone >= odds && l.right(x)
	})
}

// right reports whether an entry answers.
func (l leaned) right(x knowledge.Leaning) bool {
	return eval.Stands(knowledge.Match{Entry: x.Entry, Duplicates: x.Duplicates}, l.gold)
}

// askAlone weighs the labelled questions that address the program, each after one
// that has nothing to do with it.
func askAlone(ctx context.Context, m *knowledge.Matcher, questions []eval.Question) ([]leaned, error) {
	asked := slices.DeleteFunc(slices.Clone(questions), func(q eval.Question) bool {
		return found{Question: q}.groupTalk() || found{Question: q}.idle()
	})
	out := make([]leaned, len(asked))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, q := range asked {
		g.Go(func() error {
			before, ok := unrelated(asked, q)
			if !ok {
				return nil
			}
			t := knowledge.Thread{}.Asked(before.Text, false).Showing(before.Gold[0])
			leanings, err := m.Leanings(ctx, q.Text, t)
			if err != nil {
				return fmt.Errorf("fit: question %s: %w", q.ID, err)
			}
			out[i] = leaned{q.ID, q.Text, t, q.Gold, leanings}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(out, func(l leaned) bool { return l.id == "" }), nil
}

// unrelated returns an answerable question that shares no entry with q; which one
// is decided by q's id.
func unrelated(questions []eval.Question, q eval.Question) (eval.Question, bool) {
	sum := sha256.Sum256([]byte(q.ID))
	start := (int(sum[3])<<8 | int(sum[4])) % len(questions)
	own := slices.Concat(q.Gold, q.Grade2)
	for i := range questions {
		other := questions[(start+i)%len(questions)]
		shared := slices.ContainsFunc(slices.Concat(other.Gold, other.Grade2), func(id string) bool { return slices.Contains(own, id) })
		if other.Answerable() && other.ID != q.ID && !shared {
			return other, true
		}
	}
	return eval.Question{}, false
}

// fitFollowUps fits P(an entry answers) on every candidate. answer is the threshold
// for a question that stands alone.
func fitFollowUps(turns, alone []leaned, answer float64) (calibration.Model, map[string]float64, error) {
	names := knowledge.LeaningNames()
	var examples []calibration.Example
	for _, l := range slices.Concat(turns, alone) {
		for i := range l.leanings {
			x, err := l.leanings[i].Signals.Values(names)
			if err != nil {
				return calibration.Model{}, nil, err
			}
			examples = append(examples, calibration.Example{X: x, Right: l.right(l.leanings[i]), Weight: 1, Fold: foldOf(l.id)})
		}
	}
	m, p, err := calibration.FitModel(names, examples, modelOptions())
	if err != nil {
		return m, nil, err
	}
	n := 0
	for _, list := range [][]leaned{turns, alone} {
		for _, l := range list {
			for i := range l.leanings {
				l.leanings[i].P = p[n]
				n++
			}
		}
	}
	return m, followUpMetrics(turns, alone, answer), nil
}

// followUpMetrics are held-out figures: of what comes out with the thread, as the
// matcher decides.
func followUpMetrics(turns, alone []leaned, answer float64) map[string]float64 {
	var answerable, right, wrong, unanswerable, refused float64
	for _, l := range turns {
		best, leans := knowledge.Meant(l.leanings, l.thread)
		switch {
		case len(l.gold) == 0:
			unanswerable++
			refused += count(!leans || best.P < knowledge.FollowUpAnswers)
		default:
			answerable++
			shown := leans && best.P >= knowledge.FollowUpAnswers
			right += count(shown && l.right(best) || !leans && l.answeredAlone(answer))
			wrong += count(shown && !l.right(best))
		}
	}
	var kept float64
	for _, l := range alone {
		best, leans := knowledge.Meant(l.leanings, l.thread)
		kept += count(!leans || best.Signals.AloneRank == 1)
	}
	return map[string]float64{
		"turns": float64(len(turns)), "right": ratio(right, answerable), "wrong": ratio(wrong, answerable),
		"unanswered": ratio(refused, unanswerable), "alone_kept": ratio(kept, float64(len(alone))),
	}
}

func ratio(a, b float64) float64 { return a / max(1, b) }

// dialoguesHash names the dialogues that were learned from.
func dialoguesHash(dialogues []dialogue.Dialogue) string {
	h := sha256.New()
	for _, d := range dialogues {
		_, _ = fmt.Fprintf(h, "%q\n", d.ID) // a hash takes everything
		for _, t := range d.Turns {
			_, _ = io.WriteString(h, fmt.Sprintf("%q %q %q\n", t.User, t.Kind, t.Gold))
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}
