package textline_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"bigtalk/knowledge/textline"
)

// read lists the lines of text, quoted, with their numbers.
func read(t *testing.T, src io.Reader, limit int) []string {
	t.Helper()
	r := textline.NewReader(src, limit)
	var out []string
	for {
		line, err := r.Next()
		switch {
		case errors.Is(err, io.EOF):
			return out
		case errors.Is(err, textline.ErrTooLong):
			out = append(out, fmt.Sprintf("%d too long", r.Line()))
		case err != nil:
			return append(out, err.Error())
		default:
			out = append(out, fmt.Sprintf("%d %q", r.Line(), line))
		}
	}
}

func TestNext(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"nothing", "", nil},
		{"line ends", "a\nb\r\nc", []string{`1 "a"`, `2 "b"`, `3 "c"`}},
		{"last line end", "a\n", []string{`1 "a"`}},
		{"blank lines", "\n\r\n", []string{`1 ""`, `2 ""`}},
		{"byte order mark", "\ufeffa\n\ufeffb", []string{`1 "a"`, `2 "\ufeffb"`}},
		{"at the limit", "12345678\r\nb", []string{`1 "12345678"`, `2 "b"`}},
		{"over the limit", "123456789\nb", []string{"1 too long", `2 "b"`}},
		{"far over the limit", strings.Repeat("x", 100_000) + "\nb", []string{"1 too long", `2 "b"`}},
		{"the last is too long", "a\n" + strings.Repeat("x", 100_000), []string{`1 "a"`, "2 too long"}},
		{"no text", "\xff\xfe\x00\n", []string{`1 "\xff\xfe\x00"`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, read(t, strings.NewReader(tt.text), 8)); diff != "" {
				t.Errorf("lines (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.want, read(t, iotest.OneByteReader(strings.NewReader(tt.text)), 8)); diff != "" {
				t.Errorf("lines from a slow source (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNextPassesErrorsOn(t *testing.T) {
	got := read(t, io.MultiReader(strings.NewReader("a\n"), iotest.ErrReader(errors.New("disk on fire"))), 8)
	if diff := cmp.Diff([]string{`1 "a"`, "disk on fire"}, got); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}
