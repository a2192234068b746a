package standin_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"bigtalk/adapters/slack/standin"
)

// inner decodes the event inside an events_api payload with slack-go.
func inner[T any](t *testing.T, ev standin.Event) *T {
	t.Helper()
	raw, err := json.Marshal(ev.Payload)
	ok(t, err)
	e, err := slackevents.ParseEvent(raw, slackevents.OptionNoVerifyToken())
	ok(t, err)
	got, is := e.InnerEvent.Data.(*T)
	if !is {
		t.Fatalf("inner event of type %T", e.InnerEvent.Data)
	}
	cb := e.Data.(*slackevents.EventsAPICallbackEvent)
	if cb.EventID != ev.ID || cb.TeamID != standin.TeamID || cb.APIAppID != standin.AppID || cb.EventTime == 0 {
		t.Errorf("callback %+v", cb)
	}
	return got
}

func TestMessageEvents(t *testing.T) {
	w, api := start(t, standin.Options{})

	q := w.Mention(standin.Said{User: standin.Bob, Text: "&lt;b&gt; 怎么办"})
	at := inner[slackevents.AppMentionEvent](t, q)
	if at.User != standin.Bob || at.Text != "<@"+standin.BotUserID+"> &lt;b&gt; 怎么办" || at.TimeStamp != q.TS || at.ThreadTimeStamp != "" {
		t.Errorf("mention %+v", at)
	}
	rich := at.Blocks.BlockSet[0].(*slack.RichTextBlock).Elements[0].(*slack.RichTextSection).Elements
	if rich[0].(*slack.RichTextSectionUserElement).UserID != standin.BotUserID || rich[1].(*slack.RichTextSectionTextElement).Text != " <b> 怎么办" {
		t.Errorf("rich text %+v", rich)
	}
	twin := w.Twin(q)
	both := inner[slackevents.MessageEvent](t, twin)
	if both.TimeStamp != q.TS || both.ChannelType != "channel" || twin.ID == q.ID {
		t.Errorf("twin %+v", both)
	}

	reply := inner[slackevents.MessageEvent](t, w.ChannelMessage(standin.Said{Text: "more", Thread: q.TS}))
	if reply.ThreadTimeStamp != q.TS || reply.User != standin.Alice || reply.SubType != "" {
		t.Errorf("reply %+v", reply)
	}
	if late := inner[slackevents.MessageEvent](t, w.Twin(q)); late.ThreadTimeStamp != "" {
		t.Errorf("the parent arrived in thread %q, before there was one", late.ThreadTimeStamp)
	}
	dm := w.DirectMessage(standin.Said{Text: "hi"})
	if got := inner[slackevents.MessageEvent](t, dm); got.ChannelType != "im" || got.Channel != w.DirectChannel(standin.Alice) {
		t.Errorf("direct message %+v", got)
	}
	if got := inner[slackevents.MessageEvent](t, w.ChannelMessage(standin.Said{Text: "see", Files: []string{"a.txt"}})); got.SubType != "file_share" || got.Message.Files[0].Name != "a.txt" {
		t.Errorf("file %+v", got)
	}
	if got := inner[slackevents.MessageEvent](t, w.BotMessage(standin.Said{Text: "beep"})); got.SubType != "bot_message" || got.BotID == "" || got.User != "" {
		t.Errorf("bot message %+v", got)
	}
	_, ts, err := api.PostMessage(standin.General, slack.MsgOptionText("mine", false))
	ok(t, err)
	if got := inner[slackevents.MessageEvent](t, w.Echo(standin.General, ts)); got.BotID != standin.BotID || got.User != standin.BotUserID || got.SubType != "" {
		t.Errorf("echo %+v", got)
	}

	edited := inner[slackevents.MessageEvent](t, w.Edited(standin.General, q.TS, "else"))
	if edited.SubType != "message_changed" || edited.Message.Text != "else" || edited.PreviousMessage.Timestamp != q.TS || edited.Message.Edited == nil || edited.TimeStamp == q.TS {
		t.Errorf("edited %+v", edited)
	}
	gone := inner[slackevents.MessageEvent](t, w.Deleted(dm.Channel, dm.TS))
	if gone.SubType != "message_deleted" || gone.DeletedTimeStamp != dm.TS || gone.PreviousMessage.Text != "hi" || len(w.Messages(dm.Channel)) != 0 {
		t.Errorf("deleted %+v", gone)
	}
	if got := inner[slackevents.MessageEvent](t, w.Deleted(standin.General, q.TS)); got.SubType != "message_changed" || got.Message.SubType != "tombstone" {
		t.Errorf("deleted parent %+v", got)
	}
}

