package bot

import (
	"context"
	"fmt"
	"strings"

	"bigtalk/knowledge"
	"bigtalk/knowledge/archive"
)

// A Searcher finds archive entries that answer a question.
type Searcher interface {
	// Search returns matches, best first. No match is an empty Result and a nil error.
	Search(ctx context.Context, q knowledge.Query) (knowledge.Result, error)
}

// Thresholds on the confidence of the first match.
type Thresholds struct {
	Answer    float64 // from here on it is shown as the answer
	Choices   float64 // from here on it is offered
	Overheard float64 // from here on a message not meant for the bot is answered
}

// DefaultThresholds are provisional. On the development questions, cross-validated,
// 0.75 shows the right answer to 73 % of the answerable ones and a wrong one to
// 8 % of those on the field that the archive does not answer; 0.25 offers the
// right entry to 94 %.
func DefaultThresholds() Thresholds {
	return Thresholds{Answer: 0.75, Choices: 0.25, Overheard: 0.97}
}

const (
	// MaxChoices is the most options a person is offered: three are read, more are scanned.
	MaxChoices = 3
	// maxRelated is the most related questions shown under an answer.
	maxRelated = 3
	// maxQuestionBytes is the longest message that is searched.
	maxQuestionBytes = knowledge.MaxQueryBytes
)

// Options configure a Bot. The zero Options are usable.
type Options struct {
	Title      string             // the archive's, for citations
	Episodes   []*archive.Episode // for the list of episodes
	Thresholds Thresholds         // DefaultThresholds when zero
	Language   Language           // of all replies; the asker's when empty
	Limit      int                // matches in a Reply; knowledge.DefaultLimit when 0
}

// A Bot answers messages from an archive. It is safe for concurrent use.
type Bot struct {
	searcher Searcher
	opts     Options
}

var _ Handler = (*Bot)(nil)

// New returns a Bot that answers from s.
func New(s Searcher, opts Options) *Bot {
	if opts.Thresholds == (Thresholds{}) {
		opts.Thresholds = DefaultThresholds()
	}
	return &Bot{searcher: s, opts: opts}
}

// Handle decides on m and composes the reply. The error is for the operator: no
// part of it is ever in a Reply.
func (b *Bot) Handle(ctx context.Context, m Message) (Reply, error) {
	r := Reply{Language: b.opts.Language}
	if r.Language == "" {
		r.Language = LanguageOf(m.Text)
	}
	t := textsIn(r.Language)
	if m.Addressed {
		switch text, ok := b.smalltalk(m.Text, r.Language); {
		case ok:
			r.Decision, r.Blocks = Smalltalk, text
			return r, nil
		case len(m.Text) > maxQuestionBytes:
			r.Decision, r.Blocks = Refusal, []Block{TextBlock{t.tooLong}}
			return r, nil
		case !strings.ContainsFunc(m.Text, meaningful):
			r.Decision, r.Blocks = Refusal, []Block{TextBlock{t.noQuestion}}
			return r, nil
		}
	}
	result, err := b.searcher.Search(ctx, knowledge.Query{Text: m.Text, Limit: max(b.opts.Limit, MaxChoices)})
	if err != nil {
		return Reply{}, fmt.Errorf("handle message %q: %w", m.ID, err)
	}
	r.Matches, r.Uncovered, r.Version = result.Matches, result.Uncovered, result.Version
	r.Confidence, r.Helps = result.Confidence, result.Helps
	r.Decision = b.decide(m, result)
	b.compose(&r)
	if limit := b.opts.Limit; limit > 0 && len(r.Matches) > limit {
		r.Matches = r.Matches[:limit]
	}
	return r, nil
}

// decide applies the thresholds to the confidence of the first match.
func (b *Bot) decide(m Message, result knowledge.Result) Decision {
	th := b.opts.Thresholds
	switch {
	case !m.Addressed && (len(result.Matches) == 0 || result.Confidence < th.Overheard):
		return Silence
	case len(result.Matches) == 0 || result.Confidence < th.Choices:
		return Refusal
	case result.Confidence < th.Answer:
		return Choices
	default:
		return Answer
	}
}
