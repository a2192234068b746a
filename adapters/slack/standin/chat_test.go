package standin_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"bigtalk/adapters/slack/standin"
)

var tsForm = regexp.MustCompile(`^\d{10}\.\d{6}$`)

func TestPostUpdateDelete(t *testing.T) {
	w, api := start(t, standin.Options{})
	q := w.Mention(standin.Said{Text: "how?"})
	meta := slack.SlackMetadata{EventType: "answered", EventPayload: map[string]any{"id": "7"}}
	divider := slack.MsgOptionBlocks(slack.NewDividerBlock())
	channel, ts, err := api.PostMessage(standin.General, slack.MsgOptionText("so", false), divider, slack.MsgOptionTS(q.TS), slack.MsgOptionMetadata(meta))
	ok(t, err)
	if channel != standin.General || !tsForm.MatchString(ts) || ts <= q.TS {
		t.Errorf("posted in %q at %q, after %q", channel, ts, q.TS)
	}
	thread := w.Thread(standin.General, q.TS)
	if len(thread) != 2 || thread[0].ThreadTS != q.TS {
		t.Fatalf("thread %+v", thread)
	}
	want := standin.Message{
		Channel: standin.General, TS: ts, ThreadTS: q.TS, User: standin.BotUserID, BotID: standin.BotID, Text: "so",
		Blocks: json.RawMessage(`[{"type":"divider"}]`), Metadata: json.RawMessage(`{"event_type":"answered","event_payload":{"id":"7"}}`),
		Via: "chat.postMessage",
	}
	if diff := cmp.Diff(want, thread[1]); diff != "" {
		t.Errorf("stored (-want +got):\n%s", diff)
	}

	// Text without blocks takes the blocks away; metadata stays.
	_, _, text, err := api.UpdateMessage(standin.General, ts, slack.MsgOptionText("so then", false))
	ok(t, err)
	want.Text, want.Blocks, want.Edited = "so then", nil, true
	if diff := cmp.Diff(want, w.Thread(standin.General, q.TS)[1]); diff != "" || text != "so then" {
		t.Errorf("updated to %q (-want +got):\n%s", text, diff)
	}
	_, _, _, err = api.UpdateMessage(standin.General, ts, divider)
	ok(t, err)
	want.Blocks, want.Edited = json.RawMessage(`[{"type":"divider"}]`), false
	if diff := cmp.Diff(want, w.Thread(standin.General, q.TS)[1]); diff != "" {
		t.Errorf("updated by blocks (-want +got):\n%s", diff)
	}

	_, _, err = api.DeleteMessage(standin.General, ts)
	ok(t, err)
	if n := len(w.Thread(standin.General, q.TS)); n != 1 {
		t.Errorf("%d messages in the thread after the deletion, want 1", n)
	}
	_, _, err = api.DeleteMessage(standin.General, ts)
	wantCode(t, err, "message_not_found")
	_, _, err = api.DeleteMessage(standin.General, q.TS)
	wantCode(t, err, "cant_delete_message")
	_, _, _, err = api.UpdateMessage(standin.General, q.TS, slack.MsgOptionText("mine", false))
	wantCode(t, err, "cant_update_message")
}

