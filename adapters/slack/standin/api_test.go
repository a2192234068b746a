package standin_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"bigtalk/adapters/slack/standin"
)

// request calls a method by hand; its answer is what Slack's JSON says.
func request(t *testing.T, w *standin.Workspace, method, query, token, contentType, body string) map[string]any {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.APIURL()+method+query, strings.NewReader(body))
	ok(t, err)
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	resp, err := http.DefaultClient.Do(req)
	ok(t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	ok(t, err)
	answer := make(map[string]any)
	if err := json.Unmarshal(text, &answer); err != nil {
		t.Fatalf("%s answers %q: %v", method, text, err)
	}
	return answer
}

func TestAuthTest(t *testing.T) {
	_, api := start(t, standin.Options{TeamID: "T0OTHER"})
	got, err := api.AuthTest()
	ok(t, err)
	if got.UserID != standin.BotUserID || got.BotID != standin.BotID || got.TeamID != "T0OTHER" {
		t.Errorf("auth.test: %+v", got)
	}
	if scopes := got.Header.Get("X-OAuth-Scopes"); !strings.Contains(scopes, "chat:write") {
		t.Errorf("X-OAuth-Scopes: %q", scopes)
	}
}

func TestBodies(t *testing.T) {
	const (
		form = "application/x-www-form-urlencoded"
		js   = "application/json; charset=utf-8"
		chat = "chat.postMessage"
	)
	for _, tc := range []struct {
		name, method, query, token, kind, body string
		want                                   string // error, empty for ok
		warning                                string
	}{
		{"form, token in the header", chat, "", standin.BotToken, form, "channel=" + standin.General + "&text=a", "", ""},
		{"form, token in it", chat, "", "", form, "token=" + standin.BotToken + "&channel=" + standin.General + "&text=a", "", ""},
		{"json", chat, "", standin.BotToken, js, `{"channel":"` + standin.General + `","text":"a","blocks":[{"type":"divider"}]}`, "", ""},
		{"json without charset", chat, "", standin.BotToken, "application/json", `{"channel":"` + standin.General + `","text":"a"}`, "", "missing_charset"},
		{"json, token in it", chat, "", "", js, `{"token":"` + standin.BotToken + `","channel":"` + standin.General + `","text":"a"}`, "not_authed", ""},
		{"token in the query", chat, "?token=" + standin.BotToken, "", form, "channel=" + standin.General + "&text=a", "not_authed", ""},
		{"multipart", chat, "", standin.BotToken, "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"channel\"\r\n\r\n" + standin.General + "\r\n--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\na\r\n--x--\r\n", "", ""},
		{"broken multipart", chat, "", standin.BotToken, "multipart/form-data; boundary=x", "--y", "invalid_form_data", ""},
		{"broken form", chat, "", standin.BotToken, form, "channel=%zz", "invalid_form_data", ""},
		{"broken json", chat, "", standin.BotToken, js, `{"channel":`, "invalid_json", ""},
		{"two json values", chat, "", standin.BotToken, js, `{} {}`, "invalid_json", ""},
		{"json that is no object", chat, "", standin.BotToken, js, `[1]`, "json_not_object", ""},
		{"another content type", chat, "", standin.BotToken, "application/xml", `<a/>`, "invalid_post_type", ""},
		{"no content type", chat, "", standin.BotToken, "", `a=b`, "missing_post_type", ""},
		{"a GET method ignores json", "conversations.info", "", standin.BotToken, js, `{"channel":"` + standin.General + `"}`, "channel_not_found", ""},
		{"a GET method by query", "conversations.info", "?channel=" + standin.General, standin.BotToken, form, "", "", ""},
		{"unknown method", "chat.shout", "", standin.BotToken, form, "", "unknown_method", ""},
		{"no token", "auth.test", "", "", form, "", "not_authed", ""},
		{"foreign token", "auth.test", "", "xoxb-foreign", form, "", "invalid_auth", ""},
		{"app token for a bot's method", "auth.test", "", standin.AppToken, form, "", "not_allowed_token_type", ""},
		{"app token in the form", "apps.connections.open", "", "", form, "token=" + standin.AppToken, "not_authed", ""},
		{"bot token for a connection", "apps.connections.open", "", standin.BotToken, form, "", "not_allowed_token_type", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w, _ := start(t, standin.Options{})
			got := request(t, w, tc.method, tc.query, tc.token, tc.kind, tc.body)
			code, _ := got["error"].(string)
			warning, _ := got["warning"].(string)
			if got["ok"] != (tc.want == "") || code != tc.want || warning != tc.warning {
				t.Errorf("answer %v, want error %q and warning %q", got, tc.want, tc.warning)
			}
			calls := w.Calls(tc.method)
			if len(calls) != 1 || calls[0].Error != tc.want {
				t.Fatalf("calls %+v, want one with error %q", calls, tc.want)
			}
			if _, there := calls[0].Args["token"]; there {
				t.Error("the token stands among the arguments")
			}
		})
	}
}

