package bot

import (
	"regexp"
	"strings"
	"unicode"
)

// undecorate removes what people put around words: emoji, the names that
// platforms write for them, kaomoji. mood is what they say by themselves,
// question when there are none.
func undecorate(text string) (bare string, mood intent) {
	see := func(m intent) {
		if mood == question || m < mood {
			mood = m
		}
	}
	for _, pattern := range []*regexp.Regexp{emojiName, kaomoji, emoticon} {
		text = pattern.ReplaceAllStringFunc(text, func(s string) string {
			see(moodOf(strings.ToLower(strings.Trim(s, ":[] "))))
			return " "
		})
	}
	text = strings.Map(func(r rune) rune {
		if !unicode.In(r, unicode.So) {
			return r
		}
		see(moodOf(string(r)))
		return ' '
	}, text)
	return text, mood
}

// moodOf is what an emoji or its name says by itself.
func moodOf(emoji string) intent {
	for m, list := range map[intent]string{
		complaint: " 👎 😡 🤬 😠 -1 thumbsdown rage 弱 发怒 ",
		thanks:    " 🙏 🌹 pray 合十 抱拳 玫瑰 ",
		goodbye:   " 再见 ",
		praise:    " 👍 👏 💯 🎉 ❤ +1 thumbsup clap tada heart 强 鼓掌 庆祝 爱心 666 ",
		greeting:  " 👋 wave ",
		laughter:  " 😂 🤣 😆 joy laughing 笑哭 呲牙 憨笑 破涕为笑 ",
	} {
		if strings.Contains(list, " "+emoji+" ") {
			return m
		}
	}
	return acknowledgement
}

var (
	// emojiName is an emoji as Slack and as WeChat write it.
	emojiName = regexp.MustCompile(`(?i):[a-z+-][a-z0-9_+-]*:(?::skin-tone-\d:)?|\[(?:强|弱|赞|OK|抱拳|玫瑰|合十|鼓掌|呲牙|偷笑|捂脸|笑哭|爱心|握手|胜利|庆祝|加油|愉快|憨笑|旺柴|奸笑|嘿哈|耶|666|好的|doge|流泪|大哭|破涕为笑|撇嘴|微笑|可怜|疑问|再见|发怒|发呆|机智|皱眉|裂开|苦涩|让我看看|拳头|勾引|拥抱|害羞|得意)\]`)
	// kaomoji is a face between parentheses with its arms.
	kaomoji = regexp.MustCompile(`[ヾヽoOdbqmψ＼\\/~～*☆٩╮╰┐]*[(（][^()（）\p{Han}A-Za-z0-9]*(?:[A-Za-z0-9][^()（）\p{Han}A-Za-z0-9]+){0,2}[A-Za-z]?[)）][ノﾉ゛oOdbvqpψ/~～*☆۶╭╯┌]*`)
	// emoticon is a face in ASCII.
	emoticon = regexp.MustCompile(`(?i)T[_.]T|[>^=;]_+[<^=;]|\^[_.o-]?\^|[:;=][-']?[()dp3]+|=w=|\b(?:q[aw]q|orz|xd|o[_.]o)\b`)
)
