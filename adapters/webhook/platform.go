package webhook

import (
	"context"
	"errors"

	"bigtalk/adapters"
	"bigtalk/config"
)

// needs says what the webhook needs.
const needs = "webhook: set listen and a source with a secret in the configuration, or " +
	"BIGTALK_LISTEN, BIGTALK_WEBHOOK_SOURCES=bridge and BIGTALK_WEBHOOK_BRIDGE_SECRETS; openssl rand -base64 32 makes a secret"

// Platform is the webhook as the program serves it.
func Platform() adapters.Platform {
	return adapters.Platform{
		Name:  name,
		Title: "other chat systems",
		Needs: needs,
		Open: func(c config.Config, h adapters.Host) (adapters.Door, error) {
			if !c.Webhook.Configured() {
				return nil, nil
			}
			o, err := options(c)
			if err != nil {
				return nil, err
			}
			o.Inbox, o.Logger = h.Journal, h.Logger
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

// options are what the configuration says of the webhook.
func options(c config.Config) (Options, error) {
	secrets, err := c.Webhook.Secrets()
	if c.Listen == "" {
		err = errors.Join(err, errors.New("webhook: sources call over HTTP, but listen is not set: set it, such as :8080"))
	}
	if err != nil {
		return Options{}, err
	}
	return Options{Sources: sourcesOf(c.Webhook, secrets)}, nil
}

func sourcesOf(w config.Webhook, secrets map[string]config.WebhookSecrets) map[string]Source {
	out := make(map[string]Source, len(w.Sources))
	for sourceName, s := range w.Sources {
		one := Source{
			CallbackURL: s.CallbackURL.Reveal(), CallbackSecret: secrets[sourceName].Callback.Reveal(),
			Overhear: s.Overhear, PerMinute: s.Limit(),
		}
		for _, secret := range secrets[sourceName].Accepted {
			one.Secrets = append(one.Secrets, secret.Reveal())
		}
		out[sourceName] = one
	}
	return out
}
