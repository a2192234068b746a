package eval

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"bigtalk/knowledge"
)

// A Searcher ranks the entries of an archive; a *knowledge.Matcher is one. It
// is called from several goroutines at a time.
type Searcher interface {
	// Search returns matches, best first, no more than q.Limit. No match is an
	// empty Result and a nil error.
	Search(ctx context.Context, q knowledge.Query) (knowledge.Result, error)
}

// A SearcherFunc is a function that is a [Searcher].
type SearcherFunc func(ctx context.Context, q knowledge.Query) (knowledge.Result, error)

// Search calls f.
func (f SearcherFunc) Search(ctx context.Context, q knowledge.Query) (knowledge.Result, error) {
	return f(ctx, q)
}

var (
	_ Searcher = (*knowledge.Matcher)(nil)
	_ Searcher = SearcherFunc(nil)
)

// Depth is how many matches are asked for each question: what a person may page
// through. A gold entry below it has the rank 0.
const Depth = 10

// Run puts every question to s and reports. The report does not depend on the
// order of the questions. The first search that fails ends the run, and its
// error names the question.
func Run(ctx context.Context, s Searcher, questions []Question) (Report, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)

	outcomes := make([]Outcome, len(questions))
	contents := make([]string, len(questions))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(questions)) {
		workers.Go(func() {
			for i := range next {
				q := questions[i]
				result, err := s.Search(ctx, knowledge.Query{Text: q.Text, Limit: Depth})
				if err != nil {
					cancel(fmt.Errorf("question %s: %w", q.ID, err))
					continue
				}
				outcomes[i], contents[i] = newOutcome(q, result), result.Version
			}
		})
	}
feed:
	for i := range questions {
		select {
		case next <- i:
		case <-ctx.Done():
			break feed
		}
	}
	close(next)
	workers.Wait()
	if ctx.Err() != nil {
		return Report{}, fmt.Errorf("evaluate: %w", context.Cause(ctx))
	}

	slices.SortStableFunc(outcomes, func(a, b Outcome) int { return cmp.Compare(a.ID, b.ID) })
	report := summarize(outcomes)
	if len(contents) > 0 {
		report.Content = contents[0]
	}
	return report, nil
}
