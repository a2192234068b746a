package fit

import (
	"context"
	"crypto/sha256"
	"fmt"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"bigtalk/knowledge"
	"bigtalk/knowledge/eval"
)

// A found question is a labelled one with what a matcher made of it.
type found struct {
	eval.Question
	matches []knowledge.Match
	fold    int
}

// folds are held out in turn; a question's is decided by its id alone.
const folds = 5

func foldOf(id string) int { return int(sha256.Sum256([]byte(id))[1]) % folds }

// ask puts the questions to m and returns what it found, in their order.
func ask(ctx context.Context, m *knowledge.Matcher, questions []eval.Question) ([]found, error) {
	out := make([]found, len(questions))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, q := range questions {
		g.Go(func() error {
			r, err := m.Search(ctx, knowledge.Query{Text: q.Text, Limit: knowledge.MaxMatches})
			if err != nil {
				return fmt.Errorf("fit: question %s: %w", q.ID, err)
			}
			out[i] = found{q, r.Matches, foldOf(q.ID)}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(out, found.half), nil
}

// half reports a swap that leaves a word which much of the archive has, and so may
// still be asking of its subject. Keeping these taught the fit to doubt right answers.
func (f found) half() bool {
	return f.Kind == kindSwapped && (len(f.matches) == 0 || f.matches[0].Signals.Common == 1)
}

// answers reports whether match i is a right answer.
func (f found) answers(i int) bool { return eval.Stands(f.matches[i], f.Gold) }

// helps reports whether match i answers or at least helps.
func (f found) helps(i int) bool { return f.answers(i) || eval.Stands(f.matches[i], f.Grade2) }
