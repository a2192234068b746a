package bot

import (
	"strings"

	"bigtalk/knowledge"
	"bigtalk/knowledge/archive"
)

// maxNearest is the most entries that a refusal names as closest.
const maxNearest = 2

// optionShare is how likely an option answers, as a share of the first one, to be
// offered beside it. It is a rule, not a measured figure: ten times less likely is
// no choice.
const optionShare = 0.1

// refuse says that the archive does not answer, what in the question it has
// nothing on, whose talk covers the subject where there is one, what is closest,
// and how to ask differently. talk may be nil.
func (b *Bot) refuse(r *Reply, talk *archive.Episode) {
	t := textsIn(r.Language)
	text := t.refusal
	if len(r.Uncovered) > 0 {
		text += t.uncovered(r.Uncovered)
	}
	var more []Block
	if talk != nil {
		more = append(more, talkCitation(talk, r.Language))
	}
	if r.Helps >= nearestHelps {
		r.Nearest = options(r.Matches, maxNearest, r.Language)
	}
	if len(r.Nearest) > 0 {
		more = append(more, RelatedBlock{Intro: t.nearest, Options: r.Nearest})
	}
	if len(more) == 0 {
		r.Blocks = []Block{TextBlock{text + t.askDifferently}}
		return
	}
	r.Blocks = append(append([]Block{TextBlock{strings.TrimSpace(text)}}, more...), TextBlock{t.askDifferently})
}

// talkCitation points to the replay of an episode whose talk covers what the
// questions and answers do not.
func talkCitation(ep *archive.Episode, lang Language) CitationBlock {
	t := textsIn(lang)
	c := episodeCitation("", ep, lang)
	c.Intro = t.talk(ep.Number)
	if ep.Title != "" { // the number stands in the intro
		c.Label, c.Details = t.quoted(ep.Title), c.Details[1:]
	}
	return c
}

// options title the matches that could answer, the most likely first: at most n,
// no title twice.
func options(matches []knowledge.Match, n int, lang Language) []Option {
	var out []Option
	seen := make(map[string]bool)
	for _, m := range matches {
		if len(out) == n {
			break
		}
		if m.Confidence < optionShare*matches[0].Confidence {
			continue
		}
		o := option(m.Entry, m.Annotation, lang)
		if !seen[o.Title] {
			seen[o.Title] = true
			out = append(out, o)
		}
	}
	return out
}
