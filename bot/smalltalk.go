package bot

import (
	"strings"
	"unicode"
)

// smalltalk answers messages that are no questions for the archive. Only a
// message that says nothing else counts: "谢谢" does, "谢谢，那虚拟机呢" does not.
func (b *Bot) smalltalk(text string, lang Language) ([]Block, bool) {
	t := textsIn(lang)
	switch phraseIntent(text) {
	case "greeting":
		return []Block{TextBlock{t.greeting}}, true
	case "thanks":
		return []Block{TextBlock{t.thanks}}, true
	case "goodbye":
		return []Block{TextBlock{t.goodbye}}, true
	case "identity":
		return []Block{TextBlock{t.identity}}, true
	case "help":
		return []Block{TextBlock{t.help}}, true
	case "episodes":
		return []Block{TextBlock{b.episodeList(lang)}}, true
	default:
		return nil, false
	}
}

// phraseIntent recognises whole messages, bare of punctuation and case.
func phraseIntent(text string) string {
	switch bare(text) {
	case "你好", "您好", "大家好", "hi", "hello", "hey", "hithere", "嗨", "哈喽", "在吗", "早", "早上好", "下午好", "晚上好", "goodmorning", "goodevening":
		return "greeting"
	case "谢谢", "谢谢你", "谢谢您", "多谢", "感谢", "谢了", "3q", "thx", "thanks", "thankyou", "thankyousomuch", "thanksalot", "manythanks", "ty":
		return "thanks"
	case "再见", "拜拜", "bye", "byebye", "goodbye", "seeyou":
		return "goodbye"
	case "你是谁", "你是什么", "你是机器人吗", "你叫什么", "你叫什么名字", "whoareyou", "whatareyou", "areyouabot", "whatisyourname", "whatsyourname":
		return "identity"
	case "help", "帮助", "你能做什么", "你会什么", "你能回答什么", "怎么用", "怎么用你", "使用说明", "whatcanyoudo", "whatcanyouanswer", "howdoiusethis", "howtousethis", "usage":
		return "help"
	case "episodes", "有哪几期", "有几期", "一共有几期", "一共几期", "节目列表", "有哪些期", "listepisodes", "listofepisodes", "listtheepisodes", "whatepisodesarethere", "howmanyepisodes", "howmanyepisodesarethere":
		return "episodes"
	default:
		return ""
	}
}

// bare keeps a text's letters and digits, in lower case.
func bare(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

func (b *Bot) episodeList(lang Language) string {
	t := textsIn(lang)
	if len(b.opts.Episodes) == 0 {
		return t.noEpisodes
	}
	lines := []string{t.episodesIntro}
	for _, ep := range b.opts.Episodes {
		lines = append(lines, t.episodeLine(ep.Number, ep.Title, strings.Join(ep.Guests, t.comma), ep.Date))
	}
	return strings.Join(lines, "\n")
}
