package render_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"bigtalk/adapters/render"
	"bigtalk/bot"
	"bigtalk/knowledge"
	"bigtalk/knowledge/show"
)

// TestSplit: the comment of each case ends in its limit and measure, "text" is split
// into the files after it.
func TestSplit(t *testing.T) {
	files, err := filepath.Glob("testdata/split/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, path := range files {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(path)
			if err != nil || len(ar.Files) == 0 || ar.Files[0].Name != "text" {
				t.Fatalf("%s: no text: %v", path, err)
			}
			words := strings.Fields(string(ar.Comment))
			limit, err := strconv.Atoi(words[len(words)-2])
			if err != nil {
				t.Fatal(err)
			}
			measure := map[string]render.Measure{"bytes": render.Bytes, "runes": render.Runes}[words[len(words)-1]]
			text := string(ar.Files[0].Data)
			parts := render.Split(text, limit, measure)
			checkParts(t, text, limit, measure, parts)
			checkFences(t, text, parts)
			fresh := &txtar.Archive{Comment: ar.Comment, Files: ar.Files[:1]}
			for i, p := range parts {
				fresh.Files = append(fresh.Files, txtar.File{Name: fmt.Sprint(i + 1), Data: []byte(p + "\n")})
			}
			goldenFile(t, path, txtar.Format(fresh))
		})
	}
}

// TestSplitCuts: where exactly it is cut.
func TestSplitCuts(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		limit      int
		measure    render.Measure
		want       []string
	}{
		{"blank", " \n\t\n", 10, render.Bytes, nil},
		{"blank, no room", "\n", 0, render.Bytes, nil},
		{"fits to the byte", "0123456789\n", 10, render.Bytes, []string{"0123456789"}},
		{"a byte over", "01234 6789x", 10, render.Bytes, []string{"01234", "6789x"}},
		{"paragraph before line", "a\n\nb\nc\nd", 7, render.Bytes, []string{"a", "b\nc\nd"}},
		{"line before sentence", "a\nb。 c", 6, render.Bytes, []string{"a", "b。 c"}},
		{"sentence before word", "One. Two three", 10, render.Bytes, []string{"One.", "Two three"}},
		{"sentence at the limit", "句一。句二。", 9, render.Bytes, []string{"句一。", "句二。"}},
		{"sentence with its quotes", "“句一。”句二", 15, render.Bytes, []string{"“句一。”", "句二"}},
		{"no sentence within a number", "v1.2.3 and", 7, render.Bytes, []string{"v1.2.3", "and"}},
		{"word at the limit", "one two", 3, render.Bytes, []string{"one", "two"}},
		{"bytes of Chinese", "一二三", 7, render.Bytes, []string{"一二", "三"}},
		{"runes of Chinese", "一二三", 2, render.Runes, []string{"一二", "三"}},
		{"grapheme", "ab👩\u200d💻c", 4, render.Runes, []string{"ab", "👩\u200d💻c"}},
		{"combining", "ae\u0301", 2, render.Runes, []string{"a", "e\u0301"}},
		{"grapheme that does not fit", "👩\u200d💻", 2, render.Runes, []string{"👩\u200d", "💻"}},
		{"rune that does not fit", "一二", 2, render.Bytes, []string{"一", "二"}},
		{"no room", "ab", 0, render.Bytes, []string{"a", "b"}},
		{"negative", "ab", -1, render.Bytes, []string{"a", "b"}},
		{"link", "see <https://a.io|the page>", 15, render.Bytes, []string{"see", "<https://a.io|t", "he page>"}},
		{"link that fits", "look at <https://a.io|the page> now", 24, render.Bytes, []string{"look at", "<https://a.io|the page>", "now"}},
		{"link of CommonMark", "see [the page](https://a.io) now", 24, render.Bytes, []string{"see", "[the page](https://a.io)", "now"}},
		{"piece of code", "run `a b` now", 7, render.Bytes, []string{"run", "`a b`", "now"}},
		{"reference", "abc&amp;d", 6, render.Bytes, []string{"abc", "&amp;d"}},
		{"invalid UTF-8", "a\xffb", 3, render.Bytes, []string{"a", "\ufffd", "b"}},
		{"indentation stays", "- a\n  - b", 6, render.Bytes, []string{"- a", "  - b"}},
		{"indentation alone", "        word", 4, render.Bytes, []string{"word"}},
		{"fence fits", "a\n\n```\nb\n\nc\n```\n\nd", 12, render.Bytes, []string{"a", "```\nb\n\nc\n```", "d"}},
		{"fence is cut", "```sh\nab\ncd\n```", 12, render.Bytes, []string{"```sh\nab\n```", "```sh\ncd\n```"}},
		{"line of code is cut", "```\nabcdef\n```", 11, render.Bytes, []string{"```\nabc\n```", "```\ndef\n```"}},
		{"fence in a quote", "> ```\n> ab\n> cd\n> ```\nend", 19, render.Bytes, []string{"> ```\n> ab\n> ```", "> ```\n> cd\n> ```", "end"}},
		{"fence after a list mark", "- ```\n  ab\n  cd\n  ```", 17, render.Bytes, []string{"- ```\n  ab\n  ```", "  ```\n  cd\n  ```"}},
		{"longer fence", "````\n```\nab\n````", 15, render.Bytes, []string{"````\n```\n````", "````\nab\n````"}},
		{"tildes", "~~~sh\nab\ncd\n~~~ ", 12, render.Bytes, []string{"~~~sh\nab\n~~~", "~~~sh\ncd\n~~~"}},
		{"blank lines of code", "```\na\n\n\n\nb\n```", 10, render.Bytes, []string{"```\na\n\n```", "```\nb\n```"}},
		{"fence that stays open", "```\nab\ncdef", 10, render.Bytes, []string{"```\nab\n```", "```\ncd\n```", "```\nef"}},
		{"no room for a fence", "```\nab\n```\n\nc", 7, render.Bytes, []string{"```\nab", "```", "c"}},
		{"fence around nothing", "a\n```sh\n\n```\nb", 5, render.Bytes, []string{"a", "```sh", "```", "b"}},
		{"code in a line is no fence", "```a``` b\n\nc", 9, render.Bytes, []string{"```a``` b", "c"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, render.Split(tc.text, tc.limit, tc.measure)); diff != "" {
				t.Errorf("Split(%q, %d) (-want +got):\n%s", tc.text, tc.limit, diff)
			}
		})
	}
}

