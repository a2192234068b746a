package knowledge

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
)

// maxBare is how many bytes a bare question has at most: who writes more says what
// it is about. A text of MaxQueryBytes would take 40 ms to tell.
const maxBare = 400

// FitsAnything reports a question of nothing but words that any subject goes with:
// 具体怎么配？, 为什么, "any workaround?". What it is about was said before. A text
// without a letter is none.
func FitsAnything(text string) bool {
	return strings.ContainsFunc(text, unicode.IsLetter) && bareFollowUp(text)
}

// bareFollowUp reports a text without any other word.
func bareFollowUp(text string) bool {
	return len(text) <= maxBare && !strings.ContainsFunc(bareWords().ReplaceAllLiteralString(text, " "), func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r)
	})
}

// bareWords matches them: those of asking, pointing and answering. The longer of
// two with one beginning stands first.
var bareWords = sync.OnceValue(func() *regexp.Regexp {
	han := strings.Join(strings.Fields(bareHan), "|")
	latin := strings.Join(strings.Fields(bareLatin), "|")
	return regexp.MustCompile(`(?i)` + han + `|\b(?:` + latin + `)\b`)
})

const bareHan = `为什么 為什麼 为啥 為啥 为何 為何 怎么办 怎麼辦 怎么 怎麼 怎样 怎樣 如何 咋办 咋辦 咋 具体 具體 详细 詳細 細節 细节 根本 原因 办法 辦法 方法
方案 歪招 招 文档 文檔 资料 資料 链接 鏈接 連結 文章 案例 例子 示例 教程 避免 解决 解決 配置 配 做 实现 實現 弄 搞 支持
有没有 有沒有 有 吗 嗎 呢 么 麼 吧 啊 嘛 的 了 是 会 會 能 可以 可 行 那 这 這 它 他们 他們 他 其 个 個 什么 什麼 啥 哪些 哪个 哪個
哪里 哪裡 哪儿 哪 版本 时候 時候 现在 現在 以后 以後 之后 之後 之前 从 從 开始 開始 起 多少 多久 别的 別的 其他 其它 替代 代替
另外 还 還 也 就 不 没 沒 要 用 说说 說說 说 說 讲讲 講講 讲 講 展开 展開 再 多 一点 一點 些 推荐 推薦 建议 建議 区别 區別 影响 影響
好处 好處 坏处 壞處 缺点 缺點 优点 優點 代价 代價 风险 風險 问题 問題 换 換 试过 試過 试 試 提前 生产 生產 上 敢 靠谱 靠譜 靠 谁 誰 补 補
相关 相關 思路 想 过 過 后来 後來 结果 結果 情况 情況 种 種 样 樣 都 对 對 好 跟 和 给 給 把 让 讓 得 看 找 知道`

const bareLatin = `why how come not so and then but or what which when where who is are am was were does do did can could would
should will i we you its it's it that's that this these those they them their one ones there's there any some a an the to for
of in on with at from by more details? exactly workarounds? alternatives? options? links? docs? documentation examples?
articles? reasons? versions? since supported support supports works? uses? used using avoid fix fixed fixes prevent help
possible have has had get got need about if also too else others? instead really ok well recommend recommended suggest tried
try production ready ways? tools? projects? be been happens? much many long first just only yet still actually look know
find see out go`
