package slack

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bigtalk/adapters/slack/standin"
)

// lines are the findings as they are printed; none may hold a token.
func lines(t *testing.T, o Options) []string {
	t.Helper()
	var out []string
	for _, f := range Check(t.Context(), o) {
		out = append(out, f.String())
		for _, secret := range []string{o.BotToken, o.AppToken, o.SigningSecret} {
			if secret != "" && strings.Contains(f.String(), secret) {
				t.Errorf("%q tells a secret", f)
			}
		}
	}
	return out
}

const signingLine = `ok: signing secret: set; whether it is the right one shows in the first request of Slack, which a wrong one answers with "signature refused" in the log`

func TestCheck(t *testing.T) {
	const botLine = "ok: bot token: bigtalk (U0BIGTALK01) in the workspace Standin (T0STANDIN01)"
	good := Options{BotToken: standin.BotToken, AppToken: standin.AppToken}
	for _, tt := range []struct {
		name   string
		scopes []string
		change func(*standin.Workspace, *Options)
		want   []string
	}{
		{"everything is right", botScopes[:], func(w *standin.Workspace, o *Options) {
			o.Teams, o.Channels, o.Overhear, o.SigningSecret = []string{standin.TeamID}, []string{standin.General}, []string{standin.General}, "s1gn1ng"
		}, []string{
			botLine, "ok: scopes: all that are needed", "ok: teams: T0STANDIN01 is served", "ok: channel C0GENERAL01: the bot is a member",
			"ok: app token: opens Socket Mode", signingLine,
		}},
		{"scopes", []string{"chat:write", "commands", "users:read"}, func(*standin.Workspace, *Options) {}, []string{
			botLine,
			"wrong: scopes: the token lacks app_mentions:read, assistant:write, channels:history, groups:history, im:history, reactions:read, reactions:write: " +
				"add that under OAuth & Permissions, or the manifest anew, and install the app again",
			"ok: app token: opens Socket Mode",
		}},
		{"more scopes", append([]string{"users:read"}, botScopes[:]...), func(_ *standin.Workspace, o *Options) {
			o.AppToken, o.SigningSecret = "", "s1gn1ng"
		}, []string{botLine, "ok: scopes: all that are needed, and besides users:read", signingLine}},
		{"another workspace and channels", botScopes[:], func(w *standin.Workspace, o *Options) {
			w.AddChannel(standin.Channel{ID: "C0LEFT00001", Name: "left"})
			w.Leave("C0LEFT00001", standin.BotUserID)
			o.Teams, o.Channels = []string{"T0OTHER0001"}, []string{"C0NOBODY001", "C0LEFT00001"}
		}, []string{
			botLine, "ok: scopes: all that are needed",
			"wrong: teams: T0STANDIN01, which the token is of, is not among them, so that nothing is answered there: add it",
			"wrong: channel C0LEFT00001: the bot is no member: invite it with /invite in the channel",
			"wrong: channel C0NOBODY001: there is none of this ID, or it is private and the bot is no member: look at its ID, or invite the bot with /invite",
			"ok: app token: opens Socket Mode",
		}},
		{"a bot token that was revoked", botScopes[:], func(w *standin.Workspace, _ *Options) { w.RevokeToken(standin.BotToken) }, []string{
			"wrong: bot token: auth.test: Slack refuses the token (token_revoked): install the app again and use the new token",
			"ok: app token: opens Socket Mode",
		}},
		{"an app token of another app", botScopes[:], func(_ *standin.Workspace, o *Options) { o.AppToken = "xapp-other" }, []string{
			botLine, "ok: scopes: all that are needed",
			"wrong: app token: apps.connections.open: Slack refuses the app token (invalid_auth): make another with the scope connections:write under Basic Information, App-Level Tokens",
		}},
		{"an app token without its scope", botScopes[:], func(w *standin.Workspace, _ *Options) { w.Fail("apps.connections.open", 1, "missing_scope") }, []string{
			botLine, "ok: scopes: all that are needed",
			"wrong: app token: apps.connections.open: Slack refuses the app token (missing_scope): make another with the scope connections:write under Basic Information, App-Level Tokens",
		}},
		{"tokens in the wrong places", botScopes[:], func(_ *standin.Workspace, o *Options) { o.BotToken, o.AppToken = o.AppToken, o.BotToken }, []string{
			"wrong: configuration: slack: the bot token begins with xoxb-; this one does not. It stands under OAuth & Permissions",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := standin.New(t, standin.Options{Scopes: tt.scopes})
			o := good
			o.APIURL = w.APIURL()
			tt.change(w, &o)
			if diff := cmp.Diff(tt.want, lines(t, o)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			for _, c := range w.Calls(standin.Any) {
				if strings.HasPrefix(c.Method, "chat.") {
					t.Errorf("the check called %s", c.Method)
				}
			}
		})
	}
}

// TestCheckReadsNoMessage has a channel be looked at without reading it.
func TestCheckReadsNoMessage(t *testing.T) {
	w := standin.New(t, standin.Options{})
	w.ChannelMessage(standin.Said{User: standin.Alice, Channel: standin.General, Text: "private"})
	lines(t, Options{BotToken: standin.BotToken, AppToken: standin.AppToken, APIURL: w.APIURL(), Channels: []string{standin.General}})
	got := w.Calls("conversations.history")
	if len(got) != 1 || got[0].Error != "" || got[0].Args["limit"] != "1" || got[0].Args["oldest"] == "" {
		t.Errorf("calls of conversations.history: %+v", got)
	}
}

// TestCheckWithoutSlack has nobody answer.
func TestCheckWithoutSlack(t *testing.T) {
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	for _, line := range lines(t, Options{BotToken: "xoxb-secret", AppToken: "xapp-secret", APIURL: gone.URL}) {
		if !strings.HasPrefix(line, "wrong: ") || !strings.Contains(line, "refused") {
			t.Errorf("%q does not say that nobody answers", line)
		}
	}
	page := httptest.NewServer(http.NotFoundHandler())
	defer page.Close()
	for _, line := range lines(t, Options{BotToken: "xoxb-secret", AppToken: "xapp-secret", APIURL: page.URL}) {
		if !strings.HasPrefix(line, "wrong: ") || !strings.Contains(line, "404") {
			t.Errorf("%q does not say what answered", line)
		}
	}
}