func TestScopes(t *testing.T) {
	w, api := start(t, standin.Options{Scopes: []string{"chat:write", "channels:history"}})
	w.AddChannel(standin.Channel{ID: "G0PRIVATE01", Name: "private", Kind: standin.Private})

	err := api.AddReaction("eyes", slack.NewRefToMessage(standin.General, "1.000000"))
	var e slack.SlackErrorResponse
	if !errors.As(err, &e) {
		t.Fatalf("error %v", err)
	}
	if diff := cmp.Diff([]string{"missing_scope", "reactions:write", "chat:write,channels:history"}, []string{e.Err, e.Needed, e.Provided}); diff != "" {
		t.Errorf("missing scope (-want +got):\n%s", diff)
	}

	ev := w.ChannelMessage(standin.Said{Channel: "G0PRIVATE01", Text: "a"})
	_, _, _, err = api.GetConversationReplies(&slack.GetConversationRepliesParameters{ChannelID: ev.Channel, Timestamp: ev.TS})
	if !errors.As(err, &e) || e.Err != "missing_scope" || e.Needed != "groups:history" {
		t.Errorf("a private channel's replies: %v, needs %q; want groups:history", err, e.Needed)
	}
	_, _, _, err = api.GetConversationReplies(&slack.GetConversationRepliesParameters{ChannelID: standin.General, Timestamp: "1.000000"})
	wantCode(t, err, "thread_not_found")

	w.RemoveScope("chat:write")
	_, _, err = api.PostMessage(standin.General, slack.MsgOptionText("a", false))
	wantCode(t, err, "missing_scope")
	if n := len(w.Messages(standin.General)); n != 0 {
		t.Errorf("%d messages posted without the scope", n)
	}
}

func TestTokensEnd(t *testing.T) {
	w, api := start(t, standin.Options{})
	w.RevokeToken(standin.BotToken)
	_, err := api.AuthTest()
	wantCode(t, err, "token_revoked")
	if _, _, err := api.StartSocketModeContext(t.Context()); err != nil {
		t.Errorf("the app token went with it: %v", err)
	}
	w.Uninstall()
	_, err = api.AuthTest()
	wantCode(t, err, "account_inactive")
	w.RevokeToken(standin.AppToken)
	_, _, err = api.StartSocketModeContext(t.Context())
	wantCode(t, err, "token_revoked")
}

func TestDirectory(t *testing.T) {
	w, api := start(t, standin.Options{})
	u, err := api.GetUserInfo(standin.Bob)
	ok(t, err)
	if u.RealName != "鲍勃" || u.Deleted {
		t.Errorf("users.info: %+v", u)
	}
	if got := request(t, w, "users.info", "?include_locale=true&user="+standin.Bob, standin.BotToken, "", ""); got["user"].(map[string]any)["locale"] != "zh-CN" {
		t.Errorf("users.info with locale: %v", got)
	}
	_, err = api.GetUserInfo("U0NOBODY001")
	wantCode(t, err, "user_not_found")

	team, err := api.GetTeamInfo()
	ok(t, err)
	if team.ID != standin.TeamID {
		t.Errorf("team.info: %+v", team)
	}
	b, err := api.GetBotInfo(slack.GetBotInfoParameters{Bot: standin.BotID})
	ok(t, err)
	if b.UserID != standin.BotUserID || b.AppID != standin.AppID {
		t.Errorf("bots.info: %+v", b)
	}
	_, err = api.GetBotInfo(slack.GetBotInfoParameters{Bot: "B0NONE"})
	wantCode(t, err, "bot_not_found")

	c, err := api.GetConversationInfo(&slack.GetConversationInfoInput{ChannelID: standin.General, IncludeNumMembers: true})
	ok(t, err)
	if c.Name != "general" || !c.IsChannel || !c.IsMember || c.NumMembers != 3 {
		t.Errorf("conversations.info: %+v", c)
	}
	d, err := api.GetConversationInfo(&slack.GetConversationInfoInput{ChannelID: w.DirectChannel(standin.Alice)})
	ok(t, err)
	if !d.IsIM || d.User != standin.Alice {
		t.Errorf("conversations.info of a direct channel: %+v", d)
	}
	members, _, err := api.GetUsersInConversation(&slack.GetUsersInConversationParameters{ChannelID: standin.General})
	ok(t, err)
	if diff := cmp.Diff([]string{standin.Alice, standin.BotUserID, standin.Bob}, members); diff != "" {
		t.Errorf("conversations.members (-want +got):\n%s", diff)
	}

	w.DeactivateUser(standin.Alice)
	u, err = api.GetUserInfo(standin.Alice)
	ok(t, err)
	if !u.Deleted {
		t.Error("a deactivated user is not deleted")
	}
	_, _, err = api.PostMessage(standin.Alice, slack.MsgOptionText("a", false))
	wantCode(t, err, "channel_not_found")
	_, err = api.PostEphemeral(standin.General, standin.Alice, slack.MsgOptionText("a", false))
	wantCode(t, err, "user_not_in_channel")
}

