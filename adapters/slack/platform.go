package slack

import (
	"context"
	"errors"

	"bigtalk/adapters"
	"bigtalk/config"
)

// needs says what Slack needs.
const needs = "slack: set bot_token, and app_token for Socket Mode or signing_secret and listen for HTTP, in the configuration " +
	"or as BIGTALK_SLACK_BOT_TOKEN, BIGTALK_SLACK_APP_TOKEN, BIGTALK_SLACK_SIGNING_SECRET and BIGTALK_LISTEN; " +
	"bigtalk slack manifest makes the app that they belong to"

// Platform is Slack as the program serves it.
func Platform() adapters.Platform {
	return adapters.Platform{
		Name:  name,
		Title: "Slack",
		Needs: needs,
		Open: func(c config.Config, h adapters.Host) (adapters.Door, error) {
			if !c.Slack.Configured() {
				return nil, nil
			}
			o, err := options(c)
			if err != nil {
				return nil, err
			}
			o.Inbox, o.Past, o.Logger, o.About = h.Journal, h.Journal, h.Logger, h.About
			return New(o)
		},
		Check: func(ctx context.Context, c config.Config) ([]adapters.Finding, error) {
			o, err := options(c)
			if err != nil {
				return nil, err
			}
			return Check(ctx, o), nil
		},
		Commands: commands,
	}
}

// options are what the configuration says of Slack. The error names the keys that
// lack.
func options(c config.Config) (Options, error) {
	secrets, err := c.Slack.Secrets()
	if err != nil {
		return Options{}, err
	}
	o := Options{
		BotToken: secrets.Bot.Reveal(), AppToken: secrets.App.Reveal(), SigningSecret: secrets.Signing.Reveal(),
		Teams: c.Slack.Teams, Channels: c.Slack.Channels, Overhear: c.Slack.Overhear, Working: c.Slack.WorkingReaction, APIURL: c.Slack.APIURL,
		PerMinute: c.Slack.PerMinute,
	}
	switch {
	case o.BotToken == "", o.AppToken == "" && o.SigningSecret == "":
		return o, errors.New("Slack is configured in part; " + needs) //nolint:staticcheck // Slack is a name.
	case o.SigningSecret != "" && c.Listen == "":
		return o, errors.New("slack: signing_secret is for requests over HTTP, but listen is not set: set it, such as :8080, " +
			"or leave signing_secret out and set app_token for Socket Mode")
	}
	return o, nil
}
