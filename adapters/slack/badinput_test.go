package slack

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"bigtalk/adapters/slack/standin"
	"bigtalk/bot"
	"bigtalk/knowledge"
	"bigtalk/knowledge/embedding"
	"bigtalk/knowledge/show"
)

// word is in every text of these tests, and in no line of the log.
const word = "hunter3"

// TestBadInput: what is repeated, too long, broken, foreign or late gets the right
// status, a line in the log that says so and nothing of what people wrote, and no reply
// in the wrong place.
func TestBadInput(t *testing.T) {
	t.Run("replayed", testReplayed)
	t.Run("too large", testTooLarge)
	t.Run("unknown", testUnknown)
	t.Run("broken", testBroken)
	t.Run("broken frames", testBrokenFrames)
	t.Run("long message", testLongMessage)
	t.Run("foreign button", testForeignButton)
	t.Run("tampered button", testTamperedButton)
	t.Run("gone", testGone)
	t.Run("answer cut off", testCutOff)
	t.Run("long text replaced", testLongReplaced)
}

var transports = []string{"http", "socket"}

func bothWays(o *Options) { o.AppToken = standin.AppToken }

// over delivers an event, which is to be acknowledged.
func (e *entrance) over(transport string, ev standin.Event) {
	e.t.Helper()
	if transport == "socket" {
		if err := e.w.Send(ev).Wait(soon(e.t)); err != nil {
			e.t.Errorf("%v; the log:\n%s", err, e.log.String())
		}
		return
	}
	if status := e.post(requestOf(e.t, ev)); status != http.StatusOK {
		e.t.Errorf("status %d; want 200", status)
	}
}

// post sends a request that Slack has signed now.
func (e *entrance) post(r request) int {
	e.t.Helper()
	r.sign(secret, time.Now().Unix())
	return e.send(r)
}

// posts counts what the bot has posted or changed in the workspace.
func (e *entrance) posts() int {
	n := 0
	for _, c := range e.w.Calls(standin.Any) {
		if c.Error == "" && (strings.HasPrefix(c.Method, "chat.") || c.Method == standin.ResponseURL) {
			n++
		}
	}
	return n
}

// checkLog wants so many lines of level WARN or ERROR, one at least with each of the
// words, and in none a secret, a message or an address that lets who knows it post.
func (e *entrance) checkLog(lines int, words ...string) {
	e.t.Helper()
	var troubles []string
	for line := range strings.Lines(e.log.String()) {
		if strings.Contains(line, `"level":"WARN"`) || strings.Contains(line, `"level":"ERROR"`) {
			troubles = append(troubles, line)
		}
	}
	if len(troubles) != lines {
		e.t.Errorf("%d lines tell of trouble; want %d:\n%s", len(troubles), lines, e.log.String())
	}
	for _, word := range words {
		if lines > 0 && !slices.ContainsFunc(troubles, func(line string) bool { return strings.Contains(line, word) }) {
			e.t.Errorf("the log does not say %q:\n%s", word, e.log.String())
		}
	}
	for _, part := range []string{word, secret, standin.BotToken, standin.AppToken, "v0=", "/commands/" + standin.TeamID, "/actions/" + standin.TeamID} {
		if strings.Contains(e.log.String(), part) {
			e.t.Errorf("the log has %q:\n%s", part, e.log.String())
		}
	}
}

// testReplayed sends the same once more within five minutes.
func testReplayed(t *testing.T) {
	e := enter(t, parrot, bothWays)
	for _, r := range e.genuine() {
		r.sign(secret, time.Now().Unix())
		for range 3 {
			if status := e.send(r); status != http.StatusOK {
				t.Errorf("%s: status %d; want 200", r.path, status)
			}
		}
	}
	envelope := e.w.Send(e.w.DirectMessage(standin.Said{Text: word}))
	for range 3 {
		envelope.Resend()
	}
	if err := e.w.Wait(soon(t), func() bool { return envelope.Acks() == 4 }); err != nil {
		t.Errorf("%d of 4 envelopes acknowledged: %v", envelope.Acks(), err)
	}
	e.settle()
	if n := e.posts(); n != 4 {
		t.Errorf("%d replies; want one to each of the four", n)
	}
	e.checkLog(0)
}

