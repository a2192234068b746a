package standin

import (
	"fmt"
	"slices"
)

// The limits of elements, from docs.slack.dev/reference/block-kit/block-elements.
const (
	maxButtonText  = 75
	maxButtonValue = 2000
	maxOptions     = 100
	maxOverflow    = 5
	maxOptionValue = 150
	maxPlaceholder = 150
)

// elementKeys are the properties of each element besides type.
var elementKeys = map[string][]string{
	"button":           {"accessibility_label", "action_id", "confirm", "style", "text", "url", "value"},
	"checkboxes":       {"action_id", "confirm", "focus_on_load", "initial_options", "options"},
	"datepicker":       {"action_id", "confirm", "focus_on_load", "initial_date", "placeholder"},
	"feedback_buttons": {"action_id", "negative_button", "positive_button"},
	"icon_button":      {"accessibility_label", "action_id", "confirm", "icon", "text", "value", "visible_to_user_ids"},
	"image":            {"alt_text", "image_url"},
	"overflow":         {"action_id", "confirm", "options"},
	"radio_buttons":    {"action_id", "confirm", "focus_on_load", "initial_option", "options"},
	"static_select":    {"action_id", "confirm", "focus_on_load", "initial_option", "option_groups", "options", "placeholder"},
}

func (c *blockCheck) elements(ptr string, b object, most int, types ...string) {
	for i, e := range c.list(ptr, b, "elements", most) {
		c.element(fmt.Sprintf("%s/elements/%d", ptr, i), e, types...)
	}
}

// element checks an element of one of the given types; a text object passes for one.
func (c *blockCheck) element(ptr string, v any, types ...string) {
	e, ok := v.(object)
	if !ok {
		c.add(ptr, "must be an object")
		return
	}
	kind, _ := e["type"].(string)
	if !slices.Contains(types, kind) {
		c.add(ptr+"/type", "unsupported type: %s", kind)
		return
	}
	if kind == "mrkdwn" || kind == "plain_text" {
		c.text(ptr, v, maxSectionText, kind)
		return
	}
	c.only(ptr, e, append([]string{"type"}, elementKeys[kind]...))
	if id, ok := c.str(ptr, e, "action_id", maxID, kind == "feedback_buttons"); ok && id != "" {
		if slices.Contains(c.actions, id) {
			c.add(ptr+"/action_id", "action_id %q already exists", id)
		}
		c.actions = append(c.actions, id)
	}
	switch kind {
	case "button":
		c.text(ptr+"/text", e["text"], maxButtonText, "plain_text")
		c.str(ptr, e, "value", maxButtonValue, false)
		c.link(ptr, e, "url", false)
		if style, ok := e["style"]; ok && style != "primary" && style != "danger" {
			c.add(ptr+"/style", "must be a valid enum value")
		}
	case "feedback_buttons":
		for _, side := range []string{"positive_button", "negative_button"} {
			c.feedback(ptr+"/"+side, e[side])
		}
	case "icon_button":
		if e["icon"] != "trash" {
			c.add(ptr+"/icon", "must be a valid enum value")
		}
		c.text(ptr+"/text", e["text"], maxButtonText, "plain_text")
		c.str(ptr, e, "value", maxButtonValue, false)
	case "image":
		c.image(ptr, e)
	case "overflow":
		c.options(ptr, e, maxOverflow)
	case "static_select":
		if p, ok := e["placeholder"]; ok {
			c.text(ptr+"/placeholder", p, maxPlaceholder, "plain_text")
		}
		if _, grouped := e["option_groups"]; !grouped {
			c.options(ptr, e, maxOptions)
		}
	case "checkboxes", "radio_buttons":
		c.options(ptr, e, 10)
	}
}

// feedback checks one of the two buttons of feedback_buttons.
func (c *blockCheck) feedback(ptr string, v any) {
	b, ok := v.(object)
	if !ok {
		c.add(ptr, "missing required field")
		return
	}
	c.only(ptr, b, []string{"text", "value", "accessibility_label"})
	c.text(ptr+"/text", b["text"], maxButtonText, "plain_text")
	c.str(ptr, b, "value", maxButtonValue, true)
}

func (c *blockCheck) options(ptr string, e object, most int) {
	for i, v := range c.list(ptr, e, "options", most) {
		at := fmt.Sprintf("%s/options/%d", ptr, i)
		o, ok := v.(object)
		if !ok {
			c.add(at, "must be an object")
			continue
		}
		c.only(at, o, []string{"description", "text", "url", "value"})
		c.text(at+"/text", o["text"], maxButtonText, "plain_text", "mrkdwn")
		c.str(at, o, "value", maxOptionValue, true)
	}
}

// image checks an image block or element.
func (c *blockCheck) image(ptr string, b object) {
	c.link(ptr, b, "image_url", true)
	if alt, ok := c.str(ptr, b, "alt_text", maxAltText, true); ok && alt == "" {
		c.add(ptr+"/alt_text", "must be more than 0 characters")
	}
	if title, ok := b["title"]; ok {
		c.text(ptr+"/title", title, maxAltText, "plain_text")
	}
}
