package bot_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bigtalk/bot"
	"bigtalk/knowledge"
	"bigtalk/knowledge/archive"
)

// A fakeSearcher returns one result whatever is asked, and keeps the query.
type fakeSearcher struct {
	result knowledge.Result
	err    error
	query  *knowledge.Query
}

func (f fakeSearcher) Search(_ context.Context, q knowledge.Query) (knowledge.Result, error) {
	if f.query != nil {
		*f.query = q
	}
	if f.result.Thresholds == (knowledge.Thresholds{}) {
		f.result.Thresholds = knowledge.Thresholds{Answer: 0.75, Choices: 0.25, Overheard: 0.97}
	}
	return f.result, f.err
}

func (f fakeSearcher) Match(id string) (knowledge.Match, bool) {
	for _, m := range f.result.Matches {
		if m.Entry.ID == id {
			return m, true
		}
	}
	return knowledge.Match{}, false
}

func episode() *archive.Episode {
	return &archive.Episode{
		Number: 5, Title: "生产落地", Guests: []string{"钟华"}, Company: "腾讯云", Date: "2021-06-30", URL: "https://example.com/5",
	}
}

// matches returns n matches of one episode, the first fully annotated.
func matches(n int) []knowledge.Match {
	ep := episode()
	related := &archive.Entry{ID: "e05q09", Question: "相关的问题？", Answer: "答。", Episode: ep}
	list := make([]knowledge.Match, n)
	for i := range list {
		list[i] = knowledge.Match{
			Entry: &archive.Entry{
				ID: fmt.Sprintf("e05q%02d", i+1), Question: fmt.Sprintf("问题 %d？", i+1), Answer: "用次新版本。", Episode: ep,
			},
			Annotation: &knowledge.Annotation{},
		}
	}
	if n > 0 {
		list[0].Annotation = &knowledge.Annotation{
			TitleZH: "用哪个版本？", TitleEN: "Which version?", AnswerEN: "Use the second newest.",
			Dated: "Istio 1.9", DatedZH: "Istio 1.9 时",
		}
		list[0].Related = []knowledge.Related{{Entry: related, Annotation: &knowledge.Annotation{TitleZH: "相关？", TitleEN: "Related?"}}}
	}
	return list
}

func handle(t *testing.T, r knowledge.Result, m bot.Message) bot.Reply {
	t.Helper()
	b := bot.New(fakeSearcher{result: r}, bot.Options{
		Title: "Istio 大咖说", Episodes: []*archive.Episode{episode()}, Overhears: func(bot.Message) bool { return true },
	})
	reply, err := b.Handle(context.Background(), m)
	if err != nil {
		t.Fatal(err)
	}
	return reply
}

func addressed(text string) bot.Message { return bot.Message{ID: "1", Text: text, Addressed: true} }

func TestDecisions(t *testing.T) {
	for _, tt := range []struct {
		name       string
		confidence float64
		matches    int
		addressed  bool
		want       bot.Decision
	}{
		{"sure", 0.9, 3, true, bot.Answer},
		{"at the threshold", 0.75, 3, true, bot.Answer},
		{"unsure", 0.5, 3, true, bot.Choices},
		{"unlikely", 0.1, 3, true, bot.Refusal},
		{"nothing found", 0, 0, true, bot.Refusal},
		{"overheard and nearly certain", 0.98, 3, false, bot.Answer},
		{"overheard and sure", 0.9, 3, false, bot.Silence},
		{"overheard and nothing found", 0, 0, false, bot.Silence},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := handle(t, knowledge.Result{Matches: matches(tt.matches), Confidence: tt.confidence, Overheard: tt.confidence},
				bot.Message{ID: "1", Text: "which version", Addressed: tt.addressed})
			if r.Decision != tt.want {
				t.Errorf("confidence %v: %s, want %s", tt.confidence, r.Decision, tt.want)
			}
			if (r.Decision == bot.Silence) != (len(r.Blocks) == 0) {
				t.Errorf("%s has %d blocks", r.Decision, len(r.Blocks))
			}
			if got := len(r.Choices); (r.Decision == bot.Choices) != (got > 0) {
				t.Errorf("%s has %d choices", r.Decision, got)
			}
		})
	}
}