func testTooLarge(t *testing.T) {
	e := enter(t, parrot, bothWays)
	r := requestOf(t, e.w.Mention(standin.Said{Text: word}))
	whole := r.body
	for n, want := range map[int]int{maxBody: http.StatusOK, maxBody + 1: http.StatusRequestEntityTooLarge, 4 * maxBody: http.StatusRequestEntityTooLarge} {
		r.body = whole + strings.Repeat(" ", n-len(whole))
		if status := e.post(r); status != want {
			t.Errorf("%d bytes: status %d; want %d", n, status, want)
		}
	}
	e.settle()
	if n := e.posts(); n != 1 {
		t.Errorf("%d replies; want one, to what is just small enough", n)
	}
	e.checkLog(2, `"status":413`, "body too large", "/slack/events")
}

// testUnknown sends what Slack may have invented since.
func testUnknown(t *testing.T) {
	e := enter(t, parrot, bothWays)
	said := e.w.Mention(standin.Said{Text: word})
	inner := func(v any) standin.Event {
		ev := e.w.Callback(map[string]any{"type": "channel_rename"})
		ev.Payload["event"] = v
		return ev
	}
	outer := e.w.Callback(map[string]any{"type": "app_mention", "text": word})
	outer.Payload["type"] = "event_of_the_future"
	outer.Payload["event"] = nil
	shortcut := func(key, value string) standin.Event {
		ev := e.w.MessageShortcut(standin.Alice, standin.General, said.TS, shortcutID)
		ev.Payload[key] = value
		return ev
	}
	for _, transport := range transports {
		for name, ev := range map[string]standin.Event{
			"another event":           e.w.Callback(map[string]any{"type": "channel_rename", "channel": map[string]any{"id": "C1", "name": word}}),
			"an event of no type":     inner(map[string]any{"text": word}),
			"a type that is a number": inner(map[string]any{"type": 7, "text": word}),
			"an event that is a text": inner(word),
			"no event":                inner(nil),
			"another callback":        outer,
			"another subtype":         inner(map[string]any{"type": "message", "subtype": "new_one", "user": standin.Alice, "channel": standin.General, "ts": said.TS, "text": word}),
			"a message of nobody":     inner(map[string]any{"type": "message", "channel": standin.General, "ts": said.TS, "text": word}),
			"another reaction":        inner(map[string]any{"type": "reaction_added", "user": standin.Alice, "reaction": word, "item_user": standin.BotUserID, "item": map[string]any{"type": "message", "channel": standin.General, "ts": said.TS}}),
			"another interaction":     shortcut("type", "view_submission"),
			"another shortcut":        shortcut("callback_id", word),
		} {
			if e.over(transport, ev); len(e.inbox.keys()) > 0 {
				t.Errorf("%s over %s: accepted %q", name, transport, e.inbox.keys())
				e.inbox.forget()
			}
		}
	}
	if n := e.posts(); n != 0 {
		t.Errorf("%d replies", n)
	}
	e.checkLog(0)
}

