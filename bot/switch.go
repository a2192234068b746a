package bot

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// withoutSwitch drops a phrase in front that tells how a question stands to the
// talk so far: "换个问题，", "by the way". switched reports one that leaves the
// subject, so that what follows does not lean on what came before; 顺便问一下 and
// btw are dropped and say nothing of that. A text that is nothing else, or has no
// such phrase, stays as it is. Text that is not valid UTF-8 loses what is not.
func withoutSwitch(text string) (rest string, switched bool) {
	text = strings.ToValidUTF8(text, "")
	head := strings.ToValidUTF8(text[:min(len(text), maxSwitchBytes)], "") // a rune may be cut
	end := 0
	var open *switchWord // a phrase that has yet to end, with a tail
reading:
	for _, w := range switchLexicon().read(head) {
		after := text[w.end:]
		switch m := w.meaning; {
		case w.known && m.role == switchPhrase && open == nil:
			if !endsPhrase(after, m.end) {
				open = &m
				continue
			}
			end, switched = w.end, switched || m.leaves
		case w.known && m.role == switchTail && (open != nil || end > 0) && parted(after):
			end, switched = w.end, switched || open != nil && open.leaves
			open = nil
		case open != nil || w.text != clauseBreak && (!w.known || m.role != switchGreeting):
			break reading
		}
	}
	rest = strings.TrimSpace(switchMarks.ReplaceAllString(text[end:], ""))
	if end == 0 || !strings.ContainsFunc(rest, meaningful) {
		return text, false
	}
	return rest, switched
}

// maxSwitchBytes is longer than any phrase of a switch with what is polite about it.
const maxSwitchBytes = 240

var (
	// switchMarks are what parts a phrase from the question behind it.
	switchMarks = regexp.MustCompile(`^(?:[\s\x{3000},.:;!?~，。：；！？、～…–—]|-+\s)+`)
	clauseMark  = regexp.MustCompile(`^[ \t\x{3000}]*(?:$|[,.:;!?~\r\n，。：；！？、～…–—]|-+\s)`)
)

// A phraseEnd is what must follow a phrase that may also begin a sentence of
// another sense: "unrelated pods restart", 换个问题的标签.
type phraseEnd int

const (
	endsAnywhere phraseEnd = iota
	endsApart              // a mark, a space, or a character that is not Han
	endsClause             // a mark or a new line
)

// endsPhrase reports whether a phrase may end before rest.
func endsPhrase(rest string, e phraseEnd) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return e == endsAnywhere || parted(rest) || e == endsApart && !unicode.Is(unicode.Han, r)
}

// parted reports whether a mark that ends a clause stands before rest.
func parted(rest string) bool { return clauseMark.MatchString(rest) }

// A switchRole is what an expression does in front of a question.
type switchRole int

const (
	switchPhrase   switchRole = iota
	switchGreeting            // may stand before a phrase, and is dropped with it
	switchTail                // may stand between a phrase and a mark: 换个问题吧，
)

// A switchWord is what an expression means in front of a question.
type switchWord struct {
	role   switchRole
	end    phraseEnd
	leaves bool // the subject
}

var switchLexicon = sync.OnceValue(func() *lexicon[switchWord] {
	l := newLexicon[switchWord](nil)
	for _, w := range switchWords {
		l.add(w.switchWord, w.list)
	}
	return l
})

