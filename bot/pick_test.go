package bot

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// String writes a pick as the tables have it.
func (p pick) String() string {
	switch p.kind {
	case onePick, severalPicks:
		return strings.Trim(fmt.Sprint(p.numbers), "[]")
	case nonePick:
		return "none"
	case yesPick:
		return "yes"
	default:
		return ""
	}
}

// TestPicks: messages that choose from a list of three.
func TestPicks(t *testing.T) {
	for want, texts := range map[string][]string{
		"1": {
			"1", "１", "①", "1.", "1)", "（1）", "⑴", "⒈", "㈠", "❶", "1️⃣", ":one:", "#1", "No.1", "No. 1", "no 1", "№1", "一", "一号", "第一个", "第1个", "第 1 个", "第一個", "第一條", "第一條吧",
			"第一", "第一题", "第一個問題", "选1", "選1", "选一", "我选一", "要第一个", "就第一个吧", "第一个呢", "第一个？", "是第一个", "对，第一个", "對，第一個", "对对，第一个", "不是，第一个", "最上面那个", "头一个", "首个",
			"first", "the first", "the first one", "1st", "1st one", "option 1", "Option One", "number one", "number 1 please", "one", "one please", "yes, the first", "no, the first one", "no, 1",
			"I mean the first", "I meant the first one", "it's the first one", "let's go with the first", "show me the first one please", "1 👍", "👍 1", "1 谢谢", "请看1", "ok 1", "好的，第一个", "我想问的是第一个", "the top one",
			"倒数第三个", "third from the end", "1 1", "1，1", "「1」", "\"1\"", "**1**", "  1  \n", "１．", "1、", "01", "[1]", "1 [抱拳]", "1 :pray:", "不是这个，是第一个", "没有，第一个",
		},
		"2": {
			"2", "２", "②", "2️⃣", "2.", "2)", "（2）", "(2)", "#2", "No.2", "二", "第二个", "第2个", "第二条", "第二项", "第二种", "第二题", "第二款", "第二问", "选2", "选第二个", "我选二", "要第二个", "就第二个吧", "第二个呢",
			"是第二个", "第二個", "選二", "选项2", "选项二", "選項二", "编号2", "序号 2", "2号", "问题2", "第二个问题", "第二个选项", "第２個", "我要看第二个", "看看第二个", "第二个看看", "那个第二个", "麻烦看一下第二个，谢谢！", "第二个吧~", "第二個，謝謝",
			"the second one", "second", "Second!", "2nd", "the 2nd", "the 2nd one", "option 2", "option #2", "Option (2)", "number two", "2 please", "I mean the second", "I'd like the second one, please", "the second question", "second option", "choice 2", "item 2",
			"go with 2", "I choose 2", "can you show me the second one?", "tell me about the second one", "倒数第二个", "second to last", "中间那个", "中间的", "the middle one", "🙏 2", "2😀", "❷", "➁", "㊁", ":two:", "２。", "2！", "2…", "yes 2", "yep, the second", "二。", "2 - 谢谢", "`2`", "就选第二个了", "第二個選項",
		},
		"3": {
			"3", "三", "最后一个", "最后一项", "最後一個", "最後一項", "最后一条", "最后那个", "最后的", "倒数第一个", "倒數第一個", "最下面那个", "the last one", "last", "the last", "last one please", "the final one", "the bottom one", "third", "3rd", "the third option", "第三个", "第三項",
		},
		"10": {"10", "十", "⑩", "🔟", "第十个", ":keycap_ten:", "tenth", "ten"},
		"12": {"12", "十二", "⑫", "第十二个", "一二", "12th", "twelve", "⒓"},
		"21": {"二十一", "㉑", "21"},
		"99": {"99", "九十九"},
		"0":  {"0", "-1", "−2", "－1", "0.", "零", "zero", "第零个", "倒数第五个", "前者", "后者", "the former", "latter"},
		"1 3": {
			"1 和 3", "1,3", "1，3", "1、3", "1 3", "1/3", "1&3", "①③", "1️⃣3️⃣", "1 and 3", "第一个和第三个", "第一個跟第三個", "the first and the third", "first and last", "一、三", "1和3都要", "options 1 and 3", "1 or 3",
			"第一和最后一个", "1 还有 3", "1。3", "一和三谢谢",
		},
		"3 1":   {"3 和 1", "3,1", "third and first"},
		"1 2 3": {"1 2 3", "1、2、3", "全部", "都要", "三个都看", "all", "all of them", "all three please", "both", "全都要"},
		"none": {
			"都不是", "都不是。", "没有我要的", "沒有我要的", "以上都不是", "一个都不是", "都不对", "没有", "不是", "none of these", "None of them.", "none of the above", "neither", "neither of them", "no, none", "no", "No.", "nope", "no none of these",
			"no thanks", "none, thanks", "嗯，都不是", "都不是，谢谢", "none", "nothing", "not these", "其他", "都不是吧", "👎", "❌", "[弱]", "都不是的啊", "没有我想问的", "something else", "not that one",
		},
		"yes": {
			"是", "对", "對", "就是它", "是的", "是的！", "yes", "Yes.", "yep", "that one", "就是这个", "就是這個", "嗯", "嗯嗯", "对对对", "没错", "沒錯", "yes please", "that's it", "That's the one!", "this one", "the one", "这个", "exactly", "correct", "y",
			"👍", "👌", "✅", ":+1:", "[OK]", "👍🏽", "yes yes", "对的，谢谢", "是这个吧", "嗯，就是这个", "sure", "就它了", "right, that one",
		},
	} {
		for _, text := range texts {
			if got := readPick(text, 3).String(); got != want {
				t.Errorf("%q picks %q, want %q (%s)", text, got, want, pickRoles(joinPickNumbers(pickLexicon().read(plainNumbers(text)))))
			}
		}
	}
}