// testBroken sends what is no JSON, or another kind than is documented.
func testBroken(t *testing.T) {
	e := enter(t, parrot, bothWays)
	list := e.genuine()
	for _, r := range list {
		for _, n := range []int{1, len(r.body) / 2, len(r.body) - 1} {
			cut := r
			cut.body = r.body[:n]
			if r.path == "/slack/commands" && n == len(r.body)-1 {
				continue // a form that is cut in its last value is a form
			}
			if status := e.post(cut); status != http.StatusBadRequest {
				t.Errorf("%s, %d of %d bytes: status %d; want 400", r.path, n, len(r.body), status)
			}
		}
	}
	mistyped := e.w.Mention(standin.Said{Text: word})
	mistyped.Inner()["text"] = 5
	if status := e.post(requestOf(t, mistyped)); status != http.StatusBadRequest {
		t.Errorf("a text that is a number: status %d; want 400", status)
	}
	e.over("socket", mistyped)
	command := e.w.SlashCommand(standin.Alice, standin.General, "/bigtalk", word)
	command.Payload["text"] = 5
	e.over("socket", command)
	press := e.w.MessageShortcut(standin.Alice, standin.General, mistyped.TS, shortcutID)
	press.Payload["actions"] = word
	e.over("socket", press)
	if keys := e.inbox.keys(); len(keys) != 0 || e.posts() != 0 {
		t.Errorf("accepted %q", keys)
	}
	e.checkLog(8+1+3, `"status":400`, "not decoded", "envelope not decoded")
}

// testBrokenFrames sends frames that no envelope is in. The connection goes on, or is
// opened anew where a frame is too large.
func testBrokenFrames(t *testing.T) {
	e := enter(t, parrot, bothWays)
	for i, frame := range []string{
		`{"envelope_id":"1","type":"events_api","payload":{"event":{"text":"` + word, "", "null", "[]", "5", `"` + word + `"`, "\x00", "{}",
		`{"type":"hello"}`, `{"type":"` + word + `"}`, `{"envelope_id":"2","type":"` + word + `","payload":{}}`,
		`{"envelope_id":"3","type":"events_api"}`, `{"envelope_id":"4","type":"events_api","payload":"` + word + `"}`,
		`{"envelope_id":7,"type":"events_api","payload":{}}`, `{"envelope_id":"5","type":"slash_commands","payload":[]}`,
		`{"envelope_id":"6","type":"interactive","payload":null}`,
	} {
		if e.w.SendRaw(frame); i == 1 && e.w.Connected() != 1 {
			t.Error("a frame that is cut off ends the connection")
		}
		e.over("socket", e.w.DirectMessage(standin.Said{Text: fmt.Sprint(word, i)}))
	}
	before := e.w.Connected()
	e.w.SendRaw(strings.Repeat(" ", maxSocketMessage) + "{}")
	if err := e.w.Wait(soon(t), func() bool { return e.w.Connected() > before && e.w.Connections() == 1 }); err != nil {
		t.Fatal(err)
	}
	e.over("socket", e.w.DirectMessage(standin.Said{Text: word}))
	e.settle()
	if n := e.posts(); n != 17 {
		t.Errorf("%d replies; want one to each of 17 messages in between", n)
	}
	for _, part := range []string{word, standin.AppToken, standin.BotToken} {
		if strings.Contains(e.log.String(), part) {
			t.Errorf("the log has %q:\n%s", part, e.log.String())
		}
	}
	if !strings.Contains(e.log.String(), "message of socket mode not understood") {
		t.Errorf("the log does not tell of frames that were not understood:\n%s", e.log.String())
	}
}

// realBot answers from the show.
func realBot(t *testing.T) bot.Handler {
	t.Helper()
	opts := knowledge.Options{Shipped: show.Index(), ShippedVectors: show.Vectors()}
	if model, err := embedding.Embedded(); err == nil {
		opts.Encoder = knowledge.Encoder{Embedder: model, Version: model.Version()}
	}
	m, err := knowledge.Open(t.Context(), showStore(t), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	})
	return bot.New(m, bot.Options{Title: title, Memory: bot.NewMemory(bot.MemoryOptions{}), Journal: new(notebook), Names: []string{standin.BotName}})
}

