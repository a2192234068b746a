package bot

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// An atom is what a lexicon's expressions are made of: a Latin word, a run of
// digits, one character of another script, or the break between two clauses.
type atom struct {
	text       string // folded; clauseBreak for a break
	start, end int    // bytes of the message
}

// clauseBreak is the text of a break.
const clauseBreak = ","

// atoms splits a text. Marks and spaces part atoms and are none; a break that ends
// the text is none either.
func atoms(text string) []atom {
	var out []atom
	var word []byte // of the last atom, which may go on
	kind := other
	for i, r := range text {
		f := fold(r)
		end := i + utf8.RuneLen(r)
		if r == utf8.RuneError {
			end = i + 1 // a byte that is no text, or the replacement character: a mark
		}
		k := kindOf(f)
		if f == '.' && k == clause && end < len(text) && !unicode.IsSpace(rune(text[end])) {
			k = other // of 1.10 or ep.4
		}
		switch {
		case k == clause && len(out) > 0 && out[len(out)-1].text != clauseBreak:
			out = append(endWord(out, word), atom{clauseBreak, i, end})
			word = word[:0]
		case k == letter && kind == letter, k == digit && kind == digit:
			word = utf8.AppendRune(word, f)
			out[len(out)-1].end = end
		case k == letter, k == digit, k == character:
			out = endWord(out, word)
			word = utf8.AppendRune(word[:0], f)
			out = append(out, atom{string(f), i, end})
		}
		kind = k
	}
	out = endWord(out, word)
	if n := len(out); n > 0 && out[n-1].text == clauseBreak {
		out = out[:n-1]
	}
	return out
}

// endWord gives the last atom the word that was gathered for it.
func endWord(list []atom, word []byte) []atom {
	if len(word) > 0 && len(list) > 0 {
		list[len(list)-1].text = string(word)
	}
	return list
}

// A runeKind is how a folded rune stands to its neighbours.
type runeKind int

const (
	other     runeKind = iota // a mark or a space
	letter                    // of a word
	digit                     // of a number
	character                 // Han: an atom by itself
	clause                    // a mark that ends a clause
)

func kindOf(r rune) runeKind {
	switch {
	case unicode.Is(unicode.Han, r):
		return character
	case unicode.IsLetter(r):
		return letter
	case unicode.IsDigit(r):
		return digit
	case strings.ContainsRune(",;.?!。\n", r):
		return clause
	default:
		return other
	}
}

// fold makes a rune lower case, half width and simplified, the last for the
// characters of this package's own expressions.
func fold(r rune) rune {
	if r < utf8.RuneSelf {
		return unicode.ToLower(r)
	}
	if !unicode.Is(unicode.Han, r) {
		n, _ := utf8.DecodeRuneInString(norm.NFKC.String(string(r)))
		return unicode.ToLower(n)
	}
	if s, ok := simplified[r]; ok {
		return s
	}
	return r
}

// simplified holds the characters of this package's expressions that Traditional
// Chinese writes differently. The archive's own are knowledge's affair.
var simplified = pairs("講讲誰谁幾几視视頻频賓宾鏈链節节時时間间題题內内綱纲麼么嗎吗個个們们這这後后裡里裏里總总說说談谈請请" +
	"問问給给發发錄录簡简紹绍關关於于開开來来從从聽听點点現现還还沒没謝谢勞劳對对錯错讚赞誇夸單单會会與与為为過过專专場场" +
	"號号訊讯討讨論论邊边隨随囉啰愛爱厲厉幫帮賴赖驗验話话該该無无聊聊誤误測测試试東东氣气樂乐夠够強强結结答答覆复懂懂應应" +
	"標标議议綱纲播播網网機机器器稱称動动連连線线觀观眾众當当認认識识嘆叹嚴严亂乱" +
	"選选項项條条種种編编換换順顺別别刪删譯译語语記记數数據据設设會会轉转剛刚")

// pairs reads characters that stand after each other, two by two.
func pairs(s string) map[rune]rune {
	out := make(map[rune]rune)
	list := []rune(s)
	for i := 0; i+1 < len(list); i += 2 {
		out[list[i]] = list[i+1]
	}
	return out
}

// joined is the text of atoms as a lexicon's keys have it.
func joined(list []atom) string {
	words := make([]string, len(list))
	for i, a := range list {
		words[i] = a.text
	}
	return strings.Join(words, " ")
}
