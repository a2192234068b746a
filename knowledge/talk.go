package knowledge

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"bigtalk/knowledge/archive"
)

// talkField holds what each episode's talk was about; see the package comment.
const talkField = "talk"

const (
	// talkShare is the least share of a question's informative terms, by their rarity
	// among the talks, that a talk must name to be pointed to.
	talkShare = 0.5
	// rareInTalks is the most talks, as a share of all, that may name a term for it
	// to tell one talk from another: every talk of a show names its subject.
	rareInTalks = 0.34
)

// talkText is what an episode says of its talk.
func talkText(ep *archive.Episode) string {
	parts := append([]string{ep.Title, ep.Topic, ep.Introduction, ep.Gains}, ep.Outline...)
	return strings.Join(notBlank(parts...), "\n")
}

// talk finds the episode whose talk covers the question's subject, for a question
// that no entry answers; nil when none does.
func (m *Matcher) talk(ctx context.Context, q *question) (*archive.Episode, error) {
	episodes := m.store.archive.Episodes
	if len(episodes) == 0 {
		return nil, nil
	}
	terms := q.informative()
	total := 0.0
	telling := false // whether some term tells the talks apart
	for i, t := range terms {
		df, err := m.index.DocFreq(ctx, talkField, t.Key)
		if err != nil {
			return nil, fmt.Errorf("find talk: %w", err)
		}
		terms[i].Weight = m.index.IDF(talkField, df)
		total += terms[i].Weight
		if df > 0 && float64(df) <= max(1, rareInTalks*float64(len(episodes))) {
			telling = true
		}
	}
	if !telling {
		return nil, nil
	}
	var best *archive.Episode
	most := talkShare * total
	for i, ep := range episodes {
		held, err := m.index.Explain(ctx, talkField, terms, "t"+strconv.Itoa(i))
		if err != nil {
			return nil, fmt.Errorf("find talk: %w", err)
		}
		sum := 0.0
		for _, h := range held {
			sum += h.Weight
		}
		if sum > most {
			best, most = ep, sum
		}
	}
	return best, nil
}