func TestContentThatIsRefused(t *testing.T) {
	w, api := start(t, standin.Options{})
	_, own, err := api.PostMessage(standin.General, slack.MsgOptionText("a", false))
	ok(t, err)
	_, reply, err := api.PostMessage(standin.General, slack.MsgOptionText("b", false), slack.MsgOptionTS(own))
	ok(t, err)
	fields := func(pairs ...string) string {
		m := map[string]any{"channel": standin.General}
		for i := 0; i < len(pairs); i += 2 {
			m[pairs[i]] = pairs[i+1]
		}
		text, _ := json.Marshal(m)
		return string(text)
	}
	many := "[" + strings.TrimSuffix(strings.Repeat(`{},`, 101), ",") + "]"
	for _, tc := range []struct{ name, method, body, want string }{
		{"nothing", "chat.postMessage", fields(), "no_text"},
		{"empty blocks", "chat.postMessage", fields("blocks", "[]"), "no_text"},
		{"blocks that are no JSON", "chat.postMessage", fields("blocks", "[{"), "invalid_blocks_format"},
		{"blocks that are no array", "chat.postMessage", fields("blocks", "{}"), "invalid_blocks_format"},
		{"markdown and text", "chat.postMessage", fields("text", "a", "markdown_text", "b"), "markdown_text_conflict"},
		{"markdown too long", "chat.postMessage", fields("markdown_text", strings.Repeat("长", 12001)), "msg_too_long"},
		{"markdown at its length", "chat.postMessage", fields("markdown_text", strings.Repeat("长", 12000)), ""},
		{"attachments that are none", "chat.postMessage", fields("attachments", "no"), "invalid_attachments"},
		{"too many attachments", "chat.postMessage", fields("attachments", many), "too_many_attachments"},
		{"metadata that is no object", "chat.postMessage", fields("text", "a", "metadata", "[]"), "invalid_metadata_format"},
		{"metadata without a payload", "chat.postMessage", fields("text", "a", "metadata", `{"event_type":"a"}`), "invalid_metadata_schema"},
		{"a thread that is no ts", "chat.postMessage", fields("text", "a", "thread_ts", "yesterday"), "invalid_thread_ts"},
		{"a thread below a reply", "chat.postMessage", fields("text", "a", "thread_ts", reply), "cannot_reply_to_message"},
		{"an update with nothing", "chat.update", fields("ts", own), "no_text"},
		{"an update at its length", "chat.update", fields("ts", own, "text", strings.Repeat("a", 4000)), ""},
		{"an update too long in bytes", "chat.update", fields("ts", own, "text", strings.Repeat("长", 1334)), "msg_too_long"},
		{"an update of nothing", "chat.update", fields("ts", "1700000000.000001", "text", "a"), "message_not_found"},
		{"an ephemeral for nobody", "chat.postEphemeral", fields("text", "a"), "user_not_in_channel"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := request(t, w, tc.method, "", standin.BotToken, "application/json; charset=utf-8", tc.body)
			if code, _ := got["error"].(string); code != tc.want || got["ok"] != (tc.want == "") {
				t.Errorf("answer %v, want error %q", got, tc.want)
			}
		})
	}
}

func TestLongTextIsCut(t *testing.T) {
	w, _ := start(t, standin.Options{})
	body, _ := json.Marshal(map[string]string{"channel": standin.General, "text": strings.Repeat("长", 40001)})
	got := request(t, w, "chat.postMessage", "", standin.BotToken, "application/json; charset=utf-8", string(body))
	if got["warning"] != "message_truncated" {
		t.Errorf("warning %v", got["warning"])
	}
	if text := w.Messages(standin.General)[0].Text; text != strings.Repeat("长", 40000) {
		t.Errorf("stored %d bytes, want 40000 characters", len(text))
	}
}

func TestThreads(t *testing.T) {
	w, api := start(t, standin.Options{})
	parent := w.ChannelMessage(standin.Said{User: standin.Bob, Text: "parent"})
	meta := slack.MsgOptionMetadata(slack.SlackMetadata{EventType: "e", EventPayload: map[string]any{"k": "v"}})
	var replies []string
	for _, text := range []string{"one", "two", "three"} {
		_, ts, err := api.PostMessage(standin.General, slack.MsgOptionText(text, false), slack.MsgOptionTS(parent.TS), meta)
		ok(t, err)
		replies = append(replies, ts)
	}
	_, shown, err := api.PostMessage(standin.General, slack.MsgOptionText("four", false), slack.MsgOptionTS(parent.TS), slack.MsgOptionBroadcast())
	ok(t, err)

	params := &slack.GetConversationRepliesParameters{ChannelID: standin.General, Timestamp: parent.TS, IncludeAllMetadata: true, Limit: 2}
	var got []string
	for page := 0; ; page++ {
		messages, more, cursor, err := api.GetConversationReplies(params)
		ok(t, err)
		for _, m := range messages {
			got = append(got, m.Text)
			if page > 0 && m.Text != "four" && m.Metadata.EventType != "e" {
				t.Errorf("reply %q without its metadata", m.Text)
			}
		}
		if page == 0 && (messages[0].ReplyCount != 4 || messages[0].LatestReply != shown || messages[0].User != standin.Bob) {
			t.Errorf("parent %+v", messages[0])
		}
		if !more {
			break
		}
		params.Cursor = cursor
	}
	if diff := cmp.Diff([]string{"parent", "one", "two", "three", "four"}, got); diff != "" {
		t.Errorf("replies (-want +got):\n%s", diff)
	}

	messages, _, _, err := api.GetConversationReplies(&slack.GetConversationRepliesParameters{ChannelID: standin.General, Timestamp: parent.TS, Oldest: replies[1], Latest: replies[2], Inclusive: true})
	ok(t, err)
	if len(messages) != 3 || messages[1].Text != "two" || messages[1].Metadata.EventType != "" {
		t.Errorf("replies from two to three, without metadata: %+v", messages)
	}
	messages, _, _, err = api.GetConversationReplies(&slack.GetConversationRepliesParameters{ChannelID: standin.General, Timestamp: replies[0]})
	ok(t, err)
	if len(messages) != 1 || messages[0].ThreadTimestamp != parent.TS {
		t.Errorf("replies to a reply: %+v", messages)
	}
	params.Cursor = "nonsense"
	_, _, _, err = api.GetConversationReplies(params)
	wantCode(t, err, "invalid_cursor")

	h, err := api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: standin.General, Limit: 1})
	ok(t, err)
	if len(h.Messages) != 1 || h.Messages[0].Text != "four" || !h.HasMore {
		t.Errorf("the newest in the channel: %+v", h)
	}
	h, err = api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: standin.General, Limit: 1, Latest: parent.TS, Inclusive: true})
	ok(t, err)
	if len(h.Messages) != 1 || h.Messages[0].Text != "parent" || h.HasMore {
		t.Errorf("the one of a ts: %+v", h)
	}

	h, err = api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: standin.General})
	ok(t, err)
	if len(h.Messages) != 2 || h.Messages[1].Text != "parent" {
		t.Errorf("the channel without its replies: %+v", h.Messages)
	}

	link, err := api.GetPermalink(&slack.PermalinkParameters{Channel: standin.General, Ts: replies[0]})
	ok(t, err)
	if want := "https://standin.slack.com/archives/" + standin.General + "/p" + strings.ReplaceAll(replies[0], ".", "") + "?thread_ts=" + parent.TS + "&cid=" + standin.General; link != want {
		t.Errorf("permalink %q, want %q", link, want)
	}
}

