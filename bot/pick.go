package bot

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A pick is what a message chooses from a numbered list of options.
type pick struct {
	kind pickKind
	// numbers are those chosen, as they were named, without repeats: one for
	// onePick, more for severalPicks, none otherwise. They count from 1 and may be
	// beyond what was offered; 0 is a choice of something that was not.
	numbers []int
}

type pickKind int

const (
	noPick       pickKind = iota // the message is something else
	onePick                      // 2, 第二个, "the last one"
	severalPicks                 // "1 和 3", "both"
	nonePick                     // 都不是, "none of these"
	yesPick                      // 就是它, "that one": means something where one option is offered
)

// maxPick is below any number that stands for something else: an error code, a
// port, a year. More digits than it has are no pick either.
const maxPick = 99

// readPick reads a whole message that chooses from a list of so many options.
// A message that holds anything besides is none: "第二种方案怎么配置", "2 个副本".
func readPick(text string, offered int) pick {
	if len(text) > maxSmalltalkBytes {
		return pick{}
	}
	text = plainNumbers(text)
	if strangeToPicks.MatchString(text) {
		return pick{}
	}
	words := joinPickNumbers(pickLexicon().read(text))
	roles := pickRoles(words)
	var numbers []int
	for _, m := range pickReference.FindAllStringIndex(roles, -1) {
		if n := pickedNumber(words[m[0]:m[1]], offered); !slices.Contains(numbers, n) {
			numbers = append(numbers, n)
		}
	}
	roles = pickReference.ReplaceAllString(roles, "P")
	switch {
	case pickOfOne.MatchString(roles), pickOfSeveral.MatchString(roles) && len(numbers) == 1:
		return pick{onePick, numbers}
	case pickOfSeveral.MatchString(roles):
		return pick{severalPicks, numbers}
	case pickOfAll.MatchString(roles):
		return pickAll(offered)
	case pickOfNone.MatchString(roles):
		return pick{kind: nonePick}
	case pickOfYes.MatchString(roles):
		return pick{kind: yesPick}
	default:
		return pick{}
	}
}

func pickAll(offered int) pick {
	p := pick{kind: severalPicks}
	for n := range max(offered, 0) {
		p.numbers = append(p.numbers, n+1)
	}
	if len(p.numbers) < 2 {
		return pick{kind: yesPick} // "all" of one
	}
	return p
}

// plainNumbers writes a message in characters that lexicons know: ② and 2️⃣ as 2,
// a thumb as yes or no, other emoji's names not at all, -1 as 0.
func plainNumbers(text string) string {
	text = emojiName.ReplaceAllStringFunc(pickSigns.Replace(text), func(name string) string {
		if slices.Contains(englishNumbers, strings.ToLower(strings.Trim(name, ":"))) {
			return name // Slack's for 2️⃣ is :two:
		}
		return " "
	})
	var b strings.Builder
	for _, r := range text {
		if s := enclosedNumeral(r); s != "" {
			b.WriteString(" " + s + " ")
		} else {
			b.WriteRune(r)
		}
	}
	return negative.ReplaceAllString(norm.NFKC.String(b.String()), "0")
}

// pickSigns are signs that say a word.
var pickSigns = strings.NewReplacer(
	"👍", " yes ", "👌", " yes ", "✅", " yes ", ":+1:", " yes ", ":thumbsup:", " yes ", ":ok_hand:", " yes ", ":white_check_mark:", " yes ", "[强]", " yes ", "[OK]", " yes ",
	"👎", " no ", "❌", " no ", ":-1:", " no ", ":thumbsdown:", " no ", ":x:", " no ", "[弱]", " no ",
	"🔟", " 10 ", ":keycap_ten:", " 10 ",
)

// enclosedNumeral is the number of ②, ⑵, ⒉, ❷ and the like in digits or numerals;
// empty for any other character.
func enclosedNumeral(r rune) string {
	if r < '①' || !unicode.Is(unicode.No, r) {
		return ""
	}
	for _, first := range "❶➀➊⓵" { // ten each, which no normal form knows
		if first <= r && r < first+10 {
			return strconv.Itoa(int(r-first) + 1)
		}
	}
	s := strings.Trim(norm.NFKC.String(string(r)), "().")
	if _, ok := numberOf(s); ok {
		return s
	}
	return ""
}

