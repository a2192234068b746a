package eval

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"
)

// Depth is how many matches of a question are looked at: what a person may page
// through. A gold entry below it has the rank 0.
const Depth = 10

// Run puts every question to a and reports. The report does not depend on the
// order of the questions. The first question that fails ends the run, and its
// error names it.
func Run(ctx context.Context, a Asker, questions []Question) (Report, error) {
	outcomes := make([]Outcome, len(questions))
	contents := make([]string, len(questions))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, q := range questions {
		g.Go(func() error {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			answer, err := ask(ctx, a, q)
			if err != nil {
				return fmt.Errorf("question %s: %w", q.ID, err)
			}
			outcomes[i], contents[i] = newOutcome(q, answer), answer.Version
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return Report{}, fmt.Errorf("evaluate: %w", err)
	}

	slices.SortStableFunc(outcomes, func(a, b Outcome) int { return cmp.Compare(a.ID, b.ID) })
	report := summarize(outcomes)
	if len(contents) > 0 {
		report.Content = contents[0]
	}
	return report, nil
}

// ask refuses an answer that would be counted nowhere.
func ask(ctx context.Context, a Asker, q Question) (Answer, error) {
	answer, err := a.Ask(ctx, q.Text)
	if err != nil {
		return Answer{}, err
	}
	probable := func(p float64) bool { return p >= 0 && p <= 1 }
	switch shown := answer.Decision == DecisionAnswer; {
	case !probable(answer.Confidence) || !probable(answer.Helps):
		return Answer{}, fmt.Errorf("confidence %v, helps %v: probabilities lie from 0 to 1", answer.Confidence, answer.Helps)
	case !slices.Contains(decisions(), answer.Decision):
		return Answer{}, fmt.Errorf("unknown decision %q", answer.Decision)
	case shown && len(answer.Matches) == 0:
		return Answer{}, fmt.Errorf("decision %s without a match to show", answer.Decision)
	case (answer.Decision == DecisionChoices) != (len(answer.Choices) > 0):
		return Answer{}, fmt.Errorf("decision %s with %d choices", answer.Decision, len(answer.Choices))
	}
	return answer, nil
}
