package render

import (
	"strconv"
	"strings"

	"bigtalk/bot"
)

// Markdown returns a reply as CommonMark that ends with one newline, or "" for a
// reply without anything to see. An answer keeps the archive's marks but no HTML, and
// no mention; everything else is escaped and shows as it is written.
func Markdown(r bot.Reply) string {
	var paragraphs []string
	for _, b := range r.Blocks {
		for _, p := range markdownBlock(b) {
			if p != "" {
				paragraphs = append(paragraphs, p)
			}
		}
	}
	if len(paragraphs) == 0 {
		return ""
	}
	return strings.Join(paragraphs, "\n\n") + "\n"
}

func markdownBlock(b bot.Block) []string {
	switch b := b.(type) {
	case bot.AnswerBlock:
		return []string{standalone(b.Markdown)}
	case bot.OriginalBlock:
		return []string{escape(b.Intro + Line(Plain(b.Question)))}
	case bot.NoticeBlock:
		if text := escape(Line(b.Text)); text != "" {
			return []string{"> " + text}
		}
		return nil
	case bot.CitationBlock:
		return []string{markdownCitation(b)}
	case bot.ChoicesBlock:
		items := make([]string, len(b.Options))
		for i, o := range b.Options {
			items[i] = strings.TrimRight(strconv.Itoa(b.Number(i))+". "+escape(Line(Plain(o.Title))), " ")
		}
		return []string{broken(b.Intro), strings.Join(items, "\n"), broken(b.Outro)}
	case bot.RelatedBlock:
		items := make([]string, len(b.Options))
		for i, o := range b.Options {
			items[i] = strings.TrimRight("- "+escape(Line(Plain(o.Title))), " ")
		}
		return []string{broken(b.Intro), strings.Join(items, "\n")}
	case bot.TextBlock:
		return []string{broken(b.Text)}
	case bot.FeedbackBlock:
		return []string{escape(Line(b.Intro))}
	default:
		return nil
	}
}

func markdownCitation(c bot.CitationBlock) string {
	parts := sourceParts(c)
	for i, p := range parts {
		parts[i] = escape(p)
	}
	source, url := strings.Join(parts, " · "), markdownAddress(Line(c.URL))
	if source != "" {
		source = escape(c.Intro) + source
	}
	if source != "" && url != "" {
		source += " · "
	}
	return source + url
}

// markdownAddress returns an autolink, or the text where it would not be one.
func markdownAddress(url string) string {
	if strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://") {
		if !strings.ContainsAny(url, " <>") {
			return "<" + url + ">"
		}
	}
	return escape(url)
}

// broken escapes a text of several lines and keeps its line breaks.
func broken(s string) string {
	text := lines(s)
	for i, l := range text {
		l = escape(strings.TrimLeft(l, " \t"))
		if i+1 < len(text) && l != "" && text[i+1] != "" {
			l += "\\"
		}
		text[i] = l
	}
	return strings.Join(text, "\n")
}

// escape makes one line mean itself in CommonMark, at the beginning of a block too.
func escape(s string) string {
	s = withoutMentions(s)
	var b strings.Builder
	number := len(s) - len(strings.TrimLeft(s, "0123456789"))
	for i, r := range s {
		switch {
		case strings.ContainsRune("\\`*_[]<>|~&", r),
			i == 0 && strings.ContainsRune("#+-=", r),
			i == number && i > 0 && (r == '.' || r == ')'):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
