package knowledge

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestThread(t *testing.T) {
	var none Thread
	for _, tt := range []struct {
		name   string
		thread Thread
		want   Thread
	}{
		{"a question", none.Asked("a", false), Thread{Questions: []string{"a"}}},
		{"a first question that leans", none.Asked("a", true), Thread{Questions: []string{"a"}}},
		{"one that leans", none.Asked("a", false).Asked("b", true), Thread{Questions: []string{"a", "b"}}},
		{"two that lean", none.Asked("a", false).Asked("b", true).Asked("c", true), Thread{Questions: []string{"a", "c"}}},
		{"one that stands alone", none.Asked("a", false).Asked("b", true).Asked("c", false), Thread{Questions: []string{"c"}}},
		{"an entry", none.Asked("a", false).Showing("x"), Thread{Questions: []string{"a"}, Shown: "x"}},
		{"another entry", none.Showing("x").Showing("y"), Thread{Shown: "y"}},
		{"a question after an entry", none.Showing("x").Asked("a", false), Thread{Questions: []string{"a"}, Shown: "x"}},
		{"an offer", none.Showing("x").Offering([]string{"y", "z"}), Thread{Shown: "y", Offered: []string{"y", "z"}}},
		{"a question after an offer", none.Offering([]string{"y"}).Asked("a", true), Thread{Questions: []string{"a"}, Shown: "y", Offered: []string{"y"}}},
		{"one of an offer", none.Offering([]string{"y", "z"}).Showing("z"), Thread{Shown: "z"}},
		{"an offer of nothing", none.Asked("a", false).Showing("x").Offering(nil), Thread{Questions: []string{"a"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, tt.thread); diff != "" {
				t.Errorf("thread (-want +got):\n%s", diff)
			}
		})
	}
}

func TestThreadFirstAndLatest(t *testing.T) {
	for _, tt := range []struct {
		thread        Thread
		first, latest string
	}{
		{Thread{}, "", ""},
		{Thread{Shown: "x"}, "", ""},
		{Thread{}.Asked("a", false), "a", "a"},
		{Thread{}.Asked("a", false).Asked("b", true).Asked("c", true), "a", "c"},
	} {
		if first, latest := tt.thread.first(), tt.thread.Latest(); first != tt.first || latest != tt.latest {
			t.Errorf("%+v: first %q, latest %q; want %q, %q", tt.thread, first, latest, tt.first, tt.latest)
		}
	}
}

// TestThreadIsAValue holds what is done to a thread to leave the thread before, and
// one that was made of the same, as they are.
func TestThreadIsAValue(t *testing.T) {
	before := Thread{}.Asked("a", false).Asked("b", true).Offering([]string{"x", "y"})
	kept := Thread{Questions: []string{"a", "b"}, Shown: "x", Offered: []string{"x", "y"}}
	one, other := before.Asked("c", true), before.Asked("d", true)
	before.Asked("e", false).Showing("z").Offering([]string{"w"})
	if diff := cmp.Diff(kept, before); diff != "" {
		t.Errorf("the thread before has changed (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"a", "c", "a", "d"}, append(one.Questions, other.Questions...)); diff != "" {
		t.Errorf("questions of two threads (-want +got):\n%s", diff)
	}
	ids := []string{"x", "y"}
	offering := Thread{}.Offering(ids)
	ids[0], ids[1] = "v", "w"
	if diff := cmp.Diff(Thread{Shown: "x", Offered: []string{"x", "y"}}, offering); diff != "" {
		t.Errorf("the thread follows the list that was given (-want +got):\n%s", diff)
	}
}

func TestThreadClipsQuestions(t *testing.T) {
	for name, tt := range map[string]struct{ question, want string }{
		"as long as may be": {strings.Repeat("a", maxThreadQuestion), strings.Repeat("a", maxThreadQuestion)},
		"one byte more":     {strings.Repeat("a", maxThreadQuestion) + "b", strings.Repeat("a", maxThreadQuestion)},
		"within a rune":     {strings.Repeat("a", maxThreadQuestion-1) + "内存", strings.Repeat("a", maxThreadQuestion-1)},
		"at a rune's end":   {strings.Repeat("a", maxThreadQuestion-3) + "内存", strings.Repeat("a", maxThreadQuestion-3) + "内"},
	} {
		for _, leaned := range []bool{false, true} {
			asked := Thread{Questions: []string{"first"}}.Asked(tt.question, leaned)
			if got := asked.Latest(); got != tt.want || !utf8.ValidString(got) {
				t.Errorf("%s, leaned %t: kept %d bytes, %q; want %d", name, leaned, len(got), got, len(tt.want))
			}
		}
	}
}

func TestThreadEmpty(t *testing.T) {
	for name, tt := range map[string]struct {
		thread Thread
		want   bool
	}{
		"zero":                {Thread{}, true},
		"empty lists":         {Thread{Questions: []string{}, Offered: []string{}}, true},
		"an offer of nothing": {Thread{}.Showing("x").Offering(nil), true},
		"a question":          {Thread{}.Asked("a", false), false},
		"an entry":            {Thread{}.Showing("x"), false},
		"an offer":            {Thread{}.Offering([]string{"x"}), false},
		"only offered":        {Thread{Offered: []string{"x"}}, false},
	} {
		if got := tt.thread.Empty(); got != tt.want {
			t.Errorf("%s: Empty is %t, want %t", name, got, tt.want)
		}
	}
}
