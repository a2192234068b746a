package standin

import (
	"maps"
	"net/url"
	"slices"
	"unicode/utf8"
)

// list is an array property with at least one item and at most most; 0 sets no bound.
func (c *blockCheck) list(ptr string, b object, name string, most int) []any {
	items, ok := b[name].([]any)
	switch {
	case b[name] == nil:
		c.add(ptr, "missing required field: %s", name)
	case !ok:
		c.add(ptr+"/"+name, "must be an array")
	case len(items) == 0:
		c.add(ptr+"/"+name, "no fewer than 1 items allowed")
	case most > 0 && len(items) > most:
		c.add(ptr+"/"+name, "no more than %d items allowed", most)
	}
	return items
}

// str is a string property of at most most characters; 0 sets no bound.
func (c *blockCheck) str(ptr string, b object, name string, most int, required bool) (string, bool) {
	v, there := b[name]
	if !there {
		if required {
			c.add(ptr, "missing required field: %s", name)
		}
		return "", false
	}
	s, ok := v.(string)
	switch {
	case !ok:
		c.add(ptr+"/"+name, "must be a string")
	case most > 0 && utf8.RuneCountInString(s) > most:
		c.add(ptr+"/"+name, "must be less than %d characters", most+1)
	}
	return s, ok
}

// only reports the properties that an object may not have.
func (c *blockCheck) only(ptr string, b object, allowed []string) {
	for _, name := range slices.Sorted(maps.Keys(b)) {
		if !slices.Contains(allowed, name) {
			c.add(ptr, "invalid additional property: %s", name)
		}
	}
}

// text checks a text object of one of the given types.
func (c *blockCheck) text(ptr string, v any, most int, types ...string) {
	b, ok := v.(object)
	if !ok {
		c.add(ptr, "missing required field: text")
		return
	}
	kind, _ := b["type"].(string)
	if !slices.Contains(types, kind) {
		c.add(ptr+"/type", "must be a valid enum value")
		return
	}
	extra := "verbatim"
	if kind == "plain_text" {
		extra = "emoji"
	}
	c.only(ptr, b, []string{"type", "text", extra})
	text, ok := c.str(ptr, b, "text", most, true)
	if ok && text == "" {
		c.add(ptr+"/text", "must be more than 0 characters")
	}
	c.chars += utf8.RuneCountInString(text)
}

// link checks a property that holds a URL.
func (c *blockCheck) link(ptr string, b object, name string, required bool) {
	s, ok := c.str(ptr, b, name, maxURL, required)
	if !ok {
		return
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme == "" || (u.Host == "" && u.Opaque == "") {
		c.add(ptr+"/"+name, "invalid url")
	}
}
