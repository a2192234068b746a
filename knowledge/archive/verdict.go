package archive

import (
	"context"
	"slices"
	"strings"
)

// A group is the sub-sections of one section.
type group struct {
	open     int  // those that could be questions
	likely   int  // of these, those that look it
	category bool // the section itself says nothing, see isCategory
}

// bar is the likeness at which a heading of a section looks like a question.
func bar(n naming) float64 {
	if n == unnamed {
		return mostlyQuestion
	}
	return likelyQuestion
}

// isCategory reports whether s is a heading that does not ask, over nothing but
// sub-sections.
func isCategory(s *section) bool {
	return s.heading != nil && !saysMore(s) && s.name().like < likelyQuestion
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
	case len(c.inner) > 0 && r.isAnswer(c):
		return []pair{c.pair}
	case len(c.inner) > 0:
		return append(r.ownPair(ctx, c, n), c.inner...)
	case r.isQuestion(c, n, g):
		return []pair{c.pair}
	}
	return nil
}

// isAnswer reports whether the pairs inside c are the steps and remarks of an
// answer: c asks at the level where the questions surely stand, and there is but
// one over the sub-headings, or nothing but their layout says that they ask.
func (r *pageReader) isAnswer(c *candidate) bool {
	level := r.scope.level
	if c.section.heading.level != level || r.scope.levels[level] < sureLevel || c.like < likelyQuestion || slices.ContainsFunc(c.inner, pair.marked) {
		return false
	}
	if subs := c.section.subs; len(c.inner) == 1 && (len(subs) == 0 || c.inner[0].line < subs[0].heading.line) {
		return true
	}
	sum := 0.0
	for _, p := range c.inner {
		sum += p.likeness()
	}
	return sum < mostlyQuestion*float64(len(c.inner))
}

// maxIntroduction is the number of blocks that introduce the questions of a
// category. A section with more text is a question with further ones.
const maxIntroduction = 2

// ownPair returns the question that c is besides the pairs inside it: a question
// some of whose answer's sub-headings are questions too.
func (r *pageReader) ownPair(ctx context.Context, c *candidate, n naming) []pair {
	blocks := c.section.blocks
	asks := c.like >= likelyQuestion || r.scope.holds(c.section.heading.level) && len(blocks) > maxIntroduction
	if !asks || n == unnamed || c.section.heading.level == 1 || len(blocks) == 0 || slices.ContainsFunc(c.inner, pair.marked) {
		return nil
	}
	own := append([]*block{c.section.heading}, blocks...)
	p, ok := newPair(grain{}.units(append(own, unasked(c)...)))
	if !ok || p.answer == "" || len(propose(ctx, blocks, n).pairs) > 0 {
		return nil
	}
	return []pair{p}
}

// unasked returns the blocks of c's sub-sections in which no pair was found.
func unasked(c *candidate) []*block {
	var out []*block
	rest := c.inner
	for i, sub := range c.section.subs {
		begin := len(rest)
		if i+1 < len(c.section.subs) {
			next := c.section.subs[i+1].heading.line
			begin = slices.IndexFunc(rest, func(p pair) bool { return p.line >= next })
			if begin < 0 {
				begin = len(rest)
			}
		}
		inside := slices.ContainsFunc(rest[:begin], func(p pair) bool { return p.line >= sub.heading.line })
		rest = rest[begin:]
		if !inside && !sub.name().beside {
			out = append(append(out, sub.heading), sub.all()...)
		}
	}
	return out
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

// isQuestion reports whether the heading of c is a question. In a scope, each
// heading is that stands where its questions do, "connection refused" too: at
// their level, among a majority of them, or under a category whose level has
// questions elsewhere; but not one over a list of links to pages with the answers.
func (r *pageReader) isQuestion(c *candidate, n naming, g group) bool {
	level := c.section.heading.level
	share := float64(g.likely) / float64(max(g.open, 1))
	looks := c.like >= bar(n)
	switch {
	case n == unnamed:
		return looks && g.likely >= unnamedQuestions && share >= unnamedMajority
	case looks:
		return true
	case r.strict:
		return level == r.numbers && isNumbered(c.text)
	case answerPart.MatchString(strings.TrimSpace(trimNumber(plainText(lead(c.text))))):
		return false
	case listsLinks(c.section):
		return false
	}
	return share >= namedMajority || r.scope.holds(level) || r.topics ||
		g.category && r.scope.levels[level] >= sureLevel-1
}

// isNumbered reports whether a heading carries a number, "3. …".
func isNumbered(text string) bool {
	text = plainText(lead(text))
	return trimNumber(text) != text
}
