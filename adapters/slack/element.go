package slack

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"bigtalk/adapters/render"
	"bigtalk/bot"
)

// Slack's limits, in characters, of what blocks are made of
// (https://docs.slack.dev/reference/block-kit).
const (
	maxText    = 3000 // of a text
	maxLabel   = 75   // of a button, seen or read out
	maxValue   = 2000 // of a button's value
	maxBlockID = 255
)

// numbered makes the elements of a reply's messages, with IDs that no two of them
// share.
type numbered struct {
	prefix  string         // of the blocks' IDs
	lang    bot.Language   // of the reply
	blocks  int            // made so far
	buttons map[string]int // likewise, by action
}

// blockID returns the ID of the next block. It begins with the reply's ID where there
// is one: Slack asks for other IDs when the content of a message changes. The language
// is that of what a button in it leads to.
func (n *numbered) blockID() string {
	n.blocks++
	return fmt.Sprintf("%s_%s_%d", n.prefix, n.lang, n.blocks)
}

// languageIn returns the language that a block's ID has, empty for one of another form.
func languageIn(blockID string) bot.Language {
	parts := strings.Split(blockID, "_")
	if l := bot.Language(parts[max(0, len(parts)-2)]); l == bot.Chinese || l == bot.English {
		return l
	}
	return ""
}

// section returns mrkdwn as sections, the button beside the first; it may be nil.
// Slack folds a long section to a few lines unless it is told to expand it.
func (n *numbered) section(text string, button *slack.ButtonBlockElement, expand bool) []slack.Block {
	var out []slack.Block
	for _, t := range render.Split(text, maxText, render.Runes) {
		s := slack.NewSectionBlock(mrkdwnObject(t), nil, nil,
			slack.SectionBlockOptionBlockID(n.blockID()), slack.SectionBlockOptionExpand(expand))
		if button != nil && len(out) == 0 {
			s.Accessory = slack.NewAccessory(button)
		}
		out = append(out, s)
	}
	return out
}

// context returns mrkdwn as small print.
func (n *numbered) context(text string) []slack.Block {
	var out []slack.Block
	for _, t := range render.Split(text, maxText, render.Runes) {
		out = append(out, slack.NewContextBlock(n.blockID(), mrkdwnObject(t)))
	}
	return out
}

// actions returns a row of those buttons that are not nil.
func (n *numbered) actions(buttons ...*slack.ButtonBlockElement) []slack.Block {
	var elements []slack.BlockElement
	for _, b := range buttons {
		if b != nil {
			elements = append(elements, b)
		}
	}
	if len(elements) == 0 {
		return nil
	}
	return []slack.Block{slack.NewActionBlock(n.blockID(), elements...)}
}

// button returns a button that sends the payload back, nil where there is none to
// send or it cannot be a button's value: the words of the reply do without. spoken is
// what a screen reader says instead of the label; it may be empty.
func (n *numbered) button(action, label, spoken, payload string) *slack.ButtonBlockElement {
	label = plain(label)
	unprintable := strings.ContainsFunc(payload, func(r rune) bool { return !unicode.IsPrint(r) })
	if label == "" || payload == "" || unprintable || !utf8.ValidString(payload) || utf8.RuneCountInString(payload) > maxValue {
		return nil
	}
	n.buttons[action]++
	id := fmt.Sprintf("%s%d", action, n.buttons[action])
	b := slack.NewButtonBlockElement(id, payload, slack.NewTextBlockObject(slack.PlainTextType, label, true, false))
	b.AccessibilityLabel = plain(spoken)
	return b
}

// mrkdwnObject is verbatim: Slack makes links and mentions of those alone that the
// text marks, not of what looks like a name or an address.
func mrkdwnObject(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.MarkdownType, text, false, true)
}

// plain returns a label. It holds no angle brackets: plain text has no mentions, and
// this way it has none wherever else Slack shows it.
func plain(label string) string {
	return beginning(strings.NewReplacer("<", "", ">", "").Replace(render.Line(label)), maxLabel)
}
