package dialogue

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/tools/txtar"

	"bigtalk/knowledge/eval"
)

func source(name, text string) eval.Source {
	return eval.Source{Name: name, Reader: strings.NewReader(text)}
}

func TestRead(t *testing.T) {
	got, err := Read(
		source("a.jsonl", "\ufeff"+`{"id":"a","turns":[{"user":"熔断怎么配","expect":{"kind":"choices","gold":["e1","e2"]}},{"user":"2","expect":{"gold":["e1","e2"],"kind":"pick"}}]}`+"\r\n\r\n"),
		source("b.jsonl", `{"turns":[{"expect":{"kind":"smalltalk"},"user":"hi"}],"id":"b"}
{"id":"c","turns":[{"user":"why?","expect":{"kind":"refusal","gold":[]}},{"user":"and how?","expect":{"kind":"answer","gold":["e3"]}}]}`),
	)
	if err != nil {
		t.Fatal(err)
	}
	want := []Dialogue{
		{ID: "a", Turns: []Turn{
			{User: "熔断怎么配", Kind: KindChoices, Gold: []string{"e1", "e2"}},
			{User: "2", Kind: KindPick, Gold: []string{"e1", "e2"}},
		}},
		{ID: "b", Turns: []Turn{{User: "hi", Kind: KindSmalltalk}}},
		{ID: "c", Turns: []Turn{
			{User: "why?", Kind: KindRefusal},
			{User: "and how?", Kind: KindAnswer, Gold: []string{"e3"}},
		}},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Dialogue{}), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("dialogues (-want +got):\n%s", diff)
	}
}

func TestReadNothing(t *testing.T) {
	if got, err := Read(); len(got) > 0 || err != nil {
		t.Errorf("no sources: %v, %v", got, err)
	}
}

func TestReadFaults(t *testing.T) {
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
			dialogues, err := Read(source(f.Name, string(f.Data)))
			if err == nil {
				t.Fatalf("%s\ngot no error, want\n%s", f.Data, want[name])
			}
			if len(dialogues) > 0 {
				t.Errorf("%s\ngot %d dialogues beside an error", f.Data, len(dialogues))
			}
			if diff := cmp.Diff(want[name], err.Error()+"\n"); diff != "" {
				t.Errorf("%s\nfaults (-want +got):\n%s", f.Data, diff)
			}
		})
	}
}

const greeting = `{"id":"a","turns":[{"user":"hi","expect":{"kind":"smalltalk"}}]}`

