package archive_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bigtalk/knowledge/archive"
)

// The page of the show that is embedded by default.
const showPage = "../show/istio-bigtalk.md"

func openShow(t *testing.T) (*archive.Archive, string) {
	t.Helper()
	a, err := archive.Open(t.Context(), showPage)
	if err != nil {
		t.Fatal(err)
	}
	src, err := os.ReadFile(showPage)
	if err != nil {
		t.Fatal(err)
	}
	return a, string(src)
}

// A showLine is a line of the golden file: what is cited with an entry, and how
// its texts begin.
type showLine struct {
	ID       string   `json:"id"`
	Line     int      `json:"line"`
	Episode  int      `json:"episode"`
	Title    string   `json:"title"`
	Guests   []string `json:"guests"`
	Company  string   `json:"company"`
	Date     string   `json:"date"`
	URL      string   `json:"url"`
	Question string   `json:"question"`
	Answer   string   `json:"answer"`
}

func TestShowGolden(t *testing.T) {
	a, _ := openShow(t)
	golden := filepath.Join("testdata", "show.golden.jsonl")
	var got []showLine
	for _, e := range a.Entries {
		got = append(got, showLine{
			ID: e.ID, Line: e.Line, Episode: e.Episode.Number, Title: e.Episode.Title, Guests: e.Episode.Guests,
			Company: e.Episode.Company, Date: e.Episode.Date, URL: e.Episode.URL,
			Question: head(e.Question), Answer: head(e.Answer),
		})
	}
	if *update {
		var b strings.Builder
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		for _, l := range got {
			if err := enc.Encode(l); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	f, err := os.Open(golden)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var want []showLine
	for in := bufio.NewScanner(f); in.Scan(); {
		var l showLine
		if err := json.Unmarshal(in.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		want = append(want, l)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("entries of the show (-want +got):\n%s", diff)
	}
}

// head returns the start of s, enough to tell one text from another.
func head(s string) string {
	r := []rune(strings.ReplaceAll(s, "\n", "⏎"))
	return string(r[:min(len(r), 40)])
}

func TestShowCounts(t *testing.T) {
	a, _ := openShow(t)
	got := make(map[int]int)
	for _, e := range a.Entries {
		got[e.Episode.Number]++
	}
	want := map[int]int{2: 11, 3: 9, 4: 30, 5: 29, 7: 12, 8: 27}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("entries by episode (-want +got):\n%s", diff)
	}
	if len(a.Episodes) != 8 || len(a.Resources) != 3 || a.Err() != nil {
		t.Errorf("%d episodes, %d resources, error %v; want 8, 3, nil", len(a.Episodes), len(a.Resources), a.Err())
	}
	for i, e := range a.Episodes {
		if e.Number != i+1 || e.Title == "" || len(e.Guests) != 1 || e.Company == "" || e.Date == "" || e.Time == "" || !strings.HasPrefix(e.URL, "https://www.bilibili.com/video/") {
			t.Errorf("episode lacks a fact: %+v", *e)
		}
	}
	repeated := false
	for _, d := range a.Diagnostics {
		repeated = repeated || d.Severity == archive.Note && d.Line == 545 && strings.Contains(d.Message, "episode 7 stands here again")
	}
	if !repeated {
		t.Errorf("no note tells that episode 7 stands twice: %v", a.Diagnostics)
	}
}

func TestShowEpisodes(t *testing.T) {
	a, _ := openShow(t)
	for _, tt := range []struct {
		number            int
		date, time        string
		guest, company    string
		speaker, intro    string // how they begin
		outline           int
		gains, topic, url string
	}{
		{1, "2021-05-25", "晚 8 点", "马若飞", "FreeWheel", "《Istio 实战指南》作者", "想了解 Istio 的来历吗？", 0, "", "", "https://www.bilibili.com/video/BV1jK4y1R7Tk"},
		{3, "2021-06-09", "晚 8 点 - 9 点", "杨笛航", "网易数帆", "杨笛航，Istio 社区成员", "Istio 作为当前最火的", 0, "", "如何让 Istio 变得更为高效和智能", "https://www.bilibili.com/video/BV18o4y1y75e/"},
		{4, "2021-06-23", "晚 8 点到 9 点", "陈鹏", "百度", "陈鹏，百度研发工程师", "", 3, "通过本次分享你将了解", "如何让 Istio 在大规模生产环境落地", "https://www.bilibili.com/video/BV18M4y1u76t/"},
		{6, "2021-08-03", "中午 12:30 到 14:00", "周礼赞", "Tetrate", "", "我们在过去两个月内", 0, "", "Envoy Proxy 在线答疑", "https://www.bilibili.com/video/BV1d64y1x7yn"},
		{7, "2021-08-25", "晚上 8:00 到 9:00", "韩佳浩", "网易轻舟", "韩佳浩，网易数帆资深", "云原生架构演进下", 0, "", "基于 Envoy/Istio 的云原生 API 网关 —— 开源项目 Hango 的设计与实现", "https://www.bilibili.com/video/BV1YL411b7e6/"},
		{8, "2021-11-09", "晚上 8:00 到 9:30", "贾建云", "小红书", "贾建云，小红书", "", 3, "了解小红书服务网格", "小红书服务网格大规模落地经验分享", "https://www.bilibili.com/video/BV12b4y187ae/"},
	} {
		e := a.Episodes[tt.number-1]
		switch {
		case e.Date != tt.date, e.Time != tt.time, e.Guests[0] != tt.guest, e.Company != tt.company, e.URL != tt.url, e.Topic != tt.topic:
			t.Errorf("episode %d: facts %+v, want %+v", tt.number, *e, tt)
		case !strings.HasPrefix(e.Speaker, tt.speaker), (e.Speaker == "") != (tt.speaker == ""):
			t.Errorf("episode %d: speaker %q, want %q…", tt.number, e.Speaker, tt.speaker)
		case !strings.HasPrefix(e.Introduction, tt.intro), (e.Introduction == "") != (tt.intro == ""):
			t.Errorf("episode %d: introduction %q, want %q…", tt.number, e.Introduction, tt.intro)
		case len(e.Outline) != tt.outline:
			t.Errorf("episode %d: outline %q, want %d items", tt.number, e.Outline, tt.outline)
		case !strings.HasPrefix(e.Gains, tt.gains), (e.Gains == "") != (tt.gains == ""):
			t.Errorf("episode %d: gains %q, want %q…", tt.number, e.Gains, tt.gains)
		}
	}
}

// Every entry's text stands on the page, and every line of a 问答 section is in
// some entry: nothing is made up and nothing is lost.
func TestShowCoverage(t *testing.T) {
	a, src := openShow(t)
	page := squeeze(src)
	var texts strings.Builder
	for _, e := range a.Entries {
		for _, text := range []string{e.Question, e.Answer} {
			if !strings.Contains(page, squeeze(text)) {
				t.Errorf("%s: not on the page: %q", e.ID, text)
			}
			texts.WriteString(squeeze(text) + "\x00")
		}
	}
	all := texts.String()
	mark := regexp.MustCompile(`^\s*(?:\d+\.\s+|>\s?|答：|-{3,}$)*`)
	inside := false
	for i, line := range strings.Split(src, "\n") {
		switch {
		case strings.HasPrefix(line, "### 问答"):
			inside = true
		case strings.HasPrefix(line, "#"):
			inside = false
		case inside:
			if rest := squeeze(mark.ReplaceAllString(line, "")); !strings.Contains(all, rest) {
				t.Errorf("line %d is in no entry: %q", i+1, line)
			}
		}
	}
}

// squeeze removes all space and the quote signs from s.
func squeeze(s string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(s), ""), ">", "")
}
