package bot

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxParts is the most questions that a message is parted into: a person who asks
// more is better served one after the other. What is beyond stays in the last.
const maxParts = 10

// questionsIn parts a message into the questions that it asks, in order: the items
// of a numbered list of questions, without what leads to it, or sentences that end
// in a question mark, each with the statements before it. There is at least one
// part, which is the whole text where there are not several questions or where
// something is pasted. Parts are cut from text; whether one is understood without
// the others is the caller's affair. Text that is not valid UTF-8 loses what is not.
func questionsIn(text string) []string {
	text = strings.ToValidUTF8(text, "")
	hidden := hiddenIn(text)
	if pasted(text, hidden) {
		return []string{text}
	}
	parts := listed(text, hidden)
	if len(parts) < 2 {
		parts = askingSentences(text, hidden)
	}
	if len(parts) < 2 {
		return []string{text}
	}
	parts = parts[:min(maxParts, len(parts))]
	parts[len(parts)-1].end = len(text)
	out := make([]string, len(parts))
	for i, p := range parts {
		out[i] = strings.TrimSpace(strings.TrimRight(text[p.start:p.end], " \t\r\n;；,，、"))
	}
	return out
}

// A span is where something stands in a text, in bytes.
type span struct{ start, end int }

// askingSentences returns the sentences that end in a question mark, each from the end of
// the one before on.
func askingSentences(text string, hidden []bool) []span {
	var out []span
	start := 0
	for _, m := range questionMarks.FindAllStringIndex(text, -1) {
		for hidden[m[0]] && m[0] < m[1] {
			m[0]++ // the mark may stand behind a quotation that ends in one
		}
		marks := text[m[0]:m[1]]
		next, _ := utf8.DecodeRuneInString(text[m[1]:])
		open := m[1] < len(text) && next < utf8.RuneSelf && !unicode.IsSpace(next) // as in /path?key=value
		if strings.Contains(marks, "？") || strings.Contains(marks, "?") && !open {
			if strings.ContainsFunc(text[start:m[0]], meaningful) {
				out = append(out, span{start, m[1]})
				start = m[1]
			}
		}
	}
	return out
}

// questionMarks are one or more with the marks and closing quotes behind them.
var questionMarks = regexp.MustCompile(`[?？][?？!！~～.。…,，;；"”’」』)）》】*_]*`)

// listed returns the items of a numbered list of questions, and before them the
// questions that lead to it; none when there is no such list.
func listed(text string, hidden []bool) []span {
	marks := itemMarks(text, hidden)
	tried := make(map[itemStyle]bool)
	for i, first := range marks { // the outer list begins before the inner
		if first.number != 1 || tried[first.style] {
			continue
		}
		tried[first.style] = true
		for _, lines := range []bool{true, false} {
			items, begin := itemsFrom(marks[i:], lines, len(text))
			if len(items) > 1 && asks(text, items, first.style == questionItem || announces.MatchString(text[:begin])) {
				return append(leading(text[:begin], hidden), items...)
			}
		}
	}
	return nil
}

// itemsFrom returns the items of the first mark's style that count from 1, those at
// the beginning of lines only or all, and where the first one's mark is.
func itemsFrom(marks []itemMark, lines bool, end int) (items []span, begin int) {
	for _, m := range marks {
		if m.style != marks[0].style || m.number != len(items)+1 || lines && !m.line {
			continue
		}
		if len(items) == 0 {
			begin = m.start
		} else {
			items[len(items)-1].end = m.start
		}
		items = append(items, span{m.end, end})
	}
	return items, begin
}

// leading returns the questions before a list, without those that ask to ask.
func leading(text string, hidden []bool) []span {
	var out []span
	for _, s := range askingSentences(text, hidden) {
		if !announces.MatchString(text[s.start:s.end]) {
			out = append(out, s)
		}
	}
	return out
}

// asks reports whether items are questions, not the steps of something that went
// wrong: most of them ask, or what leads to them says so.
func asks(text string, items []span, announced bool) bool {
	asking := 0
	for _, s := range items {
		content := text[s.start:s.end]
		if !strings.ContainsFunc(content, meaningful) {
			return false
		}
		if askingWords.MatchString(content) {
			asking++
		}
	}
	return announced || asking > 1 && 2*asking >= len(items)
}

