package bot

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSwitches(t *testing.T) {
	for _, tt := range []struct {
		text, rest string
		switched   bool
	}{
		// The subject is left.
		{"换个问题，sidecar 怎么升级", "sidecar 怎么升级", true},
		{"換個問題，sidecar 怎麼升級", "sidecar 怎麼升級", true},
		{"换个话题，怎么限流？", "怎么限流？", true},
		{"换个话题 怎么限流？", "怎么限流？", true},
		{"换个话题sidecar怎么升级", "sidecar怎么升级", true},
		{"换个问题：\n怎么限流？", "怎么限流？", true},
		{"换个问题吧，怎么限流", "怎么限流", true},
		{"换一个问题，怎么限流", "怎么限流", true},
		{"那换个问题，怎么限流", "怎么限流", true},
		{"好的，谢谢。那换个问题，怎么限流", "怎么限流", true},
		{"我们换个话题吧。怎么限流", "怎么限流", true},
		{"另外问一下，怎么限流", "怎么限流", true},
		{"另外问一下怎么限流", "怎么限流", true},
		{"另外请问一下多集群怎么部署", "多集群怎么部署", true},
		{"另一个问题：怎么限流", "怎么限流", true},
		{"另一個問題：怎麼限流", "怎麼限流", true},
		{"另一个问题是怎么限流", "怎么限流", true},
		{"另外一个问题，怎么限流", "怎么限流", true},
		{"问个别的，怎么限流", "怎么限流", true},
		{"想问个别的问题：怎么限流", "怎么限流", true},
		{"题外话：怎么限流", "怎么限流", true},
		{"題外話，怎麼限流", "怎麼限流", true},
		{"新问题：怎么限流", "怎么限流", true},
		{"Another question: how do I limit memory?", "how do I limit memory?", true},
		{"ok, another question: how do I limit memory?", "how do I limit memory?", true},
		{"I have another question: how do I limit memory?", "how do I limit memory?", true},
		{"another question - how do I limit memory?", "how do I limit memory?", true},
		{"another question — how do I limit memory?", "how do I limit memory?", true},
		{"different topic: how do I limit memory?", "how do I limit memory?", true},
		{"Different topic, how do I limit memory?", "how do I limit memory?", true},
		{"On another note, how do I limit memory?", "how do I limit memory?", true},
		{"on another note how do I limit memory?", "how do I limit memory?", true},
		{"Unrelated: how do I limit memory?", "how do I limit memory?", true},
		{"unrelated, but how do I limit memory?", "but how do I limit memory?", true},
		{"Totally unrelated question: how do I limit memory?", "how do I limit memory?", true},
		{"Thanks! Changing the subject, how do I limit memory?", "how do I limit memory?", true},
		{"Let's talk about something else. How do I limit memory?", "How do I limit memory?", true},
		{"Can I ask something else? How do I limit memory?", "How do I limit memory?", true},
		{"换个话题，顺便问一下，怎么限流", "怎么限流", true},
		{"btw, another question: how do I limit memory?", "how do I limit memory?", true},
		{"换个问题。。。怎么限流", "怎么限流", true},
		{"ＢＴＷ， different topic： how", "how", true},
		// It may not be.
		{"顺便问下怎么限流", "怎么限流", false},
		{"顺便问下sidecar 怎么升级", "sidecar 怎么升级", false},
		{"顺便问一下，怎么限流", "怎么限流", false},
		{"順便問一下，怎麼限流", "怎麼限流", false},
		{"顺便，怎么限流", "怎么限流", false},
		{"还有个问题，怎么限流", "怎么限流", false},
		{"還有個問題，怎麼限流", "怎麼限流", false},
		{"还有个问题sidecar 怎么升级", "sidecar 怎么升级", false},
		{"我还有个问题：怎么限流", "怎么限流", false},
		{"还有一个问题是怎么限流", "怎么限流", false},
		{"再问一个，怎么限流", "怎么限流", false},
		{"再问一个问题，怎么限流", "怎么限流", false},
		{"再问一个问题：怎么限流", "怎么限流", false},
		{"再问一下怎么限流", "怎么限流", false},
		{"谢谢，再请教一下怎么限流", "怎么限流", false},
		{"对了，怎么限流", "怎么限流", false},
		{"下一个问题：怎么限流", "怎么限流", false},
		{"by the way, how do I limit memory?", "how do I limit memory?", false},
		{"By the way how do I limit memory?", "how do I limit memory?", false},
		{"btw how do I limit memory?", "how do I limit memory?", false},
		{"BTW: how do I limit memory?", "how do I limit memory?", false},
		{"Thanks! btw, how do I limit memory?", "how do I limit memory?", false},
		{"one more question: how do I limit memory?", "how do I limit memory?", false},
		{"And one more thing - how do I limit memory?", "how do I limit memory?", false},
		// Nothing is dropped.
		{"换个问题", "换个问题", false},
		{"换个问题吧", "换个问题吧", false},
		{"换个话题，", "换个话题，", false},
		{"btw", "btw", false},
		{"by the way...", "by the way...", false},
		{"unrelated: ?!", "unrelated: ?!", false},
		{"换个问题的标签怎么做", "换个问题的标签怎么做", false},
		{"换个话题怎么配置 topic", "换个话题怎么配置 topic", false},
		{"换个域名，证书怎么办", "换个域名，证书怎么办", false},
		{"另一个问题怎么解决", "另一个问题怎么解决", false},
		{"另一个集群怎么加入", "另一个集群怎么加入", false},
		{"另外的集群怎么加入", "另外的集群怎么加入", false},
		{"还有问题怎么办", "还有问题怎么办", false},
		{"还有哪些限制", "还有哪些限制", false},
		{"顺便重启 sidecar 可以吗", "顺便重启 sidecar 可以吗", false},
		{"再问一个服务的负载", "再问一个服务的负载", false},
		{"对了一半怎么办", "对了一半怎么办", false},
		{"unrelated pods restart, why?", "unrelated pods restart, why?", false},
		{"another question about sidecars", "another question about sidecars", false},
		{"different topic names in Kafka", "different topic names in Kafka", false},
		{"next hop is wrong", "next hop is wrong", false},
		{"a new question type", "a new question type", false},
		{"How do I change the subject, by the way, of a certificate?", "How do I change the subject, by the way, of a certificate?", false},
		{"谢谢，怎么限流", "谢谢，怎么限流", false},
		{"好的，那怎么限流", "好的，那怎么限流", false},
		{"sidecar 怎么升级，顺便问一下", "sidecar 怎么升级，顺便问一下", false},
		{"btwfoo", "btwfoo", false},
		{"", "", false},
		{"  怎么限流  ", "  怎么限流  ", false},
		{"？", "？", false},
		{"怎么\xff限流", "怎么限流", false},
		{strings.Repeat("谢谢", 60) + "换个问题，怎么限流", strings.Repeat("谢谢", 60) + "换个问题，怎么限流", false},
	} {
		if rest, switched := withoutSwitch(tt.text); rest != tt.rest || switched != tt.switched {
			t.Errorf("%q: %q, switched %t; want %q, %t", tt.text, rest, switched, tt.rest, tt.switched)
		}
	}
}

func FuzzWithoutSwitch(f *testing.F) {
	for _, s := range []string{"换个问题，怎么限流", "btw how", "unrelated - x", "顺便问下\xff", "谢谢。换个话题吧：a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rest, switched := withoutSwitch(text)
		valid := strings.ToValidUTF8(text, "")
		if !utf8.ValidString(rest) || !strings.HasSuffix(strings.TrimSpace(valid), strings.TrimSpace(rest)) {
			t.Errorf("%q leaves %q", text, rest)
		}
		if rest == valid && switched || rest != valid && !strings.ContainsFunc(rest, meaningful) {
			t.Errorf("%q leaves %q, switched %t", text, rest, switched)
		}
	})
}

func BenchmarkWithoutSwitch(b *testing.B) {
	for name, text := range map[string]string{
		"phrases": strings.Repeat("换个问题，", 4000) + "怎么限流",
		"marks":   "btw" + strings.Repeat(",- ", 6600) + "怎么限流",
		"plain":   strings.Repeat("怎么限流", 5000),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				withoutSwitch(text)
			}
		})
	}
}