func TestParentIsDeleted(t *testing.T) {
	w, api := start(t, standin.Options{})
	lone := w.ChannelMessage(standin.Said{Text: "lone"})
	w.Deleted(standin.General, lone.TS)
	_, ts, m, err := api.PostMessageWithResponse(standin.General, slack.MsgOptionText("late", false), slack.MsgOptionTS(lone.TS))
	ok(t, err)
	if m.ThreadTimestamp != "" || w.Messages(standin.General)[0].TS != ts {
		t.Errorf("a reply to a deleted message went to %q, want the channel", m.ThreadTimestamp)
	}
	w.ChannelMessage(standin.Said{Text: "first", Thread: ts})
	_, _, err = api.DeleteMessage(standin.General, ts)
	ok(t, err)
	if thread := w.Thread(standin.General, ts); len(thread) != 2 || thread[0].Subtype != "tombstone" {
		t.Errorf("thread of a deleted parent: %+v", thread)
	}
}

func TestEphemeralAndDirect(t *testing.T) {
	w, api := start(t, standin.Options{})
	_, err := api.PostEphemeral(standin.General, standin.Bob, slack.MsgOptionText("psst", false))
	ok(t, err)
	if e := w.Ephemerals(standin.General); len(e) != 1 || e[0].EphemeralTo != standin.Bob || len(w.Messages(standin.General)) != 0 {
		t.Errorf("ephemerals %+v", e)
	}
	channel, _, err := api.PostMessage(standin.Alice, slack.MsgOptionText("hello", false))
	ok(t, err)
	if channel != w.DirectChannel(standin.Alice) || w.Messages(channel)[0].Text != "hello" {
		t.Errorf("a post to a user went to %q", channel)
	}
}

func TestReactions(t *testing.T) {
	w, api := start(t, standin.Options{})
	ev := w.Mention(standin.Said{Text: "a"})
	at := slack.NewRefToMessage(standin.General, ev.TS)
	ok(t, api.AddReaction("eyes", at))
	wantCode(t, api.AddReaction("eyes", at), "already_reacted")
	w.ReactionAdded(standin.Bob, standin.General, ev.TS, "eyes")
	if diff := cmp.Diff([]standin.Reaction{{Name: "eyes", Users: []string{standin.BotUserID, standin.Bob}}}, w.Messages(standin.General)[0].Reactions); diff != "" {
		t.Errorf("reactions (-want +got):\n%s", diff)
	}
	ok(t, api.RemoveReaction("eyes", at))
	wantCode(t, api.RemoveReaction("eyes", at), "no_reaction")
	wantCode(t, api.AddReaction(":eyes:", at), "invalid_name")
	wantCode(t, api.AddReaction("eyes", slack.NewRefToMessage(standin.General, "1.000000")), "message_not_found")
	wantCode(t, api.AddReaction("eyes", slack.NewRefToMessage(standin.General, "now")), "bad_timestamp")
}

