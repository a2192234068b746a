package webhook

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// TestMessageFaults: all that is wrong is told at once, each with its place.
func TestMessageFaults(t *testing.T) {
	for name, tt := range map[string]struct{ body, want string }{
		"nothing":           {``, ": the body is not read: it is no JSON object"},
		"no object":         {`[]`, ": the body is not read: it is no JSON object"},
		"null":              {`null`, ": the body is not read: it is no JSON object"},
		"cut off":           {`{"type":"message.created","data":{`, ": the body is not read: it is no JSON object"},
		"two objects":       {`{"type":"message.created"}{}`, ": the body is not read: it is no JSON object"},
		"no UTF-8":          {"{\"type\":\"\xff\"}", ": the body is not read: it is no UTF-8"},
		"a byte order mark": {"\ufeff{}", ": the body is not read: it is no JSON object"},
		"too deep":          {`{"a":` + strings.Repeat("[", 20_000), ": the body is not read: it is no JSON object"},
		"a key twice":       {`{"type":"x","type":"message.created"}`, `: the body is not read: "type" stands in it twice`},
		"no type":           {`{}`, "/type: is missing; it is a string"},
		"a number for type": {`{"type":1}`, "/type: is not a string"},
		"no data":           {`{"type":"message.created"}`, "/data: is missing; it is an object"},
		"a list for data":   {`{"type":"message.created","data":[]}`, "/data: is not an object: it is no JSON object"},
		"an inner key twice": {
			`{"type":"message.created","data":{"text":"a","text":"b"}}`, `/data: is not an object: "text" stands in it twice`,
		},
		"other capitals": {
			`{"type":"message.created","data":{"message_id":"m","conversation":{"id":"c","type":"direct"},"sender":{"id":"u"},"Text":"a"}}`,
			"/data/text: is missing; it is a string",
		},
		"everything": {
			`{"type":"message.created","data":{"message_id":7,"conversation":{"id":"","type":"channel"},"sender":{"id":"a\u0000","is_bot":"no"},
				"text":null,"quoted":[],"mentioned":1,"format":"html","callback":"yes"}}`,
			"/data/message_id: is not a string\n/data/text: is missing; it is a string\n/data/quoted: is not a string\n" +
				"/data/mentioned: is not true or false\n/data/format: is \"html\"; it is text or markdown\n/data/callback: is not true or false\n" +
				"/data/conversation/id: has 0 characters; it has 1 to 256, and none of them controls\n/data/conversation/type: is \"channel\"; it is direct or group\n" +
				"/data/sender/id: has 2 characters; it has 1 to 256, and none of them controls\n/data/sender/is_bot: is not true or false",
		},
		"nothing in data": {
			`{"type":"message.created","data":{}}`,
			"/data/message_id: is missing; it is a string\n/data/text: is missing; it is a string\n" +
				"/data/conversation: is missing; it is an object\n/data/sender: is missing; it is an object",
		},
		"long": {
			`{"type":"message.created","data":{"message_id":"` + strings.Repeat("a", 257) + `","conversation":{"id":"c","type":"` + strings.Repeat("界", 50) + `"},"sender":{"id":"u"},"text":""}}`,
			"/data/message_id: has 257 characters; it has 1 to 256, and none of them controls\n/data/conversation/type: is \"" + strings.Repeat("界", 13) + "…\"; it is direct or group",
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, ok, faults := readMessage("bridge", []byte(tt.body))
			lines := make([]string, len(faults))
			for i, f := range faults {
				lines[i] = f.Pointer + ": " + f.Detail
			}
			if diff := cmp.Diff(tt.want, strings.Join(lines, "\n")); diff != "" || ok {
				t.Errorf("ok %v, faults (-want +got):\n%s", ok, diff)
			}
		})
	}
	d := open(t, new(answerer), nil)
	p := d.send(t, sent{body: `{"type":"message.created","data":{"text":"hunter2"}}`}).problem(t, http.StatusBadRequest)
	if len(p.Errors) != 3 || strings.Contains(d.log.String(), "hunter2") || !strings.Contains(d.log.String(), "/data/sender") {
		t.Errorf("errors %v, log:\n%s", p.Errors, d.log.String())
	}
}

// FuzzMessage: whatever comes, a message is either whole or its faults are told, and
// what is whole says the same to json.Unmarshal.
func FuzzMessage(f *testing.F) {
	for _, s := range []string{
		"", "{}", "null", `{"type":"message.created","data":{}}`, `{"type":"x"}`, bodyOf("hello", nil), bodyOf("你好\u0000", group(true)),
		`{"type":"message.created","data":{"message_id":"m","conversation":{"id":"c","type":"group"},"sender":{"id":"u","is_self":null},"text":"\ud800"}}`,
		`{"a":{"a":1,"a":2},"type":"message.created","data":{"message_id":"m","message_id":"n"}}`, "{\"\xff\":1}", `{"type":"message.created"} {}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		m, ok, faults := readMessage("bridge", body)
		if ok && len(faults) > 0 {
			t.Fatalf("whole, with the faults %v", faults)
		}
		for _, fault := range faults {
			if !utf8.ValidString(fault.Pointer+fault.Detail) || len(fault.Detail) > 400 {
				t.Errorf("fault %q", fault)
			}
		}
		if !ok {
			return
		}
		var all struct {
			Type string `json:"type"`
			Data struct {
				MessageID    string `json:"message_id"`
				Text         string `json:"text"`
				Conversation struct {
					ID string `json:"id"`
				} `json:"conversation"`
			} `json:"data"`
		}
		// json.Unmarshal takes other capitals for the same key, which are a field of their own.
		if strings.ContainsFunc(string(body), func(r rune) bool { return r >= 'A' && r <= 'Z' || r > 127 || r == '\\' }) {
			return
		}
		if err := json.Unmarshal(body, &all); err != nil {
			t.Fatal(err)
		}
		if all.Type != typeMessage || all.Data.MessageID != m.ID || all.Data.Text != m.Text || all.Data.Conversation.ID != m.Conversation || m.ID == "" || !slices.Contains([]string{formatText, formatMarkdown}, m.Format) {
			t.Errorf("%+v was read as %+v", all, m)
		}
		var kept message
		if err := json.Unmarshal(marshal(m), &kept); err != nil || kept != m {
			t.Errorf("%+v is kept as %+v: %v", m, kept, err)
		}
	})
}
