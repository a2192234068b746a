package bot

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// readAddressed takes a message apart as chat platforms write it: body is what the
// person says, without mentions; quoted is the message that it quotes, empty for
// none. mentioned tells that one of names, which are the bot's own names and user
// IDs, was mentioned; in a quotation it does not count. A text that is nothing but
// a quotation is its own body. Text that is not valid UTF-8 loses what is not.
func readAddressed(text string, names []string) (body, quoted string, mentioned bool) {
	text = strings.ToValidUTF8(text, "")
	m := newMentionReader(names)
	quoted, body, ok := splitQuotation(text)
	if !ok {
		text, mentioned = m.without(text)
		if quoted, body, ok = splitQuotation(text); !ok {
			return text, "", mentioned
		}
	}
	body, inBody := m.without(body)
	quoted, _ = m.without(quoted)
	if body == "" { // a mention is all that was said of it
		body, quoted = quoted, ""
	}
	return body, quoted, mentioned || inBody
}

// A mentionReader finds mentions in texts.
type mentionReader struct{ names [][]rune } // folded, the longest first

func newMentionReader(names []string) mentionReader {
	var m mentionReader
	for _, n := range names {
		if f := []rune(strings.Map(fold, strings.TrimLeft(strings.TrimSpace(n), "@＠"))); len(f) > 0 {
			m.names = append(m.names, f)
		}
	}
	slices.SortStableFunc(m.names, func(a, b []rune) int { return len(b) - len(a) })
	return m
}

// A mention is where one stands in a text.
type mention struct {
	start, end int
	sure       bool // wherever it stands; others are mentions at an end of the text
	ours       bool // one of the reader's names
}

// without returns text without its mentions and the space around it, and whether
// one of them was ours.
func (m mentionReader) without(text string) (rest string, ours bool) {
	list := m.find(text)
	leading, at := 0, 0 // mentions that begin the text, and where they end
	for ; leading < len(list) && strings.TrimSpace(text[at:list[leading].start]) == ""; leading++ {
		l := &list[leading]
		// With the mark of "@bigtalk: how do I".
		l.sure, l.end = true, len(text)-len(strings.TrimLeft(text[l.end:], ",:，：、"))
		at = l.end
	}
	end := len(text)
	for i := len(list) - 1; i >= 0 && strings.TrimSpace(text[list[i].end:end]) == ""; i-- {
		list[i].sure, end = true, list[i].start
	}
	var b strings.Builder
	last := 0
	for _, l := range list {
		if !l.sure {
			continue
		}
		ours = ours || l.ours
		writeApart(&b, text[last:l.start])
		last = l.end
	}
	writeApart(&b, text[last:])
	return strings.TrimSpace(b.String()), ours
}

// writeApart writes s without a second space where a mention stood between two.
func writeApart(b *strings.Builder, s string) {
	if r, _ := utf8.DecodeLastRuneInString(b.String()); b.Len() == 0 || unicode.IsSpace(r) {
		s = strings.TrimLeftFunc(s, func(r rune) bool { return r != '\n' && unicode.IsSpace(r) })
	}
	b.WriteString(s)
}

// slackMention is one in angle brackets, as Slack and WeCom send it: of a person,
// a group of them, or everybody.
var slackMention = regexp.MustCompile(`^<(?:@([\w.-]+)|!subteam\^(\w+)|!(?:here|channel|everyone))(?:\|@?([^<>|\n]*))?>`)

const (
	// maxSlackMention is longer than any: two names of at most 80 characters.
	maxSlackMention = 700
	// maxNickname is longer than any name on WeChat, in characters.
	maxNickname = 64
	// mentionSpace ends every mention that WeChat writes, and nothing else.
	mentionSpace = '\u2005'
)

// find lists the mentions, in order; those in angle brackets are sure.
func (m mentionReader) find(text string) []mention {
	var out []mention
	for i := 0; ; {
		n := strings.IndexAny(text[i:], "<@＠")
		if n < 0 {
			return out
		}
		i += n
		read := m.named
		if text[i] == '<' {
			read = m.bracketed
		}
		found := read(text, i)
		if found.end == 0 {
			_, size := utf8.DecodeRuneInString(text[i:])
			i += size
			continue
		}
		out = append(out, found)
		i = found.end
	}
}

// bracketed reads the mention that begins with the bracket at start; its end is 0
// when there is none.
func (m mentionReader) bracketed(text string, start int) mention {
	s := text[start:min(len(text), start+maxSlackMention)]
	g := slackMention.FindStringSubmatch(s)
	if g == nil {
		return mention{}
	}
	found := mention{start: start, end: start + len(g[0]), sure: true}
	for _, name := range g[1:] {
		for _, n := range m.names {
			found.ours = found.ours || foldedPrefix(name, n) == len(name) && name != ""
		}
	}
	return found
}

