package fit

import (
	"context"
	"crypto/sha256"
	"fmt"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"bigtalk/knowledge"
	"bigtalk/knowledge/archive"
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
	return out, g.Wait()
}

// answers reports whether match i is a right answer.
func (f found) answers(i int) bool { return stands(f.matches[i], f.Gold) }

// helps reports whether match i answers or at least helps.
func (f found) helps(i int) bool { return f.answers(i) || stands(f.matches[i], f.Grade2) }

// stands reports whether m shows one of the entries or a duplicate of one.
func stands(m knowledge.Match, ids []string) bool {
	return slices.Contains(ids, m.Entry.ID) || slices.ContainsFunc(m.Duplicates, func(d *archive.Entry) bool {
		return slices.Contains(ids, d.ID)
	})
}
