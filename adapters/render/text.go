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
}

// Text returns a reply as plain text that ends with one newline, or "" for a reply
// without anything to see. What a block says itself stands apart from the next by
// a blank line; notices and citations follow each other line by line.
func Text(r bot.Reply, o TextOptions) string {
	t := textWriter{style: style{o.Color}}
	for _, b := range r.Blocks {
		t.block(b)
	}
	if t.b.Len() == 0 {
		return ""
	}
	return t.b.String() + "\n"
}

type textWriter struct {
	b     strings.Builder
	style style
	small bool // the last paragraph was a notice or a citation
}

func (t *textWriter) block(b bot.Block) {
	switch b := b.(type) {
	case bot.AnswerBlock:
		t.paragraph(Plain(b.Markdown))
	case bot.OriginalBlock:
		t.footer(t.style.dim(b.Intro + Line(Plain(b.Question))))
	case bot.NoticeBlock:
		t.footer(t.style.yellow(Line(b.Text)))
	case bot.CitationBlock:
		t.footer(t.citation(b))
	case bot.ChoicesBlock:
		out := lines(b.Intro)
		for i, o := range b.Options {
			out = append(out, strings.TrimRight(t.style.bold(strconv.Itoa(i+1)+".")+" "+Line(Plain(o.Title)), " "))
		}
		t.paragraph(strings.Join(append(out, lines(b.Outro)...), "\n"))
	case bot.RelatedBlock:
		out := lines(b.Intro)
		for _, o := range b.Options {
			out = append(out, strings.TrimRight("- "+Line(Plain(o.Title)), " "))
		}
		t.paragraph(strings.Join(out, "\n"))
	case bot.TextBlock:
		t.paragraph(strings.Join(lines(b.Text), "\n"))
	}
}

// citation returns one line, its address at the end.
func (t *textWriter) citation(c bot.CitationBlock) string {
	source := strings.Join(sourceParts(c), " · ")
	url := Line(c.URL)
	if source != "" {
		source = c.Intro + source
	}
	switch {
	case url == "":
		return t.style.dim(source)
	case source == "":
		return t.style.underline(url)
	default:
		return t.style.dim(source+" · ") + t.style.underline(url)
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

// style wraps text in ANSI sequences, or leaves it.
type style struct{ on bool }

func (s style) bold(text string) string      { return s.wrap("1", text) }
func (s style) dim(text string) string       { return s.wrap("2", text) }
func (s style) underline(text string) string { return s.wrap("4", text) }
func (s style) yellow(text string) string    { return s.wrap("33", text) }

func (s style) wrap(code, text string) string {
	if !s.on || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}
