package eval

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

func pageOf(t *testing.T, r Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := WritePage(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPage(t *testing.T) {
	holdToGolden(t, "page.golden.html", []byte(pageOf(t, sampleReport(t))))
}

// hostile is a report whose texts want out of their places.
func hostile(text string) Report {
	return summarize([]Outcome{
		{ID: text, Text: text, Language: text, Kind: text, Gold: []string{text}, Top: text, Verdict: Wrong, Decision: DecisionAnswer, Confidence: 0.5},
		{ID: text + "2", Text: text, Language: text, Kind: text, Gold: []string{text}, Top: text, Verdict: Wrong, Decision: DecisionRefusal},
		{ID: text + "3", Text: text, Language: text, Kind: KindOnTopic, Top: text, Verdict: Wrong, Decision: DecisionAnswer, Confidence: 1},
	})
}

const hostileText = `</title></svg><script>alert("1")</script><img src='https://example.com/'>&lt;` + "\x00\x1b[31m\u009b\xff"

// TestPageIsWellFormed walks the elements of pages with and without questions:
// each is closed in its place, no id stands twice, and what is referred to is there.
func TestPageIsWellFormed(t *testing.T) {
	for name, r := range map[string]Report{
		"sample": sampleReport(t), "empty": summarize(nil), "hostile": hostile(hostileText), "long kind": hostile(strings.Repeat("长", 40)),
	} {
		dec := xml.NewDecoder(strings.NewReader(pageOf(t, r)))
		var ids, wanted []string
		for {
			token, err := dec.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			start, ok := token.(xml.StartElement)
			if !ok {
				continue
			}
			if n := start.Name.Local; n == "script" || n == "img" || n == "link" {
				t.Errorf("%s: the page has an element %s", name, n)
			}
			for _, a := range start.Attr {
				switch {
				case a.Name.Local == "id":
					if slices.Contains(ids, a.Value) {
						t.Errorf("%s: the id %q stands twice", name, a.Value)
					}
					ids = append(ids, a.Value)
				case a.Name.Local == "aria-labelledby":
					wanted = append(wanted, strings.Fields(a.Value)...)
				case slices.Contains([]string{"href", "src", "style", "onload"}, a.Name.Local):
					t.Errorf("%s: %s has the attribute %s", name, start.Name.Local, a.Name.Local)
				}
			}
		}
		for _, id := range wanted {
			if !slices.Contains(ids, id) {
				t.Errorf("%s: no element has the id %q", name, id)
			}
		}
		if len(wanted) == 0 {
			t.Errorf("%s: no plot has a title", name)
		}
	}
}

func TestPageNeedsNothingBeside(t *testing.T) {
	page := pageOf(t, sampleReport(t))
	for _, outside := range []string{"http:", "https:", "url(", "@import", "src="} {
		if strings.Contains(page, outside) {
			t.Errorf("the page holds %q", outside)
		}
	}
}

func TestEscape(t *testing.T) {
	for text, want := range map[string]string{
		`a < b & "c"`:    "a &lt; b &amp; &#34;c&#34;",
		"it's":           "it&#39;s",
		"&lt;":           "&amp;lt;",
		"中文\t\n":         "中文\t\n",
		"\x00\x1b\u009b": "\ufffd\ufffd\ufffd",
		"a\xffb":         "a\ufffdb",
	} {
		if got := escape(text); got != want {
			t.Errorf("escape(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestNiceStep(t *testing.T) {
	for most, want := range map[int]float64{1: 1, 5: 1, 6: 2, 10: 2, 11: 5, 25: 5, 26: 10, 226: 50, 251: 100} {
		if got := niceStep(most); got != want {
			t.Errorf("niceStep(%d) = %v, want %v", most, got, want)
		}
	}
}
