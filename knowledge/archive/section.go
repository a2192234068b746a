package archive

import "strings"

// A section is a heading with the blocks under it, up to the next heading of
// its level or above. The root section has no heading.
type section struct {
	heading *block // nil at the root
	blocks  []*block
	subs    []*section
	said    *headingName // of the heading, when it has been asked for
}

// sections builds the tree of sections. A heading inside a <details> element is
// a block of the section that the element stands in.
func sections(blocks []*block) *section {
	root := &section{}
	open := []*section{root}
	inside, depths := 0, detailsDepths(blocks)
	for i, b := range blocks {
		top := open[len(open)-1]
		if b.kind != heading || inside > 0 {
			top.blocks = append(top.blocks, b)
			inside = depths[i]
			continue
		}
		for len(open) > 1 && open[len(open)-1].heading.level >= b.level {
			open = open[:len(open)-1]
		}
		s := &section{heading: b}
		top = open[len(open)-1]
		top.subs = append(top.subs, s)
		open = append(open, s)
	}
	return root
}

// detailsDepths returns for each block how many <details> elements are open
// behind it; none where the page leaves one open or closes one too many.
func detailsDepths(blocks []*block) []int {
	depths := make([]int, len(blocks))
	depth := 0
	for i, b := range blocks {
		if b.kind == html || b.kind == paragraph {
			for _, m := range detailsTag.FindAllStringSubmatch(strings.Join(b.lines, "\n"), -1) {
				switch {
				case !strings.EqualFold(m[2], "details"):
				case m[1] == "/":
					depth--
				default:
					depth++
				}
			}
		}
		if depth < 0 {
			return make([]int, len(blocks))
		}
		depths[i] = depth
	}
	if depth != 0 {
		return make([]int, len(blocks))
	}
	return depths
}

// all returns the blocks of s and of its sub-sections, headings included, s's
// own heading not.
func (s *section) all() []*block {
	blocks := append([]*block(nil), s.blocks...)
	for _, sub := range s.subs {
		blocks = append(blocks, sub.heading)
		blocks = append(blocks, sub.all()...)
	}
	return blocks
}

// walk calls f for s and every section below it, in order. Where f returns
// false, the sub-sections are passed over.
func (s *section) walk(f func(*section) bool) {
	if !f(s) {
		return
	}
	for _, sub := range s.subs {
		sub.walk(f)
	}
}
