package bot

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"bigtalk/knowledge/archive"
)

func TestRefusalPointsToATalk(t *testing.T) {
	full := &archive.Episode{
		Number: 4, Title: "大规模落地", Guests: []string{"陈鹏"}, Company: "百度", Date: "2021-06-23", URL: "https://example.com/4",
	}
	for name, tt := range map[string]struct {
		talk *archive.Episode
		lang Language
		want []Block
	}{
		"zh": {full, Chinese, []Block{
			TextBlock{"档案里没有这个问题的答案。"},
			CitationBlock{
				Intro: "第 4 期的分享讲到了这个话题：", Label: "《大规模落地》",
				Details: []string{"陈鹏（百度）", "2021-06-23"}, URL: "https://example.com/4",
			},
			TextBlock{"可以换个说法，或把问题拆小一点再问。"},
		}},
		"en": {full, English, []Block{
			TextBlock{"The archive does not answer this question."},
			CitationBlock{
				Intro: "No answer in the Q&A, but episode 4's talk covers this: ", Label: "“大规模落地”",
				Details: []string{"陈鹏 (百度)", "2021-06-23"}, URL: "https://example.com/4",
			},
			TextBlock{"Try other words, or a smaller question."},
		}},
		"no title": {&archive.Episode{Number: 4}, English, []Block{
			TextBlock{"The archive does not answer this question."},
			CitationBlock{Intro: "No answer in the Q&A, but episode 4's talk covers this: ", Label: "Episode 4"},
			TextBlock{"Try other words, or a smaller question."},
		}},
		"none": {nil, Chinese, []Block{TextBlock{"档案里没有这个问题的答案。可以换个说法，或把问题拆小一点再问。"}}},
	} {
		b := New(nil, Options{})
		r := Reply{Decision: Refusal, Language: tt.lang}
		b.compose(&r, tt.talk)
		if diff := cmp.Diff(tt.want, r.Blocks); diff != "" {
			t.Errorf("%s: blocks (-want +got):\n%s", name, diff)
		}
	}
}