var (
	negative = regexp.MustCompile(`^\s*[-−][0-9]+`)
	// strangeToPicks are marks of code and figures: 1.10, 10:30, 2%, $2.
	strangeToPicks = regexp.MustCompile(`[0-9][.:][0-9]|[^\s\p{L}\p{N}\p{So}🏻-🏿\p{M}\p{Cf},.:;!?。、…~()\[\]【】《》「」『』“”‘’"'\x60*_#/&·–—-]`)
)

// joinPickNumbers makes one number of its digits or numerals that stand together.
func joinPickNumbers(words []token[pickWord]) []token[pickWord] {
	out := make([]token[pickWord], 0, len(words))
	for i := 0; i < len(words); {
		w, n := words[i], 1
		if !w.known {
			w.meaning.role = pickOther
			if w.text == clauseBreak {
				w.meaning.role = pickBreak
			}
			for pickNumeral(words[i+n-1].text) && i+n < len(words) && pickNumeral(words[i+n].text) && words[i+n].start == w.end {
				w.text, w.end = w.text+words[i+n].text, words[i+n].end
				n++
			}
			if number, ok := numberOf(w.text); ok && number <= maxPick && (w.text[0] > '9' || len(w.text) < 3) && w.text != "两" {
				w.meaning = pickWord{pickNumber, number}
			}
		}
		out = append(out, w)
		i += n
	}
	return out
}

// pickNumeral leaves out 两, which counts things and never numbers them.
func pickNumeral(s string) bool { return isNumeral(s) && s != "两" }

func pickRoles(words []token[pickWord]) string {
	roles := make([]byte, len(words))
	for i, w := range words {
		roles[i] = byte(w.meaning.role)
	}
	return string(roles)
}

// pickedNumber is the number that a reference stands for; 0 when there is no such
// option: the former of three, the middle one of two.
func pickedNumber(words []token[pickWord], offered int) int {
	fromEnd := false
	for _, w := range words {
		n := w.meaning.number
		switch w.meaning.role {
		case pickFromEnd:
			fromEnd = true
		case pickNumber, pickOne, pickOrdinal:
			if fromEnd {
				return max(0, offered+1-n)
			}
			return n
		case pickLast:
			return max(0, offered+1-n)
		case pickOfTwo:
			if offered == 2 {
				return n
			}
		case pickMiddle:
			if offered > 1 && offered%2 == 1 {
				return (offered + 1) / 2
			}
		}
	}
	return 0
}

// Forms of messages over the roles of their words, with P for each reference to
// an option.
var (
	// pickReference is an option by its number or place: 第二个, no. 2, the 2nd one.
	pickReference = regexp.MustCompile(`Rd?n[ku]*|u?dn[ku]*|[um]b?[ne]|nt[eu]*|o[eu]*|nu?|[LTM][eu]*|e`)
	pickOfOne     = regexp.MustCompile(`^[sbY]*(?:[mN]b[sbY]*)?P[sbY]*$`)
	pickOfSeveral = regexp.MustCompile(`^[sbY]*P(?:[sbYc]*P)+[sbY]*A?[sbY]*$`)
	pickOfAll     = regexp.MustCompile(`^[sbY]*A[sbYu]*$`)
	pickOfNone    = regexp.MustCompile(`^[sbY]*N[sbmN]*$|^[sb]*m[sbmN]*$`)
	pickOfYes     = regexp.MustCompile(`^[sb]*Y[sbY]*$`)
)

// quotesOption tells which option a message quotes, by one of its titles with or
// without a number in front, or by a beginning that no other option has; -1 for
// none. titles has those of each option, in whatever languages it was shown.
func quotesOption(text string, titles [][]string) int {
	if len(text) > maxQuestionBytes {
		return -1
	}
	plain := plainNumbers(text)
	whole, rest := quotable(plain), quotable(listNumber.ReplaceAllString(plain, ""))
	begins, several := -1, false
	for i, list := range titles {
		for _, title := range list {
			t := quotable(withoutAddresses(title))
			if t.text != "" && (t.text == whole.text || t.text == rest.text) {
				return i
			}
			if whole.begins(t) || rest.begins(t) {
				several = several || begins >= 0 && begins != i
				begins = i
			}
		}
	}
	if several {
		return -1
	}
	return begins
}

// listNumber is what a list's renderer and the person who quotes it put before
// a title.
var listNumber = regexp.MustCompile(`(?i)^[\s>"“「『*•·-]*(?:(?:选项|選項|选|選|option|no\.?|#)\s*)?[(\[【]?第?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[个個]?[)\]】]?[\s.、:)]*`)

// A quotation is a text as it is compared with titles.
type quotation struct {
	text string // its joined atoms, each with a space behind it, without breaks
	size int    // its Han characters, and twice its Latin words
}

