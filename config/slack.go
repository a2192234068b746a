package config

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// A Slack configures the adapter of Slack. Each of the three secrets stands here or
// in a file, never in both. The bot token is needed, and the app token for Socket
// Mode or the signing secret for requests over HTTP.
type Slack struct {
	BotToken          Secret `yaml:"bot_token"` // xoxb-…
	BotTokenFile      string `yaml:"bot_token_file"`
	AppToken          Secret `yaml:"app_token"` // xapp-…
	AppTokenFile      string `yaml:"app_token_file"`
	SigningSecret     Secret `yaml:"signing_secret"`
	SigningSecretFile string `yaml:"signing_secret_file"`

	Teams           []string `yaml:"teams"`            // IDs of workspaces; all when empty
	Channels        []string `yaml:"channels"`         // IDs of channels; all when empty
	Overhear        []string `yaml:"overhear"`         // IDs of channels; none when empty
	WorkingReaction string   `yaml:"working_reaction"` // name without colons; none when empty
	PerMinute       int      `yaml:"per_minute"`       // messages of one person; no limit when 0
	APIURL          string   `yaml:"api_url"`          // Slack's when empty
}

// DefaultPerMinute is far more than a person types, and an amount that 20 people can
// send at once without any of them waiting for a second.
const DefaultPerMinute = 60

// SlackSecrets are the secrets of a Slack, wherever it keeps them; empty is not set.
type SlackSecrets struct{ Bot, App, Signing Secret }

// slackPair is a secret of a Slack in both of its forms.
type slackPair struct {
	key   string
	value *Secret
	file  *string
}

func (s *Slack) pairs() []slackPair {
	return []slackPair{
		{"bot_token", &s.BotToken, &s.BotTokenFile},
		{"app_token", &s.AppToken, &s.AppTokenFile},
		{"signing_secret", &s.SigningSecret, &s.SigningSecretFile},
	}
}

// Configured reports whether any secret is set, which asks for Slack to be served.
func (s Slack) Configured() bool {
	return slices.ContainsFunc(s.pairs(), func(p slackPair) bool { return p.value.value != "" || *p.file != "" })
}

// Secrets returns the secrets, read from their files where these are set. All faults
// are in the error, one a line. A file that is empty is one.
func (s Slack) Secrets() (SlackSecrets, error) {
	var out [3]Secret
	var errs []error
	for i, p := range s.pairs() {
		if out[i] = *p.value; *p.file == "" {
			continue
		}
		var err error
		if out[i], err = readSecret(*p.file); err == nil && out[i].value == "" {
			err = fmt.Errorf("%s is empty", *p.file)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("slack: %s_file: %w", p.key, err))
		}
	}
	if len(errs) > 0 {
		return SlackSecrets{}, errors.Join(errs...)
	}
	return SlackSecrets{Bot: out[0], App: out[1], Signing: out[2]}, nil
}

// settle gives the environment, which is top and stands over the file in s, each
// secret in whichever form it names it.
func (s Slack) settle(top Slack) Slack {
	ours, theirs := s.pairs(), top.pairs()
	for i, t := range theirs {
		if t.value.value != "" || *t.file != "" {
			*ours[i].value, *ours[i].file = *t.value, *t.file
		}
	}
	return s
}

// Forms of Slack's IDs; see https://docs.slack.dev/enterprise/developing-for-enterprise-orgs.
var (
	slackTeam    = regexp.MustCompile(`^[TE][A-Z0-9]{2,}$`)
	slackChannel = regexp.MustCompile(`^[CG][A-Z0-9]{2,}$`)
)

// validate returns what is wrong for itself; which secrets must be there is known
// only where they are used, because each may come from another source.
func (s Slack) validate() []error {
	var errs []error
	for _, p := range s.pairs() {
		if p.value.value != "" && *p.file != "" {
			errs = append(errs, fmt.Errorf("slack: %s and %[1]s_file are both set; keep one", p.key))
		}
	}
	for _, id := range s.Teams {
		if !slackTeam.MatchString(id) {
			errs = append(errs, fmt.Errorf("slack: teams has %q, which is no ID of a workspace; "+
				"that stands in the address of Slack in a browser, such as T0123456789", id))
		}
	}
	for _, list := range []struct {
		key string
		ids []string
	}{{"channels", s.Channels}, {"overhear", s.Overhear}} {
		for _, id := range list.ids {
			if !slackChannel.MatchString(id) {
				errs = append(errs, fmt.Errorf("slack: %s has %q, which is no ID of a channel; "+
					"that stands at the end of the channel's details, such as C0123456789", list.key, id))
			}
		}
	}
	for _, id := range s.Overhear {
		if len(s.Channels) > 0 && slackChannel.MatchString(id) && !slices.Contains(s.Channels, id) {
			errs = append(errs, fmt.Errorf("slack: overhear has %s, which channels lacks; add it there, or nothing of it is read", id))
		}
	}
	if strings.ContainsAny(s.WorkingReaction, ": \t") {
		errs = append(errs, fmt.Errorf("slack: working_reaction is %q; it is the emoji's name without colons, such as eyes", s.WorkingReaction))
	}
	if s.PerMinute < 0 {
		errs = append(errs, fmt.Errorf("slack: per_minute is %d; it is how many messages of one person are answered in a minute, or 0 for no limit", s.PerMinute))
	}
	if u, err := url.Parse(s.APIURL); s.APIURL != "" && (err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "") {
		// Not repeated: it may hold a password.
		errs = append(errs, errors.New("slack: api_url does not begin with http:// or https:// and a host; leave it out for Slack's"))
	}
	return errs
}

// splitList reads a list of the environment: items divided by commas.
func splitList(text string) []string {
	var out []string
	for item := range strings.SplitSeq(text, ",") {
		if item = strings.TrimSpace(item); item != "" {
			out = append(out, item)
		}
	}
	return out
}
