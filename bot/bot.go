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

// Thresholds on the probabilities of a result.
type Thresholds struct {
	Answer    float64 // from here on it is shown as the answer
	Choices   float64 // from here on it is offered
	Overheard float64 // on Result.Overheard: from here on a message not meant for the bot is answered
}

// nearestHelps is on the probability that the first match helps: from here on a
// refusal names what is closest. It is a rule, not a measured figure: one in
// seven is worth a line.
const nearestHelps = 0.15

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
	Title      string              // the archive's, for citations; may be empty
	Version    string              // the archive's, for replies that need no search
	Episodes   []*archive.Episode  // by number, for questions about the show; may be none
	Glossary   [][]string          // equivalent terms, to find the episodes on a topic; may be none
	Examples   map[Language]string // a question to suggest, in each language; may lack one
	Thresholds Thresholds          // those of the fit, which come with each result, when zero
	Language   Language            // of all replies; the asker's when empty
	Limit      int                 // matches in a Reply; knowledge.DefaultLimit when 0
}

// A Bot answers messages from an archive. It is safe for concurrent use.
type Bot struct {
	searcher Searcher
	opts     Options
	episodes *episodeReader
}

var _ Handler = (*Bot)(nil)

// New returns a Bot that answers from s.
func New(s Searcher, opts Options) *Bot {
	if opts.Limit == 0 {
		opts.Limit = knowledge.DefaultLimit
	}
	return &Bot{searcher: s, opts: opts, episodes: newEpisodeReader(opts.Title, opts.Episodes)}
}

// Handle decides on m and composes the reply. The error is for the operator: no
// part of it is ever in a Reply.
func (b *Bot) Handle(ctx context.Context, m Message) (Reply, error) {
	r := Reply{Language: b.opts.Language, Version: b.opts.Version}
	if r.Language == "" {
		r.Language = LanguageOf(m.Text)
	}
	if m.Addressed {
		if d, blocks := b.withoutSearch(m.Text, r.Language); len(blocks) > 0 {
			r.Decision, r.Blocks = d, blocks
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
	b.compose(&r, result.Talk)
	r.Matches = r.Matches[:min(b.opts.Limit, len(r.Matches))]
	return r, nil
}

// withoutSearch replies to what is no question for the archive's entries; there
// are no blocks when the message is one.
func (b *Bot) withoutSearch(text string, lang Language) (Decision, []Block) {
	t := textsIn(lang)
	if i := intentOf(text); i != question {
		return Smalltalk, []Block{TextBlock{b.smalltalk(i, lang)}}
	}
	if blocks := b.aboutEpisodes(text, lang); len(blocks) > 0 {
		return Smalltalk, blocks
	}
	switch {
	case len(text) > maxQuestionBytes:
		return Refusal, []Block{TextBlock{t.tooLong}}
	case !strings.ContainsFunc(text, meaningful):
		return Refusal, []Block{TextBlock{t.noQuestion + b.example(lang)}}
	default:
		return "", nil
	}
}

// example suggests a question, where there is one to suggest.
func (b *Bot) example(lang Language) string {
	if e := b.opts.Examples[lang]; e != "" {
		return textsIn(lang).forExample + e
	}
	return ""
}

// decide applies the thresholds to the confidence of the first match.
func (b *Bot) decide(m Message, result knowledge.Result) Decision {
	th := b.opts.Thresholds
	if th == (Thresholds{}) {
		th = Thresholds(result.Thresholds)
	}
	switch {
	case !m.Addressed && (len(result.Matches) == 0 || result.Overheard < th.Overheard || result.Confidence < th.Answer):
		return Silence
	case len(result.Matches) == 0 || result.Confidence < th.Choices:
		return Refusal
	case result.Confidence < th.Answer:
		return Choices
	default:
		return Answer
	}
}
