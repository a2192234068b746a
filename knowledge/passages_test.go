package knowledge

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestPassages(t *testing.T) {
	// 440 letters come to 110 tokens, 137 Han characters to 109.6; one more of either
	// is too much.
	letters := func(n int) string { return strings.Repeat("a", n) }
	han := func(n int) string { return strings.Repeat("网", n) }
	for _, tt := range []struct {
		name, answer string
		want         []string
	}{
		{"nothing", "", nil},
		{"blank", " \n\t\n", nil},
		{"short", "Use a Sidecar resource.", []string{"Use a Sidecar resource."}},
		{"short lines stay together", "one\n\ntwo\nthree\n", []string{"one\n\ntwo\nthree"}},
		{"a full line", letters(440), []string{letters(440)}},
		{"a letter more", letters(441), []string{letters(440), "a"}},
		{"a full line of Han", han(137), []string{han(137)}},
		{"a character more", han(138), []string{han(137), "网"}},
		{"a long line, then a short one", letters(450) + "\nend", []string{letters(440), letters(10) + "\nend"}},
		{"cut at the line end", letters(300) + "\n" + letters(200), []string{letters(300), letters(200)}},
		{"a short line, then a long one", "start\n" + letters(443), []string{"start", letters(440), "aaa"}},
		{
			"paragraphs of a hundred characters go by fours",
			strings.Repeat(letters(100)+"\n\n", 5),
			// 4·102 letters are 102 tokens, and a fifth paragraph is too much.
			[]string{strings.TrimSpace(strings.Repeat(letters(100)+"\n\n", 4)), letters(100)},
		},
		{"megabytes of blanks", "a" + strings.Repeat(" ", 8<<20) + "b", []string{"a", "b"}},
		{"a line of megabytes", letters(8 << 20), slices.Repeat([]string{letters(440)}, 6)},
		{"six and a rest", strings.Repeat(letters(440)+"\n", 6) + "end", slices.Repeat([]string{letters(440)}, 6)},
		{"no more than six", strings.Repeat(letters(440)+"\n", 9), slices.Repeat([]string{letters(440)}, 6)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, passages(tt.answer)); diff != "" {
				t.Errorf("passages (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPassagesKeepLinesOfCode(t *testing.T) {
	var code []string
	for range 12 {
		code = append(code, "    istioctl install --set profile=minimal --set values.global.hub=example.org")
	}
	answer := "Run this:\n```\n" + strings.Join(code, "\n") + "\n```\n"
	got := passages(answer)
	if len(got) < 2 {
		t.Fatalf("%d passages, want several", len(got))
	}
	for i, p := range got {
		for line := range strings.Lines(p) {
			line = strings.TrimSpace(line)
			if line != "Run this:" && line != "```" && line != strings.TrimSpace(code[0]) {
				t.Errorf("passage %d cuts a line: %q", i, line)
			}
		}
	}
}

func TestPassagesAreCutBetweenCharacters(t *testing.T) {
	text := strings.Repeat("é网🙂e\u0301", 300)
	for i, p := range passages(text) {
		if !utf8.ValidString(p) {
			t.Errorf("passage %d is no UTF-8", i)
		}
	}
}

// FuzzPassages: no letter is lost or turned before the limit, no passage is too
// long or blank, and what is valid is cut between characters.
func FuzzPassages(f *testing.F) {
	for _, s := range []string{
		"", "short", "one\ntwo\n\nthree", strings.Repeat("网", 700), strings.Repeat("a b\n", 900),
		strings.Repeat("é", 410), "\xff\xfe" + strings.Repeat("\xc3", 500), strings.Repeat(" ", 500) + "x", strings.Repeat("\r\n", 300) + "y",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, answer string) {
		got := passages(answer)
		if len(got) > maxPassages {
			t.Fatalf("%d passages", len(got))
		}
		for i, p := range got {
			// A tenth of a token is for sums of floats.
			if n := tokensIn(p); n > passageTokens+0.1 {
				t.Errorf("passage %d has %.2f tokens", i, n)
			}
			if strings.TrimSpace(p) == "" {
				t.Errorf("passage %d is blank", i)
			}
			if utf8.ValidString(answer) && !utf8.ValidString(p) {
				t.Errorf("passage %d is cut within a character", i)
			}
		}
		kept, all := solid(strings.Join(got, "")), solid(answer)
		if len(got) < maxPassages && kept != all || !strings.HasPrefix(all, kept) {
			t.Errorf("%d passages of %q hold %q", len(got), all, kept)
		}
	})
}

// solid is a text without its white space.
func solid(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

func TestClip(t *testing.T) {
	for _, tt := range []struct {
		text string
		size int
		want string
	}{
		{"abc", 3, "abc"}, {"abcd", 3, "abc"}, {"a网b", 3, "a"}, {"a网b", 4, "a网"}, {"", 0, ""}, {"网", 2, ""},
	} {
		if got := clipTo(tt.text, tt.size); got != tt.want {
			t.Errorf("clipTo(%q, %d) = %q, want %q", tt.text, tt.size, got, tt.want)
		}
	}
}
