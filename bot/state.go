package bot

import (
	"strings"

	"bigtalk/knowledge"
)

// state is what the bot remembers of a person in a conversation. It is a value: a
// copy is a snapshot, because its lists are replaced and never changed.
type state struct {
	thread  knowledge.Thread
	offered []string // IDs of the options that a number picks from, in order
	next    []string // IDs of the entries to offer when the last answer did not help
	replyID string   // of the last answer; empty when the last reply was none
	shown   string   // ID of its entry

	language Language // that the person asked for; empty for that of each message
	spoken   Language // of the last reply
}

// asked remembers a question, which leaned on the thread or stood alone. What the
// thread keeps of it is copied, so that the rest of a long message can go.
func (s *state) asked(question string, leaned bool) {
	s.thread = s.thread.Asked(question, leaned)
	questions := make([]string, len(s.thread.Questions))
	for i, q := range s.thread.Questions {
		questions[i] = strings.Clone(q)
	}
	s.thread.Questions = questions
}

// answered remembers that an entry was shown by a reply, and what comes next to it.
func (s *state) answered(replyID, id string, next []string) {
	s.replyID, s.shown, s.next = replyID, id, next
	s.thread = s.thread.Showing(id)
}

// offering remembers that entries were offered.
func (s *state) offering(ids []string) {
	s.offered, s.next, s.replyID, s.shown = ids, nil, "", ""
	s.thread = s.thread.Offering(ids)
}

// silent remembers that nothing was shown or offered. What was before may still be
// leaned on.
func (s *state) silent() { s.replyID, s.next = "", nil }
