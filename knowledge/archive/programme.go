package archive

import (
	"regexp"
	"slices"
	"strings"
)

// A programme is a section that presents a numbered episode of a show.
type programme struct {
	section *section
	number  int
	title   string
	line    int
	facts   facts
	prose   []*block // direct blocks besides the facts
}

var programmeHeading = regexp.MustCompile(`^(?i:(?:.{0,20}?[\s｜|·《》:：-])?第\s*([0-9０-９]{1,4}|[零一二三四五六七八九十百两]{1,5})\s*(?:期|集|回|次|场|讲|话)(?:(?:分享|直播|节目|活动|沙龙|答疑)\S{0,4})?|(?:(?:episode|ep|vol|meetup|session|show)\.?\s*#?|#)\s*(\d{1,4}))\s*(?:$|[:：.、|｜—–-]+|\s)\s*`)

// findProgrammes returns the sections whose headings are numbered as episodes
// and that begin with header facts (a date, a guest, a replay). A heading alone
// decides nothing: "第一期工程" is no show. A page whose title is such a
// heading is one episode.
func findProgrammes(root *section, title string) []*programme {
	var out []*programme
	root.walk(func(s *section) bool {
		text := title
		line := 0
		if s.heading != nil {
			text, line = headingText(s.heading.text), s.heading.line
		}
		p := newProgramme(s, text, line)
		if p == nil {
			return true
		}
		out = append(out, p)
		return false
	})
	return out
}

func newProgramme(s *section, text string, line int) *programme {
	at := programmeHeading.FindStringSubmatchIndex(text)
	if at == nil {
		return nil
	}
	p := &programme{section: s, line: line}
	for _, group := range []int{2, 4} {
		if at[group] >= 0 {
			p.number = parseNumber(text[at[group]:at[group+1]])
		}
	}
	if p.number == 0 {
		return nil
	}
	p.title = plainText(text[at[1]:])
	if p.title == "" {
		p.title = plainText(text)
	}
	p.facts, p.prose = cutFacts(s.blocks)
	if !p.facts.present() {
		return nil
	}
	return p
}

// questions returns the programme's section without the blocks that hold its
// facts.
func (p *programme) questions() *section {
	return &section{blocks: p.prose, subs: p.section.subs}
}

// without returns root without the sections of the programmes.
func without(root *section, programmes []*programme) *section {
	if isProgramme(root, programmes) {
		return &section{}
	}
	out := &section{heading: root.heading, blocks: root.blocks}
	for _, sub := range root.subs {
		if !isProgramme(sub, programmes) {
			out.subs = append(out.subs, without(sub, programmes))
		}
	}
	return out
}

func isProgramme(s *section, programmes []*programme) bool {
	return slices.ContainsFunc(programmes, func(p *programme) bool { return p.section == s })
}

// beginsWithProgramme reports whether the page's first heading is a programme's.
func beginsWithProgramme(root *section, programmes []*programme) bool {
	return len(root.subs) > 0 && isProgramme(root.subs[0], programmes)
}

var (
	speakerHeading = regexp.MustCompile(`^(?i:(?:讲师|嘉宾|分享人|演讲者|主讲人|speakers?|guests?|about the (?:speaker|guest))s?\s*(?:简介|介绍|bios?)?)$`)
	outlineHeading = regexp.MustCompile(`^(?i:(?:分享|演讲|内容|直播|议题)?(?:大纲|提纲|目录|要点)|outline|agenda)$`)
	topicHeading   = regexp.MustCompile(`^(?i:(?:话题|议题|主题|内容|分享|节目|直播|活动)(?:介绍|简介|内容)|简介|introduction|about|abstract)$`)
	gainsHeading   = regexp.MustCompile(`^(?i:(?:听众|观众|你将|您将)(?:的)?(?:收获|收益|获得)|收获|takeaways?|what you(?:'ll| will) learn)$`)
	gainsProse     = regexp.MustCompile(`^(?:通过|在)(?:本|这)次(?:分享|直播)`)
)

// episode returns what the section says of its programme besides the pairs.
func (p *programme) episode(file string) *Episode {
	e := &Episode{Number: p.number, Title: p.title, Line: p.line + 1, File: file}
	p.facts.fill(e)
	e.addProse(p.prose, &e.Introduction)
	for _, sub := range p.section.subs {
		switch name := plainText(headingText(sub.heading.text)); {
		case namesFAQ(name):
		case speakerHeading.MatchString(name):
			e.addSpeaker(sub.blocks)
		case outlineHeading.MatchString(name):
			e.addOutline(sub.blocks)
		case gainsHeading.MatchString(name):
			e.addProse(sub.blocks, &e.Gains)
		case topicHeading.MatchString(name):
			if len(sub.blocks) == 1 && sub.blocks[0].kind == list {
				e.addOutline(sub.blocks)
				continue
			}
			e.addProse(sub.blocks, &e.Introduction)
		}
	}
	return e
}

// addProse appends the text of blocks to a field, and what listeners gain to
// Gains.
func (e *Episode) addProse(blocks []*block, field *string) {
	for _, b := range blocks {
		text := strings.TrimSpace(strings.Join(b.lines, "\n"))
		if b.kind == rule || b.kind == html || text == "" {
			continue
		}
		if gainsProse.MatchString(text) {
			appendParagraph(&e.Gains, text)
			continue
		}
		appendParagraph(field, text)
	}
}

// addSpeaker takes the paragraphs that name a guest as the speaker's
// introduction and the others as that of the programme. Where none names a
// guest, all introduce the speaker.
func (e *Episode) addSpeaker(blocks []*block) {
	named := func(b *block) bool {
		return slices.ContainsFunc(e.Guests, func(g string) bool { return strings.Contains(strings.Join(b.lines, ""), g) })
	}
	anyNamed := slices.ContainsFunc(blocks, named)
	for _, b := range blocks {
		if !anyNamed || named(b) {
			e.addProse([]*block{b}, &e.Speaker)
		} else {
			e.addProse([]*block{b}, &e.Introduction)
		}
	}
}

// addOutline takes the items of lists as the outline and other text as prose.
func (e *Episode) addOutline(blocks []*block) {
	for _, b := range blocks {
		if b.kind != list {
			e.addProse([]*block{b}, &e.Introduction)
			continue
		}
		for _, it := range b.blocks {
			lines := append([]string(nil), it.lines...)
			lines[0] = lines[0][markerEnd(lines[0]):]
			e.Outline = append(e.Outline, strings.TrimSpace(strings.Join(trimLines(lines), "\n")))
		}
	}
}

func appendParagraph(field *string, text string) {
	if *field != "" {
		*field += "\n\n"
	}
	*field += text
}
