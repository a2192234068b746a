package archive

import "context"

// A proposal is what one layout makes of a section.
type proposal struct {
	layout  layout
	pairs   []pair
	missing []pair // questions without an answer
	score   float64
	likely  float64 // mean likeness of the questions
	share   float64 // of the section's text that the pairs explain
}

// propose reads blocks with every layout and returns the best proposal that
// the naming allows; its pairs are empty when none is, and layouts are tried no
// further once ctx has ended.
//
// A proposal's score is the product of
//
//   - the layout's strength,
//   - the share of its questions that have an answer (half of it counts where
//     marks say that they are questions),
//   - ½ + ½ · the share of the section's text that its pairs hold (1 for
//     layouts whose marks are words: what stands beside them is no failure),
//   - ¼ + ¾ · the mean likeness of its questions (1 where a mark says so),
//   - 1 − the share of signs (marks, and list items in a question) that begin
//     neither a question nor an answer: a layout that cuts at the wrong
//     places leaves signs inside,
//   - (n+1)/(n+2) for n pairs: of two layouts that explain alike, the finer.
func propose(ctx context.Context, blocks []*block, n naming) proposal {
	var best proposal
	if len(blocks) == 0 {
		return best
	}
	c := &content{blocks: blocks, naming: n, cache: make(map[grain][]unit)}
	for _, l := range layouts() {
		if ctx.Err() != nil {
			break
		}
		segments, all := l.segments(c)
		if len(segments) == 0 {
			continue
		}
		p := assess(l, segments, all)
		if p.score > best.score && p.acceptable(n) {
			best = p
		}
	}
	return best
}

// assess makes the pairs of the segments and scores them.
func assess(l layout, segments [][]unit, all []unit) proposal {
	p := proposal{layout: l}
	var total, held, signs, leading int
	for _, u := range all {
		total += u.size()
		if u.role != unmarked {
			signs++
		}
	}
	for _, seg := range trimSegments(segments) {
		pr, ok := newPair(seg)
		if !ok {
			continue
		}
		for _, u := range seg[1:questionEnd(seg)] {
			if u.opens {
				signs++
			}
		}
		leading += leadingMarks(seg)
		if pr.answer == "" {
			p.missing = append(p.missing, pr)
			continue
		}
		p.pairs = append(p.pairs, pr)
		p.likely += pr.likeness()
		for _, u := range seg {
			held += u.size()
		}
	}
	n := float64(len(p.pairs))
	if n == 0 {
		return p
	}
	p.likely /= n
	p.share = float64(held) / float64(max(total, 1))
	complete, share := n/(n+float64(len(p.missing))), p.share
	if l.marked {
		complete, share = 0.5+0.5*complete, 1
	}
	stray := float64(max(0, signs-leading)) / float64(max(signs, 1))
	p.score = l.strength * complete * (0.5 + 0.5*share) * (0.25 + 0.75*p.likely) * (1 - stray) * (n + 1) / (n + 2)
	return p
}

// likeness tells how much p's question looks like one; a mark makes it certain.
func (p pair) likeness() float64 {
	if p.asked || p.answered {
		return certainQuestion
	}
	if p.quoted {
		return quoteLikeness(p.question)
	}
	return likeness(firstLine(p.question))
}

// leadingMarks counts the marks of seg that begin its question or its answer.
// Further answers to the same question ("A1: … A2: …") count as one.
func leadingMarks(seg []unit) int {
	n, answered := 0, false
	for i, u := range seg {
		switch {
		case u.role == asks && (i == 0 || seg[i-1].bare):
			n++
		case u.role == answers && !answered:
			n++
			answered = true
		}
	}
	return n
}

// Bounds for a proposal to be taken. A section that says it holds questions may
// write them with little sign; elsewhere the questions must look like questions
// and fill the section, or say in words what they are. Set on the same pages as
// the likeness steps: lower ones turn a tutorial's steps into pairs.
const (
	minScoreNamed   = 0.2
	minLikelyNamed  = 0.6
	minLikelyDirect = 0.35
	minPairsUnnamed = 3
	minShareUnnamed = 0.5
	minShareQuotes  = 0.9 // of quotes: an article cites others here and there
)

// acceptable reports whether the naming of its section allows p.
func (p proposal) acceptable(n naming) bool {
	both, any := 0, 0
	for _, pr := range p.pairs {
		if pr.asked && pr.answered {
			both++
		}
		if pr.asked || pr.answered {
			any++
		}
	}
	count := len(p.pairs)
	switch {
	case count == 0:
		return false
	case p.layout.marked && (both > 0 || any > 1 || any == 1 && n > unnamed):
		return true
	case p.layout.name == "table":
		return true
	case p.layout.name == "details":
		return p.likely >= likelyQuestion && (count > 1 || n > unnamed) || n == declared
	case n == declared:
		return p.score >= minScoreNamed && p.likely >= minLikelyDirect
	case n == implied:
		return p.score >= minScoreNamed && p.likely >= minLikelyNamed
	}
	share := minShareUnnamed
	if p.layout.name == quotesLayout {
		share = minShareQuotes
	}
	return count >= minPairsUnnamed && p.likely >= mostlyQuestion && p.share >= share && len(p.missing) <= count/4
}
