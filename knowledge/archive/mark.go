package archive

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A role is what a mark makes of the text that it begins.
type role int

const (
	unmarked role = iota
	asks          // "Q:", "问：", "Q1.", "@张三 提问："
	answers       // "A:", "答：", "A1.", "Answer:"
)

// A mark is the sign at the start of a text that says what the text is.
type mark struct {
	role role
	bare bool   // nothing of the question is on its line: "问题一", "@张三 提问：", "Q:"
	rest string // the text without the mark
}

// numeral is a number of a question: "1", "12", "3.2.15", "十二".
const numeral = `(?:\d{1,3}(?:\.\d{1,3}){0,3}|[一二三四五六七八九十百]{1,4})`

// Marks are matched at the start of the first line of one block, emphasis and
// list number removed. A letter or word must be followed by a colon or stand in
// brackets; after a number that touches it a full stop or "、" will do ("Q1."
// but not "A 128-bit value").
const (
	markOpen  = `^(?i:[【\[(（]?\s*(?:`
	markColon = `\s*[-#._]?\s*(?:` + numeral + `)?\s*[*_]*\s*(?:[】\])）]?\s*[*_]*[:：]|[】\]])`
	markPoint = `[-#]?` + numeral + `(?:[】\])）.、,，．|]\s*|\s*[-–—]+\s+|\s+)`
	markClose = `))\s*`
)

var (
	askMark = regexp.MustCompile(markOpen +
		`(?:questions?|ques|q)` + markColon + `|(?:q|question\s+)` + markPoint + `|q\.\s+` +
		`|(?:观众|觀眾|听众|聽眾|网友|網友|读者|讀者|用户|用戶|同学|群友|社区|现场)?(?:提问|提問|问题|問題|问|問)` + markColon +
		`|(?:提问|提問|问题|問題|问|問)\s*` + markPoint + markClose)
	answerMark = regexp.MustCompile(markOpen +
		`(?:answers?|ans|a)` + markColon + `|a` + markPoint +
		`|(?:参考)?(?:答案|回答|解答|答复|答覆|回复|回覆|答)` + markColon + markClose)
	// "A. …" answers where the questions are marked "Q. …".
	answerPoint   = regexp.MustCompile(`^(?:\*\*|__)?A\.\s+`)
	questionPoint = regexp.MustCompile(`^(?:\*\*|__)?Q\.\s+\S`)
	// labels that name a question's place and nothing else: "Q1", "问题一", "第 3 问".
	askLabel = regexp.MustCompile(`^(?i:[【\[(（]?(?:q|question|提问|提問|问题|問題|问|問)\s*[-#.]?\s*` + numeral + `[】\])）]?|第\s*` + numeral + `\s*个?(?:问题?|問題?|题|題))[:：.、]?$`)
	// a person who asks or answers: "@张三 提问：", "张三提问", "@李四：", "@李四 答：".
	asker     = regexp.MustCompile(`^(?:@[^:：。？?，,\n]{1,40}?|[^:：。？?，,\n]{1,20}?)\s*(?:的?(?:提问|提問)|问道)\s*[:：]?$`)
	askerMark = regexp.MustCompile(`^(?:@[^:：。？?，,\n]{1,40}?\s*(?:提问|提問|问|問)|[^@:：。？?，,\n]{1,12}?\s*(?:提问|提問))\s*[:：]\s*`)
	handle    = regexp.MustCompile(`^@[^:：。？?，,\n]{1,40}(?:[:：]|\s*(?:问|問)\s*[:：]?)$`)
	answerer  = regexp.MustCompile(`^@?[^@:：。？?，,\n问問与與和题題]{1,12}?\s*(?:回答|回复|回覆|答复|答覆|解答|答)\s*[:：]\s*`)

	listNumber = regexp.MustCompile(`^(?:第?\s*\d{1,3}\s*(?:[、)）]|[.．])|[(（]\s*` + numeral + `\s*[)）]|[一二三四五六七八九十]{1,3}\s*[、.．]|[①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳])\s*`)
)

