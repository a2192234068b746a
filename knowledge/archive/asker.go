package archive

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Askers at the start of a question's own line, with the sign that closes their
// emphasis. A name with "/" is a package's, "@types/node". Before a space only a
// name in Chinese counts, or any before words that begin a question: "@Transactional
// 什么时候失效？" asks about that word.
var (
	askerColon = regexp.MustCompile(`^@(?:\[[^\[\]]{1,40}\]\([^()\s]{0,150}\)|[^\s:：。？?，,、/()（）\[\]*]{1,40}(?: [^\s:：。？?，,、/()（）\[\]*]{1,20})?)(?:[（(][^()（）]{1,40}[)）])?\s*(?:\*\*|__)?\s*[:：](?:\*\*|__)?`)
	askerSpace = regexp.MustCompile(`^@\p{Han}[\p{Han}\w·-]{0,15}(?:\*\*|__)?\s+`)
	askerWords = regexp.MustCompile(`^(@[\w.-]{1,40}(?:\*\*|__)?\s+)(?i:请问|請問|想问|想問|问一下|问下|你好|您好|(?:hi|hello|how|what|why|where|who)\b)`)
	// aboutPerson begins what is said of a person, not by one: "@张三 的方案…".
	aboutPerson = regexp.MustCompile(`^(?:[的和与與跟及、&是在]|等人)`)
)

// trimAsker removes the name of who asks from the start of a question: "@张三：…",
// "**@张三**：…", "@张三 …". A name that is all there is stays.
func trimAsker(text string) string {
	body, sign := openEmphasis(text)
	if !strings.HasPrefix(body, "@") {
		return text
	}
	end := askerEnd(lead(body))
	rest := body[end:]
	if sign != "" && !strings.Contains(body[:end], sign) { // "**@张三：…**"
		rest = closeEmphasis(rest, sign)
	}
	if rest = strings.TrimSpace(rest); end == 0 || strings.IndexFunc(rest, unicode.IsLetter) < 0 {
		return text
	}
	return rest
}

// askerEnd returns the length of the asker's name at the start of text, with the
// colon or space behind it; 0 when there is none.
func askerEnd(text string) int {
	if at := askerColon.FindStringIndex(text); at != nil {
		name, next := text[:at[1]], text[at[1]:]
		// "@click:prevent" and "@10:30" name nobody.
		r, _ := utf8.DecodeRuneInString(next)
		if strings.HasSuffix(name, ":") && r < utf8.RuneSelf && !unicode.IsSpace(r) || strings.IndexFunc(name, unicode.IsLetter) < 0 {
			return 0
		}
		return at[1]
	}
	if at := askerSpace.FindStringIndex(text); at != nil && !aboutPerson.MatchString(text[at[1]:]) {
		return at[1]
	}
	if at := askerWords.FindStringSubmatchIndex(text); at != nil {
		return at[3]
	}
	return 0
}
