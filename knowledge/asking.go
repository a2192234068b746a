package knowledge

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
)

// asking returns what a message asks, without what is pasted into it: fenced code,
// log lines, stack traces, manifests. A message that is nothing else is returned as
// it is: then the error text is the question.
func asking(text string) string {
	if !strings.ContainsRune(text, '\n') {
		return text
	}
	var kept []string
	pasted, fenced := false, false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case strings.HasPrefix(strings.TrimSpace(line), "```"):
			fenced, pasted = !fenced, true
		case strings.TrimSpace(line) == "":
		case fenced || isPasted(line):
			pasted = true
		default:
			kept = append(kept, line)
		}
	}
	if !pasted || !strings.ContainsFunc(strings.Join(kept, ""), unicode.IsLetter) {
		return text
	}
	return strings.Join(kept, "\n")
}

// pastedLine matches how logs, stack traces and manifests begin a line: a date or a
// time, klog's letter and date, "at package.", a key with a colon, a bracket.
var pastedLine = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\s*(?:` +
		`\[?\d{4}[-/]\d\d[-/]\d\d[T ,\]]|\[?\d\d:\d\d:\d\d|[IWEF]\d{4} |` +
		`at [\w.$<>]+\(|Caused by: |Traceback |goroutine \d|File "|` +
		`(?:- )?["']?[A-Za-z_][\w./-]*["']?:(?:\s|$)|` +
		`[{}<>\[\]#]|- [\w.-]+=|(?:\$|#|>) )`)
})

// letterShare is the least share of letters and blanks in a line of prose.
const letterShare = 0.6

// isPasted reports a line that no person has written to ask something.
func isPasted(line string) bool {
	trimmed := strings.TrimSpace(line)
	if strings.HasSuffix(trimmed, "?") || strings.ContainsRune(trimmed, '？') {
		return false
	}
	han, prose, all := 0, 0, 0
	for _, r := range trimmed {
		all++
		if unicode.Is(unicode.Han, r) {
			han++
		}
		if unicode.IsLetter(r) || unicode.IsSpace(r) {
			prose++
		}
	}
	if pastedLine().MatchString(line) {
		return han*4 < all // "问题：…" and "报错: 连接被拒绝" are written
	}
	return han == 0 && float64(prose) < letterShare*float64(all)
}
