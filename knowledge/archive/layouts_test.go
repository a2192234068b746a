package archive_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"bigtalk/knowledge/archive"
)

var update = flag.Bool("update", false, "rewrite the expected results under testdata")

// TestLayouts reads each page under testdata/layouts. A case is a txtar file: a
// comment that says what it shows, the page, and want.txt with what is to be
// read from it (see render). A new case needs a page only: -update writes the rest.
func TestLayouts(t *testing.T) {
	files, err := filepath.Glob("testdata/layouts/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			page := ar.Files[0]
			got := render(archive.ParseMarkdown(page.Name, page.Data))
			if *update {
				ar.Files = []txtar.File{page, {Name: "want.txt", Data: []byte(got)}}
				if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if len(ar.Files) != 2 || ar.Files[1].Name != "want.txt" {
				t.Fatalf("%s has no want.txt; run go test -run TestLayouts -update and look at what it writes", file)
			}
			if diff := cmp.Diff(string(ar.Files[1].Data), got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", ar.Comment, diff)
			}
		})
	}
}

// render writes an archive as text to compare: its title and resources,
// episodes, entries and diagnostics.
func render(a *archive.Archive) string {
	var b strings.Builder
	fmt.Fprintf(&b, "title %q, %d entries\n", a.Title, len(a.Entries))
	for _, l := range a.Resources {
		fmt.Fprintf(&b, "resource %q %s\n", l.Label, l.URL)
	}
	for _, e := range a.Episodes {
		fmt.Fprintf(&b, "\nepisode %d (line %d) %q\n", e.Number, e.Line, e.Title)
		for _, f := range []struct{ name, text string }{
			{"topic", e.Topic},
			{"guests", strings.Join(e.Guests, " + ")},
			{"company", e.Company},
			{"date", e.Date},
			{"time", e.Time},
			{"url", e.URL},
			{"speaker", e.Speaker},
			{"introduction", e.Introduction},
			{"outline", strings.Join(e.Outline, " | ")},
			{"gains", e.Gains},
		} {
			if f.text != "" {
				fmt.Fprintf(&b, "  %s: %s\n", f.name, strings.ReplaceAll(f.text, "\n", "\n    "))
			}
		}
	}
	for _, e := range a.Entries {
		fmt.Fprintf(&b, "\n%s (line %d)\n", e.ID, e.Line)
		fmt.Fprintf(&b, "Q| %s\n", strings.ReplaceAll(e.Question, "\n", "\nQ| "))
		fmt.Fprintf(&b, "A| %s\n", strings.ReplaceAll(e.Answer, "\n", "\nA| "))
	}
	if len(a.Diagnostics) > 0 {
		b.WriteString("\n")
	}
	for _, d := range a.Diagnostics {
		fmt.Fprintf(&b, "! %s\n", d)
	}
	return b.String()
}
