package render

import "slices"

// A mark says how a part of the text was marked. The part may begin with the space
// of a soft break.
type mark struct {
	span
	style style
	url   string // of a link
}

// style is a set of marks.
type style int

const (
	bold style = 1 << iota
	italic
	struck
	code
	link
)

// mark marks what has been written from start on.
func (t *inline) mark(start int, s style, url string) {
	t.marks = append(t.marks, mark{span{start, len(t.buf)}, s, url})
}

// A piece is text that is marked in one way throughout.
type piece struct {
	text  string
	style style  // code alone, or any of bold, italic and struck
	url   string // of a link; else empty
}

// pieces returns what has been written as pieces in order. A link or a piece of code
// is one piece; it has the styles that all of it has. The pairs of "**" that
// CommonMark leaves, and those of "~~", which is no part of the archive's dialect but
// which people write for it, are marks here.
func (t *inline) pieces() []piece {
	styles := t.styles()
	atoms := t.atoms()
	var out []piece
	for i := 0; i < len(t.buf); {
		end := i + 1
		for end < len(t.buf) && atoms[end] == atoms[i] && (atoms[i] > 0 || styles[end] == styles[i]) {
			end++
		}
		p := piece{style: bold | italic | struck}
		var text []byte
		for at := i; at < end; at++ {
			if styles[at]&dropped == 0 {
				text = append(text, t.buf[at])
				p.style &= styles[at]
			}
		}
		p.text = string(text)
		if atoms[i] > 0 {
			m := t.marks[atoms[i]-1]
			p.style |= m.style & code
			p.url = m.url
		}
		if p.text != "" {
			out = append(out, p)
		}
		i = end
	}
	return out
}

// dropped is the style of signs that have become marks.
const dropped = link << 1

// styles returns the style of each byte, code and links aside.
func (t *inline) styles() []style {
	all := []style{bold, italic, struck, dropped}
	// For each of them, how many marks begin at a byte less how many end there.
	changes := make([][4]int, len(t.buf)+1)
	set := func(s span, as style) {
		for i, one := range all {
			if one == as {
				changes[s.start][i]++
				changes[s.end][i]--
			}
		}
	}
	for _, m := range t.marks {
		set(m.span, m.style)
	}
	paired := func(pairs []span, as style) {
		for _, p := range pairs {
			set(span{p.start, p.start + 2}, dropped)
			set(span{p.start + 2, p.end - 2}, as)
			set(span{p.end - 2, p.end}, dropped)
		}
	}
	paired(t.strayMarks(), bold)
	paired(t.pairs('~', func(_, _, _, _ rune) bool { return true }), struck)

	styles := make([]style, len(t.buf))
	var open [4]int
	for i := range styles {
		for k, change := range changes[i] {
			if open[k] += change; open[k] > 0 {
				styles[i] |= all[k]
			}
		}
	}
	return styles
}

// atoms returns for each byte the number, from 1, of the mark of the link or code
// that it stands in, 0 for none. Of a link within a link the outer one counts.
func (t *inline) atoms() []int {
	atoms := make([]int, len(t.buf))
	for i, m := range slices.Backward(t.marks) {
		if m.start == m.end || atoms[m.start] > 0 || m.style != code && (m.style != link || !linkable(m.url)) {
			continue
		}
		for at := m.start; at < m.end; at++ {
			atoms[at] = i + 1
		}
	}
	return atoms
}
