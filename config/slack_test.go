package config_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bigtalk/config"
)

const slackFile = `
listen: :8080
journal: /var/lib/bigtalk/journal.db
slack:
  bot_token: xoxb-f
  app_token_file: app
  teams: [T0000000001]
  channels: [C0000000001, G0000000002]
  overhear: [C0000000001]
  working_reaction: eyes
  per_minute: 5
  api_url: https://proxy.example.com/api
`

func TestSlack(t *testing.T) {
	got, err := read(t, slackFile)
	if err != nil {
		t.Fatal(err)
	}
	want := config.Config{
		Listen: ":8080", Journal: "/var/lib/bigtalk/journal.db",
		Slack: config.Slack{
			BotToken: config.NewSecret("xoxb-f"), AppTokenFile: "app", Teams: []string{"T0000000001"},
			Channels: []string{"C0000000001", "G0000000002"}, Overhear: []string{"C0000000001"},
			WorkingReaction: "eyes", PerMinute: 5, APIURL: "https://proxy.example.com/api",
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("configuration (-want +got):\n%s", diff)
	}
	if !got.Slack.Configured() || (config.Slack{Teams: []string{"T0000000001"}}).Configured() {
		t.Error("Configured is not whether a secret is set")
	}
}

// TestSlackOverride puts environments over the file.
func TestSlackOverride(t *testing.T) {
	for _, tt := range []struct {
		name string
		env  map[string]string
		want func(*config.Config)
	}{
		{"nothing", nil, func(*config.Config) {}},
		{
			"a file over a token",
			map[string]string{"BIGTALK_SLACK_BOT_TOKEN_FILE": "bot"},
			func(c *config.Config) { c.Slack.BotToken, c.Slack.BotTokenFile = config.Secret{}, "bot" },
		},
		{
			"a token over a file",
			map[string]string{"BIGTALK_SLACK_APP_TOKEN": "xapp-e"},
			func(c *config.Config) { c.Slack.AppToken, c.Slack.AppTokenFile = config.NewSecret("xapp-e"), "" },
		},
		{
			"another mode",
			map[string]string{"BIGTALK_SLACK_SIGNING_SECRET": "s", "BIGTALK_LISTEN": "127.0.0.1:80", "BIGTALK_JOURNAL": "j"},
			func(c *config.Config) {
				c.Slack.SigningSecret, c.Listen, c.Journal = config.NewSecret("s"), "127.0.0.1:80", "j"
			},
		},
		{
			"lists by commas",
			map[string]string{
				"BIGTALK_SLACK_TEAMS": " T0000000003, ,T0000000004,", "BIGTALK_SLACK_CHANNELS": "C0000000001,C0000000005",
				"BIGTALK_SLACK_OVERHEAR": "C0000000005",
			},
			func(c *config.Config) {
				c.Slack.Teams = []string{"T0000000003", "T0000000004"}
				c.Slack.Channels, c.Slack.Overhear = []string{"C0000000001", "C0000000005"}, []string{"C0000000005"}
			},
		},
		{
			"the rest",
			map[string]string{"BIGTALK_SLACK_WORKING_REACTION": "mag", "BIGTALK_SLACK_API_URL": "http://localhost:1", "BIGTALK_SLACK_PER_MINUTE": "0"},
			func(c *config.Config) {
				c.Slack.WorkingReaction, c.Slack.APIURL, c.Slack.PerMinute = "mag", "http://localhost:1", 0
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := read(t, slackFile)
			if err != nil {
				t.Fatal(err)
			}
			got, err := c.Override(func(name string) string { return tt.env[name] })
			if err != nil {
				t.Fatal(err)
			}
			tt.want(&c)
			if diff := cmp.Diff(c, got); diff != "" {
				t.Errorf("configuration (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSlackOverrideRefuses(t *testing.T) {
	for _, tt := range []struct{ name, variable, value, want string }{
		{"a port alone", "BIGTALK_LISTEN", "80", "listen is"},
		{"no port", "BIGTALK_LISTEN", "localhost:http", "listen is"},
		{"a large port", "BIGTALK_LISTEN", ":70000", "listen is"},
		{"a direct message", "BIGTALK_SLACK_CHANNELS", "D0123456789", "no ID of a channel"},
		{"channels without the one that is overheard", "BIGTALK_SLACK_CHANNELS", "C0000000009", "overhear has C0000000001"},
		{"a word for a number", "BIGTALK_SLACK_PER_MINUTE", "many", `BIGTALK_SLACK_PER_MINUTE is "many"`},
		{"a negative number", "BIGTALK_SLACK_PER_MINUTE", "-1", "per_minute is -1"},
		{"a name", "BIGTALK_SLACK_TEAMS", "T0123456789,acme", `teams has "acme"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := read(t, slackFile)
			if err != nil {
				t.Fatal(err)
			}
			_, err = c.Override(func(name string) string { return map[string]string{tt.variable: tt.value}[name] })
			if err == nil || !strings.HasPrefix(err.Error(), "environment: ") || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one of the environment that says %q", err, tt.want)
			}
		})
	}
}

func TestSlackSecrets(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	s := config.Slack{
		BotTokenFile: write("bot", "xoxb-1\n"), AppToken: config.NewSecret("xapp-1"), SigningSecretFile: write("signing", "s1"),
	}
	got, err := s.Secrets()
	if err != nil || got.Bot.Reveal() != "xoxb-1" || got.App.Reveal() != "xapp-1" || got.Signing.Reveal() != "s1" {
		t.Errorf("secrets %q %q %q, %v", got.Bot.Reveal(), got.App.Reveal(), got.Signing.Reveal(), err)
	}

	s.BotTokenFile, s.SigningSecretFile = filepath.Join(dir, "nowhere"), write("empty", "\n")
	got, err = s.Secrets()
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "slack: bot_token_file: ") ||
		!strings.Contains(err.Error(), "slack: signing_secret_file: "+s.SigningSecretFile+" is empty") || !got.App.Equal(config.Secret{}) {
		t.Errorf("faults of two files: %v", err)
	}
}
