package archive

import (
	"regexp"
	"strings"
)

var detailsTag = regexp.MustCompile(`(?i)<(/?)(details|summary)(?:\s[^<>]*)?>`)

// detailsQuestions reads <details> elements as pairs: the summary is the
// question, the rest the answer. An element inside another belongs to the
// outer one's answer.
func detailsQuestions(c *content) ([][]unit, []unit) {
	r := &detailsReader{}
	for _, b := range c.blocks {
		r.block(b)
	}
	r.close()
	return r.segments, r.all
}

// A detailsReader follows the tags through the blocks of a section.
type detailsReader struct {
	depth     int      // open <details> elements
	inSummary bool     // of the outermost
	summary   []string // its text so far
	open      []unit   // the segment being read
	segments  [][]unit
	all       []unit
}

// block takes the next block of the section.
func (r *detailsReader) block(b *block) {
	text := strings.Join(b.lines, "\n")
	if b.kind != html && b.kind != paragraph || !detailsTag.MatchString(text) {
		if !r.inSummary {
			r.add(grain{}.units([]*block{b})...)
			return
		}
		if b.kind == heading {
			text = b.text
		}
		r.summary = append(r.summary, text)
		return
	}
	begin := 0
	for _, at := range detailsTag.FindAllStringSubmatchIndex(text, -1) {
		line := b.line + strings.Count(text[:begin], "\n")
		closing, details := at[2] < at[3], strings.EqualFold(text[at[4]:at[5]], "details")
		switch {
		case details && !closing:
			r.depth++
			if r.depth > 1 {
				continue // part of an answer
			}
			r.text(text[begin:at[0]], line)
		case details:
			r.depth--
			if r.depth > 0 {
				continue
			}
			r.depth = 0
			r.text(text[begin:at[0]], line)
			r.close()
		case r.depth != 1 || !closing && r.open != nil:
			continue
		case closing:
			r.summary = append(r.summary, text[begin:at[0]])
			r.open = []unit{{kind: paragraph, lines: []string{plainSummary(r.summary)}, line: line}}
			r.inSummary, r.summary = false, nil
		default:
			r.text(text[begin:at[0]], line)
			r.inSummary = true
		}
		begin = at[1]
	}
	r.text(text[begin:], b.line+strings.Count(text[:begin], "\n"))
}

// text takes HTML between tags.
func (r *detailsReader) text(s string, line int) {
	switch {
	case strings.TrimSpace(s) == "":
	case r.inSummary:
		r.summary = append(r.summary, s)
	case r.depth == 0 && isInvisible(s):
	default:
		r.add(unit{kind: html, lines: strings.Split(strings.Trim(s, "\n"), "\n"), line: line})
	}
}

func (r *detailsReader) add(us ...unit) {
	r.all = append(r.all, us...)
	if r.open != nil {
		r.open = append(r.open, us...)
	}
}

// close ends the outermost element.
func (r *detailsReader) close() {
	if r.open != nil {
		r.segments = append(r.segments, r.open)
		r.all = append(r.all, r.open[0])
	}
	r.open, r.inSummary, r.summary = nil, false, nil
}

// answerSummary is a summary that hides the answer to what stands before it.
var answerSummary = regexp.MustCompile(`(?is)^\s*<details(?:\s[^<>]*)?>\s*<summary(?:\s[^<>]*)?>\s*(?:<[^<>]*>\s*)*[^\pL<]*(?:(?:show|see|view|click (?:here )?(?:to|for)(?: (?:show|see|view|reveal))?(?: the)?)\s*)?(?:answers?|solution|(?:点击|點擊)?(?:查看|显示|展开|展開)?(?:参考)?(?:答案|回答|解答|解析)|ответ)\s*[:：]?\s*(?:</[^<>]*>\s*)*</summary>(.*)$`)

// hiddenAnswer returns what an HTML block that begins with an answerSummary
// holds behind it.
func hiddenAnswer(b *block) (rest string, ok bool) {
	text := strings.Join(b.lines, "\n")
	if b.kind != html || len(text) > maxInvisible {
		return "", false
	}
	m := answerSummary.FindStringSubmatch(text)
	if m == nil {
		return "", false
	}
	return strings.Trim(strings.TrimSuffix(strings.TrimSpace(m[1]), "</details>"), "\n"), true
}

// plainSummary joins a summary's lines without tags and heading signs.
func plainSummary(lines []string) string {
	text := strings.Join(strings.Fields(strings.Join(lines, " ")), " ")
	text = strings.TrimSpace(anchorTag.ReplaceAllString(text, ""))
	return headingText(strings.TrimSpace(strings.TrimLeft(text, "#")))
}
