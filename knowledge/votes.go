package knowledge

import "math"

// A text has a vote that falls by e with every voteWidth that it is further away
// than the nearest one; by words with every wordVoteWidth of the full score. That is
// a quarter and a fifth of the median distance between the nearest text and the
// twentieth, 0.118 and 0.092, over the left-out alternates of the show.
const (
	voteWidth     = 0.03
	wordVoteWidth = 0.02
)

// votes returns the shares of the match's class and of the unanswered questions
// among the nearest texts by meaning.
func (m *Matcher) votes(x *meaning, match *Match) (own, strange float64) {
	total := 0.0
	class := m.store.classes.first[match.Entry.ID]
	for _, n := range x.nearest {
		w := math.Exp(float64(n.cosine-x.nearest[0].cosine) / voteWidth)
		total += w
		switch t := n.text; {
		case t.kind != phraseRow:
			strange += w
		case m.store.classes.first[m.store.archive.Entries[t.entry].ID] == class:
			own += w
		}
	}
	return ratio(own, total), ratio(strange, total)
}

// wordVotes is the share of the match's class among the phrasings and unanswered
// questions that the words found first.
func (m *Matcher) wordVotes(q *question, match *Match) float64 {
	own, total, nearest := 0.0, 0.0, 0.0
	class := m.store.classes.first[match.Entry.ID]
	for _, list := range [][]float64{scores(q.phrases), scores(q.contrasts)} {
		if len(list) > 0 {
			nearest = max(nearest, list[0])
		}
	}
	for i, h := range q.phrases[:min(voters, len(q.phrases))] {
		w := math.Exp((q.phrases[i].Score - nearest) / q.full / wordVoteWidth)
		total += w
		if m.store.classes.first[m.entryID(h.ID)] == class {
			own += w
		}
	}
	for _, h := range q.contrasts {
		total += math.Exp((h.Score - nearest) / q.full / wordVoteWidth)
	}
	return ratio(own, total)
}
