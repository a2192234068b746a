package render

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// zeroWidthSpace bounds a word and is not seen. Slack takes *bold* for a mark only
// at the bounds of a word, and Chinese sets no space there: "请用*bold*的" shows its
// asterisks. A space would be seen, and leaving the mark out would lose what the
// archive stresses. Slack honours this one, on which other programs that write
// mrkdwn rely too; a text of the archive's own has none left (see [Inert]).
const zeroWidthSpace = "\u200b"

// mrkdwnLines returns pieces as lines of mrkdwn without blank lines around them. A
// mark does not reach over a line's end in Slack, so it is set in each.
func mrkdwnLines(pieces []piece) []string {
	var out []string
	var w mrkdwnLine
	for _, p := range pieces {
		text := Inert(p.text)
		if p.url != "" || p.style&code != 0 {
			p.text = strings.ReplaceAll(text, "\n", " ")
			w.add(p)
			continue
		}
		for i, l := range strings.Split(text, "\n") {
			if i > 0 {
				out = append(out, w.end())
				w = mrkdwnLine{}
			}
			w.addText(l, p.style)
		}
	}
	out = append(out, w.end())
	for len(out) > 0 && out[0] == "" {
		out = out[1:]
	}
	for len(out) > 0 && out[len(out)-1] == "" {
		out = out[:len(out)-1]
	}
	return out
}

// mrkdwnLine writes one line of mrkdwn.
type mrkdwnLine struct {
	b     strings.Builder
	space string  // due before the next piece
	open  []style // the marks that are open, outermost first
	edge  edge
	signs []sign
}

// edge is what the line ends in so far.
type edge int

const (
	boundEdge edge = iota // nothing, a space, punctuation, an opening mark
	wordEdge
	closedEdge // a closing mark
)

// styleSigns are the signs of the styles.
var styleSigns = [...]struct {
	style style
	sign  byte
}{{bold, '*'}, {italic, '_'}, {struck, '~'}}

// bareURL is an address as it stands in a text, with punctuation that may be the
// sentence's (RFC 3986, without IPv6 hosts).
var bareURL = regexp.MustCompile(`(?i)\bhttps?://[-\w.~:/?#@!$&'()*+,;=%]+`)

// addText adds text, the addresses in it as links: Slack would make them links
// anyhow, but find them as far as the next space, and marks in them.
func (w *mrkdwnLine) addText(text string, s style) {
	from := 0
	for _, at := range bareURL.FindAllStringIndex(text, -1) {
		url := strings.TrimRight(text[at[0]:at[1]], ".,:;!?'*_~")
		if strings.HasSuffix(url, ")") && !strings.Contains(url, "(") {
			url = strings.TrimRight(url, ").,:;!?'*_~")
		}
		if !linkable(url) {
			continue
		}
		w.add(piece{text: text[from:at[0]], style: s})
		w.add(piece{text: url, style: s, url: url})
		from = at[0] + len(url)
	}
	w.add(piece{text: text[from:], style: s})
}

// add adds a piece of one line. A mark cannot stand beside a space on its inside, so
// spaces stay out of the marks.
func (w *mrkdwnLine) add(p piece) {
	text := strings.TrimLeftFunc(p.text, unicode.IsSpace)
	w.space += p.text[:len(p.text)-len(text)]
	after := text
	text = strings.TrimRightFunc(text, unicode.IsSpace)
	after = after[len(text):]
	if text == "" {
		return
	}
	w.restyle(p.style)
	switch first, _ := utf8.DecodeRuneInString(text); {
	case p.url != "":
		w.bound(closedEdge)
		w.b.WriteString("<" + mrkdwnURL(p.url))
		if text != p.url {
			w.b.WriteByte('|')
			w.literal(text)
		}
		w.b.WriteByte('>')
		w.edge = wordEdge
	case p.style&code != 0:
		w.bound(wordEdge, closedEdge)
		// Code has no way to show a backtick.
		w.b.WriteString("`" + escapeMrkdwn(strings.ReplaceAll(text, "`", lookalike('`'))) + "`")
		w.edge = closedEdge
	default:
		if !besideMark(first) {
			w.bound(closedEdge)
		}
		if w.b.Len() == 0 && (first == '>' || first == '＞') {
			w.b.WriteString(zeroWidthSpace) // escaped or not, it would make the line a quote
		}
		w.literal(text)
		w.edge = wordEdge
		if last, _ := utf8.DecodeLastRuneInString(text); besideMark(last) {
			w.edge = boundEdge
		}
	}
	w.space = after
}

// restyle closes and opens marks so that those of s are open, and writes the space
// that is due between.
func (w *mrkdwnLine) restyle(s style) {
	stay := 0
	for stay < len(w.open) && s&w.open[stay] != 0 {
		stay++
	}
	for i := len(w.open) - 1; i >= stay; i-- {
		w.own(w.open[i], false)
		w.edge = closedEdge
	}
	w.open = w.open[:stay]
	if w.space != "" {
		w.b.WriteString(w.space)
		w.space, w.edge = "", boundEdge
	}
	for _, one := range styleSigns {
		if s&one.style != 0 && !slices.Contains(w.open, one.style) {
			w.bound(wordEdge, closedEdge)
			w.own(one.style, true)
			w.open = append(w.open, one.style)
			w.edge = boundEdge
		}
	}
}

// bound sets the bound of a word if the line ends in one of the edges.
func (w *mrkdwnLine) bound(edges ...edge) {
	if slices.Contains(edges, w.edge) {
		w.b.WriteString(zeroWidthSpace)
	}
}

// besideMark reports a rune beside which Slack is known to take a mark for one.
func besideMark(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune(`.,:;!?()"'`, r)
}

// end closes all marks and returns the line.
func (w *mrkdwnLine) end() string {
	w.space = ""
	w.restyle(0)
	return w.disarmed()
}