var (
	// askingWords stand in questions without a mark.
	askingWords = regexp.MustCompile(`[?？]|怎么|怎麼|怎样|怎樣|如何|什么|什麼|为啥|為啥|为何|為何|吗|嗎|呢|是否|能否|可否|能不能|可不可以|会不会|會不會|是不是|有没有|有沒有|要不要|需不需要|哪|几个|幾個|多少|多久|多大|谁|誰|区别|區別|咋|啥|请问|請問` +
		`|(?i:\b(?:how|what|why|which|who|where|difference)\b|^\s*(?:can|could|does|do|did|is|are|was|should|would|will|has|have|may|when|any)\b)`)
	// announces is what leads to a list of questions.
	announces = regexp.MustCompile(`(?:[两兩俩倆几幾二三四五六2-9]|以下|下面|如下|一些|下列)(?:个|個|的)?[^，。,.\n]{0,6}(?:问题|問題|疑问|疑問)|请教|請教|想问|想問|(?i:\b(?:two|three|four|five|six|several|some|few|couple(?: of)?|these|following|my|[2-9])\s(?:\w+\s)?questions\b|\bquestions:)`)
)

// An itemStyle is how a list writes its numbers; one list has one style.
type itemStyle int

const (
	questionItem itemStyle = iota // Q1: 问题一：
	ordinalItem                   // 第一，
	hanItem                       // 一、
	arabicItem                    // 1. 1、 1)
	parenItem                     // (1) （一）
	roundItem                     // ① 1️⃣
)

// An itemMark is the number in front of a list's item.
type itemMark struct {
	span
	style  itemStyle
	number int
	line   bool // it begins its line
}

// numeral is the number of an item, a group.
const numeral = `([0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})`

// itemPatterns read an item's number, one for each style, in their order. An
// earlier one wins where two begin at one place.
var itemPatterns = regexp.MustCompile(`(?:[QqＱ]|问题|問題|[Qq]uestion)\s?` + numeral + `\s?[.．、:：)）]` +
	`|第` + numeral + `(?:[个個](?:问题|問題)?|[点點问問题題])?是?[，,、：:]` +
	`|([一二三四五六七八九十]{1,3})[、.．：:，,]` +
	`|([0-9０-９]{1,2})[.．、)）:：,，]` +
	`|[(（]` + numeral + `[)）]` +
	`|([①-⒛❶-❿➀-➓]|[0-9]\x{FE0F}?\x{20E3})`)

// maxItemNumber is the bytes of the longest number: three numerals.
const maxItemNumber = 9

// itemMarks finds the marks of lists, in order.
func itemMarks(text string, hidden []bool) []itemMark {
	var out []itemMark
	at := 0
	for line := range strings.Lines(text) {
		for _, g := range itemPatterns.FindAllStringSubmatchIndex(line, -1) {
			m := itemMark{span: span{at + g[0], at + g[1]}, line: strings.Trim(line[:g[0]], " \t\u3000-*•·") == ""}
			if m.line {
				m.start = at // with the dot in front
			}
			for s := range itemStyle(len(g)/2 - 1) {
				if from, to := g[2*s+2], g[2*s+3]; from >= 0 {
					m.style, m.number = s, itemNumber(line[from:to])
				}
			}
			if !hidden[at+g[0]] && m.number > 0 && marksItem(line, g[0], g[1], m) {
				out = append(out, m)
			}
		}
		at += len(line)
	}
	return out
}

