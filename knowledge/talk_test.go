package knowledge

import (
	"strings"
	"testing"
)

const talks = `# A show

## 第 1 期 Gateways

- 时间：2021 年 8 月 3 日
- 嘉宾：周二（丙公司）

### 分享大纲

- Istio and edge gateways
- WebAssembly plugins

### 问答

Q：How do I reduce sidecar memory?

A：Scope it.

## 第 2 期 Tracing

- 时间：2021 年 9 月 3 日
- 嘉宾：李四（丁公司）

### 分享大纲

- Istio telemetry
- Sampling of spans and WebAssembly

### 问答

Q：Which version should I run?

A：The one before the latest.

## 第 3 期 Federation

- 时间：2021 年 10 月 3 日
- 嘉宾：王五（戊公司）

### 分享大纲

- Istio multicluster federation
- Rollout of certificates

### 问答

Q：Can I join the group?

A：Yes.
`

func TestTalk(t *testing.T) {
	s := storeOf(t, map[string]string{"page.md": talks})
	if got := len(s.Episodes()); got != 3 {
		t.Fatalf("%d episodes, want 3", got)
	}
	for i, ep := range s.Episodes() {
		if len(ep.Outline) != 2 {
			t.Fatalf("episode %d has the outline %q, want two items", i+1, ep.Outline)
		}
	}
	m := matcherOf(t, s, Options{Fit: handFit()})
	for _, tt := range []struct {
		name, question string
		want           int // the number of the episode; 0 for none
	}{
		{"an outline covers it", "How about multicluster federation?", 3},
		{"one telling word", "certificates", 3},
		{"by title", "Is there anything on tracing?", 2},
		{"two talks, the one with more", "sampling with WebAssembly", 2},
		{"a word that two of three talks have tells nothing", "WebAssembly", 0},
		{"every talk has it", "Istio", 0},
		{"most is unknown", "federation of zebras, giraffes", 0},
		{"nothing is known", "zebras", 0},
		{"no word", "how do I", 0},
		{"an entry answers it", "How do I reduce sidecar memory?", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := searchFor(t, m, tt.question)
			got := 0
			if r.Talk != nil {
				got = r.Talk.Number
			}
			if got != tt.want {
				t.Errorf("talk %d for %q with the confidence %.2f, want %d", got, tt.question, r.Confidence, tt.want)
			}
		})
	}
}

// TestTalkIsForWhatIsNotOffered: a question whose entry is sure gets no talk,
// though the outline covers it.
func TestTalkIsForWhatIsNotOffered(t *testing.T) {
	page := strings.Replace(talks, "Q：Can I join the group?", "Q：How does multicluster federation behave?", 1)
	m := matcherOf(t, storeOf(t, map[string]string{"page.md": page}), Options{Fit: handFit()})
	if r := searchFor(t, m, "How does multicluster federation behave?"); r.Talk != nil || firstOf(r) == "" {
		t.Errorf("talk %v, first match %q with the confidence %.2f", r.Talk, firstOf(r), r.Confidence)
	}
	if r := searchFor(t, m, "federation certificates rollout zones"); r.Talk == nil || r.Confidence >= r.Thresholds.Choices || len(r.Matches) == 0 {
		t.Errorf("talk %v, %d matches with the confidence %.2f; want a talk beside a weak match", r.Talk, len(r.Matches), r.Confidence)
	}
}

func TestNoTalkWithoutEpisodes(t *testing.T) {
	m := matcherOf(t, threeStore(t), Options{Fit: handFit()})
	for _, question := range []string{"zebras", "multicluster federation"} {
		if r := searchFor(t, m, question); r.Talk != nil {
			t.Errorf("talk %v for %q in a table", r.Talk, question)
		}
	}
}
