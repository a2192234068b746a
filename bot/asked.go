package bot

import (
	"context"

	"bigtalk/knowledge"
)

// asked records a question and what came of it.
func (b *Bot) asked(ctx context.Context, m Message, text string, t knowledge.Thread, r Reply) {
	if b.opts.Journal == nil {
		return
	}
	q := Asked{
		ReplyID: r.ID, Time: b.opts.Now(), Person: m.From(), MessageID: m.ID, Question: text, Thread: t,
		Overheard: !m.Addressed, Language: r.Language, Decision: r.Decision, Version: r.Version,
	}
	switch r.Decision {
	case Answer:
		q.Shown = []string{r.Matches[0].Entry.ID}
	case Choices:
		q.Shown = optionIDs(r.Choices)
	}
	if err := b.opts.Journal.Asked(ctx, q); err != nil {
		b.log.ErrorContext(ctx, "question not recorded", "message_id", m.ID, "err", err)
	}
}