// switchWords are the expressions in front of questions; Traditional characters
// that fold does not know stand beside the simplified ones.
var switchWords = []struct {
	switchWord
	list string
}{
	{switchWord{switchPhrase, endsAnywhere, true}, `另外问一下|另外问下|另外问一句|另外请问|另外请问一下|另外请教一下|另外请教下|另外想问|另外想问下|另外想问一下|另外想请教|另外想请教一下|另外我想问|另外我想问一下|另一个问题是|另外一个问题是|换个问题问|换个问题问一下|换个话题问一下|換個問題問|換個問題問一下|換個話題問一下
		on another note|on a different note|on an unrelated note|on an unrelated topic`},
	{switchWord{switchPhrase, endsApart, true}, `换个问题|换个话题|换一个问题|换一个话题|换下一个问题|换问题|换话题|换个主题|换个方向|换个方面|换个题目|换换话题|換個問題|換個話題|換一個問題|換一個話題|換下一個問題|換問題|換話題|換個主題|換個方向|換個方面|換換話題|另一个问题|另外一个问题|另一个话题|另外一个话题|问另一个问题|问另外一个问题|问一个另外的问题|问个别的|问个别的问题|问点别的|问一个别的问题|问个其他的|问个其他问题|问一个其他的问题|问個別的|问个別的|问个別的问题|问点別的|问點別的|说点别的|说个别的|聊点别的|聊个别的|说点別的|聊点別的|问个不相关的|问个不相关的问题|问个无关的|问个无关的问题|岔开一下话题|岔个话题|转换话题|转个话题|轉換話題|轉個話題`},
	{switchWord{switchPhrase, endsClause, true}, `题外话|说个题外话|问个题外话|一个题外话|新问题|新话题|新的问题|新的话题|无关问题|无关的问题|不相关的问题|一个无关的问题|一个不相关的问题|与此无关|跟这个无关|和这个无关|跑个题
		another question|another topic|another subject|different topic|different question|different subject|new topic|new question|new subject|other question|other topic|separate question|unrelated|unrelated question|unrelated topic|unrelated to that|unrelated to this|not related|not related to this|not related to that|off topic|change of topic|change of subject|change the topic|change the subject|changing topic|changing topics|changing the topic|changing the subject|change topic|change topics|switching topics|switching topic|switch topics|switching gears|something else|something different|something completely different|something unrelated|ask something else|ask something different|ask something unrelated|ask about something else|ask another question|ask you something else|talk about something else`},
	{switchWord{switchPhrase, endsAnywhere, false}, `顺便问|顺便问下|顺便问一下|顺便问一句|顺便问个问题|顺便请问|顺便请问一下|顺便请教|顺便请教下|顺便请教一下|顺便想问|顺便想问下|顺便想问一下|顺便再问|顺便再问下|顺便再问一下|顺便再问一句|顺便说一句|顺便说一下|顺带问|顺带问下|顺带问一下|順便問|順便問下|順便問一下|順便問一句|順便問個問題|順便請問|順便請問一下|順便請教|順便請教一下|順便想問|順便想問一下|順便再問|順便再問一下|順帶問一下|再问一下|再问下|再问一句|再请问|再请问一下|再请教|再请教下|再请教一下|再想问一下|还想问|还想问下|还想问一下|还想请教|还想请教一下|还有个问题是|还有一个问题是|最后问一下|最后再问一下
		by the way|btw|by the by|incidentally`},
	{switchWord{switchPhrase, endsApart, false}, `还有个问题|还有一个问题|还有问题|还有个小问题|还有一个小问题|还有个疑问|还有一个疑问|还有一点|再问一个|再问个|再问一个问题|再问个问题|再问一个小问题|再问个小问题|再来一个问题|再来个问题|再请教一个问题|再请教个问题|下一个问题|下个问题|最后一个问题|最后一问|顺便问一个|顺便问一个问题|順便問一個問題`},
	{switchWord{switchPhrase, endsClause, false}, `顺便|順便|顺带|順帶|还有|另外|此外|对了|再一个|再来一个|再有
		one more|one more question|one more thing|one last question|one last thing|next question|last question|next|further question|a further question|follow up|follow up question|another thing|also another thing|oh and|on that note|speaking of which|while i m at it|while we re at it`},
	{switchWord{switchTail, endsAnywhere, false}, `吧|哈|啊|呀|哦|呢|啦|了|嘛|哟|是|是这样|是这样的|如下|please|pls|then|here|now|though|for you|if i may|if you don t mind|is|that is|about|as well|too`},
	{switchWord{switchGreeting, endsAnywhere, false}, `好|好的|好吧|嗯|嗯嗯|哦|噢|行|明白|明白了|懂了|了解|了解了|收到|知道了|清楚了|谢谢|谢谢你|谢谢您|多谢|感谢|非常感谢|那|那么|那就|然后|请问|你好|您好|大佬|老师|我|我想|我要|想|再|先|来|我们|咱们|还|问|我问|说|这里|能不能|可以|可不可以|能
		ok|okay|k|thanks|thank you|thx|great|cool|nice|perfect|got it|i see|understood|alright|all right|right|well|so|and|but|now|then|hi|hello|hey|oh|ah|hm|hmm|also|i|i have|i ve|i ve got|i got|i ve a|i d like to|i want to|i would like to|let me|let s|may i|can i|could i|can we|here is|here s|here comes|just|please|a|an|the|to|one|on to|totally|completely|slightly|somewhat|quick|sorry|yes|yep|no`},
}
