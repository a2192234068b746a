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

	// Of a conversation.
	pickOutro, pickOneOutro                  string
	noChoices, noneOfThem, gone              string
	helpedThanks, helpedNot, feedback        string
	helpedLabel, helpedNotLabel              string // of buttons
	retracted, nothingToRetract              string
	forgotten, forgottenInPart               string
	translatedAsk, originalLabel, originalOf string
	nothingShown, noTranslation              string
	languageSet, languages, languageFixed    string
	topicsIntro, noTopics, helpCommands      string
	moreQuestions, sameAgain                 string
	helpShowCommands                         string
	wrongNumber                              func(offered int) string
	oneAtATime                               func(number int) string
	topic                                    func(name string, entries int, example string) string // example may be empty
	part                                     func(number int, question string) string

	uncovered func(words []string) string
	dated     func(what, date string) string
	episode   func(show string, number int) string
	quoted    func(title string) string
	talk      func(number int) string // ends where the talk begins

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
		choicesIntro:     "你想问的是不是：",
		choicesOutro:     "请照着其中一条再问一次。",
		closestIntro:     "档案没有直接回答这个问题，最接近的是：",
		refusal:          "档案里没有这个问题的答案。",
		askDifferently:   "可以换个说法，或把问题拆小一点再问。",
		noQuestion:       "没看到问题。请用一句话说说你想问什么。",
		forExample:       "例如：",
		tooLong:          "这段文字太长了。请用一两句话说出问题，报错只留关键的几行。",
		greeting:         "你好！我根据档案里的问答回答问题，直接把问题发给我就行。",
		thanks:           "不客气！",
		goodbye:          "再见！",
		identity:         "我是 bigtalk，一个只根据档案回答问题的机器人：用档案里的原话回答，并注明出处；档案里没有的，我会直说。",
		identityShow:     "回答都来自节目的嘉宾。",
		help:             "把问题用中文或英文发给我，我会给出档案里的回答和出处。",
		helpShow:         "也可以问节目本身：有哪几期、某一期讲了什么、嘉宾是谁、回放在哪。",
		complaint:        "抱歉，没答到点上。我只能给出档案里现成的回答，档案里没有的我答不了。换个说法，或者写明组件、版本和现象，再问一次试试。",
		praise:           "谢谢夸奖！",
		presence:         "我在，直接把问题发给我就行。",
		laughter:         "哈哈！有问题就发给我。",
		acknowledgement:  "好的，有问题随时问我。",
		nearest:          "档案里最接近的是：",
		whichOne:         "你说的是哪一期？节目有这些期：",
		replay:           "回放：",
		related:          "相关问题：",
		comma:            "、",
		guestOf:          "%s（%s）",
		translated:       "以上是译文，档案中的原问题：",
		asked:            "档案中的问题：",
		also:             "同样的回答还见于：",
		closestOutro:     "如果就是它，请照着它再问一次。",
		pickOutro:        "回复编号就行；都不是的话，换个说法再问。",
		pickOneOutro:     "如果就是它，回复 1。",
		noChoices:        "现在没有可选的列表，请直接提问。",
		noneOfThem:       "那档案里可能没有。换个说法，或把问题拆小一点再问一次试试。",
		gone:             "这条内容已经不在档案里了，请重新提问。",
		helpedThanks:     "谢谢，已经记下了。",
		helpedNot:        "抱歉，没答到点上。也许你想问的是：",
		feedback:         "有帮助吗？回复 👍 或 👎。",
		helpedLabel:      "👍 有帮助",
		helpedNotLabel:   "👎 没帮助",
		retracted:        "好的，上一条回答作废。",
		nothingToRetract: "现在没有可以撤回的回答。",
		forgotten:        "已经忘记了你的提问和反馈。",
		forgottenInPart:  "这次对话已经忘记了，但保存的记录没能删掉，请稍后再试一次。",
		translatedAsk:    "以上是译文（回复“原文”可看中文原文），档案中的原问题：",
		originalLabel:    "原文",
		originalOf:       "档案中的原问题：",
		nothingShown:     "现在没有可以看原文的回答，请先提问。",
		noTranslation:    "这条回答没有译文。",
		languageSet:      "好的，之后用中文回答。",
		languages:        "我会说中文和英文：回复“语言 中文”或“语言 英文”。",
		languageFixed:    "这里固定用中文回答。",
		topicsIntro:      "档案里的问答涉及这些话题：",
		noTopics:         "这份档案没有划分话题，直接提问就行。",
		helpCommands:     "\n还可以说：原文、语言 中文|英文、忘记我。",
		sameAgain:        "关于这个，档案里有的还是这一条：",
		helpShowCommands: "\n还可以说：话题、节目列表、原文、语言 中文|英文、忘记我。",
		moreQuestions:    "一次最多回答三个问题，其余的请再问一次。",
		wrongNumber: func(offered int) string {
			if offered == 1 {
				return "只有 1 个选项："
			}
			return fmt.Sprintf("只有 %d 个选项，回复 1 到 %d：", offered, offered)
		},
		oneAtATime: func(number int) string { return fmt.Sprintf("一次给出一条，先看第 %d 条：", number) },
		topic: func(name string, entries int, example string) string {
			if example == "" {
				return fmt.Sprintf("%s（%d 条）", name, entries)
			}
			return fmt.Sprintf("%s（%d 条），例如：%s", name, entries, example)
		},
		part: func(number int, question string) string { return fmt.Sprintf("%d. “%s”", number, question) },
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
		choicesIntro:     "Did you mean:",
		choicesOutro:     "Ask again in the words of one of them.",
		closestIntro:     "The archive does not answer this directly; closest is:",
		refusal:          "The archive does not answer this question. ",
		askDifferently:   "Try other words, or a smaller question.",
		noQuestion:       "I see no question there. Say in a sentence what you want to know.",
		forExample:       " For example: ",
		tooLong:          "That is too long for me. Please put the question into a sentence or two, with only the key lines of a log.",
		greeting:         "Hello! I answer from an archive of questions and answers. Just send me a question.",
		thanks:           "You're welcome!",
		goodbye:          "Goodbye!",
		identity:         "I am bigtalk, a bot that answers only from its archive, in the archive's words and with the place cited. What it does not answer, I say so.",
		identityShow:     " Every answer was given by a guest of the show.",
		help:             "Send me a question in English or Chinese and I reply with the archive's answer and where it stands.",
		helpShow:         " You can also ask about the show: which episodes there are, what one was about, who the guest was, where its replay is.",
		complaint:        "Sorry that this was not it. I only have the answers that stand in the archive, and it is limited. Try other words, or name the component, the version and what you see.",
		praise:           "Thank you!",
		presence:         "I'm here. Just send me a question.",
		laughter:         "Ha! Send me a question any time.",
		acknowledgement:  "All right. Send me a question any time.",
		nearest:          "Closest in the archive:",
		whichOne:         "Which episode do you mean? There are these:",
		replay:           "Replay: ",
		related:          "Related questions:",
		comma:            ", ",
		guestOf:          "%s (%s)",
		translated:       "This is a translation; the question in the archive: ",
		asked:            "The question in the archive: ",
		also:             "Also answered in ",
		closestOutro:     "If that is it, ask again in its words.",
		pickOutro:        "Reply with the number. If it is none of them, ask in other words.",
		pickOneOutro:     "If that is it, reply 1.",
		noChoices:        "There is no list to pick from right now. Please ask your question.",
		noneOfThem:       "Then the archive may not have it. Try other words, or a smaller question.",
		gone:             "That is no longer in the archive. Please ask again.",
		helpedThanks:     "Thank you, noted.",
		helpedNot:        "Sorry that this was not it. Perhaps you meant:",
		feedback:         "Did this help? Reply 👍 or 👎.",
		helpedLabel:      "👍 Helpful",
		helpedNotLabel:   "👎 Not helpful",
		retracted:        "All right, take that answer as withdrawn.",
		nothingToRetract: "There is no answer to take back right now.",
		forgotten:        "I have forgotten what you asked and what you thought of the answers.",
		forgottenInPart:  "I have forgotten this conversation, but what was recorded could not be removed. Please try again later.",
		translatedAsk:    "This is a translation (reply “original” for the Chinese); the question in the archive: ",
		originalLabel:    "Original",
		originalOf:       "The question in the archive: ",
		nothingShown:     "There is no answer to show right now. Please ask a question first.",
		noTranslation:    "There is no translation of this answer.",
		languageSet:      "All right, I will reply in English from now on.",
		languages:        "I speak Chinese and English: reply “language zh” or “language en”.",
		languageFixed:    "Replies here are always in English.",
		topicsIntro:      "The archive's questions and answers are about:",
		noTopics:         "This archive is not sorted by topics. Just ask your question.",
		helpCommands:     "\nYou can also say: original, language zh|en, forget me.",
		sameAgain:        "On this the archive has the same answer:",
		helpShowCommands: "\nYou can also say: topics, episodes, original, language zh|en, forget me.",
		moreQuestions:    "I answer three questions at a time. Please send the rest again.",
		wrongNumber: func(offered int) string {
			if offered == 1 {
				return "There is only 1 option:"
			}
			return fmt.Sprintf("There are only %d options; reply with 1 to %d:", offered, offered)
		},
		oneAtATime: func(number int) string { return fmt.Sprintf("One at a time; here is number %d:", number) },
		topic: func(name string, entries int, example string) string {
			if example == "" {
				return fmt.Sprintf("%s (%d)", name, entries)
			}
			return fmt.Sprintf("%s (%d), for example: %s", name, entries, example)
		},
		part: func(number int, question string) string { return fmt.Sprintf("%d. “%s”", number, question) },
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
