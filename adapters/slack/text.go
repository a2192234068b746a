package slack

import (
	"regexp"
	"strings"
	"sync"
)

// reference matches what Slack writes in angle brackets: a channel, a link, a date
// or a special mention, each with an optional label. Mentions of people stay: the
// bot tells its own from others.
var reference = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`<([#!]|https?:|mailto:|tel:)([^<>|]*)(?:\|([^<>]*))?>`)
})

// entities are the only three that Slack escapes; see
// https://docs.slack.dev/messaging/formatting-message-text.
var entities = sync.OnceValue(func() *strings.Replacer {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")
})

// typed returns a message's text as the person typed it.
func typed(text string) string {
	text = reference().ReplaceAllStringFunc(text, func(s string) string {
		m := reference().FindStringSubmatch(s)
		kind, target, label := m[1], m[2], m[3]
		switch kind {
		case "#":
			return "#" + firstOf(label, target)
		case "!":
			return " " // here, channel, a date: they ask nothing
		case "mailto:", "tel:":
			return firstOf(label, target)
		default:
			if label == "" || strings.Contains(target, label) {
				return kind + target
			}
			return label + " " + kind + target
		}
	})
	return entities().Replace(text)
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
