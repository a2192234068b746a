package render

import (
	"strings"

	"github.com/yuin/goldmark/ast"

	"bigtalk/knowledge/markdown"
)

// standalone returns an archive's Markdown so that it cannot touch what stands
// after it nor mention anybody: inert, its HTML escaped, its last fence closed. One
// that resists is quoted as code.
func standalone(text string) string {
	source := strings.Trim(withoutMentions(Inert(text)), "\n")
	if strings.TrimSpace(source) == "" {
		return ""
	}
	if len(source) > markdown.MaxInline {
		return quoted(source)
	}
	// Text that was inside an HTML block may hold tags of its own once that is
	// escaped; three rounds are more than any text we have seen needs.
	for range 3 {
		escaped := escapeHTML(source)
		if escaped == source {
			break
		}
		source = escaped
	}
	for _, closing := range []string{"", "\n```", "\n~~~", "\n````", "\n~~~~"} {
		if endsOpen(source + closing) {
			continue
		}
		return source + closing
	}
	return quoted(source)
}

// quoted returns the text of Markdown as a block of code.
func quoted(source string) string {
	text := withoutMentions(Plain(source))
	fence := fenceFor(text)
	return fence + "\n" + text + "\n" + fence
}

// endsOpen reports that a paragraph set after the Markdown would not be one, or
// that it has HTML left.
func endsOpen(text string) bool {
	const after = "after"
	source := []byte(text + "\n\n" + after)
	doc := markdown.Parse(source)
	last, ok := doc.LastChild().(*ast.Paragraph)
	return !ok || string(last.Lines().Value(source)) != after || len(tags(doc, source)) > 0
}

// escapeHTML sets a backslash before each "<" that opens a tag.
func escapeHTML(text string) string {
	source := []byte(text)
	var b strings.Builder
	from := 0
	for _, i := range tags(markdown.Parse(source), source) {
		if i < from {
			continue
		}
		b.WriteString(text[from:i])
		b.WriteByte('\\')
		from = i
	}
	b.WriteString(text[from:])
	return b.String()
}

// tags returns where in the source "<" opens HTML, in order.
func tags(doc ast.Node, source []byte) []int {
	var at []int
	within := func(start, stop int) {
		for i := start; i < stop; i++ {
			if source[i] == '<' {
				at = append(at, i)
			}
		}
	}
	// The walk never fails, because its function does not.
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.RawHTML:
			// A "<" inside a tag's attributes is no tag; the first one is enough.
			if n.Segments.Len() > 0 {
				start := n.Segments.At(0).Start
				within(start, start+1)
			}
		case *ast.HTMLBlock:
			for i := range n.Lines().Len() {
				s := n.Lines().At(i)
				within(s.Start, s.Stop)
			}
			if n.HasClosure() {
				within(n.ClosureLine.Start, n.ClosureLine.Stop)
			}
		}
		return ast.WalkContinue, nil
	})
	return at
}
