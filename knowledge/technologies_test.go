package knowledge

import (
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
