package slack

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"bigtalk/adapters"
)

// Check looks at the app as Slack knows it: the tokens, the scopes, the workspace
// and the channels that are served. It posts nothing. o needs no Inbox.
func Check(ctx context.Context, o Options) []adapters.Finding {
	if err := o.check(); err != nil {
		return []adapters.Finding{{Subject: "configuration", Fault: err}}
	}
	if o.HTTPClient == nil {
		o.HTTPClient = &http.Client{Timeout: callTimeout}
	}
	c := inspection{opts: o, api: newClient(o)}
	out := c.bot(ctx)
	if o.AppToken != "" {
		out = append(out, c.appToken(ctx))
	}
	if o.SigningSecret != "" {
		out = append(out, adapters.Finding{Subject: "signing secret", Detail: `set; whether it is the right one shows in the first request of Slack, which a wrong one answers with "signature refused" in the log`})
	}
	return out
}

// An inspection is a check under way.
type inspection struct {
	opts Options
	api  *slack.Client
}

// plainly is explain for who does not care about attempts.
func plainly(method string, err error) error {
	return errors.New(strings.TrimSuffix(explain(method, err).Error(), ": "+adapters.ErrGiveUp.Error()))
}

// bot looks at what the bot token opens.
func (c inspection) bot(ctx context.Context) []adapters.Finding {
	who, err := c.api.AuthTestContext(ctx)
	if err != nil {
		return []adapters.Finding{{Subject: "bot token", Fault: plainly("auth.test", err)}}
	}
	out := c.opts.checkIdentity(who)
	for _, channel := range c.channels() {
		out = append(out, c.channel(ctx, channel))
	}
	return out
}

// checkIdentity looks at what auth.test tells of the bot token.
func (o Options) checkIdentity(who *slack.AuthTestResponse) []adapters.Finding {
	out := []adapters.Finding{
		{Subject: "bot token", Detail: fmt.Sprintf("%s (%s) in the workspace %s (%s)", who.User, who.UserID, who.Team, who.TeamID)},
		checkScopes(who.Header),
	}
	if len(o.Teams) > 0 {
		f := adapters.Finding{Subject: "teams", Detail: who.TeamID + " is served"}
		if !slices.Contains(o.Teams, who.TeamID) {
			f.Fault = fmt.Errorf("%s, which the token is of, is not among them, so that nothing is answered there: add it", who.TeamID)
		}
		out = append(out, f)
	}
	return out
}

// checkScopes compares what the token may with what the manifest asks for. Slack
// names it in a header; see https://docs.slack.dev/authentication/installing-with-oauth.
func checkScopes(h http.Header) adapters.Finding {
	f := adapters.Finding{Subject: "scopes"}
	given := strings.FieldsFunc(h.Get("X-OAuth-Scopes"), func(r rune) bool { return r == ',' || r == ' ' })
	var missing, spare []string
	for _, s := range botScopes {
		if !slices.Contains(given, s) {
			missing = append(missing, s)
		}
	}
	for _, s := range given {
		if !slices.Contains(botScopes[:], s) {
			spare = append(spare, s)
		}
	}
	switch {
	case len(missing) > 0:
		f.Fault = fmt.Errorf("the token lacks %s: add that under OAuth & Permissions, or the manifest anew, and install the app again", strings.Join(missing, ", "))
	case len(spare) > 0:
		f.Detail = "all that are needed, and besides " + strings.Join(spare, ", ")
	default:
		f.Detail = "all that are needed"
	}
	return f
}

// channels are those that the configuration names.
func (c inspection) channels() []string {
	list := slices.Concat(c.opts.Channels, c.opts.Overhear)
	slices.Sort(list)
	return slices.Compact(list)
}

// channel looks whether the bot hears a channel. It asks for the messages since now,
// as the adapter does for its own: so no scope is needed that the adapter has no use
// for, and no message is read.
func (c inspection) channel(ctx context.Context, id string) adapters.Finding {
	f := adapters.Finding{Subject: "channel " + id, Detail: "the bot is a member"}
	_, err := c.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
		ChannelID: id, Limit: 1, Oldest: strconv.FormatInt(time.Now().Unix(), 10) + ".000000",
	})
	var refused slack.SlackErrorResponse
	switch {
	case err == nil:
	case errors.As(err, &refused) && refused.Err == "channel_not_found":
		f.Fault = errors.New("there is none of this ID, or it is private and the bot is no member: look at its ID, or invite the bot with /invite")
	case errors.As(err, &refused) && refused.Err == "not_in_channel":
		f.Fault = errors.New("the bot is no member: invite it with /invite in the channel")
	default:
		f.Fault = plainly("conversations.history", err)
	}
	return f
}

// appToken looks whether Socket Mode would be opened.
func (c inspection) appToken(ctx context.Context) adapters.Finding {
	f := adapters.Finding{Subject: "app token", Detail: "opens Socket Mode"}
	if _, _, err := c.api.StartSocketModeContext(ctx); err != nil {
		f.Fault = plainly(openConnection, err)
	}
	return f
}
