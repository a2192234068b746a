package slack

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
)

// Slack's limits as it documents them (https://docs.slack.dev/reference/block-kit),
// and the one on all blocks together as it was found. They are written out here, so
// that a wrong constant in the code fails.
const (
	slackBlocks   = 50
	slackAll      = 13200
	slackText     = 3000
	slackElements = 10
	slackActions  = 25
	slackLabel    = 75
	slackValue    = 2000
	slackID       = 255
	slackURL      = 3000
	slackFallback = 4000
)

// wire returns blocks as the client sends them, but for the escapes of <, > and &
// that Slack resolves.
func wire(t testing.TB, m message) []byte {
	t.Helper()
	sent, err := json.Marshal(slack.Blocks{BlockSet: m.blocks})
	if err != nil {
		t.Fatal(err)
	}
	var blocks, again any
	resolved := regexp.MustCompile(`\\\\|\\u003c|\\u003e|\\u0026`).ReplaceAllFunc(sent, func(escape []byte) []byte {
		return map[string][]byte{`\\`: escape, `\u003c`: []byte("<"), `\u003e`: []byte(">"), `\u0026`: []byte("&")}[string(escape)]
	})
	if json.Unmarshal(sent, &blocks) != nil || json.Unmarshal(resolved, &again) != nil || !cmp.Equal(blocks, again) {
		t.Fatalf("%s is not %s", resolved, sent)
	}
	return resolved
}

// checker finds what Slack would refuse or take for what it is not.
type checker struct {
	t         testing.TB
	of        string
	blockIDs  map[string]bool
	actionIDs map[string]bool
}

func (c checker) errorf(format string, args ...any) {
	c.t.Helper()
	c.t.Errorf("%s: %s", c.of, fmt.Sprintf(format, args...))
}

// checkMessages holds the messages of one reply to every limit.
func checkMessages(t testing.TB, of string, messages []message) {
	t.Helper()
	c := checker{t, of, map[string]bool{}, map[string]bool{}}
	for _, m := range messages {
		raw := wire(t, m)
		if n := utf8.RuneCount(raw); n > slackAll {
			c.errorf("the blocks have %d characters; want at most %d", n, slackAll)
		}
		if n := utf8.RuneCountInString(m.text); n < 1 || n > slackFallback {
			c.errorf("the text has %d characters; want 1 to %d", n, slackFallback)
		}
		c.mrkdwn(m.text)
		var blocks []map[string]any
		if err := json.Unmarshal(raw, &blocks); err != nil {
			t.Fatal(err)
		}
		if n := len(blocks); n < 1 || n > slackBlocks {
			c.errorf("%d blocks; want 1 to %d", n, slackBlocks)
		}
		for _, b := range blocks {
			c.block(b)
		}
	}
}

func (c checker) block(b map[string]any) {
	c.t.Helper()
	c.id("block_id", b, c.blockIDs)
	switch b["type"] {
	case "section":
		c.keys(b, "type", "block_id", "text", "accessory", "expand")
		c.text(b["text"])
		if a, ok := b["accessory"]; ok {
			c.button(a)
		}
	case "context":
		c.keys(b, "type", "block_id", "elements")
		for _, e := range c.elements(b, slackElements) {
			c.text(e)
		}
	case "actions":
		c.keys(b, "type", "block_id", "elements")
		for _, e := range c.elements(b, slackActions) {
			c.button(e)
		}
	default:
		c.errorf("a block of type %v", b["type"])
	}
}

func (c checker) elements(b map[string]any, limit int) []any {
	c.t.Helper()
	all, _ := b["elements"].([]any)
	if len(all) < 1 || len(all) > limit {
		c.errorf("%v with %d elements; want 1 to %d", b["type"], len(all), limit)
	}
	return all
}

func (c checker) text(v any) {
	c.t.Helper()
	o, _ := v.(map[string]any)
	c.keys(o, "type", "text", "verbatim")
	if o["type"] != "mrkdwn" || o["verbatim"] != true {
		c.errorf("a text that is not mrkdwn and verbatim: %v", o)
	}
	c.mrkdwn(c.limited(o, "text", 1, slackText))
}

func (c checker) button(v any) {
	c.t.Helper()
	b, _ := v.(map[string]any)
	c.keys(b, "type", "text", "action_id", "value", "accessibility_label", "url")
	if b["type"] != "button" {
		c.errorf("an element of type %v", b["type"])
	}
	c.id("action_id", b, c.actionIDs)
	label, _ := b["text"].(map[string]any)
	c.keys(label, "type", "text", "emoji")
	if label["type"] != "plain_text" {
		c.errorf("a label of type %v", label["type"])
	}
	for _, s := range []string{c.limited(label, "text", 1, slackLabel), c.limited(b, "accessibility_label", 0, slackLabel)} {
		if strings.ContainsAny(s, "<>\n") {
			c.errorf("a label %q", s)
		}
	}
	c.limited(b, "value", 1, slackValue)
	c.limited(b, "url", 0, slackURL)
}

// id finds an ID that is missing, too long, or that another has.
func (c checker) id(key string, o map[string]any, seen map[string]bool) {
	c.t.Helper()
	id := c.limited(o, key, 1, slackID)
	if seen[id] {
		c.errorf("a second %s %q", key, id)
	}
	seen[id] = true
}

func (c checker) limited(o map[string]any, key string, least, most int) string {
	c.t.Helper()
	s, _ := o[key].(string)
	if n := utf8.RuneCountInString(s); n < least || n > most {
		c.errorf("a %s of %d characters; want %d to %d: %.100q", key, n, least, most, s)
	}
	return s
}

func (c checker) keys(o map[string]any, known ...string) {
	c.t.Helper()
	for key := range o {
		if !slices.Contains(known, key) {
			c.errorf("an unexpected key %q: %v", key, o)
		}
	}
}

// links are those that may stand in brackets, unless they are too long for one text.
var links = regexp.MustCompile(`<(?i:https?://|mailto:)[^<>|\s]+(\|[^<>\n]+)?>`)

func (c checker) mrkdwn(text string) {
	c.t.Helper()
	if !utf8.ValidString(text) {
		c.errorf("invalid UTF-8: %q", text)
	}
	if strings.Count(text, "```")%2 != 0 {
		c.errorf("a fence stays open: %q", text)
	}
	for _, begins := range []string{"<!", "<@", "<#"} {
		if strings.Contains(text, begins) {
			c.errorf("a mention: %q", text)
		}
	}
	if rest := links.ReplaceAllString(text, ""); len(c.of) < slackText && strings.Contains(rest, "<") {
		c.errorf("a bracket that opens no link: %q", text)
	}
}
