package render

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Plain returns an archive's Markdown as plain text: lists with their numbers,
// quotes after "> ", code as it stands between fences, links with their address
// after them, no other marks, no HTML. It has no newline at its end. Any input
// gives text; only blank input, or one that has nothing to show, gives "". One of
// more than 64 KiB keeps its marks.
func Plain(text string) string { return plain(text, false) }

// plain is Plain, with the addresses of links on lines of their own if apart.
func plain(text string, apart bool) string {
	asIs := func(line string) string { return line }
	d := dialect{inline: plainInline, text: asIs, code: asIs, bullet: "-"}
	if apart {
		d.inline = plainInlineApart
	}
	return strings.Join(d.in(text), "\n")
}

func plainInline(n ast.Node, source []byte) []string {
	return lines(inlineText(n, source))
}

// plainInlineApart sets the links of a paragraph after it, each with its label and
// its address at the end of the line.
func plainInlineApart(n ast.Node, source []byte) []string {
	t := inline{source: source, links: linksApart}
	t.children(n)
	return append(lines(t.withoutStrayMarks()), t.apart...)
}

// codeLines returns the lines of a block of code, each inert and one line.
func codeLines(n ast.Node, source []byte) []string {
	var code []string
	segments := n.Lines()
	for i := range segments.Len() {
		s := segments.At(i)
		code = append(code, strings.ReplaceAll(Inert(strings.TrimSuffix(string(s.Value(source)), "\n")), "\n", " "))
	}
	return code
}

// fenceFor returns a fence that no line of the code closes.
func fenceFor(code string) string {
	longest, run := 0, 0
	for i := range len(code) {
		if code[i] != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return strings.Repeat("`", max(3, longest+1))
}
