package knowledge

import (
	"strings"
	"testing"

	"bigtalk/knowledge/analysis"
	"bigtalk/knowledge/index"
)

func TestTechnologyTerms(t *testing.T) {
	a, err := analysis.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	names := technologyTerms(a)
	for _, want := range []string{"wjava", "wnginx", "wmysql", "wkafka", "wpython"} {
		if !names[want] {
			t.Errorf("%s is missing", want)
		}
	}
	for _, subject := range []string{"wistio", "wenvoy", "wsidecar"} {
		if names[subject] {
			t.Errorf("%s is what the show is about", subject)
		}
	}
}

func TestForeign(t *testing.T) {
	technologies := map[string]bool{"wjava": true, "wredis": true}
	terms := []index.Weighted{{Key: "wjava"}, {Key: "wredis"}, {Key: "wversion"}}
	for _, tt := range []struct {
		held []index.Contribution
		want float64
	}{
		{nil, 1},
		{[]index.Contribution{{Key: "wjava"}}, 0.5},
		{[]index.Contribution{{Key: "wjava"}, {Key: "wredis"}}, 0},
		{[]index.Contribution{{Key: "wversion"}}, 1},
	} {
		if got := foreign(technologies, terms, tt.held); got != tt.want {
			t.Errorf("held %v: %v, want %v", tt.held, got, tt.want)
		}
	}
}

func TestCommon(t *testing.T) {
	word := func(text string, df int, stop bool) queryTerm {
		return queryTerm{Term: analysis.Term{Kind: analysis.Word, Text: text, Stop: stop}, df: df}
	}
	for name, tt := range map[string]struct {
		terms []queryTerm
		want  float64
	}{
		"a common word": {[]queryTerm{word("istio", 25, false)}, 1},
		"a rarer word":  {[]queryTerm{word("memory", 24, false)}, 0},
		"a stop word":   {[]queryTerm{word("the", 90, true)}, 0},
		"nothing":       {nil, 0},
	} {
		if got := (&question{terms: tt.terms}).common(100); got != tt.want {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

// TestForeignToWhatAnEntrySays has phrasings that name what those who ask have, and
// entries that tell of it.
func TestForeignToWhatAnEntrySays(t *testing.T) {
	s := storeOf(t, map[string]string{
		"faq.jsonl": `{"id":"memory","question":"How do I reduce sidecar memory?","answer":"Scope it, as in redis2istio."}
{"id":"routes","question":"How do I route by header?","answer":"Match it."}
{"id":"long","question":"What else?","answer":"` + strings.Repeat("More of it. ", maxOwnAnswer/12+1) + `Kafka."}
`,
		AnnotationsFile: `{"id":"memory","kind":"answer","alternates_en":["Linkerd proxies are small, can Envoy be?","Redis and Java eat memory"],"summary_en":"Java has nothing to do with it."}
{"id":"routes","kind":"answer","title_zh":"怎么按 Nginx 的办法路由","alternates_en":["Linkerd and Nginx do, and here?"]}
`,
	})
	m := matcherOf(t, s, Options{Fit: leaningFit(0.3, 0, map[string]float64{"alone": 0})})
	for question, want := range map[string]map[string]float64{
		"and with Linkerd?":      {"memory": 0.5, "routes": 0.5}, // a phrasing has it
		"and with Linkerd, Dapr": {"memory": 1, "routes": 1},
		"and with Redis?":        {"memory": 0, "routes": 0.5}, // redis2istio
		"and in Java":            {"memory": 0, "routes": 0.5}, // a summary
		"and with Nginx?":        {"memory": 0.5, "routes": 0}, // a title
		"and with Kafka":         {"long": 0.5},                // beyond what is read
		"and why?":               {"memory": 0, "routes": 0},
	} {
		got := leaningsOf(t, m, question, Thread{}.Asked("How do I route by header", false).Offering([]string{"routes", "memory", "long"}))
		for id, foreign := range want {
			if l, ok := got[id]; !ok || l.Foreign != foreign {
				t.Errorf("%q: of %s it is %v (there: %t), want %v", question, id, l.Foreign, ok, foreign)
			}
		}
	}
}