// TestSplitShow: every entry of the show, as each chat gets it, keeps to the chat's
// limit, and to smaller ones.
func TestSplitShow(t *testing.T) {
	store, err := knowledge.LoadFS(context.Background(), show.FS())
	if err != nil {
		t.Fatal(err)
	}
	cut := 0
	for e := range store.All() {
		m := knowledge.Match{Entry: e, Annotation: store.Annotation(e.ID)}
		for _, lang := range []bot.Language{bot.Chinese, bot.English} {
			r := bot.Show("Istio 大咖说", m, lang)
			for _, tc := range []struct {
				text    string
				limits  []int
				measure render.Measure
			}{
				{render.Text(r, render.TextOptions{LinksApart: true}), []int{2047, 300, 120}, render.Bytes},
				{render.Markdown(r), []int{20480, 300, 120}, render.Bytes},
				{render.MrkdwnReply(r), []int{3000, 150, 80}, render.Runes},
				{render.Mrkdwn(e.Answer), []int{3000, 150, 80}, render.Runes},
			} {
				for _, limit := range tc.limits {
					parts := render.Split(tc.text, limit, tc.measure)
					checkParts(t, tc.text, limit, tc.measure, parts)
					checkFences(t, tc.text, parts)
					cut += len(parts) - 1
				}
			}
			if lang == bot.Chinese { // a translation sets addresses of its own into its sentences
				checkAddresses(t, render.Text(r, render.TextOptions{LinksApart: true}))
			}
			checkMrkdwn(t, e.ID, strings.TrimSuffix(render.MrkdwnReply(r), "\n"))
		}
	}
	if cut == 0 {
		t.Error("nothing was cut")
	}
}

