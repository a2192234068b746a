package bot

import (
	"context"
	"slices"

	"bigtalk/knowledge"
)

// maxAnswered is the most questions of one message that are answered. It is a rule,
// not a measured figure: a longer reply is not read.
const maxAnswered = 3

// several answers each question of a message that asks several; not ok for a
// message that asks one thing. A list is several questions. Sentences are only where
// at least two get answers of their own, each without the others: people ask one
// thing in three sentences.
func (t *turn) several(ctx context.Context, text string) (Reply, bool, error) {
	questions := questionsIn(text)
	if len(questions) < 2 {
		return Reply{}, false, nil
	}
	inList := len(listed(text, hiddenIn(text))) > 1
	before := *t.state
	var parts []Reply
	var threads []knowledge.Thread // that each was read with
	var offered []string
	seen := make(map[string]bool)
	for _, q := range questions[:min(maxAnswered, len(questions))] {
		threads = append(threads, t.state.thread)
		r, err := t.find(ctx, q)
		if err != nil {
			return Reply{}, false, err
		}
		t.remember(&r, q)
		if r.Decision == Answer && !r.FollowUp {
			seen[r.Matches[0].Entry.ID] = true
		}
		offered = append(offered, optionIDs(numbered(&r, len(offered)+1))...)
		parts = append(parts, r)
	}
	if !inList && len(seen) < 2 {
		*t.state = before
		return Reply{}, false, nil
	}
	t.state.offered = offered
	out := parts[0]
	out.Blocks, out.Parts = nil, parts
	if slices.ContainsFunc(parts, func(r Reply) bool { return r.Decision == Answer }) {
		t.state.replyID = out.ID // to take back is the whole
	}
	for i, r := range parts {
		out.Blocks = append(out.Blocks, TextBlock{t.texts().part(i+1, questions[i])})
		for _, b := range r.Blocks {
			switch b.(type) {
			case FeedbackBlock, RelatedBlock: // of which answer would they be?
			default:
				out.Blocks = append(out.Blocks, b)
			}
		}
		t.bot.asked(ctx, t.message, Asked{Question: questions[i], Thread: threads[i]}, r)
	}
	if len(questions) > maxAnswered {
		out.Blocks = append(out.Blocks, TextBlock{t.texts().moreQuestions})
	}
	return out, true, nil
}

// numbered numbers the options of a reply from first on, and returns them.
func numbered(r *Reply, first int) []Option {
	for i, b := range r.Blocks {
		if c, ok := b.(ChoicesBlock); ok {
			c.First = first
			r.Blocks[i] = c
		}
	}
	return r.Choices
}
