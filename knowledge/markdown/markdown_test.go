package markdown

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark/ast"
)

// kinds lists the kinds of n's descendants, each after the depth it stands at.
func kinds(n ast.Node) []string {
	var out []string
	depth := 0
	// The walker's only error is the visitor's, which returns none.
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			depth--
			return ast.WalkContinue, nil
		}
		if depth > 0 {
			out = append(out, fmt.Sprint(depth, " ", n.Kind()))
		}
		depth++
		return ast.WalkContinue, nil
	})
	return out
}

func TestParse(t *testing.T) {
	const page = "# *a*\n\n[a]: /b\n\n| c |\n| - |\n\n- ~~d~~\n"
	for _, tt := range []struct {
		name string
		root ast.Node
		want []string
	}{
		{"whole", Parse([]byte(page)), []string{
			"1 Heading", "2 Emphasis", "3 Text",
			"1 LinkReferenceDefinition",
			"1 Table", "2 TableHeader", "3 TableCell", "4 Text",
			"1 List", "2 ListItem", "3 TextBlock", "4 Text",
		}},
		{"blocks", ParseBlocks([]byte(page)), []string{
			"1 Heading", "2 Text",
			"1 Paragraph", "2 Text",
			"1 Table", "2 TableHeader", "3 TableCell", "4 Text",
			"1 List", "2 ListItem", "3 TextBlock", "4 Text",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, kinds(tt.root)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", page, diff)
			}
		})
	}
}

func TestBounds(t *testing.T) {
	depth := 0
	for n := ParseBlocks([]byte(strings.Repeat("> ", 1000) + "a")); n != nil; n = n.FirstChild() {
		depth++
	}
	if want := maxNesting + 3; depth != want { // with the document, a paragraph and its text
		t.Errorf("1000 quotes: %d nodes deep, want %d", depth, want)
	}
	for rows, want := range map[int]string{maxCells / 3: "1 Table", maxCells/3 + 1: "1 Paragraph"} {
		src := "|a|\n|-|\n" + strings.Repeat("|\n", rows-2)
		if got := kinds(ParseBlocks([]byte(src)))[0]; got != want {
			t.Errorf("table of %d lines: %s, want %s", rows, got, want)
		}
	}
}
