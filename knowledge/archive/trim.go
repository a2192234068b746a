package archive

import "slices"

// trimSegments trims what stands between and behind segments: labels over the
// next question, and what follows the last answer.
func trimSegments(segments [][]unit) [][]unit {
	rules, outside := false, 0
	for i, seg := range segments[:max(0, len(segments)-1)] {
		seg = trimRules(seg)
		for len(seg) > questionEnd(seg)+1 && isLabel(seg[len(seg)-1]) {
			seg = trimRules(seg[:len(seg)-1])
		}
		segments[i] = seg
		rules = rules || slices.ContainsFunc(seg, func(u unit) bool { return u.kind == rule })
		if slices.ContainsFunc(seg, func(u unit) bool { return u.item == nil }) {
			outside++
		}
	}
	for i, seg := range segments {
		if 2*outside < len(segments) { // answers stand inside their items
			seg = trimOutside(seg)
		}
		if i == len(segments)-1 {
			seg = trimFarewell(seg, rules)
		}
		segments[i] = seg
	}
	return segments
}

// trimOutside cuts what follows the list item that seg begins with, where that
// item has an answer of its own.
func trimOutside(seg []unit) []unit {
	if len(seg) == 0 || !seg[0].opens {
		return seg
	}
	end := slices.IndexFunc(seg, func(u unit) bool { return u.item == nil })
	if end > 1 {
		return seg[:end]
	}
	return seg
}

// trimFarewell cuts what follows the last answer of a section: a rule with
// anything behind it where rules do not belong to answers, a label that names
// other matter, a goodbye.
func trimFarewell(us []unit, rulesInside bool) []unit {
	for i := questionEnd(us) + 1; i < len(us); i++ {
		u := us[i]
		if u.kind == rule && !rulesInside ||
			(u.kind == paragraph || u.kind == html) && (standsBeside(u.lines[0]) || farewell.MatchString(plainText(lead(u.lines[0])))) {
			return us[:i]
		}
	}
	return us
}

// Bounds for a page's footer: what stands behind its last rule, at most two
// units of a line or two. A longer text is part of the answer.
const (
	footerUnits = 2
	footerSize  = 300
)

// trimFooter cuts the footer of a page, a rule with little behind it, from its
// last answer.
func trimFooter(us []unit) []unit {
	for i := len(us) - 1; i > 1 && i >= len(us)-1-footerUnits; i-- {
		if us[i].kind != rule {
			continue
		}
		n := 0
		for _, u := range us[i:] {
			n += u.size()
		}
		if n <= footerSize {
			return us[:i]
		}
	}
	return us
}
