package bot

import "testing"

func TestIntents(t *testing.T) {
	for want, texts := range map[intent][]string{
		greeting: {
			"你好", "您好！", "hi", "Hello~~", "helloooo", "heyyy", "hi bot", "嗨，bigtalk", "大家好 👋", "早上好呀", "good morning!",
			"👋", ":wave:", "ヾ(•ω•`)o 你好", "How are you?", "你好啊机器人", "ｈｅｌｌｏ",
		},
		thanks: {
			"谢谢", "謝謝", "谢谢谢谢", "谢谢大佬", "好的谢谢", "ok thanks", "thxxx", "thx!!", "Thank you so much 🙏", "辛苦了", "老师辛苦了",
			"多谢各位大佬～", "thanks a lot, bot", "🙏", "[抱拳]", "谢谢(^_^)", "非常感谢您的解答", "3q", "thanks, that helps", "哈哈谢谢啦", "(｡･ω･｡) thanks",
		},
		goodbye:  {"再见", "拜拜", "88", "bye bye!", "谢谢，再见", "晚安", "good night", "see you later", "先这样，拜拜", "byeee"},
		identity: {"你是谁", "你是谁？", "who are you", "What's your name?", "你是真人吗", "are you an AI", "hi, who are you?", "介绍一下你自己"},
		help:     {"help", "帮助", "你能做什么", "what can you do?", "help!!!", "怎么用", "请问能问什么", "What can I ask you"},
		praise: {
			"你真棒", "👍", "👍🏻👍🏻", ":+1:", "[强]", "666", "66666", "6", "nice", "Nice!", "niceee", "good bot", "厉害", "牛啊", "不错", "太好了", "great answer",
			"awesome 🎉", "very helpful", "你真厉害", "赞赞赞", "❤️‍🔥", "this is great",
		},
		presence: {"在吗", "在么", "在吗在吗", "有人吗？", "are you there?", "test", "测试", "测试测试", "ping", "Ping!", "anyone here", "test 123", "bot 在吗", "你好，在吗"},
		called:   {"bot", "@bigtalk", "机器人", "bot?"},
		laughter: {"哈哈", "哈哈哈哈", "lol", "hahaha", "2333", "😂", "呵呵", "lolll"},
		acknowledgement: {
			"ok", "OK.", "okkk", "好的", "好", "好好好", "嗯嗯", "嗯", "收到", "收到👌", "明白了", "知道了", "got it", "I see", "🙂", "🙂🙂", "👌", "[OK]", ":ok_hand:",
			"T_T", "(￣▽￣)", "原来如此", "对对对", "好哒～", "没问题", "yes", "sure!", "好的好的", "🔥", "right, makes sense", "^_^",
		},
		complaint: {
			"不对", "不对不对", "答非所问", "wrong answer", "Wrong!", "错了", "你答错了", "that's not what I asked", "没用", "👎", ":-1:", "不是这个意思", "no",
			"不对吧", "bad bot", "你理解错了", "thanks but that's wrong", "好像不对", "This doesn't answer my question.", "还是不行",
		},
		question: {
			"谢谢，那虚拟机呢", "hello world 的 sidecar 起不来", "ping 不通", "test 环境怎么配置", "ok 那限流呢", "好的，怎么配置", "help me with sidecar injection",
			"不对等集群", "nice 值怎么设置", "good practices", "in", "测试环境", "那呢", "is that right?", "the answer", "今天天气怎么样", "讲个笑话", "中午吃什么",
			"i love istio", "does it work", "可以吗", "为什么不行", "不行怎么办", "hi, how do I limit memory", "收到 503", "在线升级", "6 个副本", "42", "1", "?", "", "。。。",
			":8080", "x:proxy:1", "[限流]", "(sidecar)", "再见 503", "牛顿", "what stocks should I buy", "no healthy upstream", "not found", "bad request", "wrong version", "ok to upgrade?",
		},
	} {
		for _, text := range texts {
			if got := intentOf(text); got != want {
				t.Errorf("intentOf(%q) = %d, want %d", text, got, want)
			}
		}
	}
}
