package archive_test

import (
	"strings"
	"testing"
	"time"

	"bigtalk/knowledge/archive"
)

// A page made to be slow to read. What takes quadratic time needs minutes for
// hostileSize; the slowest of these needs a second on one idle core, and the
// rest of hostileTime is for a busy machine.
const (
	hostileSize  = 1 << 18
	hostileShort = 1 << 15
	hostileTime  = 30 * time.Second
)

func TestHostilePages(t *testing.T) {
	size := hostileSize
	if testing.Short() {
		size = hostileShort
	}
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	for name, src := range map[string]string{
		"quotes on one line":     fill(">"),
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
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			begin := time.Now()
			a := archive.ParseMarkdown("hostile.md", []byte(src))
			if d := time.Since(begin); d > hostileTime {
				t.Errorf("%d bytes took %v", len(src), d)
			}
			checkArchive(t, a, []byte(src))
		})
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
