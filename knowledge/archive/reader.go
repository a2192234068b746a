package archive

import (
	"context"
	"slices"
	"strings"
)

// A pageReader reads the pairs of one page's sections.
type pageReader struct {
	level   int    // of the headings most of which are questions; 0 for none
	strict  bool   // only the headings say that the page holds questions: each must be one
	end     int    // line behind the page's last block
	topics  bool   // headings that do not look like questions are questions all the same
	missing []pair // questions without an answer
}

// read returns the pairs of s, whose naming is at least n, in the order of the
// page. Once ctx has ended, those of the sections before.
func (r *pageReader) read(ctx context.Context, s *section, n naming) []pair {
	beside := false
	if s.heading != nil {
		text := headingText(s.heading.text)
		beside = standsBeside(text)
		if namesFAQ(text) {
			n = declared
		}
	}
	var own proposal
	if !beside {
		own = propose(ctx, s.blocks, n)
		for _, p := range own.missing {
			if p.likeness() >= likelyQuestion {
				r.missing = append(r.missing, p)
			}
		}
	}
	return append(own.pairs, r.readSubs(ctx, s, n)...)
}

// A candidate is a sub-section that may be a question with its answer.
type candidate struct {
	section *section
	text    string  // of its heading
	inner   []pair  // pairs found inside it
	marked  bool    // a mark says that it is a question
	closed  bool    // it is no question: it names a part of the page
	like    float64 // likeness of its heading
	pair    pair    // what it is as a question
}

// readSubs decides for each sub-section of s whether its heading is a question
// or a category. Sub-sections of one section are judged together: where most
// headings are questions, one without a question mark is too.
func (r *pageReader) readSubs(ctx context.Context, s *section, n naming) []pair {
	var group group
	var cands []*candidate
	for _, sub := range joinAnswers(s.subs) {
		if ctx.Err() != nil {
			return nil
		}
		missing := len(r.missing)
		c := r.candidate(ctx, sub, n)
		cands = append(cands, c)
		switch {
		case c.marked:
			r.missing = r.missing[:missing] // found inside an answer
		case c.closed, c.pair.answer == "", len(c.inner) > 0 && c.like < likelyQuestion:
		default:
			group.open++
			if c.like >= bar(n) {
				group.likely++
			}
		}
	}
	var out []pair
	for _, c := range cands {
		out = append(out, r.settle(ctx, c, n, group)...)
	}
	return out
}

// A group counts the sub-sections of one section that could be questions, and
// those that look it.
type group struct{ open, likely int }

// bar is the likeness at which a heading of a section looks like a question.
func bar(n naming) float64 {
	if n == unnamed {
		return mostlyQuestion
	}
	return likelyQuestion
}

// joinAnswers puts sections whose headings are answers, "## A1: …", under the
// sections of their questions.
func joinAnswers(subs []*section) []*section {
	var out []*section
	for _, sub := range subs {
		if len(out) > 0 && readMark(headingText(sub.heading.text)).role == answers {
			last := *out[len(out)-1]
			last.subs = append(slices.Clone(last.subs), sub)
			out[len(out)-1] = &last
			continue
		}
		out = append(out, sub)
	}
	return out
}

// candidate reads sub both as a question and as a section of its own.
func (r *pageReader) candidate(ctx context.Context, sub *section, n naming) *candidate {
	text := headingText(sub.heading.text)
	c := &candidate{section: sub, text: text, like: likeness(text)}
	c.closed = standsBeside(text) || namesFAQ(text)
	blocks := append([]*block{sub.heading}, sub.all()...)
	us := grain{items: markedItems, points: usesPoints(blocks)}.units(blocks)
	us = trimFarewell(us, true)
	if last := blocks[len(blocks)-1]; last.line+len(last.lines) >= r.end {
		us = trimFooter(us)
	}
	c.marked = !c.closed && len(us) > 0 && (us[0].role == asks || len(us) > 1 && us[1].role == answers)
	if p, ok := newPair(us); ok {
		c.pair = p
	}
	c.inner = r.read(ctx, sub, n)
	return c
}

// settle returns the pairs of a candidate: itself, or those inside it.
func (r *pageReader) settle(ctx context.Context, c *candidate, n naming, g group) []pair {
	switch {
	case c.marked:
		if c.pair.answer != "" {
			return []pair{c.pair}
		}
		if c.pair.question != "" {
			r.missing = append(r.missing, c.pair)
		}
		return c.inner
	case c.closed, c.pair.answer == "":
		return c.inner
	case len(c.inner) > 0:
		return append(r.ownPair(ctx, c, n), c.inner...)
	case r.isQuestion(c, n, g):
		return []pair{c.pair}
	}
	return nil
}

// ownPair returns the question that c is besides the pairs inside it: a question
// whose answer's sub-headings are questions too.
func (r *pageReader) ownPair(ctx context.Context, c *candidate, n naming) []pair {
	if c.like < likelyQuestion || n == unnamed || c.section.heading.level == 1 || len(c.section.blocks) == 0 || slices.ContainsFunc(c.inner, pair.marked) {
		return nil
	}
	own := grain{}.units(append([]*block{c.section.heading}, c.section.blocks...))
	p, ok := newPair(own)
	if !ok || p.answer == "" || len(propose(ctx, c.section.blocks, n).pairs) > 0 {
		return nil
	}
	return []pair{p}
}

// marked reports whether a mark sets p's question or answer apart.
func (p pair) marked() bool { return p.asked || p.answered }

// Bounds for headings as questions: on a page that says it holds questions,
// half of a group's headings decide for the group; elsewhere a group needs three
// of them with question marks, three in four of the group.
const (
	namedMajority    = 0.5
	unnamedMajority  = 0.75
	unnamedQuestions = 3
)

func (r *pageReader) isQuestion(c *candidate, n naming, g group) bool {
	share := float64(g.likely) / float64(max(g.open, 1))
	looks := c.like >= bar(n)
	switch {
	case n == unnamed:
		return looks && g.likely >= unnamedQuestions && share >= unnamedMajority
	case looks:
		return true
	case r.strict:
		return false
	case answerPart.MatchString(strings.TrimSpace(trimNumber(plainText(lead(c.text))))):
		return false
	}
	return share >= namedMajority || c.section.heading.level == r.level || r.topics
}
