package standin

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBlocks(t *testing.T) {
	repeat := func(item string, n int) string {
		return "[" + strings.TrimSuffix(strings.Repeat(item+",", n), ",") + "]"
	}
	section := func(n int) string {
		return `{"type":"section","text":{"type":"mrkdwn","text":"` + strings.Repeat("长", n) + `"}}`
	}
	button := func(id, more string) string {
		return `{"type":"button","action_id":"` + id + `","text":{"type":"plain_text","text":"Go"}` + more + `}`
	}
	actions := func(elements ...string) string {
		return `[{"type":"actions","elements":[` + strings.Join(elements, ",") + `]}]`
	}
	markdown := func(n int) string { return `{"type":"markdown","text":"` + strings.Repeat("a", n) + `"}` }
	header := func(n int) string {
		return `{"type":"header","text":{"type":"plain_text","text":"` + strings.Repeat("a", n) + `"}}`
	}
	fields := func(n int) string {
		return `[{"type":"section","fields":` + repeat(`{"type":"mrkdwn","text":"a"}`, n) + `}]`
	}
	context := func(n int) string {
		return `[{"type":"context","elements":` + repeat(`{"type":"mrkdwn","text":"a"}`, n) + `}]`
	}
	feedback := func(value string) string {
		return `[{"type":"context_actions","elements":[{"type":"feedback_buttons","action_id":"f",` +
			`"positive_button":{"text":{"type":"plain_text","text":"Good"},"value":"up"},` +
			`"negative_button":{"text":{"type":"plain_text","text":"Bad"}` + value + `}}]}]`
	}
	table := func(rows, columns int) string {
		return `{"type":"table","rows":` + repeat(repeat(`{"type":"raw_text","text":"a"}`, columns), rows) + `}`
	}
	distinct := make([]string, 26)
	for i := range distinct {
		distinct[i] = button(fmt.Sprint("b", i), "")
	}
	for _, tc := range []struct{ name, blocks, code, message string }{
		{"fifty", repeat(`{"type":"divider"}`, 50), "", ""},
		{"fifty-one", repeat(`{"type":"divider"}`, 51), "invalid_blocks", "no more than 50 items allowed [json-pointer:/blocks]"},
		{"a section at its length", repeat(section(3000), 1), "", ""},
		{"a section too long", repeat(section(3001), 1), "invalid_blocks", "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"},
		{"a section of nothing", repeat(section(0), 1), "invalid_blocks", "must be more than 0 characters [json-pointer:/blocks/0/text/text]"},
		{"a section without text", `[{"type":"section"}]`, "invalid_blocks", "missing required field: text [json-pointer:/blocks/0]"},
		{"ten fields", fields(10), "", ""},
		{"eleven fields", fields(11), "invalid_blocks", "no more than 10 items allowed [json-pointer:/blocks/0/fields]"},
		{"a header at its length", repeat(header(150), 1), "", ""},
		{"a header too long", repeat(header(151), 1), "invalid_blocks", "must be less than 151 characters [json-pointer:/blocks/0/text/text]"},
		{"a header in mrkdwn", `[{"type":"header","text":{"type":"mrkdwn","text":"a"}}]`, "invalid_blocks", "must be a valid enum value [json-pointer:/blocks/0/text/type]"},
		{"ten in a context", context(10), "", ""},
		{"eleven in a context", context(11), "invalid_blocks", "no more than 10 items allowed [json-pointer:/blocks/0/elements]"},
		{"a button in a context", `[{"type":"context","elements":[` + button("a", "") + `]}]`, "invalid_blocks", "unsupported type: button [json-pointer:/blocks/0/elements/0/type]"},
		{"25 actions", actions(distinct[:25]...), "", ""},
		{"26 actions", actions(distinct...), "invalid_blocks", "no more than 25 items allowed [json-pointer:/blocks/0/elements]"},
		{"actions of one id", actions(button("a", ""), button("a", "")), "invalid_blocks", `action_id "a" already exists [json-pointer:/blocks/0/elements/1/action_id]`},
		{"no actions", actions(), "invalid_blocks", "no fewer than 1 items allowed [json-pointer:/blocks/0/elements]"},
		{"a value too long", actions(button("a", `,"value":"`+strings.Repeat("a", 2001)+`"`)), "invalid_blocks", "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]"},
		{"a label too long", actions(`{"type":"button","text":{"type":"plain_text","text":"` + strings.Repeat("a", 76) + `"}}`), "invalid_blocks", "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]"},
		{"an id too long", actions(button(strings.Repeat("a", 256), "")), "invalid_blocks", "must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]"},
		{"a link too long", actions(button("a", `,"url":"https://a.b/`+strings.Repeat("a", 3000)+`"`)), "invalid_blocks", "must be less than 3001 characters [json-pointer:/blocks/0/elements/0/url]"},
		{"a link that is none", actions(button("a", `,"url":"here"`)), "invalid_blocks", "invalid url [json-pointer:/blocks/0/elements/0/url]"},
		{"a style that is none", actions(button("a", `,"style":"loud"`)), "invalid_blocks", "must be a valid enum value [json-pointer:/blocks/0/elements/0/style]"},
		{"a property too many", actions(button("a", `,"colour":"red"`)), "invalid_blocks", "invalid additional property: colour [json-pointer:/blocks/0/elements/0]"},
		{"two block ids", `[{"type":"divider","block_id":"a"},{"type":"divider","block_id":"a"}]`, "invalid_blocks", `block_id "a" already exists [json-pointer:/blocks/1/block_id]`},
		{"feedback", feedback(`,"value":"down"`), "", ""},
		{"feedback without a value", feedback(""), "invalid_blocks", "missing required field: value [json-pointer:/blocks/0/elements/0/negative_button]"},
		{"an icon", `[{"type":"context_actions","elements":[{"type":"icon_button","icon":"trash","action_id":"d","text":{"type":"plain_text","text":"Delete"}}]}]`, "", ""},
		{"an icon that is none", `[{"type":"context_actions","elements":[{"type":"icon_button","icon":"fire","text":{"type":"plain_text","text":"Delete"}}]}]`, "invalid_blocks", "must be a valid enum value [json-pointer:/blocks/0/elements/0/icon]"},
		{"an image", `[{"type":"image","image_url":"https://a.b/c.png","alt_text":"c"}]`, "", ""},
		{"an image without alt text", `[{"type":"image","image_url":"https://a.b/c.png"}]`, "invalid_blocks", "missing required field: alt_text [json-pointer:/blocks/0]"},
		{"a table", "[" + table(100, 20) + "]", "", ""},
		{"a table too long", "[" + table(101, 1) + "]", "invalid_blocks", "no more than 100 items allowed [json-pointer:/blocks/0/rows]"},
		{"a table too wide", "[" + table(1, 21) + "]", "invalid_blocks", "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]"},
		{"two tables", "[" + table(1, 1) + "," + table(1, 1) + "]", "invalid_attachments", "only_one_table_allowed"},
		{"a select", actions(`{"type":"static_select","action_id":"s","options":[{"text":{"type":"plain_text","text":"A"},"value":"a"}]}`), "", ""},
		{"an option without a value", actions(`{"type":"overflow","action_id":"s","options":[{"text":{"type":"plain_text","text":"A"}}]}`), "invalid_blocks", "missing required field: value [json-pointer:/blocks/0/elements/0/options/0]"},
		{"an unknown block", `[{"type":"hologram"}]`, "invalid_blocks", "unsupported type: hologram [json-pointer:/blocks/0/type]"},
		{"markdown at its length", repeat(markdown(6000), 2), "", ""},
		{"markdown too long together", repeat(markdown(6001), 2), "invalid_blocks", "markdown blocks must be less than 12001 characters together [json-pointer:/blocks]"},
		{"all that fits", "[" + repeat(section(2634), 5)[1:len(repeat(section(2634), 5))-1] + "]", "", ""},
		{"too much in all", repeat(section(2635), 5), "msg_blocks_too_long", ""},
		{"headers weigh", "[" + strings.TrimSuffix(strings.Repeat(header(1)+",", 45), ",") + "," + section(3000) + "," + section(3000) + "," + section(2700) + "]", "msg_blocks_too_long", ""},
		{"a string among blocks", `["a"]`, "invalid_blocks_format", ""},
		{"null among blocks", `[null]`, "invalid_blocks", "unsupported type:  [json-pointer:/blocks/0/type]"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, f := parseBlocks(tc.blocks, maxMessageBlocks)
			code, messages := "", []string(nil)
			if f != nil {
				code = f.code
				if meta, ok := f.fields["response_metadata"].(object); ok {
					messages = meta["messages"].([]string)
				}
			}
			want := []string(nil)
			if tc.message != "" {
				want = []string{"[ERROR] " + tc.message}
			}
			if diff := cmp.Diff(want, messages); diff != "" || code != tc.code {
				t.Errorf("error %q, want %q; messages (-want +got):\n%s", code, tc.code, diff)
			}
		})
	}
}

