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
	complaint, praise, presence, laughter        string
	acknowledgement, nearest                     string
	whichOne, related, comma, replay             string
	guestOf                                      string // guests, company
	translated, asked, also                      string // end where the thing itself begins
	closestOutro                                 string
	uncovered                                    func(words []string) string
	dated                                        func(what, date string) string
	episode                                      func(show string, number int) string
	quoted                                       func(title string) string
	talk                                         func(number int) string // ends where the talk begins

	// Of the show. Numbers, titles and the like are the archive's and may be empty
	// where a text has words for it.
	episodesIntro func(count int) string
	noEpisode     func(missing, have string) string
	nextUnknown   func(last int) string
	guestIs       func(number int, guests string) string
	airedOn       func(number int, date string) string
	noReplay      func(number int) string
	topicIntro    func(number int, title string) string
	onlyTitle     func(number int, title string) string
	onTopic       func(topic string) string
	nearTopic     func(topic string) string
	noTopic       func(topic string) string
	guestIn       func(guests string) string
}

func textsIn(l Language) texts {
	if l == Chinese {
		return chineseTexts()
	}
	return englishTexts()
}

func chineseTexts() texts {
	return texts{
		choicesIntro:    "你想问的是不是：",
		choicesOutro:    "请照着其中一条再问一次。",
		closestIntro:    "档案没有直接回答这个问题，最接近的是：",
		refusal:         "档案里没有这个问题的答案。",
		askDifferently:  "可以换个说法，或把问题拆小一点再问。",
		noQuestion:      "没看到问题。请用一句话说说你想问什么。",
		forExample:      "例如：",
		tooLong:         "这段文字太长了。请用一两句话说出问题，报错只留关键的几行。",
		greeting:        "你好！我根据档案里的问答回答问题，直接把问题发给我就行。",
		thanks:          "不客气！",
		goodbye:         "再见！",
		identity:        "我是 bigtalk，一个只根据档案回答问题的机器人：用档案里的原话回答，并注明出处；档案里没有的，我会直说。",
		identityShow:    "回答都来自节目的嘉宾。",
		help:            "把问题用中文或英文发给我，我会给出档案里的回答和出处。",
		helpShow:        "也可以问节目本身：有哪几期、某一期讲了什么、嘉宾是谁、回放在哪。",
		complaint:       "抱歉，没答到点上。我只能给出档案里现成的回答，档案里没有的我答不了。换个说法，或者写明组件、版本和现象，再问一次试试。",
		praise:          "谢谢夸奖！",
		presence:        "我在，直接把问题发给我就行。",
		laughter:        "哈哈！有问题就发给我。",
		acknowledgement: "好的，有问题随时问我。",
		nearest:         "档案里最接近的是：",
		whichOne:        "你说的是哪一期？节目有这些期：",
		replay:          "回放：",
		related:         "相关问题：",
		comma:           "、",
		guestOf:         "%s（%s）",
		translated:      "以上是译文，档案中的原问题：",
		asked:           "档案中的问题：",
		also:            "同样的回答还见于：",
		closestOutro:    "如果就是它，请照着它再问一次。",
		uncovered: func(words []string) string {
			list, more := someWords(words)
			if more {
				return fmt.Sprintf("其中“%s”等在档案里没有提到。", strings.Join(list, "”、“"))
			}
			return fmt.Sprintf("其中“%s”在档案里没有提到。", strings.Join(list, "”、“"))
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
		quoted:        func(title string) string { return "《" + title + "》" },
		talk:          func(number int) string { return fmt.Sprintf("第 %d 期的分享讲到了这个话题：", number) },
		episodesIntro: func(count int) string { return fmt.Sprintf("节目一共有 %d 期：", count) },
		noEpisode: func(missing, have string) string {
			return fmt.Sprintf("档案里没有第 %s 期，有的是第 %s 期。", missing, have)
		},
		nextUnknown: func(last int) string {
			return fmt.Sprintf("档案里最新的是第 %d 期，之后的节目我不知道。", last)
		},
		guestIs: func(number int, guests string) string {
			if guests == "" {
				return fmt.Sprintf("档案没有写第 %d 期的嘉宾是谁。", number)
			}
			return fmt.Sprintf("第 %d 期的嘉宾是%s。", number, guests)
		},
		airedOn: func(number int, date string) string {
			if date == "" {
				return fmt.Sprintf("档案没有写第 %d 期的播出时间。", number)
			}
			return fmt.Sprintf("第 %d 期的播出时间是 %s。", number, date)
		},
		noReplay: func(number int) string { return fmt.Sprintf("档案里没有第 %d 期的回放链接。", number) },
		topicIntro: func(number int, title string) string {
			if title == "" {
				return fmt.Sprintf("档案是这样介绍第 %d 期的：", number)
			}
			return fmt.Sprintf("档案是这样介绍第 %d 期《%s》的：", number, title)
		},
		onlyTitle: func(number int, title string) string {
			if title == "" {
				return fmt.Sprintf("档案没有写第 %d 期讲了什么。", number)
			}
			return fmt.Sprintf("第 %d 期的题目是《%s》，档案里没有更多介绍。", number, title)
		},
		nearTopic: func(topic string) string {
			return fmt.Sprintf("没有哪一期的题目或介绍完整提到“%s”，最接近的是：", topic)
		},
		onTopic: func(topic string) string { return fmt.Sprintf("题目或介绍里提到“%s”的有：", topic) },
		noTopic: func(topic string) string {
			return fmt.Sprintf("没有哪一期的题目或介绍提到“%s”。问答里也许有，可以直接问这方面的具体问题。", topic)
		},
		guestIn: func(guests string) string { return fmt.Sprintf("%s参加的是：", guests) },
	}
}

func englishTexts() texts {
	return texts{
		choicesIntro:    "Did you mean:",
		choicesOutro:    "Ask again in the words of one of them.",
		closestIntro:    "The archive does not answer this directly; closest is:",
		refusal:         "The archive does not answer this question. ",
		askDifferently:  "Try other words, or a smaller question.",
		noQuestion:      "I see no question there. Say in a sentence what you want to know.",
		forExample:      " For example: ",
		tooLong:         "That is too long for me. Please put the question into a sentence or two, with only the key lines of a log.",
		greeting:        "Hello! I answer from an archive of questions and answers. Just send me a question.",
		thanks:          "You're welcome!",
		goodbye:         "Goodbye!",
		identity:        "I am bigtalk, a bot that answers only from its archive, in the archive's words and with the place cited. What it does not answer, I say so.",
		identityShow:    " Every answer was given by a guest of the show.",
		help:            "Send me a question in English or Chinese and I reply with the archive's answer and where it stands.",
		helpShow:        " You can also ask about the show: which episodes there are, what one was about, who the guest was, where its replay is.",
		complaint:       "Sorry that this was not it. I only have the answers that stand in the archive, and it is limited. Try other words, or name the component, the version and what you see.",
		praise:          "Thank you!",
		presence:        "I'm here. Just send me a question.",
		laughter:        "Ha! Send me a question any time.",
		acknowledgement: "All right. Send me a question any time.",
		nearest:         "Closest in the archive:",
		whichOne:        "Which episode do you mean? There are these:",
		replay:          "Replay: ",
		related:         "Related questions:",
		comma:           ", ",
		guestOf:         "%s (%s)",
		translated:      "This is a translation; the question in the archive: ",
		asked:           "The question in the archive: ",
		also:            "Also answered in ",
		closestOutro:    "If that is it, ask again in its words.",
		uncovered: func(words []string) string {
			list, more := someWords(words)
			if more {
				return fmt.Sprintf("It has nothing on “%s” and more. ", strings.Join(list, "”, “"))
			}
			return fmt.Sprintf("It has nothing on “%s”. ", strings.Join(list, "”, “"))
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
		quoted: func(title string) string { return "“" + title + "”" },
		talk: func(number int) string {
			return fmt.Sprintf("No answer in the Q&A, but episode %d's talk covers this: ", number)
		},
		episodesIntro: func(count int) string {
			if count == 1 {
				return "There is 1 episode:"
			}
			return fmt.Sprintf("There are %d episodes:", count)
		},
		noEpisode: func(missing, have string) string {
			return fmt.Sprintf("The archive has no episode %s. It has: %s.", missing, have)
		},
		nextUnknown: func(last int) string {
			return fmt.Sprintf("The latest in the archive is episode %d; I know of none after it.", last)
		},
		guestIs: func(number int, guests string) string {
			if guests == "" {
				return fmt.Sprintf("The archive does not say who the guest of episode %d was.", number)
			}
			return fmt.Sprintf("The guest of episode %d was %s.", number, guests)
		},
		airedOn: func(number int, date string) string {
			if date == "" {
				return fmt.Sprintf("The archive does not say when episode %d aired.", number)
			}
			return fmt.Sprintf("Episode %d aired on %s.", number, date)
		},
		noReplay: func(number int) string { return fmt.Sprintf("The archive has no replay of episode %d.", number) },
		topicIntro: func(number int, title string) string {
			if title == "" {
				return fmt.Sprintf("Episode %d, in the archive's own words:", number)
			}
			return fmt.Sprintf("Episode %d, “%s”, in the archive's own words:", number, title)
		},
		onlyTitle: func(number int, title string) string {
			if title == "" {
				return fmt.Sprintf("The archive does not say what episode %d was about.", number)
			}
			return fmt.Sprintf("Episode %d is called “%s”; the archive says no more about it.", number, title)
		},
		nearTopic: func(topic string) string {
			return fmt.Sprintf("No episode's title or introduction mentions all of “%s”; closest is:", topic)
		},
		onTopic: func(topic string) string {
			return fmt.Sprintf("Episodes on “%s”, by title and introduction:", topic)
		},
		noTopic: func(topic string) string {
			return fmt.Sprintf("No episode's title or introduction mentions “%s”. The Q&A may: just ask your question about it.", topic)
		},
		guestIn: func(guests string) string { return fmt.Sprintf("%s was the guest of:", guests) },
	}
}

const (
	// namedWords is how many of the words that the archive has nothing on are quoted:
	// enough to see what is missing.
	namedWords = 4
	// wordRunes cuts what is no word, such as a pasted key.
	wordRunes = 30
)

// someWords returns the first of the words, cut, and whether there are more.
func someWords(words []string) (list []string, more bool) {
	for _, w := range words[:min(namedWords, len(words))] {
		if r := []rune(w); len(r) > wordRunes {
			w = string(r[:wordRunes]) + "…"
		}
		list = append(list, w)
	}
	return list, len(words) > namedWords
}
