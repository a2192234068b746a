package bot

import (
	"fmt"
	"strings"
)

// texts are the bot's own words in one language. Every field is set in both; a
// test sees to it.
type texts struct {
	choicesIntro, choicesOutro, closestIntro     string
	refusal, askDifferently, noQuestion, tooLong string
	forExample, identityShow, helpShow           string
	greeting, thanks, goodbye, identity, help    string
	episodesIntro, noEpisodes, related, comma    string
	guestOf                                      string // guests, company
	translated, asked, also                      string // end where the thing itself begins
	closestOutro                                 string
	uncovered                                    func(words []string) string
	dated                                        func(what, date string) string
	episode                                      func(show string, number int) string
}

func textsIn(l Language) texts {
	if l == Chinese {
		return chineseTexts()
	}
	return englishTexts()
}

func chineseTexts() texts {
	return texts{
		choicesIntro:   "你想问的是不是：",
		choicesOutro:   "请照着其中一条再问一次。",
		closestIntro:   "档案没有直接回答这个问题，最接近的是：",
		refusal:        "档案里没有这个问题的答案。",
		askDifferently: "可以换个说法，或把问题拆小一点再问。",
		noQuestion:     "没看到问题。请用一句话说说你想问什么。",
		forExample:     "例如：",
		tooLong:        "这段文字太长了。请用一两句话说出问题，报错只留关键的几行。",
		greeting:       "你好！我根据档案里的问答回答问题，直接把问题发给我就行。",
		thanks:         "不客气！",
		goodbye:        "再见！",
		identity:       "我是 bigtalk，一个只根据档案回答问题的机器人：用档案里的原话回答，并注明出处；档案里没有的，我会直说。",
		identityShow:   "回答都来自节目的嘉宾。",
		help:           "把问题用中文或英文发给我，我会给出档案里的回答和出处。",
		helpShow:       "也可以问“有哪几期”。",
		episodesIntro:  "节目一共有这些期：",
		noEpisodes:     "这份档案不分期。",
		related:        "相关问题：",
		comma:          "、",
		guestOf:        "%s（%s）",
		translated:     "以上是译文，档案中的原问题：",
		asked:          "档案中的问题：",
		also:           "同样的回答还见于：",
		closestOutro:   "如果就是它，请照着它再问一次。",
		uncovered: func(words []string) string {
			return fmt.Sprintf("其中“%s”在档案里没有提到。", strings.Join(words, "”、“"))
		},
		dated: func(what, date string) string {
			if date == "" {
				return fmt.Sprintf("注意：这个回答与当时的版本有关（%s），现在可能已经变化。", what)
			}
			return fmt.Sprintf("注意：这是 %s 的回答，与当时的版本有关（%s），现在可能已经变化。", date, what)
		},
		episode: func(show string, number int) string {
			if show == "" {
				return fmt.Sprintf("第 %d 期", number)
			}
			return fmt.Sprintf("《%s》第 %d 期", show, number)
		},
	}
}

func englishTexts() texts {
	return texts{
		choicesIntro:   "Did you mean:",
		choicesOutro:   "Ask again in the words of one of them.",
		closestIntro:   "The archive does not answer this directly; closest is:",
		refusal:        "The archive does not answer this question. ",
		askDifferently: "Try other words, or a smaller question.",
		noQuestion:     "I see no question there. Say in a sentence what you want to know.",
		forExample:     " For example: ",
		tooLong:        "That is too long for me. Please put the question into a sentence or two, with only the key lines of a log.",
		greeting:       "Hello! I answer from an archive of questions and answers. Just send me a question.",
		thanks:         "You're welcome!",
		goodbye:        "Goodbye!",
		identity:       "I am bigtalk, a bot that answers only from its archive, in the archive's words and with the place cited. What it does not answer, I say so.",
		identityShow:   " Every answer was given by a guest of the show.",
		help:           "Send me a question in English or Chinese and I reply with the archive's answer and where it stands.",
		helpShow:       " You can also ask for the list of episodes.",
		episodesIntro:  "These are the episodes:",
		noEpisodes:     "This archive has no episodes.",
		related:        "Related questions:",
		comma:          ", ",
		guestOf:        "%s (%s)",
		translated:     "This is a translation; the question in the archive: ",
		asked:          "The question in the archive: ",
		also:           "Also answered in ",
		closestOutro:   "If that is it, ask again in its words.",
		uncovered: func(words []string) string {
			return fmt.Sprintf("It has nothing on “%s”. ", strings.Join(words, "”, “"))
		},
		dated: func(what, date string) string {
			if date == "" {
				return fmt.Sprintf("Note: this answer depends on versions of its time (%s) and may be out of date.", what)
			}
			return fmt.Sprintf("Note: this answer is of %s and depends on versions of that time (%s); it may be out of date.", date, what)
		},
		episode: func(show string, number int) string {
			if show == "" {
				return fmt.Sprintf("Episode %d", number)
			}
			return fmt.Sprintf("%s, episode %d", show, number)
		},
	}
}
