package bot

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// TestSeveralQuestions: messages that ask more than one question; parts are parted
// by "|".
func TestSeveralQuestions(t *testing.T) {
	for text, want := range map[string]string{
		// Lists on lines.
		"1. sidecar 怎么注入？\n2. 怎么升级？":                   "sidecar 怎么注入？|怎么升级？",
		"1、sidecar 怎么注入\n2、怎么升级":                       "sidecar 怎么注入|怎么升级",
		"1) how do I inject it\n2) how do I upgrade":   "how do I inject it|how do I upgrade",
		"（1）怎么注入\n（2）怎么升级":                             "怎么注入|怎么升级",
		"(1) 怎么注入\n(2) 怎么升级":                           "怎么注入|怎么升级",
		"①怎么注入\n②怎么升级":                                 "怎么注入|怎么升级",
		"❶ 怎么注入\n❷ 怎么升级":                               "怎么注入|怎么升级",
		"1️⃣ 怎么注入\n2️⃣ 怎么升级":                           "怎么注入|怎么升级",
		"⒈怎么注入\n⒉怎么升级":                                 "怎么注入|怎么升级",
		"一、怎么注入\n二、怎么升级\n三、怎么回滚":                       "怎么注入|怎么升级|怎么回滚",
		"一.怎么注入\n二.怎么升级":                               "怎么注入|怎么升级",
		"（一）怎么注入\n（二）怎么升级":                             "怎么注入|怎么升级",
		"Q1: 怎么注入\nQ2: 怎么升级\nQ3: 怎么回滚":                 "怎么注入|怎么升级|怎么回滚",
		"Q1：sidecar 资源\nQ2：gateway 资源":                 "sidecar 资源|gateway 资源",
		"Question 1: retries\nQuestion 2: timeouts":    "retries|timeouts",
		"问题1：怎么注入\n问题2：怎么升级":                           "怎么注入|怎么升级",
		"问题一：怎么注入\n问题二：怎么升级":                           "怎么注入|怎么升级",
		"問題一：怎麼注入\n問題二：怎麼升級":                           "怎麼注入|怎麼升級",
		"第一，怎么注入？\n第二，怎么升级？":                           "怎么注入？|怎么升级？",
		"第一个问题：怎么注入\n第二个问题：怎么升级":                       "怎么注入|怎么升级",
		"第一個問題是，怎麼注入\n第二個問題是，怎麼升級":                     "怎麼注入|怎麼升級",
		"１．怎么注入\n２．怎么升级":                               "怎么注入|怎么升级",
		"1. 怎么注入;\n2. 怎么升级;\n3. 怎么回滚;":                 "怎么注入|怎么升级|怎么回滚",
		"- 1. 怎么注入\n- 2. 怎么升级":                         "怎么注入|怎么升级",
		"1. 怎么注入？\r\n2. 怎么升级？\r\n":                     "怎么注入？|怎么升级？",
		"1: 怎么注入\n2: 怎么升级":                             "怎么注入|怎么升级",
		"1. 怎么注入\n在 1.10 上\n2. 怎么升级\n谢谢":               "怎么注入\n在 1.10 上|怎么升级\n谢谢",
		"1. 怎么限流？\n```\na: 2 # 2. why?\n```\n2. 怎么升级？": "怎么限流？\n```\na: 2 # 2. why?\n```|怎么升级？",
		"1. 怎么限流：(1) 全局怎么做 (2) 本地怎么做\n2. 怎么升级？":        "怎么限流：(1) 全局怎么做 (2) 本地怎么做|怎么升级？",
		"1. 怎么注入？自动吗？\n2. 怎么升级？":                       "怎么注入？自动吗？|怎么升级？",
		// With what leads to them.
		"两个问题：1. 怎么注入 2. 怎么升级":                                    "怎么注入|怎么升级",
		"你好，请教几个问题：\n1. sidecar 资源限制\n2. istiod 高可用":              "sidecar 资源限制|istiod 高可用",
		"我有两個問題\n1. sidecar 資源限制\n2. istiod 高可用":                  "sidecar 資源限制|istiod 高可用",
		"想请教几个问题，可以吗？1. 怎么注入 2. 怎么升级":                             "怎么注入|怎么升级",
		"怎么回滚？另外两个问题：1. 怎么注入 2. 怎么升级":                             "怎么回滚？|怎么注入|怎么升级",
		"I have two questions: 1) sidecar memory 2) istiod HA":    "sidecar memory|istiod HA",
		"A few quick questions:\n1. sidecar memory\n2. istiod HA": "sidecar memory|istiod HA",
		// Lists in a line.
		"1. 怎么注入？2. 怎么升级？":                            "怎么注入？|怎么升级？",
		"1.怎么注入 2.怎么升级 3.怎么回滚":                        "怎么注入|怎么升级|怎么回滚",
		"1.怎么注入2.怎么升级":                                "怎么注入|怎么升级",
		"1、怎么注入，2、怎么升级":                               "怎么注入|怎么升级",
		"1.sidecar 怎么注入？2.gateway 怎么配？":               "sidecar 怎么注入？|gateway 怎么配？",
		"1. how do I inject it? 2. how do I upgrade?": "how do I inject it?|how do I upgrade?",
		"请问①怎么注入②怎么升级":                                "怎么注入|怎么升级",
		"第一，怎么注入？第二，怎么升级？":                            "怎么注入？|怎么升级？",
		"一、怎么注入？二、怎么升级？":                              "怎么注入？|怎么升级？",
		"Q1：怎么注入 Q2：怎么升级":                             "怎么注入|怎么升级",
		"问一下（1）怎么注入（2）怎么升级？":                          "问一下（1）怎么注入（2）怎么升级？",
		"两个问题（1）怎么注入；（2）怎么升级？":                        "怎么注入|怎么升级？",
		// Sentences.
		"怎么注入？怎么升级？":                              "怎么注入？|怎么升级？",
		"怎麼注入？怎麼升級？":                              "怎麼注入？|怎麼升級？",
		"怎么注入?怎么升级?":                              "怎么注入?|怎么升级?",
		"How do I inject it? How do I upgrade?":   "How do I inject it?|How do I upgrade?",
		"How do I inject it ? How do I upgrade ?": "How do I inject it ?|How do I upgrade ?",
		"怎么注入？？怎么升级？！":                            "怎么注入？？|怎么升级？！",
		"怎么注入？\n怎么升级？":                            "怎么注入？|怎么升级？",
		"我们用 1.10。怎么注入？我们有两个集群。怎么升级？":             "我们用 1.10。怎么注入？|我们有两个集群。怎么升级？",
		"怎么注入？怎么升级？谢谢！":                           "怎么注入？|怎么升级？谢谢！",
		"他说“为什么？”，怎么注入？怎么升级？":                     "他说“为什么？”，怎么注入？|怎么升级？",
		"怎么注入（自动吗？）？怎么升级？":                        "怎么注入（自动吗？）？|怎么升级？",
		"https://example.com/a?b=c 是什么？怎么升级？":     "https://example.com/a?b=c 是什么？|怎么升级？",
		"看了 https://example.com/a? 怎么升级?":         "看了 https://example.com/a?|怎么升级?",
		"`a ? b : c` 是什么？怎么升级？":                   "`a ? b : c` 是什么？|怎么升级？",
		"怎么配置？\n```\nwhy?\nwhat?\n```\n为什么报错？":    "怎么配置？|```\nwhy?\nwhat?\n```\n为什么报错？",
		"怎么注入？😀怎么升级？":                             "怎么注入？|😀怎么升级？",
		"怎么注入？ ？怎么升级？":                            "怎么注入？|？怎么升级？",
		"1. 安装 2. 重启。为什么失败？怎么修？":                  "1. 安装 2. 重启。为什么失败？|怎么修？",
		"“怎么注入？怎么升级？":                             "“怎么注入？|怎么升级？",
		"怎\xff么注入？怎么升级？":                          "怎么注入？|怎么升级？",
	} {
		if diff := cmp.Diff(strings.Split(want, "|"), questionsIn(text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

const (
	pastedManifest = `apiVersion: networking.istio.io/v1beta1
kind: VirtualService
spec:
  hosts: ["reviews"]
  http:
  - match:
    - uri: {prefix: /a?b}
`
	pastedLog = `2021-07-01T08:12:44.120Z INFO  request id=8f2c? status=200
2021-07-01T08:12:45.003Z WARN  pool exhausted active=50? idle=0
java.lang.IllegalStateException: why?
    at com.example.shop.OrderRepository.find(OrderRepository.java:41)
`
)

// TestSeveralIsOne: messages with one question, or with numbers and marks that do
// not part any.
func TestSeveralIsOne(t *testing.T) {
	for _, text := range []string{
		"", " ", "？", "？？？", "?!", "怎么注入", "怎么注入？", "how do I inject it?", " 怎么注入？ ", "怎么注入？谢谢！", "我们有两个集群。怎么注入？", "怎么注入？\n", "怎么注入？？？",
		// Numbers.
		"1.10 支持吗", "1.9 和 1.10 有什么区别？", "从 1.9 升级到 2.0 怎么做？", "10.0.0.1 和 10.0.0.2 不通怎么办？", "为什么 1) pod 起不来", "1) pod 为什么起不来", "1. 怎么注入", "1. 怎么注入？", "2. 怎么注入 3. 怎么升级",
		"支持 1.x 吗，2.x 呢", "v1. 和 v2. 怎么选", "1:1 还是 1:2 怎么选", "10:30 到 12:30 为什么慢", "1,2,3 怎么选", "1、2、3 怎么选", "一、二、三期怎么选", "周一、周二怎么排", "①和②哪个好", "如图（1）怎么看，图（2）怎么看", "exit(1) 和 exit(2) 怎么区分", "第一次为什么慢，第二次为什么快", "第一个请求慢，第二个不慢，为什么", "Q1 和 Q2 的计划是什么", "一是什么，二是什么", "1. 1. 1.", "1. 2. 3.", "1.\n2.",
		"一主二从怎么部署", "两个问题", "Question 1: retries",
		// Steps.
		"1. 安装 istio\n2. 创建 gateway\n3. 访问报 503\n为什么？", "1. 安装 2. 重启 3. 报错，怎么办？", "I did this: 1) install 2) restart 3) it fails. Why?", "① 安装 ② 重启，为什么失败？", "一、安装\n二、重启\n为什么失败？", "第一，安装，第二，重启，为什么失败？",
		// Marks that end no question.
		"https://example.com/a?b=c 和 https://example.com/a?d=e 的区别？", "/a?b=c 匹配 /d?e=f 吗？", "`a?` 和 `b?` 匹配什么？", "```\na?\nb?\n```\n为什么？", "「怎么注入？怎么升级？」", "“怎么注入？怎么升级？”是谁问的", "他问“怎么注入？”，怎么答？", "“怎么注入？”“怎么升级？”", "\"how? why?\" was asked", "sidecar（是 envoy 吗？）怎么升级？", "a?b?c", "curl 'http://svc/path?x=1' 为什么 404？", "foo?bar=1&baz=2?", "~~~\na? b?\n~~~", "```\na? b? c?",
		// Pasted.
		pastedManifest + "\n怎么配置？为什么报错？", "怎么配置？为什么报错？\n" + pastedManifest, "为什么报错？怎么修？\n" + pastedLog, "func main() {\n\tx := a? b : c;\n\tgo run();\n}\n为什么？怎么修？",
		"NAME   READY   STATUS   AGE\na   1/2   Running   3d\nb   1/2   Running   3d\n为什么？怎么修？", "$ kubectl get pods\n$ istioctl version\n$ istioctl analyze\n为什么？怎么修？", "11:01:02 a? b\n11:01:03 c? d\n11:01:04 e? f",
		"<a>\n<b/>\n</a>\n为什么？怎么修？", "name: a\nport: 80\n为什么? 怎么修?\nhost: b",
	} {
		if diff := cmp.Diff([]string{text}, questionsIn(text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

// TestSeveralAtMost: what is beyond the most parts stays in the last.
func TestSeveralAtMost(t *testing.T) {
	for name, text := range map[string]string{
		"sentences": strings.Repeat("怎么注入？", 15),
		"list":      strings.Join([]string{"1. 怎么a", "2. 怎么b", "3. 怎么c", "4. 怎么d", "5. 怎么e", "6. 怎么f", "7. 怎么g", "8. 怎么h", "9. 怎么i", "10. 怎么j", "11. 怎么k", "12. 怎么l"}, "\n"),
		"lead":      "怎么a？怎么b？怎么c？怎么d？怎么e？怎么f？怎么g？怎么h？怎么i？怎么j？怎么k？两个问题：1. 怎么注入？2. 怎么l",
	} {
		parts := questionsIn(text)
		if len(parts) != maxParts || !strings.HasSuffix(text, parts[maxParts-1]) {
			t.Errorf("%s: %d parts, the last %q", name, len(parts), parts[len(parts)-1])
		}
	}
}

func FuzzQuestionsIn(f *testing.F) {
	for _, s := range []string{"1. a? 2. b?", "怎么注入？怎么升级？", "Q1: a\nQ2: b", "①a②b", "两个问题（1）a（2）b", "```a?```b? c?", "\"a?\" (b?) 「c？」 d?", "https://a?b? c?", "\xff1.\n2.", pastedManifest} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		parts := questionsIn(text)
		valid := strings.ToValidUTF8(text, "")
		if len(parts) < 1 || len(parts) > maxParts {
			t.Fatalf("%q has %d parts", text, len(parts))
		}
		if len(parts) == 1 && parts[0] != valid {
			t.Errorf("%q: its one part is %q", text, parts[0])
		}
		rest := valid
		for _, p := range parts {
			i := strings.Index(rest, p)
			if i < 0 || !utf8.ValidString(p) || len(parts) > 1 && !strings.ContainsFunc(p, meaningful) {
				t.Fatalf("%q: part %q of %q", text, p, parts)
			}
			rest = rest[i+len(p):]
		}
	})
}

func BenchmarkQuestionsIn(b *testing.B) {
	for name, text := range map[string]string{
		"sentences": strings.Repeat("怎么注入？", 4000),
		"list":      strings.Repeat("1. 怎么注入\n2. 怎么升级\n", 1000),
		"line":      strings.Repeat("1. 怎 2. 怎 ", 2000),
		"open":      strings.Repeat("(“「", 3000) + strings.Repeat("」", 3000),
		"nested":    strings.Repeat("(", 10000) + strings.Repeat(")", 10000),
		"quotes":    strings.Repeat("\"?", 10000),
		"ticks":     strings.Repeat("`", 20000),
		"log":       strings.Repeat(pastedLog, 30),
		"plain":     strings.Repeat("怎么注入", 5000),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				questionsIn(text)
			}
		})
	}
}
