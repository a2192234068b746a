package archive

import (
	"regexp"
	"slices"
	"strings"
)

// speaker is a name at the start of a paragraph, "记者：", "**Ann Lee:** ".
var speaker = regexp.MustCompile(`^(?:\*\*|__)?\s*([^\s:：*_。，,？?！!、|<>\[\]()（）]{1,16}(?: [^\s:：*_。，,？?！!、|<>\[\]()（）]{1,16}){0,2})\s*(?:\*\*|__)?\s*[:：]\s*(?:\*\*|__)?`)

// dialogues reads an interview: paragraphs that begin with a speaker's name. The
// speaker of most questions asks; what any other says is the answer.
func dialogues(c *content) ([][]unit, []unit) {
	us := slices.Clone(c.units(grain{}))
	names := make([]string, len(us))
	turns, questions := make(map[string]int), make(map[string]int)
	for i, u := range us {
		if u.kind != paragraph || !strings.ContainsAny(lead(u.lines[0]), ":：") {
			continue
		}
		m := speaker.FindStringSubmatch(lead(u.lines[0]))
		if m == nil {
			continue
		}
		names[i] = m[1]
		turns[m[1]]++
		if likeness(u.text()) >= mostlyQuestion {
			questions[m[1]]++
		}
	}
	host := ""
	for name, n := range questions {
		if 2*n > turns[name] && (host == "" || n > questions[host] || n == questions[host] && name < host) {
			host = name
		}
	}
	if host == "" || len(turns) < 2 {
		return nil, nil
	}
	segments := segment(us, func(i int) bool { return names[i] == host })
	for _, seg := range segments {
		seg[0].lines = append([]string{stripSpeaker(seg[0].lines[0])}, seg[0].lines[1:]...)
	}
	return segments, us
}

// stripSpeaker removes a speaker's name from the start of a line, with the
// emphasis that it shares with what is said.
func stripSpeaker(line string) string {
	body, sign := openEmphasis(line)
	at := speaker.FindStringIndex(body)
	if at == nil {
		return line
	}
	rest := strings.TrimSpace(body[at[1]:])
	if before, found := strings.CutSuffix(rest, sign); found && sign != "" {
		return before
	}
	if strings.HasSuffix(strings.TrimRight(body[:at[1]], " "), sign) {
		return rest
	}
	return closeEmphasis(rest, sign)
}
