package cli

import "bigtalk/bot"

// texts are what the terminal says itself, each in both languages; a test sees
// to it.
type texts struct {
	greeting string // how to ask and how to leave
	again    string // after Ctrl-C
	apology  string // for a question that could not be answered
}

func textsIn(l bot.Language) texts {
	if l == bot.Chinese {
		return texts{
			greeting: "输入问题，按回车发送；输入 exit 或按 Ctrl-D 离开。",
			again:    "再按一次 Ctrl-C 离开。",
			apology:  "抱歉，出了点问题，没能回答。请稍后再试。",
		}
	}
	return texts{
		greeting: "Type a question and press Enter; type exit or press Ctrl-D to leave.",
		again:    "Press Ctrl-C again to leave.",
		apology:  "Sorry, something went wrong and there is no answer. Please try again later.",
	}
}

// spoken returns the texts to use where nobody has said anything yet: in the
// language of the options, or in both.
func (c *CLI) spoken(pick func(texts) string) string {
	if c.opts.Language != "" {
		return pick(textsIn(c.opts.Language))
	}
	return pick(textsIn(bot.Chinese)) + "\n" + pick(textsIn(bot.English))
}
