package eval

import (
	"context"

	"bigtalk/knowledge"
)

// An Asker answers questions as the program does that is measured. It is called
// from several goroutines at a time.
type Asker interface {
	Ask(ctx context.Context, text string) (Answer, error)
}

// An AskerFunc is a function that is an [Asker].
type AskerFunc func(ctx context.Context, text string) (Answer, error)

// Ask calls f.
func (f AskerFunc) Ask(ctx context.Context, text string) (Answer, error) { return f(ctx, text) }

// An Answer is what came of asking one question.
type Answer struct {
	Matches    []knowledge.Match // best first, [Depth] of them where there are as many; none when nothing matched
	Confidence float64           // P(the first match answers), whatever the decision
	Helps      float64           // P(it answers or at least helps)
	Decision   Decision
	Choices    []string // entries offered, in order; none unless Decision is DecisionChoices
	Version    string   // of the content that was searched
}

// A Decision is what was done with a question.
type Decision string

// The decisions.
const (
	DecisionAnswer    Decision = "answer"    // the first match was shown
	DecisionChoices   Decision = "choices"   // entries were offered
	DecisionRefusal   Decision = "refusal"   // it was said that the archive does not answer
	DecisionSilence   Decision = "silence"   // nothing was said
	DecisionSmalltalk Decision = "smalltalk" // a fixed text was said
)

func decisions() []Decision {
	return []Decision{DecisionAnswer, DecisionChoices, DecisionRefusal, DecisionSilence, DecisionSmalltalk}
}
