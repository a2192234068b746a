package bot

import "context"

// recall fills an empty state with what the journal has of a thread. An error costs
// the thread and never the reply.
func (b *Bot) recall(ctx context.Context, m Message, s *state) {
	if b.opts.Recall == nil || !m.Thread || !s.thread.Empty() || len(s.offered) > 0 {
		return
	}
	q, ok, err := b.opts.Recall(ctx, m)
	if err != nil {
		b.log.ErrorContext(ctx, "thread not recalled", "message_id", m.ID, "err", err)
	}
	if ok && err == nil {
		s.resume(q)
	}
}

// resume remembers a question that was asked before, as far as its record tells.
func (s *state) resume(q Asked) {
	s.thread = q.Thread
	if !q.Picked { // of what was picked the record has the thread after it
		s.thread = s.thread.Asked(q.Question, !q.Thread.Empty())
	}
	if s.spoken == "" {
		s.spoken = q.Language
	}
	switch {
	case q.Decision == Answer && len(q.Shown) > 0:
		s.answered(q.ReplyID, q.Shown[0], nil)
	case q.Decision == Choices:
		s.offering(q.Shown)
	}
}
