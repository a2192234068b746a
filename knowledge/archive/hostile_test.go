package archive_test

import (
	"fmt"
	"strings"
	"testing"

	"bigtalk/knowledge/archive"
)

// hostileSize is large enough that a page of quadratic time is felt, and small
// enough that all of them are read in seconds under the race detector.
const hostileSize = 1 << 15

// TestHostilePages reads pages made to be slow or to nest deeply. What takes
// quadratic time shows in the benchmark.
func TestHostilePages(t *testing.T) {
	for name, src := range hostilePages(hostileSize) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkArchive(t, archive.ParseMarkdown("hostile.md", []byte(src)), []byte(src))
		})
	}
}

// BenchmarkHostilePages tells the cost of a byte at two sizes: where the second
// is several times the first, time grows faster than the page.
func BenchmarkHostilePages(b *testing.B) {
	for _, size := range []int{1 << 16, 1 << 18} {
		for name, src := range hostilePages(size) {
			b.Run(fmt.Sprintf("%s/%dk", name, size>>10), func(b *testing.B) {
				b.SetBytes(int64(len(src)))
				for b.Loop() {
					archive.ParseMarkdown("hostile.md", []byte(src))
				}
			})
		}
	}
}

// hostilePages are pages of about size bytes, by name.
func hostilePages(size int) map[string]string {
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	return map[string]string{
		"quotes on one line":     fill(">"),
		"quotes as an answer":    "## a?\n\n" + fill("> ") + "b\n\n## c?\n\nd\n",
		"quotes on every line":   fill(strings.Repeat("> ", 500) + "a\n"),
		"growing quotes":         growing(size, ">"),
		"brackets":               fill("["),
		"image brackets":         fill("!["),
		"links":                  fill("[a](") + fill("<b"),
		"stars":                  fill("*a_ "),
		"strong":                 fill("**"),
		"backticks":              growing(size, "`"),
		"list markers":           fill("- "),
		"ordered markers":        fill("1. "),
		"nested lists":           growing(size, "  "),
		"items":                  fill("- a\n"),
		"numbered items":         fill("1. a?\n\n   b\n"),
		"headings":               fill("# a?\nb\n"),
		"nested headings":        fill("# a\n## b\n### c\n#### d\n##### e\n###### f?\ng\n"),
		"marks":                  fill("Q:\n"),
		"marked lines":           fill("Q: a? A: b\n"),
		"marks in one paragraph": fill("Q: a?\nA: b\n"),
		"askers":                 fill("@a 提问：\n\n> b\n\n"),
		"quotes that ask":        fill("> a?\n\nb\n\n"),
		"quotes in a row":        fill("> a?\n\n"),
		"heading labels":         fill("## Q1\na\n## A1\nb\n"),
		"rules":                  fill("---\n\n"),
		"answers":                fill("a\n\n答：b\n\n"),
		"html":                   fill("<details><summary>a?</summary>b</details>\n"),
		"open html":              fill("<details>\n\n"),
		"comments":               fill("<!--"),
		"wide table":             "|" + fill("a|") + "\n|" + fill("-|") + "\n" + fill("|\n"),
		"table rows":             "| 问题 | 答案 |\n| - | - |\n" + fill("| a | b |\n"),
		"table bars":             "| 问题 | 答案 |\n| - | - |\n" + fill("|"),
		"front matter":           "---\n" + fill("a: &a [*a, *a]\n") + "---\n",
		"yaml anchors":           "---\n" + fill("a: &x b\n"),
		"tabs":                   fill("\t"),
		"blank":                  fill("\n"),
		"space":                  fill(" "),
		"code fences":            fill("```\n"),
		"episodes":               fill("## 第1期：a\n- 时间：1 月 2 日\n"),
		"references":             fill("[a]: b\n"),
		"one line":               fill("问"),
		"carriage returns":       fill("\r"),
		"zeroes":                 fill("\x00"),
		"dialogue":               fill("甲：a？\n\n乙：b\n\n"),
		"definitions":            fill("a?\n: b\n"),
		"parentheses":            fill("（"),
	}
}

// growing returns lines of 1, 2, 3, … times s, size bytes in all.
func growing(size int, s string) string {
	var b strings.Builder
	for n := 1; b.Len() < size; n++ {
		b.WriteString(strings.Repeat(s, n))
		b.WriteString("- a\n")
	}
	return b.String()
}
