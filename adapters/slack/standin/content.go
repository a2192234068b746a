package standin

import (
	"encoding/json"
	"slices"
	"unicode/utf8"
)

// The limits of a message's text.
const (
	// maxText is where chat.postMessage cuts a text, in characters
	// (docs.slack.dev/changelog/2018-truncating-really-long-messages).
	maxText = 40_000
	// maxUpdateText is where chat.update refuses one. The reference says 4,000
	// characters; bytes of UTF-8 were measured: 4,121 refused, 3,971 taken.
	maxUpdateText = 4_000
	// maxMarkdownText bounds markdown_text, in characters.
	maxMarkdownText = 12_000
	// maxAttachments is the documented number.
	maxAttachments = 100
)

// content is what a message says.
type content struct {
	text     string
	blocks   json.RawMessage // nil where not given
	metadata json.RawMessage // nil where not given
	given    bool            // anything to show at all
	hasText  bool
}

// parseContent reads and checks the content arguments that the chat methods and a
// response_url share. It does not check the text's length.
func parseContent(args Args) (content, *failure) {
	text, hasText := args["text"]
	c := content{text: text, hasText: hasText && text != ""}
	markdown := args["markdown_text"]
	if b, ok := args["blocks"]; ok && b != "" {
		blocks, f := parseBlocks(b, maxMessageBlocks)
		if f != nil {
			return c, f
		}
		c.blocks = json.RawMessage(b)
		c.given = len(blocks) > 0
	}
	if markdown != "" {
		switch {
		case c.hasText || len(c.blocks) > 0:
			return c, fail("markdown_text_conflict")
		case utf8.RuneCountInString(markdown) > maxMarkdownText:
			return c, fail("msg_too_long")
		}
		c.text, c.hasText = markdown, true
		c.blocks, _ = json.Marshal([]object{{"type": "markdown", "text": markdown}})
	}
	if a := args["attachments"]; a != "" {
		var attachments []json.RawMessage
		if json.Unmarshal([]byte(a), &attachments) != nil {
			return c, fail("invalid_attachments")
		}
		if len(attachments) > maxAttachments {
			return c, fail("too_many_attachments")
		}
		c.given = c.given || len(attachments) > 0
	}
	c.given = c.given || c.hasText
	if md := args["metadata"]; md != "" {
		if f := checkMetadata(md); f != nil {
			return c, f
		}
		c.metadata = json.RawMessage(md)
	}
	return c, nil
}

// checkMetadata checks metadata against docs.slack.dev/messaging/message-metadata: an
// object of event_type and event_payload, or an empty one.
func checkMetadata(text string) *failure {
	var fields map[string]json.RawMessage
	if json.Unmarshal([]byte(text), &fields) != nil || fields == nil {
		return fail("invalid_metadata_format")
	}
	if len(fields) == 0 {
		return nil
	}
	var kind string
	var payload map[string]any
	if json.Unmarshal(fields["event_type"], &kind) != nil || kind == "" ||
		json.Unmarshal(fields["event_payload"], &payload) != nil || payload == nil {
		return fail("invalid_metadata_schema")
	}
	return nil
}

// emptyJSON says whether a JSON text is an empty array or object.
func emptyJSON(text json.RawMessage) bool {
	return slices.Contains([]string{"[]", "{}"}, string(text))
}

// orNil is text, or nil where it holds nothing.
func orNil(text json.RawMessage) json.RawMessage {
	if emptyJSON(text) {
		return nil
	}
	return text
}

// cutText is text within maxText, and whether it was cut.
func cutText(text string) (string, bool) {
	if utf8.RuneCountInString(text) <= maxText {
		return text, false
	}
	return string([]rune(text)[:maxText]), true
}