// TestNoPicks: messages that hold a number or a place and something else.
func TestNoPicks(t *testing.T) {
	for _, text := range []string{
		"", " ", "？", "。。。", "😀", "那个", "谢谢", "好的", "ok", "请", "please", "看看", "thanks",
		"第二种方案怎么配置", "2 个副本", "2个", "两个副本", "second cluster", "第二期", "第二期讲了什么", "第二集", "1.10", "503", "2021", "100", "一百", "1.10 支持吗", "v2", "V 1", "2.0", "1.1.1", "10.0.0.1", ":8080", "8080",
		"第二次重试", "第一步报错", "第二步", "两", "俩", "一下", "一个", "两倍", "1,000", "10,000", "000", "10:30", "1:3", "2%", "$2", "2x", "x2", "2m", "2s", "2Gi", "2+1", "+1", "1=1", "½", "x²", "²/3m", "2@", "2 < 3", "^2", "\\2", "{2}",
		"第二个怎么配置", "第二个是什么意思", "第二个是不是", "第二个能用在生产吗", "不是第二个", "不要第二个", "除了第二个", "第二个不对", "第二个以外", "not the second", "the second one does not work", "why the second one", "second thoughts", "one second", "just one second", "wait a second", "a second",
		"first of all", "at first", "last time", "last week", "at last", "the first request fails", "one more", "one of them", "another one fails", "which one", "no one", "two clusters", "the latter fails", "两者", "both clusters", "all pods", "all namespaces", "前者怎么配置",
		"最后一个请求超时", "最后一期", "最新一期", "the last episode", "下一个", "next", "中间件", "中间证书", "1 号集群", "2 号机房", "三层网络", "一主两从", "二进制部署", "四层代理", "七层", "五花八门",
		"没有日志", "没有了", "好的，没有了", "没有生效", "不是这样配置的", "都不是 sidecar", "none of the pods start", "neither cluster", "nothing happens", "no healthy upstream", "no such host", "对等网络", "是不是要重启", "是不是", "是什么", "yes but how", "yes, how do I do that", "嗯？怎么配置", "that one fails", "就是这个报错", "这个怎么配置", "sure how",
		"第二个吗怎么看", "选主怎么做", "选择器", "option", "number", "no. of pods", "question", "号", "第", "个", "倒数", "和", "and", "2 👎", "-", "--", "负载均衡", "minus one replica", strings.Repeat("2 ", 200), "2\x00", "\xff2\xff问", "Ⅱ", "二期", "11 12 503", "今天是2号吗", "12月", "5 分钟", "五分钟", "404", "666", "233", "007.1",
	} {
		if got := readPick(text, 3).String(); got != "" {
			t.Errorf("%q picks %q, want nothing (%s)", text, got, pickRoles(joinPickNumbers(pickLexicon().read(plainNumbers(text)))))
		}
	}
}