// minBeginning is the least size of a beginning that stands for its title: six
// characters or three words. It is a rule, not a measured figure: shorter ones are
// questions by themselves.
const minBeginning = 6

func quotable(text string) (q quotation) {
	var b strings.Builder
	for _, a := range atoms(text) {
		if a.text == clauseBreak {
			continue
		}
		b.WriteString(a.text + " ")
		if r, _ := utf8.DecodeRuneInString(a.text); kindOf(r) == letter {
			q.size++
		}
		q.size++
	}
	q.text = b.String()
	return q
}

// begins reports whether q is enough of title's beginning to mean it.
func (q quotation) begins(title quotation) bool {
	return q.size >= minBeginning && strings.HasPrefix(title.text, q.text)
}

// A pickRole is what an expression does in a choice; a letter, as a role is.
type pickRole byte

const (
	pickOther      pickRole = 'x' // anything else: the message is no choice
	pickFiller     pickRole = 's'
	pickBreak      pickRole = 'b'
	pickNumber     pickRole = 'n'
	pickOne        pickRole = 'e' // one: a number, or what the number belongs to
	pickOrdinal    pickRole = 'o' // second
	pickSuffix     pickRole = 't' // the nd of 2nd
	pickNth        pickRole = 'd' // 第
	pickClassifier pickRole = 'k' // 个
	pickNoun       pickRole = 'u' // option, 号
	pickFromEnd    pickRole = 'R' // 倒数
	pickLast       pickRole = 'L' // last; its number counts from the end
	pickOfTwo      pickRole = 'T' // former, latter
	pickMiddle     pickRole = 'M'
	pickAnd        pickRole = 'c'
	pickEvery      pickRole = 'A' // both, all
	pickNo         pickRole = 'm' // no: of "no. 2" or of "no, none"
	pickNot        pickRole = 'N' // none of these
	pickYes        pickRole = 'Y'
)

// A pickWord is what an expression means in a choice.
type pickWord struct {
	role   pickRole
	number int // of a number, an ordinal, pickLast and pickOfTwo
}

var pickLexicon = sync.OnceValue(func() *lexicon[pickWord] {
	l := newLexicon[pickWord](nil)
	for _, w := range pickWords {
		l.add(pickWord{w.role, w.number}, w.list)
	}
	for i, w := range englishNumbers {
		r := pickNumber
		if i%2 == 1 {
			r = pickOrdinal
		}
		l.add(pickWord{r, i/2 + 1}, w)
	}
	return l
})

