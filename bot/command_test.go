package bot

import (
	"strings"
	"testing"
)

// String writes a command as the tables have it.
func (c command) String() string {
	name := map[commandKind]string{topics: "topics", original: "original", translation: "translation", language: "language", forget: "forget", retract: "retract"}[c.kind]
	return strings.TrimSpace(name + " " + string(c.language))
}

func TestCommands(t *testing.T) {
	for want, texts := range map[string][]string{
		"topics": {
			"topics", "Topics", "/topics", "/TOPICS", "／topics", " /topics ", "/topics@bigtalk", "话题", "話題", "/话题", "有哪些话题", "有哪些話題？", "都有哪些话题呢", "主题列表", "主題列表", "都能问什么方面", "都能問什麼方面？", "能问哪些方面", "可以问哪些方面的问题",
			"what topics are there?", "list topics", "show me the topics please", "which topics do you cover", "topics 🙂", "请问有哪些话题", "看看有哪些话题", "/topic", "话题列表谢谢", "你好，有哪些话题", "categories", "ＴＯＰＩＣＳ",
		},
		"original": {
			"原文", "看原文", "看看原文", "看一下原文", "给我看原文", "給我看原文", "原文呢", "原文吧，谢谢", "原问题", "原問題", "原问题是什么", "show the original", "Show me the original, please", "original", "/original", "the original question", "can I see the original text?", "原文！", "原话", "有原文吗", "查看原文",
		},
		"translation": {
			"译文", "譯文", "看译文", "看譯文", "翻译", "翻譯一下", "翻译一下吧", "translation", "/translation", "show the translation", "translate it please", "translate this", "请翻译一下", "有译文吗", "can you translate that?",
		},
		"translation en": {"英文版", "英文版吧", "英文版本", "看英文版", "翻译成英文", "翻譯成英文", "English version", "the english version please", "translate to English", "translate it into English", "英文翻译", "英语版", "请翻成英语", "english translation", "translate en"},
		"translation zh": {"中文版", "翻译成中文", "chinese version please", "translate this to chinese"},
		"language zh":    {"language zh", "/language zh", "/lang zh-CN", "language: zh_CN", "语言 中文", "語言 中文", "语言：中文", "说中文", "說中文", "请说中文", "讲中文", "用中文", "用中文回答", "请用中文回答我", "切换到中文", "换成中文", "中文", "中文回答", "会说中文吗", "你会中文吗", "speak Chinese", "in Chinese please", "answer in Chinese", "switch to Chinese", "Chinese please", "简体中文", "繁體中文", "language chinese", "can you speak chinese?", "reply in zh"},
		"language en":    {"language en", "/LANGUAGE EN", "/lang en", "语言 英文", "语言 英语", "說英文", "说英语", "用英文回答", "用英文回答，谢谢", "speak English please", "Speak English!", "切换到英文", "切換到英文", "改成英文", "以后都用英文回答", "in English please", "In English, please.", "in english", "English", "english please 🙏", "reply in English from now on", "switch the language to English", "set language to english", "could you answer in English", "I want it in English", "英文", "英语", "language english", "tell me in English", "show it in English", "do you speak English?"},
		"language":       {"language", "/language", "/lang", "语言", "語言", "切换语言", "切換語言", "换个语言", "change language", "language fr", "language French", "/language klingon", "/lang xx", "/lang xx yy", "语言 法语", "语言 法文", "說日語", "用法语回答", "speak French", "in German please", "日语", "translate to French", "翻译成日语", "你会说什么语言", "what languages do you speak?", "which languages can you speak", "reply in Japanese", "/语言 火星文", "/language it"},
		"forget":         {"forget me", "Forget me!", "/forget me", "/forget", "/forget_me", "/forget-me", "/忘记", "忘记我", "忘記我", "忘了我吧", "把我忘了", "删除我的数据", "刪除我的資料", "请删除我的数据，谢谢", "清除我的记录", "清除我的記錄", "清空记录", "delete my data", "Please delete all my data.", "forget everything", "forget everything about me", "erase my history", "can you forget me?", "bigtalk forget me"},
		"retract":        {"retract", "/retract", "撤回", "撤回！", "撤回上一条", "撤回上一條", "撤回上一条消息", "请撤回", "recall that", "recall that please", "Retract that answer", "take that back", "撤回吧", "撤回一下", "/recall", "/undo", "/撤销", "撤回刚才的回答", "撤回剛才的回答", "delete your last answer", "can you take it back?", "把刚才的回答撤回", "retract retract"},
	} {
		for _, text := range texts {
			if got := readCommand(text).String(); got != want {
				t.Errorf("%q commands %q, want %q", text, got, want)
			}
		}
	}
}

