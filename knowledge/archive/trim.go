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
			seg = trimClosing(seg, rules)
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