func TestChannelsThatRefuse(t *testing.T) {
	w, api := start(t, standin.Options{})
	w.AddChannel(standin.Channel{ID: "C0OTHER0001", Name: "other", Members: []string{standin.Alice}})
	w.AddChannel(standin.Channel{ID: "G0SECRET001", Name: "secret", Kind: standin.Private, Members: []string{standin.Alice}})
	w.AddChannel(standin.Channel{ID: "C0OLD000001", Name: "old"})
	w.ArchiveChannel("C0OLD000001")
	w.AddChannel(standin.Channel{ID: "C0GONE00001", Name: "gone"})
	w.DeleteChannel("C0GONE00001")
	for channel, code := range map[string]string{
		"C0OTHER0001": "not_in_channel", "#other": "not_in_channel", "G0SECRET001": "channel_not_found",
		"C0OLD000001": "is_archived", "C0GONE00001": "channel_not_found", "": "channel_not_found", "U0NOBODY001": "channel_not_found",
	} {
		_, _, err := api.PostMessage(channel, slack.MsgOptionText("a", false))
		wantCode(t, err, code)
	}
	w.Leave(standin.General, standin.BotUserID)
	_, _, err := api.PostMessage(standin.General, slack.MsgOptionText("a", false))
	wantCode(t, err, "not_in_channel")
	_, _, _, err = api.GetConversationReplies(&slack.GetConversationRepliesParameters{ChannelID: standin.General, Timestamp: "1.000000"})
	wantCode(t, err, "not_in_channel")
}

func TestRefusedArguments(t *testing.T) {
	w, _ := start(t, standin.Options{})
	m := w.ChannelMessage(standin.Said{Text: "a"})
	ev := w.AssistantThreadStarted(standin.Alice)
	w.AddChannel(standin.Channel{ID: "C0OLD000001", Name: "old"})
	old := w.ChannelMessage(standin.Said{Channel: "C0OLD000001", Text: "a"})
	w.ArchiveChannel("C0OLD000001")
	w.AddChannel(standin.Channel{ID: "C0OTHER0001", Name: "other", Members: []string{standin.Alice}})
	for _, tc := range []struct{ method, form, want string }{
		{"team.info", "team=T0FOREIGN", "team_not_found"},
		{"conversations.members", "channel=C0NONE", "channel_not_found"},
		{"conversations.history", "channel=C0NONE", "channel_not_found"},
		{"conversations.history", "channel=" + standin.General + "&limit=1000", "invalid_limit"},
		{"conversations.history", "channel=" + standin.General + "&oldest=yesterday", "invalid_ts_oldest"},
		{"conversations.replies", "channel=" + standin.General + "&ts=" + m.TS + "&latest=1.5", "invalid_ts_latest"},
		{"chat.getPermalink", "channel=C0NONE&message_ts=" + m.TS, "channel_not_found"},
		{"chat.getPermalink", "channel=" + standin.General + "&message_ts=1.000000", "message_not_found"},
		{"chat.update", "channel=C0NONE&text=a&ts=" + m.TS, "channel_not_found"},
		{"chat.postEphemeral", "channel=C0NONE&text=a&user=" + standin.Alice, "channel_not_found"},
		{"chat.postEphemeral", "channel=" + standin.General + "&user=" + standin.Alice, "no_text"},
		{"reactions.add", "name=eyes&channel=" + standin.General, "no_item_specified"},
		{"reactions.add", "name=eyes&channel=C0NONE&timestamp=" + m.TS, "channel_not_found"},
		{"reactions.add", "name=eyes&channel=C0OLD000001&timestamp=" + old.TS, "is_archived"},
		{"reactions.add", "name=eyes&channel=C0OTHER0001&timestamp=" + old.TS, "not_in_channel"},
		{"assistant.threads.setStatus", "channel_id=" + ev.Channel + "&thread_ts=" + ev.TS, "invalid_arguments"},
		{"assistant.threads.setStatus", "status=a&channel_id=C0NONE&thread_ts=" + ev.TS, "channel_not_found"},
		{"assistant.threads.setSuggestedPrompts", `prompts=[{"title":"a"}]&channel_id=` + ev.Channel, "invalid_arguments"},
		{"assistant.threads.setSuggestedPrompts", `prompts=[{"title":"a","message":"b"}]&channel_id=C0NONE`, "channel_not_found"},
		{"assistant.threads.setTitle", "channel_id=" + ev.Channel + "&thread_ts=" + ev.TS, "invalid_arguments"},
		{"views.publish", "user_id=" + standin.Alice + "&view=[]", "invalid_arguments"},
	} {
		got := request(t, w, tc.method, "", standin.BotToken, "application/x-www-form-urlencoded", tc.form)
		if got["ok"] != false || got["error"] != tc.want {
			t.Errorf("%s of %s: %v, want %s", tc.method, tc.form, got, tc.want)
		}
	}
}
