package archive

import (
	"context"
	"slices"
)

// A pageReader reads the pairs of one page's sections.
type pageReader struct {
	scope   scope  // the page or section named for its questions that is being read
	numbers int    // level at which all headings that look like questions carry numbers; 0 for none
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
		beside = s.name().beside
		if s.name().faq {
			n = declared
			outer := r.scope
			r.scope = scopeOf(s)
			defer func() { r.scope = outer }()
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
	group := group{category: isCategory(s)}
	var cands []*candidate
	subs := joinAnswers(s.subs)
	for i, sub := range subs {
		if ctx.Err() != nil {
			return nil
		}
		missing := len(r.missing)
		c := r.candidate(ctx, sub, n, i+1 == len(subs))
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

// joinAnswers puts sections whose headings are answers, "## A1: …", under the
// sections of their questions.
func joinAnswers(subs []*section) []*section {
	var out []*section
	for _, sub := range subs {
		if len(out) > 0 && readMark(sub.name().text).role == answers {
			last := *out[len(out)-1]
			last.subs = append(slices.Clone(last.subs), sub)
			out[len(out)-1] = &last
			continue
		}
		out = append(out, sub)
	}
	return out
}

// candidate reads sub both as a question and as a section of its own. What closes
// a page is cut from the last sub-section of a section.
func (r *pageReader) candidate(ctx context.Context, sub *section, n naming, last bool) *candidate {
	name := sub.name()
	c := &candidate{section: sub, text: name.text, like: name.like, closed: name.beside || name.faq}
	blocks := append([]*block{sub.heading}, sub.all()...)
	us := grain{items: markedItems, points: usesPoints(blocks)}.units(blocks)
	if last {
		us = trimClosing(us, true)
	}
	if end := blocks[len(blocks)-1]; end.line+len(end.lines) >= r.end {
		us = trimFooter(us)
	}
	c.marked = !c.closed && len(us) > 0 && (us[0].role == asks || len(us) > 1 && us[1].role == answers)
	if p, ok := newPair(us); ok {
		c.pair = p
	}
	c.inner = r.read(ctx, sub, n)
	return c
}
