package render_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/tools/txtar"

	"bigtalk/adapters/render"
	"bigtalk/bot"
)

// visible shows the zero-width spaces that a renderer sets as \z, because an editor
// would not.
func visible(s string) string { return strings.ReplaceAll(s, "\u200b", `\z`) }

func TestMrkdwn(t *testing.T) {
	files, err := filepath.Glob("testdata/mrkdwn/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, path := range files {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			golden(t, path, ".md", ".mrkdwn", func(s string) string {
				got := render.Mrkdwn(s)
				checkMrkdwn(t, s, got)
				return visible(got)
			})
		})
	}
}

// TestMrkdwnHostile: nothing mentions anybody, leads elsewhere than to the web or a
// mailbox, or drives a terminal.
func TestMrkdwnHostile(t *testing.T) {
	for _, tc := range []struct{ name, in, want string }{
		{"channel", "<!channel> <!here|x> <!everyone>", "&lt;!channel&gt; &lt;!here|x&gt; &lt;!everyone&gt;"},
		{"user, channel and what CommonMark takes for a mailbox", "<@U1> <#C1|general> <!subteam^S1|@all>", "&lt;@U1&gt; &lt;#C1|general&gt; <mailto:!subteam^S1%7C@all|!subteam^S1|@all>"},
		{"without brackets", "@channel @here", "@channel @here"},
		{"as references", "&lt;!channel&gt; &#60;@U1&#62; &amp;lt;!here>", "&lt;!channel&gt; &lt;@U1&gt; &amp;lt;!here&gt;"},
		{"escaped", `\<!channel\> \<@U1\>`, "&lt;!channel&gt; &lt;@U1&gt;"},
		{"in code", "`<!channel>`\n\n```\n<@U1>\n```", "`&lt;!channel&gt;`\n\n```\n&lt;@U1&gt;\n```"},
		{"in a table", "| <!channel> |\n|---|\n| <@U1> |", "```\n&lt;!channel&gt;\n----------\n&lt;@U1&gt;\n```"},
		{"in a label", "[<!channel>](https://a.io)", "<https://a.io|&lt;!channel&gt;>"},
		{"after an address", "[a](<https://a.io/|b><!channel>)", "[a](<https://a.io/%7Cb>&lt;!channel&gt;)"},
		{"in an address", "[a](https://a.io/|!channel)", "<https://a.io/%7C!channel|a>"},
		{"as an address", "[a](!channel) [b](@U1)", "a (!channel) b (@U1)"},
		{"scheme", "[a](javascript:alert(1)) [b](slack://x) <tel:1> [c](HTTPS://c.io)", "a (javascript:alert(1)) b (slack://x) tel:1 <HTTPS://c.io|c>"},
		{"hidden in a mention", "<\u200b!channel> <\u2060@U1>", "&lt;!channel&gt; &lt;@U1&gt;"},
		{"end of code", "``a`<!channel>``", "`aˋ&lt;!channel&gt;`"},
		{"end of a block of code", "~~~\n```\n<!channel>\n~~~", "```\n`\u200b``\n&lt;!channel&gt;\n```"},
		{"fence in text", "a\n\\`\\`\\`\nb", "a ˋˋˋ b"},
		{"quote in text", `\> a`, "\u200b&gt; a"},
		{"escape", "a\x1b[31mb\u202e", "a␛[31mb"},
		{"script", "a <script>alert(1)</script> b", "a alert(1) b"},
		{"marks in a label that is its address", "[*a/*](a) [`b/`](b) *c*", "a b _c_"},
		{"blank", " \n\t\n", ""},
		{"mark around nothing", "a **\u200b** *&#8203;* b", "a   b"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := render.Mrkdwn(tc.in)
			if got != tc.want {
				t.Errorf("Mrkdwn(%q)\n got %q\nwant %q", tc.in, got, tc.want)
			}
			checkMrkdwn(t, tc.in, got)
		})
	}
}