// testLongMessage asks in 5,000 characters, and in as many as Slack takes.
func testLongMessage(t *testing.T) {
	e := enter(t, realBot(t), bothWays)
	en, zh := "Why does it not work? I have looked and looked. ", "为什么不行？我已经看了很久很久了。"
	filled := func(text string, n int) string { return strings.Repeat(text, n/utf8.RuneCountInString(text)) + word }
	for _, transport := range transports {
		for text, want := range map[string]string{
			filled(en, 5000): "The archive does not answer", filled(zh, 5000): "档案里没有这个问题的答案",
			filled(en, 40_000): "That is too long", filled(zh, 40_000): "这段文字太长了",
		} {
			said := e.w.Mention(standin.Said{Text: text})
			e.over(transport, said)
			e.settle()
			if thread := e.w.Thread(standin.General, said.TS); len(thread) != 2 || !strings.Contains(thread[1].Text, want) {
				t.Errorf("over %s: the thread has %d messages; want one reply that says %q: %.300q", transport, len(thread), want, textsOf(thread[1:]))
			}
		}
	}
	e.checkLog(0)
}

func textsOf(list []standin.Message) []string {
	var out []string
	for _, m := range list {
		out = append(out, m.Text)
	}
	return out
}

// testForeignButton presses what is not ours, or not on a message of ours.
func testForeignButton(t *testing.T) {
	e := enter(t, realBot(t), bothWays)
	ts := e.choices()
	press := func(change func(payload map[string]any)) standin.Event {
		ev := e.w.BlockAction(standin.Alice, standin.General, ts, actionPick+"1", "")
		change(ev.Payload)
		return ev
	}
	message := func(p map[string]any) map[string]any { return p["message"].(map[string]any) }
	action := func(p map[string]any) map[string]any { return p["actions"].([]map[string]any)[0] }
	e.inbox.forget()
	before := e.posts()
	for _, transport := range transports {
		for name, ev := range map[string]standin.Event{
			"of another app":              press(func(p map[string]any) { p["api_app_id"] = "A0OTHERAPP1" }),
			"on a person's message":       press(func(p map[string]any) { message(p)["user"] = standin.Bob; delete(message(p), "bot_id") }),
			"on another bot's message":    press(func(p map[string]any) { message(p)["user"] = "U0OTHERBOT1"; message(p)["bot_id"] = "B0OTHERBOT1" }),
			"with another action":         press(func(p map[string]any) { action(p)["action_id"] = "approve_1" }),
			"without a value":             press(func(p map[string]any) { delete(action(p), "value") }),
			"without a user":              press(func(p map[string]any) { p["user"] = map[string]any{} }),
			"without a channel":           press(func(p map[string]any) { delete(p, "channel") }),
			"without an action":           press(func(p map[string]any) { p["actions"] = []any{} }),
			"of a bot that names no user": press(func(p map[string]any) { delete(message(p), "user"); message(p)["bot_id"] = "B0OTHERBOT1" }),
		} {
			t.Run(name+" over "+transport, func(t *testing.T) {
				e.over(transport, ev)
				if keys := e.inbox.keys(); len(keys) > 0 {
					t.Errorf("accepted %q", keys)
				}
				e.inbox.forget()
			})
		}
	}
	e.settle()
	if n := e.posts(); n != before {
		t.Errorf("%d posts of foreign buttons", n-before)
	}
	e.checkLog(0)
}

// choices has the bot offer choices in the channel, and returns that message's ts.
func (e *entrance) choices() string {
	e.t.Helper()
	asked := e.w.Mention(standin.Said{Text: "懒加载"})
	e.over("http", asked)
	e.settle()
	thread := e.w.Thread(standin.General, asked.TS)
	if len(thread) != 2 || !strings.Contains(string(thread[1].Blocks), actionPick+"1") {
		e.t.Fatalf("no choices: %+v; the log:\n%s", thread, e.log.String())
	}
	return thread[1].TS
}