// readMark reads the mark at the start of text.
func readMark(text string) mark {
	if !mayMark(text) {
		return mark{rest: text}
	}
	bare, closer := openEmphasis(trimSymbols(text))
	body := trimNumber(bare)
	if body != bare && closer == "" { // "1. **Q:** …"
		body, closer = openEmphasis(body)
	}
	body = trimSymbols(body)
	if first := firstLine(body); len(first) <= markStart && mayLabel(first) {
		label := plainText(strings.Trim(first, " \t*_"))
		if askLabel.MatchString(label) || asker.MatchString(label) || handle.MatchString(label) {
			rest := strings.TrimPrefix(body[len(first):], "\n")
			return mark{role: asks, bare: true, rest: rest}
		}
	}
	start := lead(body)
	if at := askMark.FindStringIndex(start); at != nil && !isLink(body, at[1]) {
		rest := closeEmphasis(body[at[1]:], closer)
		return mark{role: asks, rest: rest, bare: strings.IndexFunc(rest, unicode.IsLetter) < 0}
	}
	if at := askerMark.FindStringIndex(start); at != nil {
		return mark{role: asks, rest: closeEmphasis(body[at[1]:], closer)}
	}
	if at := answerMark.FindStringIndex(start); at != nil && !isLink(body, at[1]) {
		rest := closeEmphasis(body[at[1]:], closer)
		if again := answerMark.FindStringIndex(lead(rest)); again != nil { // "A：A：…"
			rest = rest[again[1]:]
		}
		return mark{role: answers, rest: rest}
	}
	if answerer.MatchString(start) {
		return mark{role: answers, rest: text} // the person's name is part of the answer
	}
	return mark{rest: text}
}

// isLink reports whether the brackets that end at end are those of a link,
// "[A](…)".
func isLink(text string, end int) bool {
	return text[end-1] == ']' && end < len(text) && (text[end] == '(' || text[end] == '[')
}

// markStart is how much of a text is looked at for a mark: the longest name of
// an asker with its signs.
const markStart = 256

// mayMark reports whether text could begin with a mark: a letter Q or A that
// begins no other word, or a word for asking or answering near the start.
func mayMark(text string) bool {
	text = lead(text)
	if strings.HasPrefix(strings.TrimLeft(text, "*_ "), "@") || strings.ContainsAny(text, "问問答题題") || strings.Contains(text, "回复") || strings.Contains(text, "回覆") {
		return true
	}
	at := strings.IndexFunc(text, unicode.IsLetter)
	if at < 0 || !strings.ContainsRune("QqAa", rune(text[at])) {
		return false
	}
	word := text[at:]
	if end := strings.IndexFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }); end >= 0 {
		word = word[:end]
	}
	switch strings.ToLower(word) {
	case "q", "a", "question", "questions", "ques", "answer", "answers", "ans":
		return true
	}
	return false
}

// mayLabel reports whether line could be a label: it speaks of asking or is
// short and begins with a Q.
func mayLabel(line string) bool {
	return strings.ContainsAny(line, "@问問题題") || len(line) < 32 && strings.ContainsAny(line, "Qq")
}

// lead returns the start of s in which a mark or label stands.
func lead(s string) string {
	if len(s) <= markStart {
		return s
	}
	end := markStart
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}

// trimNumber removes the list number at the start of text: "1. ", "一、", "（3）".
// A version such as "1.10" is not a number.
func trimNumber(text string) string {
	at := listNumber.FindStringIndex(lead(text))
	if at == nil {
		return text
	}
	rest := text[at[1]:]
	if r, _ := utf8.DecodeRuneInString(rest); unicode.IsDigit(r) && strings.ContainsAny(text[:at[1]], ".．") && !strings.HasSuffix(text[:at[1]], " ") {
		return text
	}
	return rest
}