func TestOtherEvents(t *testing.T) {
	w, _ := start(t, standin.Options{})
	m := w.ChannelMessage(standin.Said{Text: "a"})
	added := inner[slackevents.ReactionAddedEvent](t, w.ReactionAdded(standin.Bob, standin.General, m.TS, "+1"))
	if added.User != standin.Bob || added.Reaction != "+1" || added.ItemUser != standin.Alice || added.Item.Timestamp != m.TS || added.Item.Channel != standin.General {
		t.Errorf("reaction added %+v", added)
	}
	if removed := inner[slackevents.ReactionRemovedEvent](t, w.ReactionRemoved(standin.Bob, standin.General, m.TS, "+1")); removed.Reaction != "+1" || len(w.Messages(standin.General)[0].Reactions) != 0 {
		t.Errorf("reaction removed %+v", removed)
	}
	if home := inner[slackevents.AppHomeOpenedEvent](t, w.AppHomeOpened(standin.Alice, "messages")); home.Tab != "messages" || home.User != standin.Alice || home.Channel != w.DirectChannel(standin.Alice) {
		t.Errorf("home %+v", home)
	}
	ev := w.AssistantThreadStarted(standin.Alice)
	started := inner[slackevents.AssistantThreadStartedEvent](t, ev)
	if started.AssistantThread.ThreadTimeStamp != ev.ThreadTS || started.AssistantThread.ChannelID != ev.Channel || started.AssistantThread.UserID != standin.Alice {
		t.Errorf("assistant thread %+v", started)
	}
	said := inner[slackevents.MessageEvent](t, w.DirectMessage(standin.Said{Text: "how?", Thread: ev.ThreadTS}))
	if said.ThreadTimeStamp != ev.ThreadTS {
		t.Errorf("message in the assistant's thread %+v", said)
	}
}

func TestInteractions(t *testing.T) {
	w, api := start(t, standin.Options{})
	plain := func(s string) *slack.TextBlockObject { return slack.NewTextBlockObject("plain_text", s, false, false) }
	q := w.Mention(standin.Said{Text: "a"})
	_, ts, err := api.PostMessage(standin.General, slack.MsgOptionText("so", false), slack.MsgOptionTS(q.TS), slack.MsgOptionBlocks(
		slack.NewSectionBlock(plain("s"), nil, slack.NewAccessory(slack.NewButtonBlockElement("more", "m7", plain("More")))),
		slack.NewContextActionsBlock("fb", slack.NewFeedbackButtonsBlockElement("feedback",
			slack.NewFeedbackButton(plain("Good"), "up"), slack.NewFeedbackButton(plain("Bad"), "down"))),
	))
	ok(t, err)
	decode := func(ev standin.Event) (c slack.InteractionCallback) {
		raw, err := json.Marshal(ev.Payload)
		ok(t, err)
		ok(t, json.Unmarshal(raw, &c))
		return c
	}
	press := decode(w.BlockAction(standin.Bob, standin.General, ts, "more", ""))
	a := press.ActionCallback.BlockActions[0]
	got := []string{string(press.Type), press.User.ID, press.Team.ID, press.Channel.ID, press.Container.MessageTs, press.Container.ThreadTs, press.Message.Text, a.ActionID, a.Value, a.Text.Text}
	if diff := cmp.Diff([]string{"block_actions", standin.Bob, standin.TeamID, standin.General, ts, q.TS, "so", "more", "m7", "More"}, got); diff != "" || a.ActionTs == "" || press.TriggerID == "" {
		t.Errorf("button (-want +got):\n%s", diff)
	}
	fb := decode(w.BlockAction(standin.Bob, standin.General, ts, "feedback", "down"))
	if a := fb.ActionCallback.BlockActions[0]; string(a.Type) != "feedback_buttons" || a.Value != "down" || a.BlockID != "fb" {
		t.Errorf("feedback %+v", a)
	}
	short := decode(w.MessageShortcut(standin.Alice, standin.General, q.TS, "ask"))
	if short.Type != slack.InteractionTypeMessageAction || short.CallbackID != "ask" || short.Message.Timestamp != q.TS || short.ResponseURL == "" {
		t.Errorf("shortcut %+v", short)
	}
}
