package knowledge_test

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"bigtalk/knowledge"
)

const faq = `{"id":"mem","question":"How do I reduce sidecar memory?","answer":"Scope the configuration with a Sidecar resource."}
{"id":"mem2","question":"The proxy eats too much RAM","answer":"Scope the configuration with a Sidecar resource."}
{"id":"ver","question":"Which version should I run?","answer":"The one before the latest."}
{"id":"see","question":"What about the version?","answer":"See above."}
{"id":"chat","question":"Can I add you on WeChat?","answer":"Join the group."}
{"id":"none","question":"Unclear question","answer":"Sorry, I do not understand."}
`

// load builds a store from a folder of files.
func load(t testing.TB, files map[string]string) *knowledge.Store {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(data)}
	}
	s, err := knowledge.LoadFS(context.Background(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAnnotationsFollowTheQuestion(t *testing.T) {
	hash := knowledge.QuestionHash
	for _, tt := range []struct {
		name, line string
		wantTitle  string // of mem
		want       string // part of a diagnostic; empty for none
	}{
		{"by id and hash", `{"id":"mem","kind":"answer","title_en":"T","question_hash":"` + hash("How do I reduce sidecar memory?") + `"}`, "T", ""},
		{"punctuation and case do not matter", `{"id":"mem","kind":"answer","title_en":"T","question_hash":"` + hash("how do i reduce SIDECAR memory") + `"}`, "T", ""},
		{"by id alone", `{"id":"mem","kind":"answer","title_en":"T"}`, "T", ""},
		{"the question moved", `{"id":"old","kind":"answer","title_en":"T","question_hash":"` + hash("How do I reduce sidecar memory?") + `"}`, "T", "the question of old now has the id mem"},
		{"the question moved from an id that lives on", `{"id":"ver","kind":"answer","title_en":"T","question_hash":"` + hash("How do I reduce sidecar memory?") + `"}`, "T", "the question of ver now has the id mem"},
		{"two entries ask the question", `{"id":"mem","kind":"answer","title_en":"T","question_hash":"` + hash("How do I reduce sidecar memory?") + `"}`, "T", ""},
		{"something behind the object", `{"id":"mem","kind":"answer"} garbage`, "", "something stands behind the JSON object"},
		{"byte order mark", "\ufeff" + `{"id":"mem","kind":"answer","title_en":"T"}`, "T", ""},
		{"a line that is too long", `{"id":"mem","title_en":"` + strings.Repeat("x", 1<<20) + `"}`, "", "annotations.jsonl:1: error: longer than"},
		{"the question changed", `{"id":"mem","kind":"answer","title_en":"T","question_hash":"0000000000000000"}`, "", "written for another question than mem asks today"},
		{"unknown id", `{"id":"nowhere","kind":"answer"}`, "", `no entry has the id "nowhere"`},
		{"twice", `{"id":"mem","kind":"answer","title_en":"T"}` + "\n" + `{"id":"mem","kind":"answer"}`, "T", "annotations.jsonl:2: error: a second annotation for mem"},
		{"not JSON", "nonsense", "", "annotations.jsonl:1: error: not a valid line"},
		{"unknown field", `{"id":"mem","titel":"T"}`, "", `unknown field "titel"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := load(t, map[string]string{"faq.jsonl": faq, knowledge.AnnotationsFile: tt.line})
			if other := s.Annotation("ver").TitleEN; other != "" {
				t.Errorf("ver has the title %q", other)
			}
			if got := s.Annotation("mem").TitleEN; got != tt.wantTitle {
				t.Errorf("title of mem = %q, want %q", got, tt.wantTitle)
			}
			var all []string
			for _, d := range s.Diagnostics() {
				all = append(all, d.String())
			}
			got := strings.Join(all, "\n")
			if tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
				t.Errorf("diagnostics:\n%s\nwant: %q", got, tt.want)
			}
		})
	}
}

func TestReferencesMoveWithTheirQuestion(t *testing.T) {
	moved := knowledge.QuestionHash("How do I reduce sidecar memory?")
	s := load(t, map[string]string{"faq.jsonl": faq, knowledge.AnnotationsFile: `{"id":"yesterday","kind":"answer","question_hash":"` + moved + `"}
{"id":"mem2","kind":"answer","duplicates":["yesterday"]}`})
	d := s.Duplicates("mem2")
	if len(d) != 1 || d[0].ID != "mem" {
		t.Errorf("duplicates of mem2 = %v, want mem", d)
	}
}

func TestSameQuestionTwice(t *testing.T) {
	const twice = `{"id":"a","question":"Why?","answer":"So."}
{"id":"b","question":"Why?","answer":"Because."}
`
	hash := knowledge.QuestionHash("Why?")
	s := load(t, map[string]string{"faq.jsonl": twice, knowledge.AnnotationsFile: `{"id":"a","kind":"answer","title_en":"A","question_hash":"` + hash + `"}
{"id":"gone","kind":"answer","question_hash":"` + hash + `"}`})
	if s.Annotation("a").TitleEN != "A" {
		t.Error("the annotation of a is lost")
	}
	list := s.Diagnostics()
	if len(list) != 1 || !strings.Contains(list[0].Message, "several entries ask the question of gone: a, b") {
		t.Errorf("diagnostics %v, want one for gone", list)
	}
}

func TestDuplicatesAreAClass(t *testing.T) {
	s := load(t, map[string]string{"faq.jsonl": faq, knowledge.AnnotationsFile: `{"id":"mem","kind":"answer","duplicates":["mem2"]}
{"id":"ver","kind":"answer","duplicates":["see"],"related":["mem","none","nowhere"]}
{"id":"see","kind":"cross_reference","refers_to":["ver"],"duplicates":["ver"]}
{"id":"none","kind":"non_answer"}
`})
	for id, want := range map[string]string{"mem": "mem2", "mem2": "mem", "ver": "", "chat": ""} {
		var got []string
		for _, d := range s.Duplicates(id) {
			got = append(got, d.ID)
		}
		if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
			t.Errorf("duplicates of %s (-want +got):\n%s", id, diff)
		}
	}
	e, _ := s.Get("ver")
	var related []string
	for _, r := range s.Match(e).Related {
		related = append(related, r.Entry.ID)
	}
	if diff := cmp.Diff([]string{"mem"}, related); diff != "" {
		t.Errorf("related of ver (-want +got):\n%s", diff)
	}
}

func TestVersionNamesTheContent(t *testing.T) {
	files := map[string]string{"faq.jsonl": faq}
	first := load(t, files).Version()
	if again := load(t, files).Version(); again != first {
		t.Errorf("the same content has versions %s and %s", first, again)
	}
	seen := map[string]string{first: "nothing"}
	for name, change := range map[string]map[string]string{
		"an entry":            {"faq.jsonl": faq + `{"id":"new","question":"New?","answer":"Yes."}`},
		"an annotation":       {"faq.jsonl": faq, knowledge.AnnotationsFile: `{"id":"mem","kind":"answer"}`},
		"a glossary":          {"faq.jsonl": faq, knowledge.GlossaryFile: "memory\tRAM\n"},
		"a tag":               {"faq.jsonl": strings.Replace(faq, `"answer":"Join the group."`, `"answer":"Join the group.","tags":["x"]`, 1)},
		"an alternate":        {"faq.jsonl": strings.Replace(faq, `"answer":"Join the group."`, `"answer":"Join the group.","alternates":["x"]`, 1)},
		"an outside question": {"faq.jsonl": faq, knowledge.OutsideFile: `{"q":"Who won?"}`},
	} {
		v := load(t, change).Version()
		if other, taken := seen[v]; taken {
			t.Errorf("%s more, and the version %s is that of %s", name, v, other)
		}
		seen[v] = name
	}
}

func TestGlossaryFaults(t *testing.T) {
	s := load(t, map[string]string{"faq.jsonl": faq, knowledge.GlossaryFile: "# comment\nmemory\tRAM\n\nalone\n"})
	if diff := cmp.Diff([][]string{{"memory", "RAM"}}, s.Glossary()); diff != "" {
		t.Errorf("glossary (-want +got):\n%s", diff)
	}
	if d := s.Diagnostics(); len(d) != 1 || d[0].Line != 4 {
		t.Errorf("diagnostics %v, want one for line 4", d)
	}
}

func TestLoadRefuses(t *testing.T) {
	if _, err := knowledge.Load(context.Background(), "testdata/nowhere"); err == nil || !strings.Contains(err.Error(), "nowhere") {
		t.Errorf("Load of a missing path: %v", err)
	}
	if _, err := knowledge.LoadFS(context.Background(), fstest.MapFS{"readme.md": {Data: []byte("# Hello\n")}}); err == nil {
		t.Error("LoadFS of a folder without pairs: no error")
	}
}