// TestPickPlaces: places are counted in what was offered.
func TestPickPlaces(t *testing.T) {
	for _, tt := range []struct {
		text    string
		offered int
		want    string
	}{
		{"最后一个", 2, "2"},
		{"最后一个", 1, "1"},
		{"最后一个", 0, "0"},
		{"the last one", 5, "5"},
		{"倒数第二个", 3, "2"},
		{"倒数第二个", 1, "0"},
		{"last but one", 4, "3"},
		{"前者", 2, "1"},
		{"後者", 2, "2"},
		{"the former", 2, "1"},
		{"the latter please", 2, "2"},
		{"前者", 1, "0"},
		{"中间那个", 2, "0"},
		{"中間那個", 5, "3"},
		{"中间那个", 1, "0"},
		{"both", 2, "1 2"},
		{"两个都要", 2, "1 2"},
		{"both", 1, "yes"},
		{"both", 0, "yes"},
		{"7", 3, "7"},
		{"第七个", 3, "7"},
		{"1 and the last", 1, "1"},
		{"2", -1, "2"},
		{"last", -5, "0"},
	} {
		if got := readPick(tt.text, tt.offered).String(); got != tt.want {
			t.Errorf("%q of %d picks %q, want %q", tt.text, tt.offered, got, tt.want)
		}
	}
}

// quoteTitles are three options in both languages.
var quoteTitles = [][]string{
	{"Sidecar 没有启动完成时应用就启动了怎么办？", "What if the application starts before the sidecar?"},
	{"Sidecar 没有启动完成时会不会丢流量？", "What if the application sends traffic before the sidecar is ready?"},
	{"推荐使用哪个版本的 `Istio`？参考[发布说明](https://example.com/news)", "Which version of Istio do you recommend?"},
}

func TestQuotes(t *testing.T) {
	for text, want := range map[string]int{
		"Sidecar 没有启动完成时应用就启动了怎么办？":                                         0,
		"sidecar没有启动完成时应用就启动了怎么办":                                           0,
		"1. Sidecar 没有启动完成时应用就启动了怎么办？":                                      0,
		"1、Sidecar 没有启动完成时应用就启动了怎么办":                                        0,
		"> Sidecar 没有启动完成时应用就启动了怎么办？":                                       0,
		"> 1. Sidecar 没有启动完成时应用就启动了怎么办？":                                    0,
		"「Sidecar 没有启动完成时应用就启动了怎么办？」":                                       0,
		"① Ｓｉｄｅｃａｒ 没有启动完成时应用就启动了怎么办":                                        0,
		"选2：Sidecar 没有启动完成时会不会丢流量？":                                         1,
		"2️⃣ Sidecar 没有启动完成时会不会丢流量":                                         1,
		"第二个：Sidecar 没有启动完成时会不会丢流量":                                         1,
		"(2) Sidecar 没有启动完成时会不会丢流量":                                         1,
		"- Sidecar 没有启动完成时会不会丢流量":                                           1,
		"Sidecar 没有启动完成时会不会":                                                1,
		"Sidecar 没有启动完成时会…":                                                 1,
		"推荐使用哪个版本":                                                          2,
		"推荐使用哪个版本的 Istio？":                                                  2,
		"推荐使用哪个版本的 Istio？参考发布说明":                                            2,
		"3. 推荐使用哪个版...":                                                     2,
		"which version of istio do you":                                     2,
		"Which version of":                                                  2,
		"Option 3: Which version of Istio":                                  2,
		"What if the application starts":                                    0,
		"what if the application SENDS traffic before the sidecar is ready": 1,
		// Not a title's beginning, or that of several.
		"Sidecar 没有启动完成时":                  -1,
		"What if the application":          -1,
		"推荐使用哪个":                           2,
		"推荐使用哪":                            -1,
		"Which version":                    -1,
		"Which vers":                       -1,
		"What if the application sendstra": -1,
		"推荐使用哪个版本的 Envoy":                  -1,
		"推荐使用哪个版本的 Istio？参考发布说明，还有 Envoy？": -1,
		"哪个版本的 Istio": -1,
		"":            -1,
		"2":           -1,
		"> ":          -1,
		"「」":          -1,
		"？！":          -1,
		strings.Repeat("Sidecar 没有启动完成时应用就启动了怎么办？", 200): -1,
	} {
		if got := quotesOption(text, quoteTitles); got != want {
			t.Errorf("%q quotes %d, want %d", text, got, want)
		}
	}
	for _, titles := range [][][]string{nil, {nil}, {{""}}, {{"？"}}} {
		for _, text := range []string{"", "？", "2. ", "sidecar 没有启动完成"} {
			if got := quotesOption(text, titles); got != -1 {
				t.Errorf("%q quotes %d of %q", text, got, titles)
			}
		}
	}
	// A whole title wins over the beginning of another, whatever their order.
	titles := [][]string{{"如何在生产环境升级 Istio 控制面"}, {"如何在生产环境升级 Istio"}}
	if got := quotesOption("如何在生产环境升级 istio", titles); got != 1 {
		t.Errorf("a whole title quotes %d, want 1", got)
	}
	if got := quotesOption("3 个集群如何共享控制面", [][]string{{"别的"}, {"3 个集群如何共享控制面？"}}); got != 1 {
		t.Errorf("a title that begins with a number quotes %d, want 1", got)
	}
}

