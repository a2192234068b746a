package standin

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"unicode/utf8"
)

// The limits of blocks, from docs.slack.dev/reference/block-kit, in characters or
// pieces.
const (
	maxMessageBlocks   = 50
	maxSectionText     = 3000
	maxFields          = 10
	maxFieldText       = 2000
	maxHeaderText      = 150
	maxContextElements = 10
	maxContextActions  = 5
	maxActions         = 25
	maxMarkdownBlocks  = 12_000 // all markdown blocks of a message together
	maxTableRows       = 100
	maxTableColumns    = 20
	maxID              = 255
	maxURL             = 3000
	maxAltText         = 2000
)

// Slack documents no limit for all blocks together and has one: about 13,200
// characters were measured, 13,172 at the least, less about 100 for each header, be it
// a block or a heading in a markdown block.
const (
	maxBlocksText = 13_172
	headerCost    = 100
)

var heading = regexp.MustCompile(`(?m)^ {0,3}#{1,6} `)

// A blockCheck collects what is wrong with blocks.
type blockCheck struct {
	errs     []string
	chars    int      // of all texts, as measured against maxBlocksText
	markdown int      // characters of markdown blocks
	tables   int      // table blocks
	ids      []string // block ids so far
	actions  []string // action ids of the block at hand
}

// parseBlocks checks blocks the way Slack does: JSON that is no array of objects is
// invalid_blocks_format, what breaks a rule invalid_blocks with each breach in
// response_metadata, too much text msg_blocks_too_long.
func parseBlocks(text string, most int) ([]object, *failure) {
	var blocks []object
	if err := json.Unmarshal([]byte(text), &blocks); err != nil {
		return nil, fail("invalid_blocks_format")
	}
	c := new(blockCheck)
	if len(blocks) > most {
		c.add("/blocks", "no more than %d items allowed", most)
	}
	for i, b := range blocks {
		c.block(fmt.Sprintf("/blocks/%d", i), b)
	}
	if c.markdown > maxMarkdownBlocks {
		c.add("/blocks", "markdown blocks must be less than %d characters together", maxMarkdownBlocks+1)
	}
	if c.tables > 1 {
		return nil, fail("invalid_attachments", "response_metadata", object{"messages": []string{"[ERROR] only_one_table_allowed"}})
	}
	if len(c.errs) > 0 {
		messages := make([]string, len(c.errs))
		for i, e := range c.errs {
			messages[i] = "[ERROR] " + e
		}
		return nil, fail("invalid_blocks", "errors", c.errs, "response_metadata", object{"messages": messages})
	}
	if c.chars > maxBlocksText {
		return nil, fail("msg_blocks_too_long")
	}
	return blocks, nil
}

func (c *blockCheck) add(ptr, format string, args ...any) {
	c.errs = append(c.errs, fmt.Sprintf(format, args...)+" [json-pointer:"+ptr+"]")
}

// blockKeys are the properties of each block besides type and block_id.
var blockKeys = map[string][]string{
	"actions":         {"elements"},
	"context":         {"elements"},
	"context_actions": {"elements"},
	"divider":         {},
	"header":          {"text"},
	"image":           {"alt_text", "image_url", "title"},
	"markdown":        {"text"},
	"rich_text":       {"elements"},
	"section":         {"accessory", "expand", "fields", "text"},
	"table":           {"column_settings", "rows"},
}

func (c *blockCheck) block(ptr string, b object) {
	kind, _ := b["type"].(string)
	allowed, known := blockKeys[kind]
	if !known {
		c.add(ptr+"/type", "unsupported type: %s", kind)
		return
	}
	c.only(ptr, b, append([]string{"type", "block_id"}, allowed...))
	if id, ok := c.str(ptr, b, "block_id", maxID, false); ok && id != "" {
		if slices.Contains(c.ids, id) {
			c.add(ptr+"/block_id", "block_id %q already exists", id)
		}
		c.ids = append(c.ids, id)
	}
	c.actions = nil
	switch kind {
	case "section":
		c.section(ptr, b)
	case "header":
		c.chars += headerCost
		c.text(ptr+"/text", b["text"], maxHeaderText, "plain_text")
	case "image":
		c.image(ptr, b)
	case "markdown":
		c.markdownBlock(ptr, b)
	case "actions":
		c.elements(ptr, b, maxActions, "button", "overflow", "static_select", "checkboxes", "radio_buttons", "datepicker")
	case "context":
		c.elements(ptr, b, maxContextElements, "mrkdwn", "plain_text", "image")
	case "context_actions":
		c.elements(ptr, b, maxContextActions, "feedback_buttons", "icon_button")
	case "rich_text":
		c.list(ptr, b, "elements", 0)
	case "table":
		c.table(ptr, b)
	}
}

func (c *blockCheck) section(ptr string, b object) {
	_, hasText := b["text"]
	_, hasFields := b["fields"]
	if !hasText && !hasFields {
		c.add(ptr, "missing required field: text")
	}
	if hasText {
		c.text(ptr+"/text", b["text"], maxSectionText, "mrkdwn", "plain_text")
	}
	if hasFields {
		for i, f := range c.list(ptr, b, "fields", maxFields) {
			c.text(fmt.Sprintf("%s/fields/%d", ptr, i), f, maxFieldText, "mrkdwn", "plain_text")
		}
	}
	if a, ok := b["accessory"]; ok {
		c.element(ptr+"/accessory", a, "button", "overflow", "static_select", "checkboxes", "radio_buttons", "datepicker", "image")
	}
}

func (c *blockCheck) markdownBlock(ptr string, b object) {
	text, ok := c.str(ptr, b, "text", 0, true)
	if ok && text == "" {
		c.add(ptr+"/text", "must be more than 0 characters")
	}
	c.markdown += utf8.RuneCountInString(text)
	c.chars += utf8.RuneCountInString(text) + headerCost*len(heading.FindAllString(text, -1))
}

func (c *blockCheck) table(ptr string, b object) {
	c.tables++
	for i, row := range c.list(ptr, b, "rows", maxTableRows) {
		at := fmt.Sprintf("%s/rows/%d", ptr, i)
		cells, ok := row.([]any)
		switch {
		case !ok:
			c.add(at, "must be an array")
		case len(cells) > maxTableColumns:
			c.add(at, "no more than %d items allowed", maxTableColumns)
		}
		for j, cell := range cells {
			cell, _ := cell.(object)
			if kind, _ := cell["type"].(string); !slices.Contains([]string{"raw_text", "rich_text", "raw_number"}, kind) {
				c.add(fmt.Sprintf("%s/%d/type", at, j), "must be a valid enum value")
			}
			if text, ok := cell["text"].(string); ok {
				c.chars += utf8.RuneCountInString(text)
			}
		}
	}
}
