package knowledge

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// guests is a page of one episode with a question for each company.
func guests(companies ...string) string {
	var b strings.Builder
	b.WriteString("# A show\n")
	for i, company := range companies {
		fmt.Fprintf(&b, "\n## 第 %d 期 Part %[1]d\n\n- 时间：2021 年 8 月 %[1]d 日\n", i+1)
		if company != "" {
			fmt.Fprintf(&b, "- 嘉宾：%s\n", company)
		}
		fmt.Fprintf(&b, "\n### 问答\n\nQ：How does part %d work?\n\nA：As in part %d.\n", i+1, i)
	}
	return b.String()
}

const companyGlossary = `服务网格	mesh
云	cloud
腾讯云网格	TCM	Tencent Cloud Mesh
腾讯	Tencent
网易	NetEase
百度	Baidu
小电科技	Xiaodian	小电
高可用	HA	high availability
服务	service
`

// namedIn lists the companies that a question names, by their episodes.
func namedIn(t *testing.T, m *Matcher, text string) string {
	t.Helper()
	r, err := m.readAs(context.Background(), text)
	if err != nil {
		t.Fatal(err)
	}
	named := m.companies.named(r.question.informative())
	var out []string
	for _, ep := range m.store.Episodes() {
		if named[ep] {
			out = append(out, ep.Company)
		}
		delete(named, ep)
	}
	if len(named) > 0 {
		t.Errorf("%q names episodes that there are not", text)
	}
	return strings.Join(out, ", ")
}

func TestCompanies(t *testing.T) {
	s := storeOf(t, map[string]string{
		"page.md": guests("张三（腾讯云）", "李四（网易数帆）", "王五（网易轻舟）", "赵六（小电科技）", "周七（FreeWheel）",
			"吴八（Red Hat）", "郑九（DaoCloud）、钱十（百度）", "孙一", ""),
		GlossaryFile: companyGlossary,
	})
	m := matcherOf(t, s, Options{Fit: handFit()})
	for _, tt := range []struct{ question, want string }{
		{"那腾讯云呢", "腾讯云"},
		{"腾讯的呢", "腾讯云"},
		{"騰訊雲是怎麼做的？", "腾讯云"},
		{"and Tencent?", "腾讯云"},
		{"what does TENCENT do", "腾讯云"},
		{"and Tencent Cloud Mesh?", "腾讯云"},
		{"那小电呢", "小电科技"},
		{"And at Xiaodian?", "小电科技"},
		{"那网易呢", "网易数帆, 网易轻舟"},   // either is
		{"网易轻舟用吗", "网易数帆, 网易轻舟"}, // the first word is
		{"and NetEase?", "网易数帆, 网易轻舟"},
		{"and netease?", "网易数帆, 网易轻舟"},
		{"how about Netease", "网易数帆, 网易轻舟"},
		{"FreeWheel?", "FreeWheel"},
		{"and at freewheel", "FreeWheel"},
		{"and Red Hat", "Red Hat"},
		{"百度怎么做", "DaoCloud、百度"}, // one of two guests'
		{"at Baidu", "DaoCloud、百度"},
		{"and DaoCloud", "DaoCloud、百度"},
		{"Tencent and Baidu, which is better?", "腾讯云, DaoCloud、百度"},

		{"", ""},
		{"那呢", ""},
		{"cloud mesh", ""}, // of Tencent's only what anybody's is
		{"how does the mesh work in the cloud", ""},
		{"云上的服务网格", ""},
		{"do wheels turn free", ""},
		{"a red apple", ""},
		{"is there high availability", ""}, // HA is in Red Hat only by its letters
		{"and Alibaba?", ""},
	} {
		if got := namedIn(t, m, tt.question); got != tt.want {
			t.Errorf("%q names %q, want %q", tt.question, got, tt.want)
		}
	}
}

func TestNoCompanies(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"no episodes": {"faq.jsonl": threeEntries, GlossaryFile: companyGlossary},
		"no guests":   {"page.md": guests("", ""), GlossaryFile: companyGlossary},
		"names alone": {"page.md": guests("张三", "李四"), GlossaryFile: companyGlossary},
	} {
		m := matcherOf(t, storeOf(t, files), Options{Fit: handFit()})
		if len(m.companies) != 0 {
			t.Errorf("%s: %d companies", name, len(m.companies))
		}
		if got := namedIn(t, m, "and Tencent, 百度?"); got != "" {
			t.Errorf("%s: named %q", name, got)
		}
	}
}

func TestCompaniesWithoutGlossary(t *testing.T) {
	m := matcherOf(t, storeOf(t, map[string]string{"page.md": guests("张三（腾讯云）", "李四（百度）")}), Options{Fit: handFit()})
	got := []string{namedIn(t, m, "那腾讯云呢"), namedIn(t, m, "那百度呢"), namedIn(t, m, "and Tencent?"), namedIn(t, m, "and Baidu?")}
	if diff := cmp.Diff([]string{"腾讯云", "百度", "", ""}, got); diff != "" {
		t.Errorf("named (-want +got):\n%s", diff)
	}
}

func TestBegins(t *testing.T) {
	for _, tt := range []struct {
		part, name string
		want       bool
	}{
		{"腾讯", "腾讯云", true},
		{"腾讯云", "腾讯云", true},
		{"tencent", "Tencent Cloud", true},
		{"Tencent", "tencent云", true},
		{"云", "云", false}, // one character is too little
		{"讯云", "腾讯云", false},
		{"轻舟", "网易轻舟", false},
		{"cloud", "Tencent Cloud", false},
		{"HA", "HAProxy", false},
		{"IT", "IT 之家", true},
		{"腾讯云", "腾讯", false},
		{"", "腾讯云", false},
	} {
		if got := begins(tt.part, tt.name); got != tt.want {
			t.Errorf("begins(%q, %q) = %t, want %t", tt.part, tt.name, got, tt.want)
		}
	}
}