func TestReadAcrossSources(t *testing.T) {
	for _, tt := range []struct {
		name, second, want string
	}{
		{"same id", greeting, `two.jsonl:1: the id "a" is taken by one.jsonl:1 (give each dialogue an id of its own)`},
		{"not UTF-8", "\xff", "two.jsonl:1: not UTF-8 (save the file as UTF-8)"},
		{"long line", "\n" + strings.Repeat("x", maxLine+1), "two.jsonl:2: a line of more than 1048576 bytes (write one JSON object a line)"},
		{
			"the line after a long one is read", strings.Repeat("x", 2*maxLine) + "\n[]\n",
			"two.jsonl:1: a line of more than 1048576 bytes (write one JSON object a line)\n" +
				"two.jsonl:2: not a JSON object: no { at its start (each line is one JSON object)",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(source("one.jsonl", greeting), source("two.jsonl", tt.second))
			var fault *eval.Fault
			if !errors.As(err, &fault) || err.Error() != tt.want {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

func TestReadPassesErrorsOn(t *testing.T) {
	broken := errors.New("disk on fire")
	_, err := Read(eval.Source{Name: "a.jsonl", Reader: iotest.ErrReader(broken)})
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "a.jsonl") {
		t.Errorf("got %v, want %v of a.jsonl", err, broken)
	}
}

func TestReadFiles(t *testing.T) {
	dir := t.TempDir()
	good, bad := filepath.Join(dir, "good.jsonl"), filepath.Join(dir, "bad.jsonl")
	for path, text := range map[string]string{good: greeting, bad: "{}x\n"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := ReadFiles(good); err != nil || len(got) != 1 || got[0].ID != "a" {
		t.Errorf("got %v, %v", got, err)
	}
	got, err := ReadFiles(good, filepath.Join(dir, "missing.jsonl"), bad)
	if !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v, want it to tell the missing file", err)
	}
	var fault *eval.Fault
	if !errors.As(err, &fault) || fault.File != bad {
		t.Errorf("got %v, want it to tell the fault of %s too", err, bad)
	}
	if len(got) > 0 {
		t.Errorf("got %d dialogues beside an error", len(got))
	}
}

func TestCheckEntries(t *testing.T) {
	dialogues, err := Read(source("a.jsonl", greeting+`
{"id":"b","turns":[{"user":"x?","expect":{"kind":"answer","gold":["e1"]}},{"user":"y?","expect":{"kind":"choices","gold":["e9","e1","e8"]}}]}`))
	if err != nil {
		t.Fatal(err)
	}
	known := func(ids ...string) func(string) bool {
		return func(id string) bool { return slices.Contains(ids, id) }
	}
	want := `a.jsonl:2: turn 2: dialogue b names the entry "e9", which the archive does not have (list the ids with: bigtalk archive list)
a.jsonl:2: turn 2: dialogue b names the entry "e8", which the archive does not have (list the ids with: bigtalk archive list)`
	if err := CheckEntries(dialogues, known("e1")); err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	if err := CheckEntries(dialogues, known("e1", "e8", "e9")); err != nil {
		t.Errorf("all entries are known, got %v", err)
	}
}

// jsonl writes dialogues as Read reads them.
func jsonl(t *testing.T, dialogues []Dialogue) string {
	t.Helper()
	type expect struct {
		Kind string   `json:"kind"`
		Gold []string `json:"gold,omitempty"`
	}
	type turn struct {
		User   string `json:"user"`
		Expect expect `json:"expect"`
	}
	var b strings.Builder
	enc := json.NewEncoder(&b)
	for _, d := range dialogues {
		line := struct {
			ID    string `json:"id"`
			Turns []turn `json:"turns"`
		}{ID: d.ID}
		for _, u := range d.Turns {
			line.Turns = append(line.Turns, turn{u.User, expect{u.Kind, u.Gold}})
		}
		if err := enc.Encode(line); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(greeting))
	f.Add([]byte("\ufeff{}\r\n[1]\n{\"id\":null,\"turns\":[null]}"))
	f.Add([]byte(`{"id":"a","turns":[{"user":"x","expect":{"kind":"choices","gold":["e1"]}},{"user":"1","expect":{"kind":"pick","gold":["e1"]}}]}`))
	cases, err := txtar.ParseFile("testdata/faults.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, c := range cases.Files {
		f.Add(c.Data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		dialogues, err := Read(source("fuzz.jsonl", string(data)))
		if err != nil {
			if len(dialogues) > 0 || !strings.HasPrefix(err.Error(), "fuzz.jsonl") {
				t.Errorf("%q\ngot %d dialogues and %v, want an error that starts with the file", data, len(dialogues), err)
			}
			return
		}
		if len(dialogues) == 0 {
			t.Errorf("%q\ngot neither dialogues nor an error", data)
		}
		for _, d := range dialogues {
			if d.ID == "" || len(d.Turns) == 0 {
				t.Errorf("%q\ngot an incomplete dialogue %+v", data, d)
			}
			for _, u := range d.Turns {
				bare := u.Kind == KindRefusal || u.Kind == KindSmalltalk
				if u.User == "" || !slices.Contains(Kinds(), u.Kind) || bare != (len(u.Gold) == 0) {
					t.Errorf("%q\ngot an incomplete turn %+v", data, u)
				}
			}
		}
		again, err := Read(source("again.jsonl", jsonl(t, dialogues)))
		if err != nil {
			t.Fatalf("%q\nwritten anew: %v", data, err)
		}
		if diff := cmp.Diff(dialogues, again, cmpopts.IgnoreUnexported(Dialogue{}), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%q\nwritten anew (-before +after):\n%s", data, diff)
		}
	})
}
