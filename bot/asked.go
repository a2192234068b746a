package bot

import "context"

// asked records a question, which says what was asked, and what came of it.
func (b *Bot) asked(ctx context.Context, m Message, q Asked, r Reply) {
	if b.opts.Journal == nil {
		return
	}
	q.ReplyID, q.Time, q.Person, q.MessageID = r.ID, b.opts.Now(), m.From(), m.ID
	q.Overheard, q.Language, q.Decision, q.Version = !m.Addressed, r.Language, r.Decision, r.Version
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
