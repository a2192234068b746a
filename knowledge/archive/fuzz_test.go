package archive_test

import (
	"bytes"
	"path/filepath"
	"testing"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"bigtalk/knowledge/archive"
)

// checkArchive holds an archive to what every parser promises, whatever it reads.
func checkArchive(t *testing.T, a *archive.Archive, src []byte) {
	t.Helper()
	lines := 1 + bytes.Count(src, []byte("\n")) + bytes.Count(src, []byte("\r"))
	ids := make(map[string]bool)
	for _, e := range a.Entries {
		switch {
		case e.ID == "" || e.Question == "" || e.Answer == "":
			t.Errorf("entry lacks an id, a question or an answer: %+v", e)
		case ids[e.ID]:
			t.Errorf("id %q stands twice", e.ID)
		case e.Line < 1 || e.Line > lines:
			t.Errorf("%s: line %d of %d", e.ID, e.Line, lines)
		}
		ids[e.ID] = true
		checkText(t, e.ID, e.Question, e.Answer, e.Source)
		checkText(t, e.Alternates...)
		checkText(t, e.Tags...)
	}
	for _, e := range a.Episodes {
		checkText(t, e.Title, e.Topic, e.Company, e.Date, e.Time, e.URL, e.Speaker, e.Introduction, e.Gains)
		checkText(t, e.Guests...)
		checkText(t, e.Outline...)
	}
	for _, d := range a.Diagnostics {
		checkText(t, d.String())
		if d.Line < 0 || d.Line > lines {
			t.Errorf("%s: line of %d", d, lines)
		}
	}
}

func checkText(t *testing.T, texts ...string) {
	t.Helper()
	for _, s := range texts {
		if !utf8.ValidString(s) {
			t.Errorf("not UTF-8: %q", s)
		}
	}
}

func FuzzParseMarkdown(f *testing.F) {
	files, err := filepath.Glob("testdata/layouts/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		ar, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(ar.Files[0].Data)
	}
	f.Add([]byte("1. Q?\n\n\t答：\xff\xfe\r\n> > > - 1) a\n"))
	f.Add([]byte("## 第3期：x\n- 时间：6 月 31 日（星期九）\n- 嘉宾：、（）\n### 问答\n1. a\n   > b\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		checkArchive(t, archive.ParseMarkdown("fuzz.md", src), src)
	})
}

func FuzzParseCSV(f *testing.F) {
	for _, s := range []string{
		"question,answer\na,b\n",
		"\ufeffID;Question;Answer;Tags\n1;\"a\nb\";c;x|y\n1;d;e;\n",
		"问题\t回答\t来源\n一\t二\t三\n",
		"q,a\n\"x\"y,z\n,,\n",
		"\xff\xfeq\x00,\x00a\x00\n\x00",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		checkArchive(t, archive.ParseCSV("fuzz.csv", bytes.NewReader(src)), src)
	})
}

func FuzzParseJSONL(f *testing.F) {
	for _, s := range []string{
		`{"question":"a","answer":"b"}` + "\n",
		`{"id":7,"question":"a","answer":"b","alternates":["c","d"],"tags":"x,y","source":null,"more":1}` + "\n{\n[]\nnull\n",
		`{"question":"a","answer":["b"],"alternates":{"x":1}}`,
		"\ufeff" + `{"问题":"一","答案":"二"}`,
		"{\"question\":\"\xff\",\"answer\":\"\\ud800\"}",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		checkArchive(t, archive.ParseJSONL("fuzz.jsonl", bytes.NewReader(src)), src)
	})
}