// checkAddresses: every address ends its line.
func checkAddresses(t *testing.T, text string) {
	t.Helper()
	for l := range strings.Lines(text) {
		if _, address, found := strings.Cut(strings.TrimSuffix(l, "\n"), "https://"); found && strings.Trim(address, addressRunes) != "" {
			t.Errorf("an address is followed by text: %q", l)
		}
	}
}

const addressRunes = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#@!$&'*+,;=%"

// checkParts: no part is blank or over the limit, and nothing but space is lost.
func checkParts(t *testing.T, text string, limit int, measure render.Measure, parts []string) {
	t.Helper()
	for _, p := range parts {
		if strings.TrimSpace(p) == "" {
			t.Errorf("Split(%q, %d) has a blank part: %q", text, limit, parts)
		}
		if measure(p) > limit && utf8.RuneCountInString(p) > 1 {
			t.Errorf("Split(%q, %d) has a part that measures %d: %q", text, limit, measure(p), p)
		}
		if !utf8.ValidString(p) {
			t.Errorf("Split(%q, %d) has a part of invalid UTF-8: %q", text, limit, p)
		}
	}
	want, got := inked(strings.ToValidUTF8(text, "\ufffd")), inked(strings.Join(parts, ""))
	if !strings.Contains(text, "```") && !strings.Contains(text, "~~~") {
		if got != want {
			t.Errorf("Split(%q, %d) = %q: holds %q; want %q", text, limit, parts, got, want)
		}
		return
	}
	rest := got // fences are repeated, so more may stand between
	for _, r := range want {
		_, after, found := strings.Cut(rest, string(r))
		if !found {
			t.Errorf("Split(%q, %d) = %q loses %q", text, limit, parts, r)
			return
		}
		rest = after
	}
}

// inked returns a text without space.
func inked(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// checkFences: every part closes the fences that it opens.
func checkFences(t *testing.T, text string, parts []string) {
	t.Helper()
	for _, p := range parts {
		open := ""
		for l := range strings.Lines(p) {
			l = strings.TrimLeft(strings.TrimSpace(l), "->1234567890. ")
			marks := l[:len(l)-len(strings.TrimLeft(l, "`~"))]
			switch {
			case open == "" && len(marks) >= 3:
				open = marks
			case open != "" && l == open:
				open = ""
			}
		}
		if open != "" {
			t.Errorf("a part of %q leaves a fence open: %q", text, p)
		}
	}
}

func FuzzSplit(f *testing.F) {
	files, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for i, path := range files {
		ar, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range ar.Files {
			f.Add(string(file.Data), 10+7*i, i%2 == 0)
		}
	}
	f.Add("> > ```\n> > \n> > abc", 12, true)
	f.Add("```\n   \n      abcdefg\n```", 11, false)
	f.Add("一。二！<https://a.io|b>&amp;", 9, true)
	f.Fuzz(func(t *testing.T, text string, limit int, runes bool) {
		measure := render.Bytes
		if runes {
			measure = render.Runes
		}
		checkParts(t, text, limit, measure, render.Split(text, limit, measure))

		// What a renderer gives leaves no fence open, so neither does a part of it.
		if limit = max(limit, 200); len(text) < 2000 {
			mrkdwn := render.Mrkdwn(text)
			parts := render.Split(mrkdwn, limit, measure)
			checkParts(t, mrkdwn, limit, measure, parts)
			for _, p := range parts {
				if strings.Count(p, "```")%2 != 0 {
					t.Errorf("a part of %q leaves a fence open: %q", mrkdwn, p)
				}
			}
		}
	})
}
