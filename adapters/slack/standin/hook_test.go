package standin_test

import (
	"errors"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"bigtalk/adapters/slack/standin"
)

func TestResponseURL(t *testing.T) {
	c := newClock(time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC))
	w, _ := start(t, standin.Options{Clock: c.now})
	w.AddChannel(standin.Channel{ID: "C0OTHER0001", Name: "other", Members: []string{standin.Bob}}) // not the app's
	cmd := w.SlashCommand(standin.Bob, "C0OTHER0001", "/istio", "a")
	post := func(url string, m slack.WebhookMessage) error {
		t.Helper()
		return slack.PostWebhook(url, &m)
	}
	refused := func(err error, status int, code string) {
		t.Helper()
		var e slack.StatusCodeError
		calls := w.Calls(standin.ResponseURL)
		if last := calls[len(calls)-1]; !errors.As(err, &e) || e.Code != status || last.Error != code {
			t.Errorf("error %v with %s, want %d and %s", err, last.Error, status, code)
		}
	}
	ok(t, post(cmd.ResponseURL, slack.WebhookMessage{Text: "for you"}))
	ok(t, post(cmd.ResponseURL, slack.WebhookMessage{Text: "for all", ResponseType: "in_channel"}))
	if e := w.Ephemerals("C0OTHER0001"); len(e) != 1 || e[0].EphemeralTo != standin.Bob || e[0].Text != "for you" {
		t.Errorf("ephemerals %+v", e)
	}
	if m := w.Messages("C0OTHER0001"); len(m) != 1 || m[0].Text != "for all" || m[0].Via != standin.ResponseURL {
		t.Errorf("messages %+v", m)
	}
	long := make([]slack.Block, 51)
	for i := range long {
		long[i] = slack.NewDividerBlock()
	}
	refused(post(cmd.ResponseURL, slack.WebhookMessage{}), 400, "no_text")
	refused(post(cmd.ResponseURL, slack.WebhookMessage{Blocks: &slack.Blocks{BlockSet: long}}), 400, "invalid_blocks")
	w.FailStatus(standin.ResponseURL, 1, 502) // before it counts
	refused(post(cmd.ResponseURL, slack.WebhookMessage{Text: "lost"}), 502, "http_502")
	ok(t, post(cmd.ResponseURL, slack.WebhookMessage{Text: "the fifth"}))
	refused(post(cmd.ResponseURL, slack.WebhookMessage{Text: "the sixth"}), 404, "used_url")

	late := w.SlashCommand(standin.Bob, standin.General, "/istio", "a")
	c.advance(30 * time.Minute)
	ok(t, post(late.ResponseURL, slack.WebhookMessage{Text: "just in time"}))
	c.advance(time.Second)
	refused(post(late.ResponseURL, slack.WebhookMessage{Text: "too late"}), 404, "expired_url")
	refused(post(late.ResponseURL+"x", slack.WebhookMessage{Text: "nowhere"}), 404, "no_service")
}

func TestResponseURLOfAMessage(t *testing.T) {
	w, api := start(t, standin.Options{})
	button := slack.MsgOptionBlocks(slack.NewActionBlock("", slack.NewButtonBlockElement("more", "v", slack.NewTextBlockObject("plain_text", "More", false, false))))
	_, ts, err := api.PostMessage(standin.General, slack.MsgOptionText("before", false), button)
	ok(t, err)
	press := w.BlockAction(standin.Alice, standin.General, ts, "more", "")
	_, _, err = api.PostMessage("", slack.MsgOptionReplaceOriginal(press.ResponseURL), slack.MsgOptionText("after", false))
	ok(t, err)
	if m := w.Messages(standin.General); len(m) != 1 || m[0].Text != "after" || m[0].Blocks != nil {
		t.Errorf("replaced: %+v", m)
	}
	_, _, err = api.PostMessage("", slack.MsgOptionResponseURL(press.ResponseURL, "in_channel"), slack.MsgOptionText("beside", false), slack.MsgOptionTS(ts))
	ok(t, err)
	if m := w.Thread(standin.General, ts); len(m) != 2 || m[1].Text != "beside" {
		t.Errorf("in the thread: %+v", m)
	}
	_, err = api.PostEphemeral(standin.General, standin.Bob, slack.MsgOptionText("psst", false), button)
	ok(t, err)
	private := w.Ephemerals(standin.General)[0]
	press2 := w.BlockAction(standin.Bob, standin.General, private.TS, "more", "")
	if !press2.Payload["container"].(map[string]any)["is_ephemeral"].(bool) {
		t.Error("a press in an ephemeral message does not say so")
	}
	_, _, err = api.PostMessage("", slack.MsgOptionDeleteOriginal(press2.ResponseURL))
	ok(t, err)
	if left := w.Ephemerals(standin.General); len(left) != 0 {
		t.Errorf("ephemerals after the deletion: %+v", left)
	}
	_, _, err = api.PostMessage("", slack.MsgOptionDeleteOriginal(press.ResponseURL))
	ok(t, err)
	if m := w.Messages(standin.General); m[0].Subtype != "tombstone" {
		t.Errorf("deleted: %+v", m)
	}
}
