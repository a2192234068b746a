package bot

import "bigtalk/knowledge"

// state is what the bot remembers of a person in a conversation. It is a value: a
// copy is a snapshot, because its lists are replaced and never changed.
type state struct {
	thread  knowledge.Thread
	offered []string // IDs of the options that a number picks from, in order
	next    []string // IDs of the entries to offer when the last answer did not help
	replyID string   // of the last answer; empty when the last reply was none
	shown   string   // ID of its entry; stays until another is shown or it is taken back
	episode int      // number of the one episode that was told of last; 0 for none

	language Language // that the person asked for; empty for that of each message
	spoken   Language // of the last reply
}

// answered remembers that an entry was shown by a reply, and what comes next to it.
func (s *state) answered(replyID, id string, next []string) {
	s.replyID, s.shown, s.next = replyID, id, next
	s.thread = s.thread.Showing(id)
}

// offering remembers that entries were offered.
func (s *state) offering(ids []string) {
	s.offered, s.next, s.replyID = ids, nil, ""
	s.thread = s.thread.Offering(ids)
}

// silent remembers that nothing was shown or offered. What was before may still be
// leaned on.
func (s *state) silent() { s.replyID, s.next = "", nil }
