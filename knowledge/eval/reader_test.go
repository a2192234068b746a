package eval

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/tools/txtar"
)

func TestReadQuestions(t *testing.T) {
	sources := []Source{
		{"a.jsonl", strings.NewReader("\ufeff" + `{"id":"a","q":"熔断怎么配","lang":"zh","kind":"keywords","gold":["e1"],"grade2":["e2"],"why":"w"}` + "\r\n\r\n")},
		{"b.jsonl", strings.NewReader(`{"id":"b","q":"hi","lang":"en","kind":"smalltalk","nearest":["e1"]}
{"id":"c","q":"why?","lang":"en","kind":"on_topic","gold":[],"grade2":["e3"]}`)},
	}
	got, err := ReadQuestions(sources...)
	if err != nil {
		t.Fatal(err)
	}
	want := []Question{
		{ID: "a", Text: "熔断怎么配", Language: "zh", Kind: "keywords", Gold: []string{"e1"}, Grade2: []string{"e2"}},
		{ID: "b", Text: "hi", Language: "en", Kind: "smalltalk"},
		{ID: "c", Text: "why?", Language: "en", Kind: "on_topic", Gold: []string{}, Grade2: []string{"e3"}},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Question{})); diff != "" {
		t.Errorf("questions (-want +got):\n%s", diff)
	}
}

func TestReadQuestionsFaults(t *testing.T) {
	cases, err := txtar.ParseFile("testdata/faults.txtar")
	if err != nil {
		t.Fatal(err)
	}
	want := make(map[string]string)
	for _, f := range cases.Files {
		if name, ok := strings.CutSuffix(f.Name, ".want"); ok {
			want[name] = string(f.Data)
		}
	}
	for _, f := range cases.Files {
		name, ok := strings.CutSuffix(f.Name, ".jsonl")
		if !ok {
			continue
		}
		t.Run(name, func(t *testing.T) {
			questions, err := ReadQuestions(Source{f.Name, strings.NewReader(string(f.Data))})
			if err == nil {
				t.Fatalf("%s\ngot no error, want\n%s", f.Data, want[name])
			}
			if len(questions) > 0 {
				t.Errorf("%s\ngot %d questions beside an error", f.Data, len(questions))
			}
			if diff := cmp.Diff(want[name], err.Error()+"\n"); diff != "" {
				t.Errorf("%s\nfaults (-want +got):\n%s", f.Data, diff)
			}
		})
	}
}

func TestReadQuestionsAcrossSources(t *testing.T) {
	line := `{"id":"a","q":"A?","lang":"en","kind":"english","gold":["e1"]}`
	for _, tt := range []struct {
		name, second, want string
	}{
		{"same id", line, `two.jsonl:1: the id "a" is taken by one.jsonl:1 (give each question an id of its own)`},
		{"not UTF-8", "\xff", "two.jsonl:1: not UTF-8 (save the file as UTF-8)"},
		{"long line", "\n" + strings.Repeat("x", maxLine+1), "two.jsonl:2: a line of more than 1048576 bytes (write one JSON object a line)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ReadQuestions(Source{"one.jsonl", strings.NewReader(line)}, Source{"two.jsonl", strings.NewReader(tt.second)})
			var fault *Fault
			if !errors.As(err, &fault) || fault.Error() != tt.want {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

// The line after one that is too long is read.
func TestReadQuestionsAfterLongLine(t *testing.T) {
	_, err := ReadQuestions(Source{"a.jsonl", strings.NewReader(strings.Repeat("x", 2*maxLine) + "\n\xff\n")})
	want := `a.jsonl:1: a line of more than 1048576 bytes (write one JSON object a line)
a.jsonl:2: not UTF-8 (save the file as UTF-8)`
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func TestReadFilesTellsEveryFile(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "bad.jsonl")
	if err := os.WriteFile(bad, []byte("{}x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := ReadFiles("testdata/missing.jsonl", bad)
	if !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v, want it to tell the missing file", err)
	}
	var fault *Fault
	if !errors.As(err, &fault) || fault.File != bad {
		t.Errorf("got %v, want it to tell the fault of %s too", err, bad)
	}
}

func TestCheckEntries(t *testing.T) {
	questions, err := ReadQuestions(Source{"a.jsonl", strings.NewReader(
		`{"id":"a","q":"A?","lang":"en","kind":"english","gold":["e1","e9"],"grade2":["e8"]}`,
	)})
	if err != nil {
		t.Fatal(err)
	}
	known := func(ids string) func(string) bool {
		return func(id string) bool { return strings.Contains(ids, id) }
	}
	want := `a.jsonl:1: question a names the entry "e9", which the archive does not have (list the ids with: bigtalk archive list)
a.jsonl:1: question a names the entry "e8", which the archive does not have (list the ids with: bigtalk archive list)`
	if err := CheckEntries(questions, known("e1")); err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	if err := CheckEntries(questions, known("e1 e8 e9")); err != nil {
		t.Errorf("all entries are known, got %v", err)
	}
}

func FuzzReadQuestions(f *testing.F) {
	f.Add([]byte(`{"id":"a","q":"A?","lang":"en","kind":"english","gold":["e1"]}`))
	f.Add([]byte("\ufeff{}\r\n[1]\n{\"id\":null,\"gold\":[null]}"))
	f.Add([]byte(`{"id":"a","id":"a"`))
	cases, err := txtar.ParseFile("testdata/faults.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, c := range cases.Files {
		f.Add(c.Data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		questions, err := ReadQuestions(Source{"fuzz.jsonl", strings.NewReader(string(data))})
		if err != nil {
			if len(questions) > 0 || !strings.HasPrefix(err.Error(), "fuzz.jsonl") {
				t.Errorf("%q\ngot %d questions and %v, want an error that starts with the file", data, len(questions), err)
			}
			return
		}
		if len(questions) == 0 {
			t.Errorf("%q\ngot neither questions nor an error", data)
		}
		for _, q := range questions {
			if q.ID == "" || q.Text == "" || q.Language == "" || q.Kind == "" {
				t.Errorf("%q\ngot an incomplete question %+v", data, q)
			}
		}
	})
}