// pickWords are the expressions of choices; Traditional characters that fold does
// not know stand beside the simplified ones.
var pickWords = []struct {
	role   pickRole
	number int
	list   string
}{
	{pickOther, 0, `没有了|没了|是不是|对不对|要不要|one second|one of them|one of these|one of those|no one`},
	{pickOne, 1, `one`},
	{pickNumber, 0, `zero`},
	{pickSuffix, 0, `st|nd|rd|th`},
	{pickNth, 0, `第`},
	{pickClassifier, 0, `个|条|條|项|項|种|種|题|行|款|问|道|道题`},
	{pickNoun, 0, `选项|選項|号|编号|編號|编号是|序号|序號|问题|回答|答案
		option|options|choice|item|number|num|nr|question|entry|answer|result`},
	{pickFromEnd, 0, `倒数|倒數`},
	{pickLast, 1, `最后|最后一|最后一个|最后一项|最后一項|最后一条|最后一條|最后一种|最后一種|最后一题|最后一问|最后一行|最后一个问题|最后那个|最后那条|最后那條|最后这个|最后的|最后的那个|最末一个|最下面|最下面的|最下面那个|最下面的那个|最下面一个|最下边那个
		last|final|very last|bottom|last in the list|last on the list`},
	{pickLast, 2, `last but one|second last|second to last|next to last|penultimate|second from last|second from the end|second from the bottom`},
	{pickLast, 3, `last but two|third last|third to last|third from last|third from the end|third from the bottom`},
	{pickOrdinal, 1, `最上面|最上面的|最上面那个|最上面的那个|最上面一个|最上边那个|头一个|頭一个|头一条|首个|top|very first`},
	{pickOfTwo, 1, `前者|前面那个|前一个|former`},
	{pickOfTwo, 2, `后者|后面那个|后一个|latter`},
	{pickMiddle, 0, `中间|中间的|中间那个|中间的那个|中间这个|中间一个|中间那条|当中那个|middle|in the middle`},
	{pickAnd, 0, `和|跟|与|及|以及|还有|或|或者|and|or|as well as|plus`},
	{pickEvery, 0, `都要|都看|都看看|都想看|都想要|都选|都選|都是|全部|全部都要|全要|全都要|全都|两个都|两个都要|两个都看|两个都看看|两个都想看|两个都是|两个|三个都|三个都要|三个都看|三个都是|所有|所有的
		both|both of them|both of these|both of those|all|all of them|all of these|all of those|all three|all two|each|each of them|every one of them`},
	{pickNo, 0, `no`},
	{pickNot, 0, `不|都不是|都不是的|以上都不是|以上都不对|以上皆非|这些都不是|这几个都不是|上面都不是|上面的都不是|全都不是|全不是|两个都不是|三个都不是|哪个都不是|哪一个都不是|一个都不是|一个也不是|一个都不对|一个也不对|没有|没有我要的|没有我要找的|没有我想要的|没有我要问的|没有我想问的|没我要的|没我想要的|没我想问的|没有想要的|没有想问的|没有合适的|没有对的|没有相关的|没有一个|没有一个是|没有一个对|没一个是|没一个对|都没有|里面没有|这里面没有|都不对|都不太对|都不要|都不合适|都不相关|都无关|都不符合|都错|都错了|不是|不是的|不是这个|不是这些|不是它|不是那个|不对|不要|其他|其它|其他的|别的|別的|其他问题|别的问题
		none|none of these|none of those|none of them|none of the above|none of the options|none of that|none of it|none of the two|none of the three|none match|none matches|none fits|none fit|neither|neither of them|neither of these|neither of those|neither one|neither of the two|not any|not any of these|not any of them|not any of those|nothing|nothing fits|nothing matches|not these|not those|not that|not this|not that one|not this one|not the one|not it|no match|something else|other|others|another|nope|nah|all wrong|both wrong`},
	{pickYes, 0, `是|是的|是啊|是呀|是它|是这个|是那个|是这条|对|对的|对啊|对呀|对头|嗯|嗯呢|恩|没错|正是|正是它|正是这个|就是|就是它|就是这个|就是那个|就是这条|就是这个问题|就它|就这个|就这个吧|就那个|这个|这条|这一个|这个问题|它
		yes|yes please|yeah|yea|yep|yup|ya|y|sure|right|that s right|that is right|correct|that s correct|exactly|indeed|definitely|that one|this one|the one|that|this|it is|yes it is|that s it|that is it|this is it|that s the one|that is the one|this is the one|that s what i mean|that s what i meant|that is what i mean|that is what i meant|please do|go ahead`},
	{pickFiller, 0, `请|请问|麻烦|麻烦你|谢|谢谢|谢谢你|谢谢您|多谢|感谢|辛苦了|吧|呢|啊|呀|哦|噢|嘛|哈|啦|了|的|呗|那|那个|那就|看|看看|看一下|看下|想看|想看看|想看一下|我看|我要看|我想看|选|選|我选|我選|选择|選擇|我选择|我選擇|挑|要|我要|我想要|想要|想问|我想问|我要问|问的是|我问的是|想问的是|我想问的是|要问的是|我要问的是|我说的是|说的是|指的是|我指的是|我是说|我的意思是|我|给我|给我看|给我看看|发我|来|就|就选|就選|就要|应该|应该是|可能|可能是|大概是|好像是|更像是|好|好的|行|可以|那就要|那就选|还是|其实|其实是|也|先|讲讲|说说|讲一下|说一下|说|展开|展开讲讲|展开说说|详细说说|打开|发|一下|帮我|帮我看|帮我看看|你|您|老师|大佬|里|里的|里面的|机器人|小助手
		i|i d|i ll|i m|i am|id|ill|would|like|would like|want|to|to see|see|the|please|pls|plz|thanks|thank|thank you|thx|ty|you|ok|okay|k|so|well|oh|ah|hm|hmm|um|uh|sorry|actually|i mean|i meant|mean|meant|think|i think|maybe|probably|guess|i guess|it|it s|its|is|that s|that is|would be|that would be|go|go with|going with|go for|let s|lets|let|let me see|me|with|take|pick|choose|select|give|give me|show|show me|read|open|tell me about|tell me|my|my choice|my choice is|my pick|my pick is|of them|of these|of those|of the list|from the list|on the list|in the list|from above|can you|could you|can i|could i|get|have|for me|rather|instead|interested in|just|then|sounds good|looks good|bot|bigtalk`},
}