func TestTimestampsAscend(t *testing.T) {
	at := time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	c := newClock(at)
	w, _ := start(t, standin.Options{Clock: c.now})
	a, b := w.Mention(standin.Said{Text: "a"}), w.Mention(standin.Said{Text: "b"})
	c.advance(time.Second)
	d := w.Mention(standin.Said{Text: "d"})
	if diff := cmp.Diff([]string{"1795564800.000000", "1795564800.000001", "1795564801.000000"}, []string{a.TS, b.TS, d.TS}); diff != "" {
		t.Errorf("ts (-want +got):\n%s", diff)
	}
}

func TestAssistant(t *testing.T) {
	w, api := start(t, standin.Options{})
	ev := w.AssistantThreadStarted(standin.Alice)
	status := slack.AssistantThreadsSetStatusParameters{ChannelID: ev.Channel, ThreadTS: ev.ThreadTS, Status: "is thinking..."}
	ok(t, api.SetAssistantThreadsStatus(status))
	if got := w.Status(ev.Channel, ev.ThreadTS); got != "is thinking..." {
		t.Errorf("status %q", got)
	}
	_, _, err := api.PostMessage(ev.Channel, slack.MsgOptionText("so", false), slack.MsgOptionTS(ev.ThreadTS))
	ok(t, err)
	if got := w.Status(ev.Channel, ev.ThreadTS); got != "" {
		t.Errorf("status %q after the answer, want none", got)
	}
	status.ThreadTS = "1700000000.000001"
	wantCode(t, api.SetAssistantThreadsStatus(status), "invalid_thread_ts")
	status.LoadingMessages = make([]string, 11)
	wantCode(t, api.SetAssistantThreadsStatus(status), "invalid_arguments")

	prompts := slack.AssistantThreadsSetSuggestedPromptsParameters{ChannelID: ev.Channel}
	wantCode(t, api.SetAssistantThreadsSuggestedPrompts(prompts), "invalid_arguments")
	for range 4 {
		prompts.AddPrompt("mTLS", "How do I enable STRICT mTLS?")
	}
	ok(t, api.SetAssistantThreadsSuggestedPrompts(prompts))
	prompts.ThreadTS = ev.ThreadTS
	ok(t, api.SetAssistantThreadsSuggestedPrompts(prompts))
	prompts.AddPrompt("one", "too many")
	wantCode(t, api.SetAssistantThreadsSuggestedPrompts(prompts), "invalid_arguments")
	ok(t, api.SetAssistantThreadsTitle(slack.AssistantThreadsSetTitleParameters{ChannelID: ev.Channel, ThreadTS: ev.ThreadTS, Title: "mTLS"}))
}

func TestHome(t *testing.T) {
	w, api := start(t, standin.Options{})
	view := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{slack.NewDividerBlock()}}}
	_, err := api.PublishViewContext(t.Context(), slack.PublishViewContextRequest{UserID: standin.Alice, View: view})
	ok(t, err)
	if home := string(w.Home(standin.Alice)); !strings.Contains(home, `"divider"`) || w.Home(standin.Bob) != nil {
		t.Errorf("home %s", home)
	}
	if inner := w.AppHomeOpened(standin.Alice, "home").Inner(); inner["view"] == nil {
		t.Error("app_home_opened without the published view")
	}
	_, err = api.PublishViewContext(t.Context(), slack.PublishViewContextRequest{UserID: "U0NOBODY001", View: view})
	wantCode(t, err, "invalid_arguments")
	view.Blocks.BlockSet = append(view.Blocks.BlockSet, slack.NewHeaderBlock(slack.NewTextBlockObject("plain_text", strings.Repeat("a", 151), false, false)))
	_, err = api.PublishViewContext(t.Context(), slack.PublishViewContextRequest{UserID: standin.Alice, View: view})
	wantCode(t, err, "invalid_arguments")
	view.Type = slack.VTModal
	_, err = api.PublishViewContext(t.Context(), slack.PublishViewContextRequest{UserID: standin.Alice, View: view})
	wantCode(t, err, "invalid_arguments")
}
