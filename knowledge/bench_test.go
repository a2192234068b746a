package knowledge_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"bigtalk/knowledge"
)

// BenchmarkLargeFAQ indexes a FAQ table of 100,000 entries once and then asks
// it: index-s is the time to build, heap-MB what stays afterwards, p50-ms and
// p99-ms the time of one match.
func BenchmarkLargeFAQ(b *testing.B) {
	path := filepath.Join(b.TempDir(), "faq.jsonl")
	questions := writeFAQ(b, path, 100_000)
	start := time.Now()
	store, err := knowledge.Load(context.Background(), path)
	if err != nil {
		b.Fatal(err)
	}
	m, err := knowledge.Open(context.Background(), store, knowledge.Options{CacheDir: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	defer m.Close()
	built := time.Since(start)
	runtime.GC()
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	var times []time.Duration
	for i := 0; b.Loop(); i++ {
		q := []rune(questions[i*7919%len(questions)])
		asked := time.Now()
		if _, err := m.Search(context.Background(), knowledge.Query{Text: string(q[1 : len(q)-1])}); err != nil {
			b.Fatal(err)
		}
		times = append(times, time.Since(asked))
	}
	b.ReportMetric(built.Seconds(), "index-s")
	b.ReportMetric(float64(mem.HeapAlloc>>20), "heap-MB")
	reportPercentiles(b, times)
}

func reportPercentiles(b *testing.B, times []time.Duration) {
	slices.Sort(times)
	b.ReportMetric(times[len(times)/2].Seconds()*1e3, "p50-ms")
	b.ReportMetric(times[len(times)*99/100].Seconds()*1e3, "p99-ms")
}

// writeFAQ writes a table as a cloud's help desk keeps it, and returns its questions:
// few products and symptoms, so that most terms are common, and answers of some
// sentences in both languages.
func writeFAQ(b *testing.B, path string, n int) []string {
	b.Helper()
	products := []string{"云服务器", "对象存储", "负载均衡", "数据库", "消息队列", "容器服务", "函数计算", "日志服务", "域名解析", "内容分发", "短信", "邮件推送", "API 网关", "VPN 网关", "镜像仓库", "load balancer", "object storage", "message queue", "container service", "log service"}
	editions := []string{"", "标准版", "企业版", "轻量版", " Pro", " v2", " 3.1"}
	symptoms := []string{"无法登录", "创建失败", "怎么开通", "如何退款", "提示权限不足", "一直处于初始化中", "如何迁移数据", "修改配置后不生效", "费用怎么计算", "支持哪些地域", "怎么扩容", "如何备份和恢复", "连接超时", "CPU 占用过高", "怎么绑定域名", "如何查看日志", "证书过期怎么更新", "connection timed out after the upgrade", "returns permission denied", "quota exceeded"}
	contexts := []string{"升级之后", "我们公司的", "生产环境里", "双十一压测时", "新同事说", "In production,", "After the migration,", ""}
	steps := []string{"请先确认账号已完成实名认证。", "登录控制台，在左侧导航栏选择对应的实例。", "若仍未恢复，请提交工单并附上请求 ID。", "该操作会重启实例，请在业务低峰期进行。", "Open the console and check the quota of the region.", "Wait about ten minutes for the change to take effect.", "费用按小时结算，停机后不再计费。", "可以在监控页面查看最近七天的指标。"}
	r := rand.New(rand.NewPCG(1, 2))
	pick := func(list []string) string { return list[r.IntN(len(list))] }
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriter(f)
	enc := json.NewEncoder(w)
	questions := make([]string, n)
	for i := range n {
		questions[i] = fmt.Sprintf("%s%s%s%s，错误码 %s-%d？", pick(contexts), pick(products), pick(editions), pick(symptoms), string(rune('A'+r.IntN(26)))+string(rune('A'+r.IntN(26))), r.IntN(9000)+1000)
		answer := ""
		for range 3 + r.IntN(4) {
			answer += pick(steps)
		}
		answer += fmt.Sprintf("另见%s%s的第 %d 节。", pick(products), pick(editions), r.IntN(400))
		if err := enc.Encode(map[string]string{"id": fmt.Sprintf("q%06d", i), "question": questions[i], "answer": answer}); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	return questions
}
