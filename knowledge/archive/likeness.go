package archive

import (
	"regexp"
	"strings"
)

// How much a text looks like a question, between 0 and 1. The steps were set
// on the question pages of some thirty public projects: a question mark at the
// end is nearly always one; question words without a mark head a tutorial's
// chapter ("如何安装") about as often as a question.
const (
	certainQuestion  = 1.0 // ends in a question mark
	mostlyQuestion   = 0.9 // has a question mark
	likelyQuestion   = 0.8 // begins with, or in Chinese has, a question word; "Explain …"
	possibleQuestion = 0.5 // says "I …", "… error", as titles in FAQs do
	unlikeQuestion   = 0.2
)

var (
	chineseAsk = regexp.MustCompile(`[吗嗎呢]|如何|怎[么麼样樣]|[为為][什甚][么麼]|[为為][何啥]|是否|[什甚][么麼]|哪[些个個里裡种種]|多少|[几幾][个個]|能否|可否|是不是|能不能|会不会|會不會|有没有|有沒有|可不可以|[请請][问問教]|咋`)
	englishAsk = regexp.MustCompile(`^(?i:(?:how|what|what's|whats|why|when|where|who|which|whose|can|can't|could|do|does|doesn't|did|is|isn't|are|aren't|should|will|would|may|am|has|have|was|were)\b)`)
	promptAsk  = regexp.MustCompile(`^(?i:(?:explain|describe|compare|differentiate|define|tell (?:me|us))\b)|^(?:请|請)?(?:你|您)?(?:说说|說說|谈谈|談談|说一下|說一下|说一说|讲讲|講講|讲一下|講一下|聊聊|介绍一下|介紹一下|简述|簡述|简单(?:介绍|说)|描述一下|解释一下|解釋一下|谈一谈|談一談)`)
	firstHand  = regexp.MustCompile(`(?i:^(?:i|i'm|i've|my|we)\b)|[报報][错錯]|失[败敗]|[错錯][误誤]|[异異]常|[无無]法|不能|[没沒]有|error|fail|cannot|can't|unable|not work`)
)

// codeSpan is code in a line; a question mark in it asks nothing.
var codeSpan = regexp.MustCompile("`[^`]+`")

// maxLikeness bounds the text that is looked at as a whole, in bytes; of a longer
// one the start and the end tell enough.
const maxLikeness = 2 << 10

// likeness tells how much a question's first paragraph looks like one.
func likeness(text string) float64 {
	if len(text) > maxLikeness {
		text = lead(text) + " " + text[len(text)-markStart:]
	}
	text = plainText(codeSpan.ReplaceAllString(strings.Join(strings.Fields(text), " "), "code"))
	text = trimNumber(text)
	end := strings.TrimRight(text, ` "'”’」』）)*_~。.!！…`)
	switch {
	case text == "":
		return 0
	case strings.HasSuffix(end, "?"), strings.HasSuffix(end, "？"):
		return certainQuestion
	case strings.ContainsAny(text, "?？"):
		return mostlyQuestion
	case englishAsk.MatchString(text), promptAsk.MatchString(text), chineseAsk.MatchString(text):
		return likelyQuestion
	case firstHand.MatchString(text):
		return possibleQuestion
	}
	return unlikeQuestion
}