// testTamperedButton presses buttons whose value says what no button of ours does.
func testTamperedButton(t *testing.T) {
	e := enter(t, realBot(t), bothWays)
	noise := make([]byte, 2000)
	random := rand.New(rand.NewPCG(3, 4))
	for i := range noise {
		noise[i] = byte(random.IntN(256))
	}
	e.checkLog(0)
	others := []string{actionRelated, actionOriginal, actionHelped, actionNot, actionShare}
	for i, value := range []string{
		"pick:../../etc", string(noise), "pick:" + string(noise), "show:", "show:../../etc", "show:" + string(noise), "show:e01q01 ", "show:E01Q01", "show:*",
		"show:e01q01\x00", "show:e01q01;show:e01q02", "share:", "share:../../etc", "share:" + string(noise), "original:", "original:../../etc",
		"helped:", "helped:" + string(noise), "not:" + strings.Repeat("x", 2000), "retract:abcdefghij", "{}", "' OR 1=1 --", "%s%n",
	} {
		for _, action := range []string{actionPick, others[i%len(others)]} {
			ts := e.choices()
			ev := e.w.BlockAction(standin.Alice, standin.General, ts, actionPick+"1", "")
			pressed := ev.Payload["actions"].([]map[string]any)[0]
			pressed["action_id"], pressed["value"] = action+"1", value
			known := len(e.w.Messages(standin.General))
			e.over(transports[i%2], ev)
			e.settle()
			list := e.w.Messages(standin.General)
			at := slices.IndexFunc(list, func(m standin.Message) bool { return m.TS == ts })
			for _, m := range append(list[known:], list[at]) {
				if strings.Contains(string(m.Blocks), "bilibili.com") {
					t.Errorf("%s with %.60q shows an entry: %.300q", action, value, m.Text)
				}
				if strings.Contains(m.Text, "../") || strings.Contains(m.Text, "OR 1=1") {
					t.Errorf("%s with %.60q is repeated: %.300q", action, value, m.Text)
				}
			}
		}
	}
	e.checkLog(0)
}

// testGone answers where there is nobody any more.
func testGone(t *testing.T) {
	const other = "C0OTHER0001"
	for _, tt := range []struct {
		name    string
		prepare func(e *entrance) standin.Event // until the event is delivered
		says    []string
	}{
		{"channel deleted", func(e *entrance) standin.Event {
			ev := e.w.Mention(standin.Said{Channel: other, Text: word})
			e.w.DeleteChannel(other)
			return ev
		}, []string{"chat.postMessage", "channel_not_found"}},
		{"channel archived", func(e *entrance) standin.Event {
			ev := e.w.Mention(standin.Said{Channel: other, Text: word})
			e.w.ArchiveChannel(other)
			return ev
		}, []string{"chat.postMessage", "is_archived"}},
		{"bot removed", func(e *entrance) standin.Event {
			ev := e.w.Mention(standin.Said{Channel: other, Text: word})
			e.w.Leave(other, standin.BotUserID)
			return ev
		}, []string{"chat.postMessage", "not_in_channel"}},
		{"person left", func(e *entrance) standin.Event {
			ev := e.w.DirectMessage(standin.Said{User: standin.Bob, Text: word})
			e.w.DeactivateUser(standin.Bob)
			return ev
		}, []string{"chat.postMessage", "channel_not_found"}},
		{"choices deleted", func(e *entrance) standin.Event {
			ts := e.replied(word)
			ev := e.w.BlockAction(standin.Alice, standin.General, ts, actionPick+"1", "")
			e.w.Deleted(standin.General, ts)
			return ev
		}, []string{"conversations.replies", "thread_not_found"}},
		{"judged, then the bot removed", func(e *entrance) standin.Event {
			ev := e.w.ReactionAdded(standin.Alice, standin.General, e.replied(word), "+1")
			e.w.Leave(standin.General, standin.BotUserID)
			return ev
		}, []string{"conversations.replies", "not_in_channel"}},
		{"response_url of a command expired", func(e *entrance) standin.Event {
			ev := e.w.SlashCommand(standin.Alice, standin.General, "/bigtalk", word)
			e.ahead.Store(int64(31 * time.Minute))
			return ev
		}, []string{"response_url", "404"}},
		{"response_url of an ephemeral button expired", func(e *entrance) standin.Event {
			e.over("http", e.w.SlashCommand(standin.Alice, standin.General, "/bigtalk", word))
			e.settle()
			ev := e.w.BlockAction(standin.Alice, standin.General, e.w.Ephemerals(standin.General)[0].TS, actionPick+"1", "")
			e.ahead.Store(int64(31 * time.Minute))
			return ev
		}, []string{"response_url", "404"}},
		{"response_url in a deleted channel", func(e *entrance) standin.Event {
			ev := e.w.SlashCommand(standin.Alice, other, "/bigtalk", word)
			e.w.DeleteChannel(other)
			return ev
		}, []string{"response_url", "400"}},
	} {
		for _, transport := range transports {
			t.Run(tt.name+" over "+transport, func(t *testing.T) {
				e := enter(t, offers{}, bothWays)
				e.w.AddChannel(standin.Channel{ID: other, Name: "other"})
				ev := tt.prepare(e)
				before := e.posts()
				e.over(transport, ev)
				e.settle()
				if n := e.posts(); n != before {
					t.Errorf("%d posts; want none", n-before)
				}
				e.checkLog(1, append(tt.says, `"level":"ERROR"`, "event given up")...)
			})
		}
	}
}

