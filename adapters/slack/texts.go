package slack

import "bigtalk/bot"

// texts are what Slack's messages say themselves, each in both languages; a test
// sees to it.
type texts struct {
	show     string // a button's label: shows an entry
	goesOn   string // after what is shown in part
	goesOnAt string // the same, where the source follows
	share    string // a button's label: shows an answer to the channel
	status   string // while a question is worked on
	home     string // heads the Home tab; ends where the archive's title begins
	howTo    string // how to ask
	slow     string // to who sends too many messages
	recent   string // heads the person's latest questions
}

func textsIn(l bot.Language) texts {
	if l == bot.Chinese {
		return texts{
			show:     "看回答",
			goesOn:   "内容太长，这里没有全部显示。",
			goesOnAt: "内容太长，这里没有全部显示，其余见",
			share:    "分享到频道",
			status:   "正在查档案……",
			home:     "我根据档案里的问答回答问题：",
			howTo:    "在频道里 @ 我，直接给我发消息，或用 /bigtalk 提问。回答会注明出处；档案里没有的，我会直说。",
			slow:     "你发得太快了，请过一分钟再问。",
			recent:   "你最近问过：",
		}
	}
	return texts{
		show:     "Show answer",
		goesOn:   "This is too long to be shown whole.",
		goesOnAt: "This is too long to be shown whole; for the rest see ",
		share:    "Share in channel",
		status:   "is searching the archive…",
		home:     "I answer from an archive of questions and answers: ",
		howTo:    "Mention me in a channel, send me a message, or ask with /bigtalk. Every answer cites its source; what the archive does not answer, I say so.",
		slow:     "That is faster than I can answer one person. Please ask again in a minute.",
		recent:   "What you asked lately:",
	}
}
