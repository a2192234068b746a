package knowledge

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// read returns what a message asks, without what is pasted around it, and its terms.
// Where that says nothing, as "why?" above a log, what is pasted is the question.
func (m *Matcher) read(ctx context.Context, message string) (string, []queryTerm, error) {
	whole := visible(clip(message))
	text := asking(whole)
	terms, err := m.weigh(ctx, text)
	if err == nil && text != whole && !slices.ContainsFunc(terms, queryTerm.informative) {
		text = whole
		terms, err = m.weigh(ctx, text)
	}
	return text, terms, err
}

// visible drops what is not seen or not read: zero-width and other format
// characters, emoji and other symbols.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r), unicode.Is(unicode.So, r),
			r == '\uFE0F',                          // the emoji form of what stands before it
			r >= '\U0001F3FB' && r <= '\U0001F3FF': // skin tones
			return -1
		default:
			return r
		}
	}, text)
}

// asking returns what a message asks, without what is pasted into it: fenced code,
// log lines, stack traces, manifests. A message that is nothing else is returned as
// it is: then the error text is the question.
func asking(text string) string {
	if !strings.ContainsRune(text, '\n') {
		return text
	}
	var kept, code []string // code is what stands in a fence that is open so far
	pasted, fenced := false, false
	add := func(line string) {
		switch {
		case strings.TrimSpace(line) == "":
		case isPasted(line):
			pasted = true
		default:
			kept = append(kept, line)
		}
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case strings.HasPrefix(strings.TrimSpace(line), fence):
			pasted = true
			if strings.Count(line, fence)%2 == 1 { // else it closes on its own line
				fenced, code = !fenced, nil
			}
		case fenced:
			code = append(code, line)
		default:
			add(line)
		}
	}
	for _, line := range code { // nobody has closed it: it may hold the question
		add(line)
	}
	if !pasted || !strings.ContainsFunc(strings.Join(kept, ""), unicode.IsLetter) {
		return text
	}
	return strings.Join(kept, "\n")
}

// fence opens and closes a block of code in Markdown.
const fence = "```"

// pastedLine matches how logs, stack traces and manifests begin a line: a date or a
// time, klog's letter and date, "at package.", a key with a colon, a bracket.
var pastedLine = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\s*(?:` +
		`\[?\d{4}[-/]\d\d[-/]\d\d[T ,\]]|\[?\d\d:\d\d:\d\d|[IWEF]\d{4} |` +
		`at [\w.$<>]+\(|Caused by: |Traceback |goroutine \d|File "|` +
		`(?:- )?["']?[A-Za-z_][\w./-]*["']?:(?:\s|$)|` +
		`[{}<>\[\]#]|- [\w.-]+=|(?:\$|#|>) )`)
})

// writtenLabel matches one word or a mark, and a sentence of four words or more
// after it.
var writtenLabel = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:[A-Za-z]+:|#+|>+|-)\s+(?:[A-Za-z][A-Za-z'’]*,?\s+){3,}[A-Za-z]`)
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
		// "问题：…" and "报错: 连接被拒绝" are written, as is "Question: how do I …".
		return han*4 < all && !writtenLabel().MatchString(line)
	}
	return han == 0 && float64(prose) < letterShare*float64(all)
}
