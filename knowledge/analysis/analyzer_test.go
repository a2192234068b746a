package analysis_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	bleveanalysis "github.com/blevesearch/bleve/v2/analysis"
	"github.com/google/go-cmp/cmp"

	"bigtalk/knowledge/analysis"
)

func newAnalyzer(t testing.TB, glossary ...[]string) *analysis.Analyzer {
	t.Helper()
	a, err := analysis.New(glossary)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// terms lists the texts of the terms of one kind; stop words are marked with ~.
func terms(a *analysis.Analyzer, kind analysis.Kind, text string) string {
	var out []string
	for _, t := range a.Analyze(text) {
		if t.Kind != kind {
			continue
		}
		s := t.Text
		if t.Stop {
			s = "~" + s
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func TestWords(t *testing.T) {
	a := newAnalyzer(t)
	for _, tt := range []struct{ name, text, want string }{
		{"Chinese words", "服务网格的数据平面", "服务网格 服务 网格 ~的 数据平面 数据 平面"},
		{"Traditional becomes Simplified", "記憶體佔用太高", "记忆 体 占用 ~太 高"},
		{"full width becomes plain", "Ｉｓｔｉｏ １．１０", "istio 1.10"},
		{"camel case is taken apart", "VirtualService", "virtual virtualservice servic"},
		{"an acronym stays whole", "HTTPRoute", "http httproute rout"},
		{"dotted name", "networking.istio.io", "network networking.istio.io istio io"},
		{"hyphenated name", "istio-proxy", "istio istio-proxy proxi"},
		{"response flags", "503 UC", "503 uc"},
		{"version is one word", "Istio 1.10 升级", "istio 1.10 升级"},
		{"english stems", "Sidecars are consuming memory", "sidecar ~are consum memori"},
		{"English stop words", "how do I use it", "~how ~do ~i ~use ~it"},
		{"Latin inside Chinese", "用envoy做限流", "~用 envoy ~做 限流"},
		{"digits beside letters", "k8s", "k8s"},
		{"trailing dot is no joiner", "Istio.", "istio"},
		{"sentence without space", "istio.怎么装", "istio ~怎么 装"},
		{"emoji and punctuation", "🙂🙂 !!! ……", ""},
		{"control and zero-width", "en\u200bvoy\x00", "envoy"},
		{"invalid UTF-8 separates", "en\xffvoy", "en voy"},
		{"composed", "caf\u00e9", "caf\u00e9"},
		{"decomposed", "cafe\u0301", "caf\u00e9"},
		{"combining only", "\u0301\u0301", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, terms(a, analysis.Word, tt.text)); diff != "" {
				t.Errorf("words of %q (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

func TestBigramsAndGrams(t *testing.T) {
	a := newAnalyzer(t)
	for _, tt := range []struct {
		name, text string
		kind       analysis.Kind
		want       string
	}{
		{"bigrams of a run", "流量劫持", analysis.Bigram, "流量 量劫 劫持"},
		{"no bigram across other script", "流x量", analysis.Bigram, ""},
		{"grams with ends", "envoy", analysis.Gram, "_env envo nvoy voy_"},
		{"no grams of short words", "pod svc", analysis.Gram, ""},
		{"no grams of stop words", "should", analysis.Gram, ""},
		{"no grams with digits", "v1beta1", analysis.Gram, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, terms(a, tt.kind, tt.text)); diff != "" {
				t.Errorf("%q (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

func TestTypoSharesGrams(t *testing.T) {
	a := newAnalyzer(t)
	right := strings.Fields(terms(a, analysis.Gram, "holdApplicationUntilProxyStarts"))
	wrong := terms(a, analysis.Gram, "holdAplicationUntilProxyStart")
	shared := 0
	for _, g := range right {
		if strings.Contains(" "+wrong+" ", " "+g+" ") {
			shared++
		}
	}
	if 2*shared < len(right) {
		t.Errorf("a word with two typos shares %d of %d grams, want at least half", shared, len(right))
	}
}

func TestGlossary(t *testing.T) {
	a := newAnalyzer(t,
		[]string{"限流", "rate limit", "rate limiting", "限速"},
		[]string{"数据面", "data plane"},
		[]string{"限流服务", "rate limit service"},
	)
	for _, tt := range []struct{ name, text, want string }{
		{"Chinese expression", "怎么限速", "限流"},
		{"English expression", "Rate-limiting in Istio", "限流"},
		{"plural by stem", "rate limits", "限流"},
		{"the longest wins", "rate limit service", "限流服务"},
		{"camel case", "DataPlane", "数据面"},
		{"Taiwan's words", "伺服器", "服务器"},
		{"Taiwan's words in Traditional characters", "記憶體", "内存"},
		{"nothing", "sidecar", ""},
		{"half an expression", "rate", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, terms(a, analysis.Concept, tt.text)); diff != "" {
				t.Errorf("concepts of %q (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

func TestOffsetsPointIntoTheOriginal(t *testing.T) {
	a := newAnalyzer(t, []string{"限流", "rate limit"})
	for _, text := range []string{
		"Ｉｓｔｉｏ的記憶體佔用", "用 envoy 做限流", "①②③ ㈱ ﬁle", "a\u0301b 限\u200b流", "\xff\xfe限流\xff", "VirtualService.networking.istio.io/v1",
	} {
		for _, term := range a.Analyze(text) {
			if term.Start < 0 || term.Start >= term.End || term.End > len(text) {
				t.Errorf("%q: term %q has offsets %d:%d", text, term.Text, term.Start, term.End)
			}
		}
	}
}

func TestOffsetsAreExact(t *testing.T) {
	a := newAnalyzer(t)
	for _, tt := range []struct {
		kind             analysis.Kind
		text, term, want string
	}{
		{analysis.Word, "請問Ｅｎｖｏｙ 限流", "envoy", "Ｅｎｖｏｙ"},
		{analysis.Word, "sidecar\u200b 重启", "sidecar", "sidecar"},
		{analysis.Word, "side\u200bcar 重启", "sidecar", "side\u200bcar"},
		{analysis.Word, "kiali\x1b", "kiali", "kiali"},
		{analysis.Word, "cafe\u0301 x", "caf\u00e9", "cafe\u0301"},
		{analysis.Bigram, "㍿", "株式", "㍿"},
		{analysis.Bigram, "流量劫持", "量劫", "量劫"},
		{analysis.Gram, "an envoy", "_env", "env"},
		{analysis.Gram, "an envoy", "envo", "envo"},
		{analysis.Gram, "an envoy", "voy_", "voy"},
	} {
		found := false
		for _, term := range a.Analyze(tt.text) {
			if term.Kind != tt.kind || term.Text != tt.term {
				continue
			}
			found = true
			if got := tt.text[term.Start:term.End]; got != tt.want {
				t.Errorf("%q: %s stands at %q, want %q", tt.text, tt.term, got, tt.want)
			}
		}
		if !found {
			t.Errorf("%q: no term %q", tt.text, tt.term)
		}
	}
}

func TestLongIdentifierIsCutOnce(t *testing.T) {
	a := newAnalyzer(t)
	for _, text := range []string{strings.Repeat("a", 63) + "-b", strings.Repeat("a", 64) + "-b", strings.Repeat("a", 100)} {
		if got := strings.Fields(terms(a, analysis.Word, text)); len(got) != 1 || strings.Contains(got[0], "-") {
			t.Errorf("%q: words %q, want the head alone", text, got)
		}
	}
}

func TestTokenizer(t *testing.T) {
	tokens := newAnalyzer(t).Tokenizer().Tokenize([]byte("Envoy 限流"))
	last := 0
	for _, tok := range tokens {
		if tok.Position < last {
			t.Errorf("token %q at position %d after %d", tok.Term, tok.Position, last)
		}
		last = tok.Position
		if tok.Start >= tok.End || len(tok.Term) < 2 {
			t.Errorf("token %+v", tok)
		}
	}
	if len(tokens) == 0 {
		t.Error("no tokens")
	}
}

func TestProseAnalyzer(t *testing.T) {
	a := newAnalyzer(t, []string{"限流", "rate limit"})
	kinds := func(tokens bleveanalysis.TokenStream) string {
		seen := make(map[byte]bool)
		for _, tok := range tokens {
			seen[tok.Term[0]] = true
		}
		return string(slices.Sorted(maps.Keys(seen)))
	}
	text := []byte("Envoy 流量限流")
	if got := kinds(a.BleveAnalyzer().Analyze(text)); got != "bcgw" {
		t.Errorf("text gives the kinds %s, want bcgw", got)
	}
	if got := kinds(a.BleveProseAnalyzer().Analyze(text)); got != "cw" {
		t.Errorf("prose gives the kinds %s, want cw", got)
	}
}

func FuzzAnalyze(f *testing.F) {
	a := newAnalyzer(f, []string{"限流", "rate limit"}, []string{"sidecar", "边车"})
	for _, s := range []string{
		"", "sidecar 内存占用太高怎么办", "VirtualService networking.istio.io", "Ｉｓｔｉｏ", "記憶體", "\xff\xfe", "a\u0301\u0301",
		"ﷺ", "🙂", "1.10.2-rc.1", "----", "rate limit", strings.Repeat("ａ", 300), "㍿ ㋿", "\u1100\u1161\u11a8", "İSTANBUL",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, term := range a.Analyze(s) {
			if term.Start < 0 || term.Start >= term.End || term.End > len(s) {
				t.Fatalf("%q: term %q has offsets %d:%d", s, term.Text, term.Start, term.End)
			}
			if !utf8.ValidString(term.Text) || term.Text == "" {
				t.Fatalf("%q: term %q", s, term.Text)
			}
		}
	})
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		newAnalyzer(b)
	}
}

func BenchmarkAnalyze(b *testing.B) {
	a := newAnalyzer(b)
	const text = "service 特别多的时候，sidecar 是否会占用过多内存？VirtualService 有什么解决思路"
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		a.Analyze(text)
	}
}