// TestMrkdwnLong: what is too long to parse is escaped all the same.
func TestMrkdwnLong(t *testing.T) {
	in := strings.Repeat("[a](<!channel>", 1<<18)
	got := render.Mrkdwn(in)
	if want := strings.Repeat("[a](&lt;!channel&gt;", 1<<18); got != want {
		t.Errorf("Mrkdwn of %d bytes gives %d bytes; want %d", len(in), len(got), len(want))
	}
}

var (
	mrkdwnLink      = regexp.MustCompile(`^<(?i:https?://|mailto:)[^<>|\s]+(\|[^<>\n]+)?>`)
	mrkdwnReference = regexp.MustCompile(`^&(amp|lt|gt);`)
)

// checkMrkdwn: every bracket is a link's, or a quote's at the beginning of a line,
// every ampersand a reference's, every fence a line of its own and closed.
func checkMrkdwn(t *testing.T, in, got string) {
	t.Helper()
	checkInert(t, in, got)
	if strings.TrimSpace(got) != "" && strings.HasSuffix(got, "\n") || strings.HasPrefix(got, "\n") {
		t.Errorf("in %q: blank lines around %q", in, got)
	}
	fenced := false
	for l := range strings.Lines(got) {
		l = strings.TrimSuffix(l, "\n")
		if strings.Contains(l, "```") {
			if l != "```" {
				t.Errorf("in %q: a fence within the line %q", in, l)
				return
			}
			fenced = !fenced
			continue
		}
		if !fenced && strings.Count(l, "`")%2 != 0 {
			t.Errorf("in %q: a backtick that opens no code in %q", in, l)
			return
		}
		if !fenced {
			l = strings.TrimPrefix(l, ">")
		}
		for l != "" {
			n := 1
			switch l[0] {
			case '<':
				if n = len(mrkdwnLink.FindString(l)); fenced {
					n = 0
				}
			case '&':
				n = len(mrkdwnReference.FindString(l))
			case '>':
				n = 0
			}
			if n == 0 {
				t.Errorf("in %q: not escaped: %q", in, l)
				return
			}
			l = l[n:]
		}
	}
	if fenced {
		t.Errorf("in %q: a fence stays open in %q", in, got)
	}
}

// letters returns what of a text is neither mark nor space nor reference.
func letters(s string) string {
	s = strings.NewReplacer("&lt;", "", "&gt;", "", "&amp;", "").Replace(s)
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) && !strings.ContainsRune("ˋˍ", r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

func FuzzMrkdwn(f *testing.F) {
	files, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range files {
		ar, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range ar.Files {
			f.Add(string(file.Data))
		}
	}
	for _, s := range []string{
		"**a *b** c*", "**注意：**先看**“这里”**再说", "~~a **b~~ c**", "[a **b](https://c) d**", "![![a](https://b)](https://c)",
		"*a  \nb* `c`", "\\*a\\* *b*", "https://a.io/(b)c).", "&#42;a&#42;", "- > 1. ```\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := render.Mrkdwn(s)
		checkMrkdwn(t, s, got)
		reply := render.MrkdwnReply(bot.Reply{Blocks: []bot.Block{
			bot.AnswerBlock{Markdown: s},
			bot.OriginalBlock{Question: s},
			bot.CitationBlock{Label: s, URL: s},
			bot.ChoicesBlock{Intro: s, Options: []bot.Option{{Title: s}}},
			bot.TextBlock{Text: s},
		}})
		checkMrkdwn(t, s, strings.TrimSuffix(reply, "\n"))
		// Links are set otherwise than in plain text, the language of code is not shown,
		// and what holds a reference is not told from what was escaped.
		if strings.ContainsAny(s, "&:]<") || strings.Contains(s, "```") || strings.Contains(s, "~~~") {
			return
		}
		if want := letters(render.Plain(s)); letters(got) != want {
			t.Errorf("Mrkdwn(%q) = %q: shows %q; want %q", s, got, letters(got), want)
		}
	})
}