func TestAnswerBlocks(t *testing.T) {
	result := knowledge.Result{Matches: matches(2), Confidence: 0.9}
	other := &archive.Episode{Number: 7, Title: "网关", Guests: []string{"甲", "乙"}, Date: "2021-08-25"}
	result.Matches[0].Duplicates = []*archive.Entry{
		{ID: "e07q01", Episode: other},
		{ID: "e05q08", Episode: result.Matches[0].Entry.Episode}, // the same place: not cited again
	}
	for text, want := range map[string][]bot.Block{
		"哪个版本": {
			bot.AnswerBlock{Markdown: "用次新版本。"},
			bot.OriginalBlock{Intro: "档案中的问题：", Question: "用哪个版本？"},
			bot.NoticeBlock{Text: "注意：这是 2021-06-30 的回答，与当时的版本有关（Istio 1.9 时），现在可能已经变化。"},
			bot.CitationBlock{Label: "《Istio 大咖说》第 5 期", Details: []string{"生产落地", "钟华（腾讯云）", "2021-06-30"}, URL: "https://example.com/5"},
			bot.CitationBlock{Label: "《Istio 大咖说》第 7 期", Details: []string{"网关", "甲、乙", "2021-08-25"}, Intro: "同样的回答还见于："},
			bot.RelatedBlock{Intro: "相关问题：", Options: []bot.Option{{ID: "e05q09", Title: "相关？"}}},
		},
		"which version": {
			bot.AnswerBlock{Markdown: "Use the second newest."},
			bot.OriginalBlock{Intro: "This is a translation; the question in the archive: ", Question: "Which version? (问题 1？)"},
			bot.NoticeBlock{Text: "Note: this answer is of 2021-06-30 and depends on versions of that time (Istio 1.9); it may be out of date."},
			bot.CitationBlock{Label: "Istio 大咖说, episode 5", Details: []string{"生产落地", "钟华 (腾讯云)", "2021-06-30"}, URL: "https://example.com/5"},
			bot.CitationBlock{Label: "Istio 大咖说, episode 7", Details: []string{"网关", "甲, 乙", "2021-08-25"}, Intro: "Also answered in "},
			bot.RelatedBlock{Intro: "Related questions:", Options: []bot.Option{{ID: "e05q09", Title: "Related?"}}},
		},
	} {
		if diff := cmp.Diff(want, handle(t, result, addressed(text)).Blocks); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestRefusalNamesTheNearest(t *testing.T) {
	outro := bot.TextBlock{Text: "Try other words, or a smaller question."}
	result := knowledge.Result{Matches: matches(4), Confidence: 0.1, Helps: 0.2, Uncovered: []string{"quantum"}}
	result.Matches[1].Annotation = result.Matches[0].Annotation // of one title
	r := handle(t, result, addressed("which quantum version"))
	want := []bot.Block{
		bot.TextBlock{Text: "The archive does not answer this question. It has nothing on “quantum”."},
		bot.RelatedBlock{Intro: "Closest in the archive:", Options: []bot.Option{{ID: "e05q01", Title: "Which version?"}, {ID: "e05q03", Title: "问题 3？"}}},
		outro,
	}
	if diff := cmp.Diff(want, r.Blocks); diff != "" {
		t.Errorf("blocks (-want +got):\n%s", diff)
	}
	if r.Decision != bot.Refusal || len(r.Choices) != 0 || len(r.Nearest) != 2 {
		t.Errorf("%s with choices %v and nearest %v", r.Decision, r.Choices, r.Nearest)
	}
	result.Helps = 0.14
	r = handle(t, result, addressed("which quantum version"))
	want = []bot.Block{bot.TextBlock{Text: "The archive does not answer this question. It has nothing on “quantum”. Try other words, or a smaller question."}}
	if diff := cmp.Diff(want, r.Blocks); diff != "" || len(r.Nearest) != 0 {
		t.Errorf("with nothing near: nearest %v, blocks (-want +got):\n%s", r.Nearest, diff)
	}
}

func TestRefusalShowsTheTalk(t *testing.T) {
	r := handle(t, knowledge.Result{Talk: episode()}, addressed("which version"))
	c, ok := r.Blocks[1].(bot.CitationBlock)
	if !ok || c.URL != "https://example.com/5" || c.Intro != "No answer in the Q&A, but episode 5's talk covers this: " {
		t.Errorf("blocks %v lack the talk", r.Blocks)
	}
}

func TestNearestMustHelp(t *testing.T) {
	for helps, want := range map[float64]int{0.14: 0, 0.16: 1} {
		r := handle(t, knowledge.Result{Matches: matches(1), Helps: helps}, addressed("which version"))
		if len(r.Nearest) != want {
			t.Errorf("helps %v: nearest %v; want %d", helps, r.Nearest, want)
		}
	}
}

func TestThresholdsComeWithTheResult(t *testing.T) {
	result := knowledge.Result{Matches: matches(1), Confidence: 0.8, Thresholds: knowledge.Thresholds{Answer: 0.9, Choices: 0.1, Overheard: 1}}
	if r := handle(t, result, addressed("which version")); r.Decision != bot.Choices {
		t.Errorf("0.8 with a threshold of 0.9: %s", r.Decision)
	}
	b := bot.New(fakeSearcher{result: result}, bot.Options{Thresholds: bot.Thresholds{Answer: 0.7, Choices: 0.1, Overheard: 1}})
	if r, err := b.Handle(context.Background(), addressed("which version")); err != nil || r.Decision != bot.Answer {
		t.Errorf("0.8 with an operator's threshold of 0.7: %s, %v", r.Decision, err)
	}
}

func TestChoicesThatCouldAnswer(t *testing.T) {
	for name, tt := range map[string]struct {
		confidences []float64
		want        []string
	}{
		"not told":        {[]float64{0, 0, 0, 0}, []string{"e05q01", "e05q02", "e05q03"}},
		"close":           {[]float64{0.5, 0.4, 0.3, 0.3}, []string{"e05q01", "e05q02", "e05q03"}},
		"one stands out":  {[]float64{0.5, 0.04, 0.04, 0}, []string{"e05q01"}},
		"two stand out":   {[]float64{0.5, 0.06, 0.04, 0}, []string{"e05q01", "e05q02"}},
		"later is likely": {[]float64{0.5, 0.04, 0.4, 0}, []string{"e05q01", "e05q03"}},
	} {
		result := knowledge.Result{Matches: matches(4), Confidence: 0.5}
		for i, c := range tt.confidences {
			result.Matches[i].Confidence = c
		}
		r := handle(t, result, addressed("which version"))
		var got []string
		for _, o := range r.Choices {
			got = append(got, o.ID)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: choices (-want +got):\n%s", name, diff)
		}
		closest := r.Blocks[0].(bot.ChoicesBlock).Intro == "The archive does not answer this directly; closest is:"
		if closest != (len(got) == 1) {
			t.Errorf("%s: %d choices introduced by %q", name, len(got), r.Blocks[0].(bot.ChoicesBlock).Intro)
		}
	}
}

func TestLongQuestionIsTitledForEnglishReaders(t *testing.T) {
	m := matches(1)[0]
	m.Entry.Question = strings.Repeat("很长的问题", 20)
	want := bot.OriginalBlock{Intro: "This is a translation; the question in the archive: ", Question: "Which version? (用哪个版本？)"}
	if diff := cmp.Diff(bot.Block(want), bot.Show("", m, bot.English).Blocks[1]); diff != "" {
		t.Errorf("block (-want +got):\n%s", diff)
	}
}

func TestCitationWithoutEpisode(t *testing.T) {
	for name, tt := range map[string]struct {
		title, source string
		want          bot.CitationBlock
	}{
		"link":  {"FAQ", "https://example.com/faq", bot.CitationBlock{Label: "FAQ", Details: []string{"q1"}, URL: "https://example.com/faq"}},
		"text":  {"FAQ", "Handbook, p. 4", bot.CitationBlock{Label: "Handbook, p. 4", Details: []string{"q1"}}},
		"title": {"FAQ", "", bot.CitationBlock{Label: "FAQ", Details: []string{"q1"}}},
		"file":  {"", "", bot.CitationBlock{Label: "faq.csv", Details: []string{"q1"}}},
	} {
		m := knowledge.Match{
			Entry:      &archive.Entry{ID: "q1", Question: "Q?", Answer: "A.", File: "faq.csv", Source: tt.source},
			Annotation: &knowledge.Annotation{},
		}
		blocks := bot.Show(tt.title, m, bot.English).Blocks
		if diff := cmp.Diff(tt.want, blocks[2]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestLimits(t *testing.T) {
	var q knowledge.Query
	b := bot.New(fakeSearcher{result: knowledge.Result{Matches: matches(5), Confidence: 0.5}, query: &q}, bot.Options{Limit: 1})
	r, err := b.Handle(context.Background(), addressed("which version"))
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Matches) != 1 || len(r.Choices) != bot.MaxChoices {
		t.Errorf("%d matches and %d choices, want 1 and %d", len(r.Matches), len(r.Choices), bot.MaxChoices)
	}
}

func TestZeroOptions(t *testing.T) {
	var q knowledge.Query
	b := bot.New(fakeSearcher{result: knowledge.Result{Matches: matches(8), Confidence: 0.9}, query: &q}, bot.Options{})
	r, err := b.Handle(context.Background(), addressed("which version"))
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Matches) != knowledge.DefaultLimit || q.Limit != knowledge.DefaultLimit {
		t.Errorf("%d matches of %d asked for, want %d", len(r.Matches), q.Limit, knowledge.DefaultLimit)
	}
}

// TestOtherArchives holds the bot's words to be true of an archive that is no show.
func TestOtherArchives(t *testing.T) {
	b := bot.New(fakeSearcher{}, bot.Options{Version: "v1"})
	for _, text := range []string{"hi", "你好", "who are you", "你是谁", "help", "帮助", "?", "？", "谢谢", "👍", "no", "test"} {
		r, err := b.Handle(context.Background(), addressed(text))
		if err != nil {
			t.Fatal(err)
		}
		got := r.Blocks[0].(bot.TextBlock).Text
		for _, word := range []string{"节目的", "show", "guest", "嘉宾", "sidecar", "xample", "例如"} {
			if strings.Contains(got, word) {
				t.Errorf("%q: says %q: %s", text, word, got)
			}
		}
		if r.Version != "v1" {
			t.Errorf("%q: version %q", text, r.Version)
		}
	}
}

func TestEpisodeListLeavesOutWhatIsMissing(t *testing.T) {
	b := bot.New(fakeSearcher{}, bot.Options{Episodes: []*archive.Episode{{Number: 1, Title: "网关", Date: "2021-06-30"}, {Number: 2}}})
	r, err := b.Handle(context.Background(), addressed("有哪几期"))
	if err != nil {
		t.Fatal(err)
	}
	want := []bot.Block{bot.TextBlock{Text: "节目一共有 2 期：\n第 1 期 · 网关 · 2021-06-30\n第 2 期"}}
	if diff := cmp.Diff(want, r.Blocks); diff != "" {
		t.Errorf("blocks (-want +got):\n%s", diff)
	}
}

func TestSearchErrorStaysInside(t *testing.T) {
	secret := errors.New("SECRET connection string")
	b := bot.New(fakeSearcher{err: secret}, bot.Options{})
	r, err := b.Handle(context.Background(), addressed("which version"))
	if !errors.Is(err, secret) {
		t.Errorf("error %v does not wrap the cause", err)
	}
	if diff := cmp.Diff(bot.Reply{}, r); diff != "" {
		t.Errorf("a failed search has a reply (-want +got):\n%s", diff)
	}
}

func TestUnsearchableMessages(t *testing.T) {
	for name, text := range map[string]string{
		"empty": "", "spaces": " \t\n", "punctuation": "?!…。", "controls": "\x00\x1b", "too long": strings.Repeat("长", 10_000),
	} {
		b := bot.New(fakeSearcher{err: errors.New("searched")}, bot.Options{})
		r, err := b.Handle(context.Background(), addressed(text))
		if err != nil || r.Decision != bot.Refusal || len(r.Blocks) != 1 {
			t.Errorf("%s: %s, %v, %v; want a refusal of one block", name, r.Decision, r.Blocks, err)
		}
	}
}