// itemNumber reads the number in a mark; 0 is none.
func itemNumber(s string) int {
	if len(s) > maxItemNumber {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(s)
	if e := enclosedNumeral(r); e != "" {
		s = e
	}
	n, _ := numberOf(norm.NFKC.String(strings.TrimRight(s, "\uFE0F\u20E3")))
	return n
}

// marksItem reports whether the place of a number is that of a mark, and not of a
// part of a version, an address or a word.
func marksItem(line string, start, end int, m itemMark) bool {
	before, _ := utf8.DecodeLastRuneInString(line[:start])
	after, size := utf8.DecodeRuneInString(line[end:])
	if m.style != roundItem && unicode.IsDigit(after) {
		return false // 1.10
	}
	if m.line || m.style == roundItem {
		return true
	}
	if before < utf8.RuneSelf && strings.ContainsRune("._-/@#$%&=+*`'([{<", before) || before < utf8.RuneSelf && meaningful(before) {
		return false // v1.
	}
	if m.style != arabicItem {
		return !meaningful(before) || strings.ContainsRune("题題问問下点點个個", before)
	}
	next, _ := utf8.DecodeRuneInString(line[end+size:])
	return !strings.ContainsAny(line[start:end], ":：,，") &&
		(!strings.ContainsRune("xX*", after) || next < utf8.RuneSelf && meaningful(next)) // 1.x
}

// hiddenIn tells of each byte whether it is in code, an address, a quotation or
// parentheses, where no question of the person's own ends.
func hiddenIn(text string) []bool {
	depth := make([]int, len(text)+1)
	for _, m := range codeOrAddress.FindAllStringIndex(text, -1) {
		end := m[0] + len(strings.TrimRight(text[m[0]:m[1]], "?!.,"))
		depth[m[0]]++
		depth[end]--
	}
	for _, s := range enclosed(text) {
		depth[s.start]++
		depth[s.end]--
	}
	hidden := make([]bool, len(text)+1)
	for i, d := 0, 0; i < len(text); i++ {
		d += depth[i]
		hidden[i] = d > 0
	}
	return hidden
}

var codeOrAddress = regexp.MustCompile("(?s:```.*?(?:```|$)|~~~.*?(?:~~~|$))|`[^`\n]*`|[a-z]+://[^\\s\\p{Han}，。；、“”「」（）<>]+")

// enclosed returns what stands in quotes or parentheses, each with its marks. They
// close on the line on which they open; numbers of lists are not among them.
func enclosed(text string) []span {
	type opening struct {
		at     int
		closes rune
	}
	var out []span
	var stack []opening
	waiting := make(map[rune]int) // closing marks of what is open
	for i, r := range text {
		if r == '\n' {
			stack = stack[:0]
			clear(waiting)
		}
		if waiting[r] > 0 {
			for open := true; open; {
				top := stack[len(stack)-1]
				stack = stack[:len(stack)-1]
				waiting[top.closes]--
				if open = top.closes != r; !open && itemNumber(text[top.at+utf8.RuneLen(r):i]) == 0 {
					out = append(out, span{top.at, i + utf8.RuneLen(r)})
				}
			}
			continue
		}
		if c, ok := closers[r]; ok {
			stack = append(stack, opening{i, c})
			waiting[c]++
		}
	}
	return out
}

// closers are the marks that close what others open.
var closers = map[rune]rune{'"': '"', '“': '”', '‘': '’', '「': '」', '『': '』', '《': '》', '(': ')', '（': '）', '【': '】'}

// minPasted is how many lines of a log, a manifest or code make a text one that is
// pasted: fewer stand in questions, too.
const minPasted = 3

// pasted reports whether text holds a log, a manifest or code outside of fences.
func pasted(text string, hidden []bool) bool {
	count, at := 0, 0
	for full := range strings.Lines(text) {
		line := strings.TrimRight(full, "\r\n")
		if !hidden[at] && machineLine.MatchString(line) && !questionLine.MatchString(line) {
			count++
		}
		at += len(full)
	}
	return count >= minPasted
}

// questionLine is numbered as a question; it looks like a key of YAML.
var questionLine = regexp.MustCompile(`^\s*(?i:q|question)\s?\d`)

// machineLine is a line that no person writes: a key of YAML, a time stamp, a frame
// of a stack, an end of a statement, a prompt, a table's row, a tag.
var machineLine = regexp.MustCompile(`^\s*(?:-\s+)?["']?[A-Za-z_][\w./-]*["']?:(?:\s+[^\s?？]+){0,3}\s*$` +
	`|^\s*[\[(]?(?:\d{4}-\d\d-\d\d[T ]\d\d:|\d\d:\d\d:\d\d|[IWEF]\d{4} \d\d:)` +
	`|^\s+at \S+\(|^goroutine \d+|^\s*File ".*", line \d` +
	`|^[^\p{Han}\d][^\p{Han}]*[;{}\[]\s*$|^\s*[}\])]` +
	`|^\s*\$ \S|^\s*</?\w|\S {3,}\S+ {3,}\S`)
