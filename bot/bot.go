package bot

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"bigtalk/knowledge"
	"bigtalk/knowledge/archive"
)

// A Searcher finds archive entries: those that answer a question, and the one of an ID.
type Searcher interface {
	// Search returns matches, best first. No match is an empty Result and a nil error.
	Search(ctx context.Context, q knowledge.Query) (knowledge.Result, error)
	// Match returns the entry of an ID as a match without score or signals; not ok
	// when there is none.
	Match(id string) (m knowledge.Match, ok bool)
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
	Topics     []Topic             // that can be asked about, the largest first; may be none
	Thresholds Thresholds          // of questions that stand alone; those of the fit, which come with each result, when zero
	Language   Language            // of all replies, whatever anybody asks for; the asker's when empty
	Limit      int                 // matches in a Reply; knowledge.DefaultLimit when 0

	// Names are the bot's own, with which people mention it: display names, and user
	// IDs as the platform writes them in a text.
	Names []string
	// Memory lets messages lean on each other. Without one each stands alone, and
	// replies offer nothing that needs another message.
	Memory *Memory
	// Journal keeps what is asked and judged; nobody is asked for a judgement
	// without one.
	Journal Journal
	// Recall returns what the writer of a message in a thread asked last there, besides
	// that message. With it a thread is gone on with after the memory has ended; nil
	// recalls nothing.
	Recall func(context.Context, Message) (q Asked, ok bool, err error)
	// Overhears reports whether a message that is not meant for the bot may be
	// answered all the same; none may when it is nil.
	Overhears func(Message) bool
	Now       func() time.Time // for the journal; time.Now when nil
	Logger    *slog.Logger     // hears of a journal that does not work; nobody does when nil
}

// A Topic is something that can be asked about, with a question for example.
type Topic struct {
	Name, Example map[Language]string
	Entries       int // about it
}

// A Bot answers messages from an archive. It is safe for concurrent use.
type Bot struct {
	searcher Searcher
	opts     Options
	episodes *episodeReader
	log      *slog.Logger
}

var _ Handler = (*Bot)(nil)

// New returns a Bot that answers from s.
func New(s Searcher, opts Options) *Bot {
	if opts.Limit == 0 {
		opts.Limit = knowledge.DefaultLimit
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	log := opts.Logger
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Bot{searcher: s, opts: opts, episodes: newEpisodeReader(opts.Title, opts.Episodes), log: log}
}

// Handle decides on m and composes the reply. The error is for the operator: no
// part of it is ever in a Reply.
func (b *Bot) Handle(ctx context.Context, m Message) (Reply, error) {
	if m.FromBot {
		return Reply{Decision: Silence, Language: LanguageOf(m.Text), Version: b.opts.Version}, nil
	}
	body, quoted, mentioned := readAddressed(m.Text, b.opts.Names)
	m.Text = body
	if m.Quoted == "" {
		m.Quoted = quoted
	}
	m.Addressed = m.Addressed || m.Direct || mentioned || m.Payload != ""
	r, err := b.handle(ctx, m)
	if err != nil {
		return Reply{}, fmt.Errorf("handle message %q: %w", m.ID, err)
	}
	b.limit(&r)
	for i := range r.Parts {
		b.limit(&r.Parts[i])
	}
	return r, nil
}

// limit cuts the ranking: more than a reply lists was searched for what may be
// offered next.
func (b *Bot) limit(r *Reply) { r.Matches = r.Matches[:min(b.opts.Limit, len(r.Matches))] }

func (b *Bot) handle(ctx context.Context, m Message) (r Reply, err error) {
	if !m.Addressed {
		// Of a group's talk nothing is remembered but what was answered.
		if r, err = b.overhear(ctx, m); err != nil || r.Decision == Silence || b.opts.Memory == nil {
			return r, err
		}
		return r, b.opts.Memory.with(ctx, m, func(s *state) error {
			s.thread, s.offered = knowledge.Thread{}, nil
			s.thread = s.thread.Asked(m.Text, false)
			s.answered(r.ID, r.Matches[0].Entry.ID, nextBest(r.Matches))
			return nil
		})
	}
	answer := func(s *state) (err error) {
		b.recall(ctx, m, s)
		r, err = b.newTurn(m, s).reply(ctx)
		if err == nil {
			s.spoken = r.Language
		}
		return err
	}
	if b.opts.Memory == nil {
		err = answer(new(state))
	} else {
		err = b.opts.Memory.with(ctx, m, answer)
	}
	return r, err
}

// overhear answers a message that is not meant for the bot when that is allowed and
// nearly certain to help.
func (b *Bot) overhear(ctx context.Context, m Message) (Reply, error) {
	t := b.newTurn(m, new(state))
	if b.opts.Overhears == nil || !b.opts.Overhears(m) {
		return t.fixed(Silence), nil
	}
	return t.question(ctx, m.Text)
}

// decide applies the thresholds to the confidence of the first match.
func (b *Bot) decide(m Message, result knowledge.Result) Decision {
	th := b.opts.Thresholds
	if th == (Thresholds{}) || result.FollowUp {
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
