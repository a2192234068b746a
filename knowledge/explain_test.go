package knowledge

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestExplainFollowUp(t *testing.T) {
	m := matcherOf(t, threadStore(t), Options{Fit: byCoverage(0.3)})
	explain := func(question string, thread Thread) string {
		t.Helper()
		e, err := m.Explain(t.Context(), Query{Text: question, Thread: thread})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(thread, e.Thread); diff != "" {
			t.Errorf("thread of the explanation (-want +got):\n%s", diff)
		}
		return e.String()
	}
	const (
		asked, shown, offered = "asked before:", "shown before:", "offered before:"
		leans, alone          = "it leans on that: ", "it stands alone"
		meant, answers        = "is meant with 0.98; signals: alone ", "answers with 0.30; signals: text "
	)
	for _, tt := range []struct {
		name, question string
		thread         Thread
		want, without  []string
	}{
		{
			"it leans", "what rotates certificates", Thread{}.Asked("is memory scoped", false).Asked("how much?", true).Showing(memory),
			[]string{
				"question: what rotates certificates\nasked before: is memory scoped\nasked before: how much?\nshown before: e01q01\n" + leans,
				"1. e01q02", meant, " same_episode 1.00", " coverage 1.00 missing 0.00", " foreign 0.00\n", "2. ",
			},
			[]string{offered, alone, answers},
		},
		{
			"on an offer", "what rotates certificates", Thread{}.Offering([]string{certificates, gateway}),
			[]string{"shown before: e01q02\noffered before: e01q02, e03q01\n" + leans, meant, " shown 1.00"},
			[]string{asked, alone, answers},
		},
		{
			"it stands alone", "what rotates certificates", Thread{}.Asked("the gateway", false).Showing(gateway),
			[]string{"asked before: the gateway\nshown before: e03q01\n" + alone + "\n", "1. e01q02", answers},
			[]string{offered, leans, "is meant with"},
		},
		{"no thread", "what rotates certificates", Thread{}, []string{"1. e01q02", answers}, []string{asked, shown, offered, leans, alone, "is meant with"}},
		{"of words alone", "why?", Thread{}.Showing(gateway), []string{"shown before: e03q01\n", "1. e03q01", "coverage 1.00", " bare 1.00"}, []string{alone}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := explain(tt.question, tt.thread)
			for _, want := range tt.want {
				if !strings.Contains(text, want) {
					t.Errorf("the explanation lacks %q:\n%s", want, text)
				}
			}
			for _, without := range tt.without {
				if strings.Contains(text, without) {
					t.Errorf("the explanation says %q:\n%s", without, text)
				}
			}
		})
	}
	text := explain("what rotates certificates", Thread{}.Showing(memory))
	for _, name := range LeaningNames() {
		if !strings.Contains(text, " "+name+" ") {
			t.Errorf("the explanation does not tell the signal %s:\n%s", name, text)
		}
	}
}