func FuzzBlocks(f *testing.F) {
	for _, seed := range []string{
		`[{"type":"section","text":{"type":"mrkdwn","text":"a"},"accessory":{"type":"image"}}]`,
		`[{"type":"context_actions","elements":[{"type":"feedback_buttons"}]}]`,
		`[{"type":"table","rows":[[null],1]},{"type":"actions","elements":[{"type":"overflow","options":[0]}]}]`,
		`[null]`, `{}`, ``,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		blocks, bad := parseBlocks(text, maxMessageBlocks)
		if bad == nil && !json.Valid([]byte(text)) {
			t.Errorf("%q passes for blocks", text)
		}
		if bad == nil && len(blocks) > maxMessageBlocks {
			t.Errorf("%d blocks pass", len(blocks))
		}
		findElement(json.RawMessage(text), "a")
	})
}

func FuzzArgs(f *testing.F) {
	f.Add("application/json", `{"a":1,"b":"c","token":"x"}`)
	f.Add("application/x-www-form-urlencoded", `a=1&token=x&b=%20`)
	f.Add("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--x--\r\n")
	f.Fuzz(func(t *testing.T, contentType, body string) {
		args, _, _, bad := decodeArgs(nil, contentType, []byte(body), false)
		if _, there := args["token"]; there && bad == nil {
			t.Error("the token stands among the arguments")
		}
	})
}