func FuzzReadPick(f *testing.F) {
	for _, s := range []string{"2", "第二个", "最后一个", "1 和 3", "none", "1️⃣", "⑫", ":two:", "-1", "\xff", "½", "10:30"} {
		f.Add(s, 3)
	}
	f.Fuzz(func(t *testing.T, text string, offered int) {
		offered = min(offered, 1000)
		p := readPick(text, offered)
		single, several := p.kind == onePick, p.kind == severalPicks
		if single && len(p.numbers) != 1 || several && len(p.numbers) < 2 || !single && !several && len(p.numbers) > 0 {
			t.Errorf("%q: kind %d with numbers %v", text, p.kind, p.numbers)
		}
		for i, n := range p.numbers {
			if n < 0 || n > max(maxPick, offered) || slices.Contains(p.numbers[:i], n) {
				t.Errorf("%q: numbers %v", text, p.numbers)
			}
		}
	})
}

func FuzzQuotesOption(f *testing.F) {
	f.Add("2. 推荐使用哪个版本", "推荐使用哪个版本的 Istio？", "Which version?")
	f.Add("> x", "", "\xff")
	f.Fuzz(func(t *testing.T, text, one, two string) {
		if len(one)+len(two) > 2*maxQuestionBytes {
			return // titles are the archive's
		}
		i := quotesOption(text, [][]string{{one}, {two, one}})
		if i < -1 || i > 1 {
			t.Errorf("%q quotes option %d of two", text, i)
		}
		if utf8.ValidString(one) && len(one) <= maxQuestionBytes && quotable(plainNumbers(one)).text == quotable(withoutAddresses(one)).text &&
			strings.ContainsFunc(one, meaningful) && quotesOption(one, [][]string{{one}}) != 0 {
			t.Errorf("%q does not quote itself", one)
		}
	})
}

func BenchmarkReadPick(b *testing.B) {
	long := strings.Repeat("第二个 ", 5000)
	for b.Loop() {
		readPick("麻烦看一下第二个，谢谢！", 3)
		readPick(long, 3)
	}
}

func BenchmarkQuotesOption(b *testing.B) {
	long := strings.Repeat("第二个 ", 5000)
	for b.Loop() {
		quotesOption("2. 推荐使用哪个版本的 Istio？", quoteTitles)
		quotesOption(long, quoteTitles)
	}
}
