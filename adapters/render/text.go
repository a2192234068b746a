package render

import (
	"strconv"
	"strings"

	"bigtalk/bot"
)

// TextOptions say what the reader's screen can do. The zero TextOptions are for
// a file.
type TextOptions struct {
	Color bool // ANSI styles

	// LinksApart sets the links of an answer on lines of their own after the
	// paragraph they stand in, as "label address": a chat that finds addresses by
	// itself, such as WeChat, may take for one what follows it within a sentence.
	LinksApart bool
}

// Text returns a reply as plain text that ends with one newline, or "" for a reply
// without anything to see. What a block says itself stands apart from the next by
// a blank line; notices, citations and the like follow each other line by line.
// The address of a citation ends its line.
func Text(r bot.Reply, o TextOptions) string {
	style := ansi{o.Color}
	return written(r, look{
		answer:  func(markdown string) string { return plain(markdown, o.LinksApart) },
		text:    func(line string) string { return line },
		address: style.underline,
		bullet:  "-",
		style:   style,
	})
}

// look says how a text shows what a reply holds.
type look struct {
	answer  func(markdown string) string
	text    func(line string) string // one inert line, so that it means itself
	address func(url string) string  // one inert line
	bullet  string
	style   ansi
}

// written returns a reply as one text in a look.
func written(r bot.Reply, l look) string {
	t := textWriter{look: l}
	for _, b := range r.Blocks {
		t.block(b)
	}
	if t.b.Len() == 0 {
		return ""
	}
	return t.b.String() + "\n"
}

type textWriter struct {
	look
	b     strings.Builder
	small bool // the last paragraph was small print: a notice, a citation
}

func (t *textWriter) block(b bot.Block) {
	switch b := b.(type) {
	case bot.AnswerBlock:
		t.paragraph(t.answer(b.Markdown))
	case bot.OriginalBlock:
		t.footer(t.style.dim(t.text(b.Intro + Line(Plain(b.Question)))))
	case bot.NoticeBlock:
		t.footer(t.style.yellow(t.text(Line(b.Text))))
	case bot.CitationBlock:
		t.footer(t.citation(b))
	case bot.ChoicesBlock:
		out := t.lines(b.Intro)
		for i, o := range b.Options {
			out = append(out, t.option(t.style.bold(strconv.Itoa(b.Number(i))+"."), o))
		}
		t.paragraph(strings.Join(append(out, t.lines(b.Outro)...), "\n"))
	case bot.RelatedBlock:
		out := t.lines(b.Intro)
		for _, o := range b.Options {
			out = append(out, t.option(t.bullet, o))
		}
		t.paragraph(strings.Join(out, "\n"))
	case bot.TextBlock:
		t.paragraph(strings.Join(t.lines(b.Text), "\n"))
	case bot.FeedbackBlock:
		t.footer(t.style.dim(t.text(Line(b.Intro))))
	}
}

func (t *textWriter) lines(s string) []string {
	out := lines(s)
	for i, l := range out {
		out[i] = t.text(l)
	}
	return out
}

func (t *textWriter) option(mark string, o bot.Option) string {
	return strings.TrimRight(mark+" "+t.text(Line(Plain(o.Title))), " ")
}

// citation returns one line, its address at the end.
func (t *textWriter) citation(c bot.CitationBlock) string {
	source := strings.Join(sourceParts(c), " · ")
	url := Line(c.URL)
	if source != "" {
		source = t.text(c.Intro + source)
	}
	switch {
	case url == "":
		return t.style.dim(source)
	case source == "":
		return t.address(url)
	default:
		return t.style.dim(source+" · ") + t.address(url)
	}
}

// sourceParts are the label and details of a citation that say something.
func sourceParts(c bot.CitationBlock) []string {
	var parts []string
	for _, p := range append([]string{c.Label}, c.Details...) {
		if p = Line(p); p != "" {
			parts = append(parts, p)
		}
	}
	return parts
}

func (t *textWriter) paragraph(s string) {
	t.add(s, "\n\n")
	t.small = false
}

func (t *textWriter) footer(s string) {
	apart := "\n\n"
	if t.small {
		apart = "\n"
	}
	t.add(s, apart)
	t.small = true
}

func (t *textWriter) add(s, apart string) {
	if s == "" {
		return
	}
	if t.b.Len() > 0 {
		t.b.WriteString(apart)
	}
	t.b.WriteString(s)
}

// ansi wraps text in ANSI sequences, or leaves it.
type ansi struct{ on bool }

func (s ansi) bold(text string) string      { return s.wrap("1", text) }
func (s ansi) dim(text string) string       { return s.wrap("2", text) }
func (s ansi) underline(text string) string { return s.wrap("4", text) }
func (s ansi) yellow(text string) string    { return s.wrap("33", text) }

func (s ansi) wrap(code, text string) string {
	if !s.on || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}
