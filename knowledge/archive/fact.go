package archive

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// facts are the header facts of an episode as its page writes them.
type facts map[factKey]string

// A factKey names what a header fact tells.
type factKey string

const (
	factDate    factKey = "date"
	factGuest   factKey = "guest"
	factCompany factKey = "company"
	factReplay  factKey = "replay"
	factTopic   factKey = "topic"
	factSpeaker factKey = "speaker"
)

// Names of header facts.
var (
	speakerName = regexp.MustCompile(`^(?i:(?:嘉宾|讲师|分享人|主讲人|speaker|guest)\s*(?:介绍|简介|bio))$`)
	dateName    = regexp.MustCompile(`^(?i:(?:分享|直播|播出|活动|录制|开播)?(?:时间|日期)|date|time|when|air(?:ed|date)?)$`)
	guestName   = regexp.MustCompile(`^(?i:(?:分享|特邀|本期|直播)?(?:嘉宾|讲师|分享人|主讲人?|演讲者|演讲人|分享者)|speakers?|guests?|presenters?|hosts?)$`)
	companyName = regexp.MustCompile(`^(?i:公司|单位|所属公司|company|organi[sz]ation)$`)
	replayName  = regexp.MustCompile(`^(?i:(?:视频|直播|录像|精彩)?(?:回放|回看|录像|视频)(?:地址|链接)?|replay|videos?|recordings?|watch)$`)
	topicName   = regexp.MustCompile(`^(?i:(?:议题|话题|主题|分享主题|直播主题|分享议题|分享话题|演讲主题)(?:名称)?|topics?|title|subject)$`)
)

// factOf returns what the header fact called name tells; ok is false for a name
// of another kind.
func factOf(name string) (key factKey, ok bool) {
	switch {
	case speakerName.MatchString(name):
		return factSpeaker, true
	case dateName.MatchString(name):
		return factDate, true
	case guestName.MatchString(name):
		return factGuest, true
	case companyName.MatchString(name):
		return factCompany, true
	case replayName.MatchString(name):
		return factReplay, true
	case topicName.MatchString(name):
		return factTopic, true
	}
	return "", false
}

// present reports whether f shows its section to be a programme: it tells when
// it took place, or two other things.
func (f facts) present() bool {
	return f[factDate] != "" || len(f) >= 2
}

// cutFacts reads the header facts at the start of an episode's section: a list
// or lines of "key：value". It returns the other blocks.
func cutFacts(blocks []*block) (facts, []*block) {
	f := make(facts)
	var rest []*block
	for _, b := range blocks {
		if !f.take(b) {
			rest = append(rest, b)
		}
	}
	return f, rest
}

// take reads b's facts; it reports false when b is something else.
func (f facts) take(b *block) bool {
	var lines []string
	switch b.kind {
	case list:
		for _, it := range b.blocks {
			line := it.lines[0][markerEnd(it.lines[0]):]
			lines = append(lines, strings.Join(append([]string{line}, trimLines(it.lines[1:])...), " "))
		}
	case paragraph:
		lines = b.lines
	case quote:
		lines = unquote(b.lines)
	case table:
		for _, line := range b.lines {
			if row := cells(line); len(row) == 2 {
				lines = append(lines, row[0]+"："+row[1])
			}
		}
	default:
		return false
	}
	found := make(facts)
	for _, line := range lines {
		name, value, ok := cutKey(strings.TrimSpace(line))
		if !ok {
			continue
		}
		key, known := factOf(name)
		if _, taken := f[key]; known && !taken && value != "" {
			found[key] = value
		}
	}
	if len(found) == 0 {
		return false
	}
	maps.Copy(f, found)
	return true
}

// maxKeyRunes bounds a fact's name: "Organization" has 12.
const maxKeyRunes = 16

// cutKey splits "**时间**：2021 年" into "时间" and "2021 年".
func cutKey(line string) (key, value string, ok bool) {
	at := strings.IndexAny(line, ":：")
	if at <= 0 {
		return "", "", false
	}
	size := 1
	if line[at] != ':' {
		size = len("：")
	}
	key = strings.Trim(plainText(line[:at]), " *_")
	value = strings.TrimSpace(strings.TrimLeft(line[at+size:], "*_ "))
	if key == "" || len([]rune(key)) > maxKeyRunes {
		return "", "", false
	}
	return key, value, true
}

// fill sets the fields of e that f tells.
func (f facts) fill(e *Episode) {
	e.Topic = plainText(f[factTopic])
	e.URL = firstURL(f[factReplay])
	e.Speaker = f[factSpeaker]
	e.Guests, e.Company = splitGuests(f[factGuest])
	if c := plainText(f[factCompany]); c != "" {
		e.Company = c
	}
	d := parseDate(f[factDate])
	e.Date, e.Time = d.iso(), d.time
}

var (
	linkURL  = regexp.MustCompile(`\]\(\s*<?([^\s()<>]+(?:\([^\s()]*\)[^\s()<>]*)*)`)
	plainURL = regexp.MustCompile(`https?://[^\s<>()（）"'，。；、]+`)
)

// firstURL returns the first link's address in Markdown, or the first bare URL.
func firstURL(s string) string {
	if m := linkURL.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	return strings.TrimRight(plainURL.FindString(s), ".,;")
}

var (
	parenthesis = regexp.MustCompile(`[（(]([^（）()]*)[）)]`)
	guestBreak  = regexp.MustCompile(`\s*(?:[、，,；;/&＆]|\s(?:and|和|与)\s|和)\s*`)
)

// splitGuests returns the names of guests without their companies, and the
// companies: "钟华（腾讯云）、张三（百度）".
func splitGuests(s string) (names []string, company string) {
	s = plainText(s)
	var companies []string
	for _, m := range parenthesis.FindAllStringSubmatch(s, -1) {
		c := strings.TrimSpace(m[1])
		if c != "" && !slices.Contains(companies, c) {
			companies = append(companies, c)
		}
	}
	// The company stands in parentheses, where a separator does not part guests.
	for _, name := range guestBreak.Split(parenthesis.ReplaceAllString(s, "、"), -1) {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names, strings.Join(companies, "、")
}
