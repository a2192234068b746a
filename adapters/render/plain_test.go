package render_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"bigtalk/adapters/render"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares what make returns for each file of an archive whose name ends
// in from with the file after it, or rewrites that.
func golden(t *testing.T, path, from, to string, render func(string) string) {
	t.Helper()
	ar, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for _, f := range ar.Files {
		want[f.Name] = string(f.Data)
	}
	fresh := &txtar.Archive{Comment: ar.Comment}
	for _, f := range ar.Files {
		name, ok := strings.CutSuffix(f.Name, from)
		if !ok {
			continue
		}
		got := render(string(f.Data))
		if got != "" && !strings.HasSuffix(got, "\n") {
			got += "\n"
		}
		fresh.Files = append(fresh.Files, f, txtar.File{Name: name + to, Data: []byte(got)})
		if diff := cmp.Diff(want[name+to], got); diff != "" && !*update {
			t.Errorf("%s: %s:\n%s\n(-want +got):\n%s", path, f.Name, f.Data, diff)
		}
	}
	if *update {
		if err := os.WriteFile(path, txtar.Format(fresh), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestPlain(t *testing.T) {
	files, err := filepath.Glob("testdata/plain/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, path := range files {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			golden(t, path, ".md", ".txt", render.Plain)
		})
	}
}

// TestPlainHostile: nothing that drives a terminal or hides in a text survives.
// The cases are here, not in golden files, because an editor would not show them.
func TestPlainHostile(t *testing.T) {
	for _, tc := range []struct{ name, in, want string }{
		{"colour", "a\x1b[31mred\x1b[0m", "a␛[31mred␛[0m"},
		{"title", "\x1b]0;pwned\a", "␛]0;pwned␇"},
		{"escape as a reference", "&#27;[2J &#x9b;2J", "␛[2J \ufffd2J"},
		{"escape in code", "`\x1b[2J`\n\n```\n\x1b[2J\n```", "␛[2J\n\n```\n␛[2J\n```"},
		{"escape in an address", "[t](<https://a/\x1b[2J>)", "t (https://a/␛[2J)"},
		{"escape in a language", "```\x1bsh\nx\n```", "```␛sh\nx\n```"},
		{"escape in a table", "| a |\n|---|\n| \x1b[2J |", "a\n----\n␛[2J"},
		{"carriage return", "safe\rrm -rf", "safe rm -rf"},
		{"carriage return as a reference", "safe&#13;rm", "safe␍rm"},
		{"backspace and delete", "a\b\x7f", "a␈␡"},
		{"C1 control", "a\u009b31m", "a\ufffd31m"},
		{"NUL", "a\x00b", "a␀b"},
		{"override", "user\u202enimda\u202c", "usernimda"},
		{"isolates and marks", "a\u2066b\u2069c\u200ed\u200fe\u061cf", "abcdef"},
		{"zero width", "i\u200bs\u2060t\ufeffio", "istio"},
		{"tags", "hi\U000e0068\U000e0069", "hi"},
		{"joiners stay", "👩\u200d💻 می\u200cخواهم", "👩\u200d💻 می\u200cخواهم"},
		{"invalid UTF-8", "a\xff\xc3", "a\ufffd"},
		{"script", "a <script>alert(1)</script> b", "a alert(1) b"},
		{"script block", "<script>\nalert(1)\n</script>\n\nb", "b"},
		{"blank", " \n\t\n", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := render.Plain(tc.in); got != tc.want {
				t.Errorf("Plain(%q)\n got %q\nwant %q", tc.in, got, tc.want)
			}
		})
	}
}

// TestPlainLong: what is too long to parse is shown as it is written.
func TestPlainLong(t *testing.T) {
	in := strings.Repeat("[a](", 1<<20)
	if got := render.Plain(in + "\x1b \n"); got != in+"␛" {
		t.Errorf("Plain of %d bytes gives %d bytes; want them inert", len(in), len(got))
	}
	checkMarkdownAnswer(t, strings.Repeat("```\n<b>\n", 20000))
}

// checkInert holds every text to what the package promises.
func checkInert(t *testing.T, in, got string) {
	t.Helper()
	if !utf8.ValidString(got) {
		t.Errorf("in %q: invalid UTF-8 %q", in, got)
	}
	for _, r := range got {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r) {
			t.Errorf("in %q: %U in %q", in, r, got)
			return
		}
	}
}

// checkTrimmed: no line but one of code ends in a space.
func checkTrimmed(t *testing.T, in, got string) {
	t.Helper()
	if strings.Contains(got, "```") {
		return
	}
	for l := range strings.Lines(got) {
		if l = strings.TrimSuffix(l, "\n"); strings.TrimRight(l, " \t") != l {
			t.Errorf("in %q: trailing space in %q", in, l)
			return
		}
	}
}

func FuzzPlain(f *testing.F) {
	files, err := filepath.Glob("testdata/plain/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range files {
		ar, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range ar.Files {
			if strings.HasSuffix(file.Name, ".md") {
				f.Add(string(file.Data))
			}
		}
	}
	for _, s := range []string{
		"", "- >\n  - 1.\n\n    ```\n", "- [ ](\n* * *\n", "[](<>)![](\\x)", "**注**意**\n***", "&#0;&#27;\\&amp;", "<!--", "</script", "<a href='>'>",
		"|a|b|\n|-|-|\n|`|`|\n", "1. a\n2. - b\n     - c\n\n       d\n", "\x1b]8;;x\x1b\\", strings.Repeat(">", 1000), strings.Repeat("[", 300),
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := render.Plain(s)
		checkInert(t, s, got)
		checkTrimmed(t, s, got)
		if strings.HasSuffix(got, "\n\n") {
			t.Errorf("Plain(%q) ends in blank lines: %q", s, got)
		}
		checkMarkdownAnswer(t, s)
	})
}
