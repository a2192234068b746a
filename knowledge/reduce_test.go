package knowledge

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bigtalk/knowledge/archive"
)

func reducibleStore(t *testing.T) *Store {
	t.Helper()
	return storeOf(t, map[string]string{
		"faq.jsonl": `{"id":"mem","question":"How do I reduce sidecar memory?","answer":"Scope it.","alternates":["the archive's own"]}
{"id":"mem2","question":"The proxy eats RAM","answer":"Scope it."}
{"id":"ver","question":"Which version should I run?","answer":"The one before the latest."}
`,
		AnnotationsFile: `{"id":"mem","kind":"answer","title_zh":"标题","title_en":"title","answer_en":"translated","summary_zh":"摘要","summary_en":"summary","alternates_zh":["别的问法"],"alternates_en":["another way"],"duplicates":["mem2"],"related":["ver"],"not_for":["a near question"]}
{"id":"mem2","kind":"partial","duplicates":["mem"]}
`,
		OutsideFile:  `{"q":"What is the licence of the logo?","near":["ver"]}`,
		GlossaryFile: "内存\tmemory\n",
	})
}

// texts are all that a store is searched by, a line each.
func texts(s *Store) string {
	var out []string
	for d := range s.documents() {
		if d.Field != contrastField || !strings.HasPrefix(d.ID, "o") || d.ID == "o0" && len(s.outside) > 0 {
			out = append(out, d.ID+" "+d.Text+" | "+d.Prose)
		}
	}
	return strings.Join(out, "\n")
}

func TestWithout(t *testing.T) {
	s := reducibleStore(t)
	version, before := s.Version(), texts(s)
	seen := map[string]Part{version: "nothing"}
	for _, tt := range []struct {
		part Part
		gone []string // of the texts
		left []string
	}{
		{
			PartAnnotations,
			[]string{"标题", "title", "translated", "摘要", "summary", "别的问法", "another way", "near question", "licence"},
			[]string{"reduce sidecar", "Scope it.", "archive's own"},
		},
		{
			PartAlternates,
			[]string{"标题", "title", "摘要", "summary", "别的问法", "another way"},
			[]string{"reduce sidecar", "archive's own", "translated", "near question", "licence"},
		},
		{PartOutside, []string{"near question", "licence"}, []string{"标题", "another way", "translated"}},
		{PartGlossary, nil, strings.Split(before, "\n")},
		{PartTranslation, []string{"translated"}, []string{"标题", "summary", "another way", "near question", "licence"}},
	} {
		t.Run(string(tt.part), func(t *testing.T) {
			less := s.Without(tt.part)
			got := texts(less)
			for _, text := range tt.gone {
				if strings.Contains(got, text) {
					t.Errorf("%q is still there", text)
				}
			}
			for _, text := range tt.left {
				if !strings.Contains(got, text) {
					t.Errorf("%q is gone", text)
				}
			}
			if other, taken := seen[less.Version()]; taken {
				t.Errorf("the version is that without %s", other)
			}
			seen[less.Version()] = tt.part
			if again := s.Without(tt.part).Version(); again != less.Version() {
				t.Errorf("versions %s and %s of the same", less.Version(), again)
			}
			if got := len(less.GroupTalk()) > 0; got != (tt.part != PartOutside) {
				t.Errorf("group talk: %t", got)
			}
			if got := len(less.Glossary()) > 0; got != (tt.part != PartGlossary) {
				t.Errorf("glossary: %t", got)
			}
			if got := len(less.Duplicates("mem")) > 0; got != (tt.part != PartAnnotations) {
				t.Errorf("duplicates: %t", got)
			}
			if got := less.Annotation("mem2").Kind; (got == KindPartial) != (tt.part != PartAnnotations) {
				t.Errorf("kind of mem2 %q", got)
			}
			if less.Len() != s.Len() || less.Title() != s.Title() {
				t.Errorf("%d entries, want %d", less.Len(), s.Len())
			}
			if s.Version() != version || texts(s) != before {
				t.Error("the store that it was taken from has changed")
			}
		})
	}
	if len(seen) != len(Parts())+1 {
		t.Errorf("%d parts are tested, there are %d", len(seen)-1, len(Parts()))
	}
}

func TestWithoutSeveral(t *testing.T) {
	s := reducibleStore(t)
	less := s.Without(PartOutside, PartTranslation, PartAlternates)
	for _, gone := range []string{"licence", "near question", "translated", "another way"} {
		if strings.Contains(texts(less), gone) {
			t.Errorf("%q is still there", gone)
		}
	}
	if diff := cmp.Diff(texts(less), texts(s.Without(PartOutside).Without(PartTranslation).Without(PartAlternates))); diff != "" {
		t.Errorf("at once and one after the other (-at once +after):\n%s", diff)
	}
	if diff := cmp.Diff(texts(s), texts(s.Without())); diff != "" {
		t.Errorf("without nothing (-want +got):\n%s", diff)
	}
}

func TestDropping(t *testing.T) {
	s := reducibleStore(t)
	version, before := s.Version(), texts(s)
	talk := s.GroupTalk()[0].Question
	drop := []string{"another way", "a near question", "What is the licence of the logo?", talk, "title", "summary", "the archive's own", "How do I reduce sidecar memory?"}
	less := s.Dropping(func(text string) bool { return slices.Contains(drop, text) })
	got := texts(less)
	for _, gone := range []string{"another way", "near question", "licence"} {
		if strings.Contains(got, gone) {
			t.Errorf("%q is still there", gone)
		}
	}
	// Titles, summaries and what the archive itself says are no alternates.
	for _, left := range []string{"title", "summary", "archive's own", "reduce sidecar", "别的问法", "translated"} {
		if !strings.Contains(got, left) {
			t.Errorf("%q is gone", left)
		}
	}
	if len(less.GroupTalk()) != len(s.GroupTalk())-1 || slices.ContainsFunc(less.GroupTalk(), func(q OutsideQuestion) bool { return q.Question == talk }) {
		t.Errorf("%d of %d lines of group talk, want one less", len(less.GroupTalk()), len(s.GroupTalk()))
	}
	if len(less.Duplicates("mem")) != 1 || less.Annotation("mem").Related[0] != "ver" {
		t.Error("what is no text is gone too")
	}
	if less.Version() == version {
		t.Error("the version is that of the whole")
	}
	if other := s.Dropping(func(text string) bool { return text == "another way" }); other.Version() == less.Version() {
		t.Error("dropping other texts gives the same version")
	}
	if s.Version() != version || texts(s) != before || len(s.GroupTalk()) != len(groupTalk()) || groupTalk()[0].Question != talk {
		t.Error("the store that it was taken from has changed")
	}
}

// TestReducedStoreHasTheSameEntries keeps references to entries valid between them.
func TestReducedStoreHasTheSameEntries(t *testing.T) {
	s := reducibleStore(t)
	want := slices.Collect(s.All())
	for _, less := range []*Store{s.Without(PartAnnotations), s.Dropping(func(string) bool { return true })} {
		if diff := cmp.Diff(want, slices.Collect(less.All()), cmp.Comparer(func(a, b *archive.Entry) bool { return a == b })); diff != "" {
			t.Errorf("entries (-want +got):\n%s", diff)
		}
	}
}
