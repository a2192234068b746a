package knowledge_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bigtalk/knowledge"
)

// topicsOf lists topics as "slug: entry entry".
func topicsOf(s *knowledge.Store) []string {
	var out []string
	for _, topic := range s.Topics() {
		line := topic.Slug + ":"
		for _, e := range topic.Entries {
			line += " " + e.ID
		}
		out = append(out, line)
	}
	return out
}

func TestTopics(t *testing.T) {
	for _, tt := range []struct {
		name, annotations string
		want              []string
	}{
		{"no annotations", "", nil},
		{"annotations without topics", `{"id":"mem","kind":"answer"}`, nil},
		{
			"most entries first, then by slug", `{"id":"mem","kind":"answer","topics":["b","a"]}
{"id":"mem2","kind":"answer","topics":["c"]}
{"id":"ver","kind":"answer","topics":["c"]}`,
			[]string{"c: mem2 ver", "a: mem", "b: mem"},
		},
		{
			"other is the last", `{"id":"mem","kind":"answer","topics":["other"]}
{"id":"mem2","kind":"answer","topics":["other","z"]}`,
			[]string{"z: mem2", "other: mem2 mem"},
		},
		{
			"what is never shown is no example", `{"id":"mem","kind":"answer","topics":["a"]}
{"id":"see","kind":"cross_reference","refers_to":["ver"],"topics":["a","b"]}
{"id":"none","kind":"non_answer","topics":["a","c"]}`,
			[]string{"a: mem"},
		},
		{
			"a slug twice, and empty ones", `{"id":"mem","kind":"answer","topics":["a"," a ",""," "]}`,
			[]string{"a: mem"},
		},
		{
			"whole answers, then undated ones", `{"id":"mem","kind":"partial","topics":["a"]}
{"id":"mem2","kind":"partial","topics":["a"],"dated_zh":"2021 年"}
{"id":"ver","kind":"answer","topics":["a"],"dated":"Istio 1.9"}
{"id":"see","kind":"answer","topics":["a"],"dated_zh":"2021 年"}
{"id":"chat","topics":["a"]}`,
			[]string{"a: chat see ver mem mem2"},
		},
		{
			"short titles in both languages", `{"id":"mem","kind":"answer","topics":["a"],"title_zh":"一二三四","title_en":"1"}
{"id":"mem2","kind":"answer","topics":["a"],"title_zh":"一二","title_en":"12"}
{"id":"ver","kind":"answer","topics":["a"],"title_zh":"一","title_en":"123"}
{"id":"see","kind":"answer","topics":["a"],"title_zh":"一"}`,
			[]string{"a: mem2 ver mem see"}, // see is asked in English as the archive does
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := load(t, map[string]string{"faq.jsonl": faq, knowledge.AnnotationsFile: tt.annotations})
			if diff := cmp.Diff(tt.want, topicsOf(s)); diff != "" {
				t.Errorf("topics (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTopicNames(t *testing.T) {
	s := load(t, map[string]string{
		"faq.jsonl":               faq,
		knowledge.AnnotationsFile: `{"id":"mem","kind":"answer","topics":["both","zh-alone","en-alone","no-name","no-line"]}`,
		knowledge.TopicsFile: "\ufeff# slug, Chinese, English\n\nboth\t 两者 \tBoth\r\n" +
			"zh-alone\t中文\nen-alone\t\tEnglish\nno-name\n",
	})
	got := make(map[string][2]string)
	for _, topic := range s.Topics() {
		got[topic.Slug] = [2]string{topic.NameIn("zh"), topic.NameIn("en")}
	}
	want := map[string][2]string{
		"both":     {"两者", "Both"},
		"zh-alone": {"中文", "中文"},
		"en-alone": {"English", "English"},
		"no-name":  {"no-name", "no-name"},
		"no-line":  {"no-line", "no-line"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("names in Chinese and English (-want +got):\n%s", diff)
	}
}

func TestTopicFaults(t *testing.T) {
	for _, tt := range []struct {
		name, file string
		want       string // the diagnostic, or a part of it; empty for none
	}{
		{"comments and blank lines", "# a\tb\n\n \t \n  # c\n", ""},
		{"a name", "setup\t安装\tSetup\n", ""},
		{"tabs at the end", "setup\t安装\tSetup\t\t\n", ""},
		{"spaces for tabs", "setup 安装 Setup\n", `topics.tsv:1: warning: topic "setup 安装 Setup" has no name (each line is a slug, its Chinese name and its English name, separated by tabs)`},
		{"no name", "# names\nsetup\t\t\n", `topics.tsv:2: warning: topic "setup" has no name (`},
		{"no slug", "setup\t安装\n\t升级\tUpgrade\n", "topics.tsv:2: error: names without a slug ("},
		{"three names", "setup\t安装\tSet\tup\n", `topics.tsv:1: warning: topic "setup" has more than two names (`},
		{"a second time", "setup\t安装\n\nsetup\t升级\n", `topics.tsv:3: error: topic "setup" is named a second time, first in line 1 (`},
		{"another encoding", "setup\t\xb0\xb2\xd7\xb0\n", "topics.tsv:1: error: not UTF-8 (save the file as UTF-8)"},
		{"a line that is too long", "setup\t" + strings.Repeat("x", 1<<20) + "\n", "topics.tsv:1: error: longer than"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := load(t, map[string]string{"faq.jsonl": faq, knowledge.TopicsFile: tt.file})
			got := s.Diagnostics()
			switch {
			case tt.want == "" && len(got) > 0:
				t.Errorf("diagnostics %v, want none", got)
			case tt.want != "" && (len(got) != 1 || !strings.Contains(got[0].String(), tt.want)):
				t.Errorf("diagnostics %v, want %s", got, tt.want)
			}
		})
	}
}

// TestFirstTopicNameStays keeps a faulty line from costing the good ones theirs.
func TestFirstTopicNameStays(t *testing.T) {
	s := load(t, map[string]string{
		"faq.jsonl": faq, knowledge.AnnotationsFile: `{"id":"mem","kind":"answer","topics":["setup"]}`,
		knowledge.TopicsFile: "\t升级\nsetup\t安装\tSetup\tmore\nsetup\t升级\tUpgrade\n",
	})
	if topic := s.Topics()[0]; topic.NameZH != "安装" || topic.NameEN != "Setup" {
		t.Errorf("names %q and %q, want those of line 2", topic.NameZH, topic.NameEN)
	}
}

func TestTopicsInAFolder(t *testing.T) {
	dir := t.TempDir()
	for name, data := range map[string]string{
		"faq.jsonl": faq, knowledge.AnnotationsFile: `{"id":"mem","kind":"answer","topics":["setup"]}`,
		knowledge.TopicsFile: "setup\t安装\nlost\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, err := knowledge.Load(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Topics()[0].NameIn("zh"); got != "安装" {
		t.Errorf("name %q, want 安装", got)
	}
	want := filepath.Join(dir, "topics.tsv") + `:2: warning: topic "lost" has no name`
	if d := s.Diagnostics(); len(d) != 1 || !strings.HasPrefix(d[0].String(), want) {
		t.Errorf("diagnostics %v, want %s", d, want)
	}
	if s.Len() != 6 {
		t.Errorf("%d entries: topics.tsv was read as a table", s.Len())
	}
}

func TestLintTopics(t *testing.T) {
	const annotations = `{"id":"mem","kind":"answer","topics":["setup"]}
{"id":"mem2","kind":"answer","topics":["setup","upgrade"]}
{"id":"none","kind":"non_answer","topics":["hidden"]}
`
	for _, tt := range []struct {
		name, file string
		want       []string
	}{
		{"no file", "", nil},
		{"all named", "setup\t安装\tSetup\nupgrade\t升级\tUpgrade\nhidden\t无\n", nil},
		{"a name for both languages", "setup\tSetup\tSetup\nupgrade\t升级\nhidden\t无\n", nil},
		{"comments alone", "# later\n", []string{
			`annotations.jsonl:1: warning: mem: topic "setup" has no line in topics.tsv (add a line to it, or correct the topic: setup<tab>Chinese name<tab>English name)`,
			`annotations.jsonl:2: warning: mem2: topic "upgrade" has no line in topics.tsv (add a line to it, or correct the topic: upgrade<tab>Chinese name<tab>English name)`,
			`annotations.jsonl:3: warning: none: topic "hidden" has no line in topics.tsv (add a line to it, or correct the topic: hidden<tab>Chinese name<tab>English name)`,
		}},
		{"one that no entry has", "setup\t安装\nupgrade\t升级\nhidden\t无\nsetups\t装\n", []string{
			`topics.tsv:4: warning: no entry has the topic "setups" (correct the slug or drop the line)`,
		}},
		{"two called alike", "setup\t安装\tSetup\nupgrade\t升级\tSetup\nhidden\t无\n", []string{
			`topics.tsv:2: warning: topic "upgrade" is called "Setup", as "setup" is (give each topic a name of its own)`,
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := load(t, map[string]string{"faq.jsonl": faq, knowledge.AnnotationsFile: annotations, knowledge.TopicsFile: tt.file})
			var got []string
			for _, d := range s.Lint() {
				if strings.Contains(d.Message, "topic \"") {
					got = append(got, d.String())
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("lint (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLintTopicsWithoutAnnotations(t *testing.T) {
	s := load(t, map[string]string{"faq.jsonl": faq, knowledge.TopicsFile: "setup\t安装\n"})
	if d := s.Lint(); len(d) != 1 || !strings.Contains(d[0].Message, `no entry has the topic "setup"`) {
		t.Errorf("lint %v, want one for setup", d)
	}
}

// TestTopicNamesKeepTheVersion holds indexes and fits to be good after a topic is
// renamed.
func TestTopicNamesKeepTheVersion(t *testing.T) {
	files := map[string]string{"faq.jsonl": faq, knowledge.AnnotationsFile: `{"id":"mem","kind":"answer","topics":["setup"]}`}
	before := load(t, files)
	files[knowledge.TopicsFile] = "setup\t安装\tSetup\n"
	after := load(t, files)
	if before.Version() != after.Version() {
		t.Errorf("versions %s without names and %s with them", before.Version(), after.Version())
	}
	if got := after.Topics()[0].NameIn("en"); got != "Setup" {
		t.Errorf("name %q, want Setup", got)
	}
}

func TestReducedTopics(t *testing.T) {
	s := load(t, map[string]string{
		"faq.jsonl": faq, knowledge.AnnotationsFile: `{"id":"mem","kind":"answer","topics":["setup"]}`, knowledge.TopicsFile: "setup\t安装\tSetup\n",
	})
	if diff := cmp.Diff(s.Topics(), s.Without(knowledge.PartAlternates).Topics()); diff != "" {
		t.Errorf("topics without alternates (-want +got):\n%s", diff)
	}
	bare := s.Without(knowledge.PartAnnotations)
	if got := bare.Topics(); len(got) > 0 {
		t.Errorf("topics without annotations: %v", got)
	}
	if got := bare.Lint(); len(got) > 0 {
		t.Errorf("lint without annotations: %v", got)
	}
}

func FuzzTopicNames(f *testing.F) {
	f.Add("# slug\nsetup\t安装\tSetup\n\t\t\nsetup\n")
	f.Add("\ufeffother\t\tOther\t\x00\r\n\xff\tx")
	files := map[string]string{"faq.jsonl": faq, knowledge.AnnotationsFile: `{"id":"mem","kind":"answer","topics":["setup"]}`}
	version := load(f, files).Version()
	f.Fuzz(func(t *testing.T, names string) {
		s := load(t, map[string]string{
			"faq.jsonl": faq, knowledge.AnnotationsFile: files[knowledge.AnnotationsFile], knowledge.TopicsFile: names,
		})
		if s.Version() != version {
			t.Error("names change the version")
		}
		if topics := s.Topics(); len(topics) != 1 || topics[0].Slug != "setup" || topics[0].NameIn("zh") == "" {
			t.Errorf("topics %v, want setup", topics)
		}
		for _, d := range s.Diagnostics() {
			if d.File != knowledge.TopicsFile || d.Line < 1 || d.Line > 1+strings.Count(names, "\n") {
				t.Errorf("%v: no such line", d)
			}
		}
	})
}