// testCutOff loses the answer to a reply: the address that it went to, with which who
// knows it posts, is in no line of the log.
func testCutOff(t *testing.T) {
	e := enter(t, parrot, bothWays)
	e.w.Drop(standin.ResponseURL, 1)
	e.over("http", e.w.SlashCommand(standin.Alice, standin.General, "/bigtalk", word))
	for end := time.Now().Add(30 * time.Second); !strings.Contains(e.log.String(), "event put off") && time.Now().Before(end); {
		time.Sleep(5 * time.Millisecond)
	}
	e.checkLog(1, "event put off", "response_url")
}

// replied has a message answered in the channel, and returns the ts of the reply.
func (e *entrance) replied(text string) string {
	e.t.Helper()
	said := e.w.Mention(standin.Said{Text: text})
	e.over("http", said)
	e.settle()
	thread := e.w.Thread(standin.General, said.TS)
	if len(thread) != 2 {
		e.t.Fatalf("no reply: %+v; the log:\n%s", thread, e.log.String())
	}
	return thread[1].TS
}

// offers replies to messages with choices, and to a button with what it says.
type offers struct{ pressed []bot.Block }

func (o offers) Handle(_ context.Context, m bot.Message) (bot.Reply, error) {
	r := bot.Reply{ID: "abcdefghij", Decision: bot.Choices, Language: bot.English, Blocks: o.pressed}
	if m.Payload == "" || r.Blocks == nil {
		r.Blocks = []bot.Block{bot.ChoicesBlock{Intro: "Did you mean:", Options: []bot.Option{{ID: "e01q01", Title: "one"}, {ID: "e01q02", Title: "two"}}}}
	}
	return r, nil
}

// testLongReplaced puts a text in the place of the choices of which chat.update, which
// counts bytes, takes less than chat.postMessage.
func testLongReplaced(t *testing.T) {
	long := strings.Repeat("这是一个很长的回答，说了又说。", 100) // 1,500 characters, 4,500 bytes
	e := enter(t, offers{[]bot.Block{bot.AnswerBlock{Markdown: long}}}, bothWays)
	ts := e.replied(word)
	e.over("socket", e.w.BlockAction(standin.Alice, standin.General, ts, actionPick+"1", ""))
	e.settle()
	for _, m := range e.w.Messages(standin.General) {
		if m.TS == ts && !strings.Contains(string(m.Blocks), "说了又说") {
			t.Errorf("the choices are still there: %s", m.Blocks)
		}
	}
	e.checkLog(0)
}