// named reads the mention that begins with the @ at start; its end is 0 when there
// is none. One of a name that is not ours is known by WeChat's space behind it.
func (m mentionReader) named(text string, start int) mention {
	_, size := utf8.DecodeRuneInString(text[start:])
	after := text[start+size:]
	nickname := nicknameLength(after)
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	glued := before < utf8.RuneSelf && !strings.ContainsRune(" \t\r\n,;:!?()[]\"'>", before) // user@host, `@Bean`
	for _, n := range m.names {
		if end := foldedPrefix(after, n); end > 0 && (end == nickname || !glued && endsName(n, after[end:])) {
			return mention{start, start + size + end, true, true}
		}
	}
	if nickname == 0 || glued {
		return mention{}
	}
	return mention{start: start, end: start + size + nickname}
}

// foldedPrefix is how many bytes of text say name, which is folded; 0 when its
// beginning does not.
func foldedPrefix(text string, name []rune) int {
	i := 0
	for _, n := range name {
		r, size := utf8.DecodeRuneInString(text[i:])
		if size == 0 || fold(r) != n {
			return 0
		}
		i += size
	}
	return i
}

// endsName reports whether a name may end before rest: "@bigtalk 限流", "@bigtalk限流"
// and "@bigtalk: how", but not "@bigtalkers", "@bigtalk/cli" or "@bigtalk.com".
func endsName(name []rune, rest string) bool {
	r, size := utf8.DecodeRuneInString(rest)
	if next, _ := utf8.DecodeRuneInString(rest[size:]); r == '.' && next < utf8.RuneSelf && meaningful(next) {
		return false
	}
	return rest == "" || unicode.IsSpace(r) || unicode.Is(unicode.Han, r) || strings.ContainsRune(`.,:;!?)"'>~。，：；！？、）…～”’」』】<@＠`, r) ||
		unicode.Is(unicode.Han, name[len(name)-1]) && unicode.IsLetter(r)
}

// nicknameLength is the bytes of a name that WeChat's space ends; 0 for none.
func nicknameLength(s string) int {
	count := 0
	for i, r := range s {
		if r == mentionSpace {
			return i
		}
		if count++; r == '\n' || r == '@' || r == '＠' || count > maxNickname {
			return 0
		}
	}
	return 0
}

// splitQuotation parts a quotation from what is said of it; ok is false when there
// is none, or nothing is said.
func splitQuotation(text string) (quoted, body string, ok bool) {
	text = strings.TrimSpace(text)
	quoted, body = bridgeQuotation(text)
	if body == "" {
		quoted, body = markedQuotation(text)
	}
	return quoted, body, body != ""
}

var (
	// ruleLine parts a quotation from the text below it.
	ruleLine = regexp.MustCompile(`^[\t ]*(?:[-—–－─][\t ]*){3,}$`)
	// speaker is who is quoted.
	speaker = regexp.MustCompile(`^[^:：\n]{1,64}(?:：|:\s|:$)`)
	// quoteMark begins a line of a quotation in mail and on Slack, which sends > as &gt;.
	quoteMark = regexp.MustCompile(`^[\t ]*(?:(?:>|&gt;)+(?:[\t ]+|$))+`)
)

// bridgeQuotation reads 「name：text」, a rule and the body, as bridges to WeChat
// write a message that quotes another.
func bridgeQuotation(text string) (quoted, body string) {
	inner, ok := strings.CutPrefix(text, "「")
	if !ok {
		return "", ""
	}
	at := 0
	for line := range strings.Lines(inner) {
		if ruleLine.MatchString(strings.TrimRight(line, "\r\n")) {
			if head, closed := strings.CutSuffix(strings.TrimSpace(inner[:at]), "」"); closed {
				return strings.TrimSpace(speaker.ReplaceAllString(head, "")), strings.TrimSpace(inner[at+len(line):])
			}
		}
		at += len(line)
	}
	return "", ""
}

// markedQuotation reads leading lines that begin with > and the body below.
func markedQuotation(text string) (quoted, body string) {
	var lines []string
	for line := range strings.Lines(text) {
		mark := quoteMark.FindString(strings.TrimRight(line, "\r\n"))
		if mark == "" {
			break
		}
		lines = append(lines, line[len(mark):])
		text = text[len(line):]
	}
	if len(lines) == 0 {
		return "", ""
	}
	return strings.TrimSpace(strings.Join(lines, "")), strings.TrimSpace(text)
}
