package bot

import (
	"strings"

	"bigtalk/knowledge"
)

// An intent is what a whole message is for.
type intent int

const (
	question intent = iota
	greeting
	thanks
	goodbye
	identity
	help
	episodes
)

// intentOf recognises messages that say one thing and nothing else, bare of
// punctuation and case: "谢谢" is thanks, "谢谢，那虚拟机呢" is a question.
func intentOf(text string) intent {
	if len(text) > maxSmalltalkBytes {
		return question
	}
	switch knowledge.Bare(text) {
	case "你好", "您好", "大家好", "hi", "hello", "hey", "hithere", "嗨", "哈喽", "在吗", "早", "早上好", "下午好", "晚上好", "goodmorning", "goodevening":
		return greeting
	case "谢谢", "谢谢你", "谢谢您", "多谢", "感谢", "谢了", "3q", "thx", "thanks", "thankyou", "thankyousomuch", "thanksalot", "manythanks", "ty":
		return thanks
	case "再见", "拜拜", "bye", "byebye", "goodbye", "seeyou":
		return goodbye
	case "你是谁", "你是什么", "你是机器人吗", "你叫什么", "你叫什么名字", "whoareyou", "whatareyou", "areyouabot", "whatisyourname", "whatsyourname":
		return identity
	case "help", "帮助", "你能做什么", "你会什么", "你能回答什么", "怎么用", "怎么用你", "使用说明", "whatcanyoudo", "whatcanyouanswer", "howdoiusethis", "howtousethis", "usage":
		return help
	case "episodes", "有哪几期", "有几期", "一共有几期", "一共几期", "节目列表", "有哪些期", "listepisodes", "listofepisodes", "listtheepisodes", "whatepisodesarethere", "howmanyepisodes", "howmanyepisodesarethere":
		return episodes
	default:
		return question
	}
}

// maxSmalltalkBytes is longer than any phrase that intentOf knows, with room for
// exclamation marks.
const maxSmalltalkBytes = 200

// smalltalk words the reply to an intent that is no question.
func (b *Bot) smalltalk(i intent, lang Language) string {
	t := textsIn(lang)
	switch i {
	case greeting:
		return t.greeting + b.example(lang)
	case thanks:
		return t.thanks
	case goodbye:
		return t.goodbye
	case identity:
		if len(b.opts.Episodes) > 0 {
			return t.identity + t.identityShow
		}
		return t.identity
	case help:
		if len(b.opts.Episodes) > 0 {
			return t.help + t.helpShow
		}
		return t.help
	default:
		return b.episodeList(lang)
	}
}

func (b *Bot) episodeList(lang Language) string {
	t := textsIn(lang)
	if len(b.opts.Episodes) == 0 {
		return t.noEpisodes
	}
	lines := []string{t.episodesIntro}
	for _, ep := range b.opts.Episodes {
		parts := []string{t.episode("", ep.Number)}
		for _, p := range []string{ep.Title, strings.Join(ep.Guests, t.comma), ep.Date} {
			if p != "" {
				parts = append(parts, p)
			}
		}
		lines = append(lines, strings.Join(parts, " · "))
	}
	return strings.Join(lines, "\n")
}