func TestNoCommands(t *testing.T) {
	for _, text := range []string{
		"", " ", "/", "?", "🙂", "请", "please", "谢谢", "help", "帮助", "/help", "episodes", "节目列表", "说", "用", "in", "speak", "use", "show me", "给我看看", "version", "版本", "one", "en", "zh", "cn", "fr", "嗯",
		"原文链接在哪", "envoy 支持哪些语言", "原文在第几期", "支持哪些语言", "支持中文吗", "sidecar 支持哪些语言", "用什么语言开发", "what languages does envoy support", "which languages are supported", "language server", "language support in wasm", "go language", "语言无关", "多语言", "多语言怎么接入", "language x", "language klingon",
		"original destination", "original_dst", "original src ip", "原地址", "原始 IP 怎么保留", "how to keep the original client IP", "原版 envoy", "topic", "kafka topic", "主题怎么订阅", "topics in kafka", "话题外", "/topics 3", "/etc/topics", "topics and original", "原文 译文",
		"in production", "in English what is a sidecar", "用英文怎么说 sidecar", "英文文档在哪", "有英文文档吗", "中文文档", "english docs", "中文乱码", "返回中文乱码怎么办", "header 里有中文", "说明", "说英文的嘉宾是谁", "English or Chinese", "中文 英文", "英文还是中文", "from Chinese to English how",
		"translate http to grpc", "http 翻译成 grpc", "协议翻译", "grpc-json transcoding translation filter", "1.10 版本", "版本 中文文档", "which version",
		"forget", "忘记", "forget it", "forget that", "忘记密码怎么办", "忘了怎么配置", "别忘了我", "不要忘记我", "don't forget me", "do not delete my data", "不要删除我的数据", "我忘了", "忘记我的密码", "delete my pod", "delete the pod", "删除我的 pod", "删除 sidecar", "清除缓存", "clear cache", "reset", "how do I delete my data", "怎么删除我的数据", "你会保存我的数据吗",
		"recall", "undo", "撤销", "撤回配置", "如何撤回配置", "撤回 VirtualService", "rollback", "不要撤回", "don't retract", "retract the last gateway change", "what did you retract", "为什么撤回", "withdraw the certificate", "recall rate", "take back pressure",
		"/forget the pod", "/undo deployment", "lang server", "/tmp", "/api/v1/language", "http://example.com/topics", strings.Repeat("/topics ", 100), "\xff", "use es", "用 es", "in it", "it", "id", "hi", "de", "original 👎 envoy",
	} {
		if got := readCommand(text).String(); got != "" {
			t.Errorf("%q commands %q, want nothing", text, got)
		}
	}
}

// TestCommandsAreNothingElse: no command is taken for smalltalk, a pick, or a
// question about the show.
func TestCommandsAreNothingElse(t *testing.T) {
	r := newEpisodeReader("Istio 大咖说", readerEpisodes())
	for _, w := range commandWords {
		if w.kind == noCommand || w.role == commandSlash {
			continue
		}
		for line := range strings.Lines(w.list) {
			for text := range strings.SplitSeq(line, "|") {
				if i := intentOf(text); i != question {
					t.Errorf("command %q is smalltalk %d", text, i)
				}
				if p := readPick(text, 3); p.kind != noPick {
					t.Errorf("command %q is a pick of %v", text, p)
				}
				if a := r.read(text); a.present() {
					t.Errorf("command %q asks of the episodes %q", text, a)
				}
			}
		}
	}
}

func FuzzReadCommand(f *testing.F) {
	for _, s := range []string{"/language klingon", "language zh", "说中文", "翻译成英文", "forget me", "／撤回", "\xff/topics", "topics topics"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c := readCommand(text)
		if c.language != "" && c.language != Chinese && c.language != English || c.language != "" && c.kind != language && c.kind != translation {
			t.Errorf("%q commands %d with language %q", text, c.kind, c.language)
		}
	})
}

func BenchmarkReadCommand(b *testing.B) {
	long := strings.Repeat("撤回 ", 5000)
	for b.Loop() {
		readCommand("请用英文回答，谢谢")
		readCommand(long)
	}
}
