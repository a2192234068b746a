package config_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"bigtalk/config"
)

const webhookFile = `
listen: :8080
webhook:
  sources:
    bridge:
      secrets: [whsec_a, whsec_b]
      callback_url: https://bridge.example.com/reply?token=t
      callback_secret_file: callback
      overhear: true
      per_minute: 0
    other-one:
      secret_files: [s]
`

func TestWebhook(t *testing.T) {
	got, err := read(t, webhookFile)
	if err != nil {
		t.Fatal(err)
	}
	want := config.Default()
	want.Listen = ":8080"
	want.Webhook.Sources = map[string]config.WebhookSource{
		"bridge": {
			Secrets:     []config.Secret{config.NewSecret("whsec_a"), config.NewSecret("whsec_b")},
			CallbackURL: config.NewSecret("https://bridge.example.com/reply?token=t"), CallbackSecretFile: "callback",
			Overhear: true, PerMinute: new(0),
		},
		"other-one": {SecretFiles: []string{"s"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("configuration (-want +got):\n%s", diff)
	}
	if !got.Webhook.Configured() || config.Default().Webhook.Configured() {
		t.Error("Configured is not whether there is a source")
	}
	if a, b := got.Webhook.Sources["bridge"].Limit(), got.Webhook.Sources["other-one"].Limit(); a != 0 || b != config.DefaultPerMinute {
		t.Errorf("limits %d and %d", a, b)
	}
}

func TestWebhookOverride(t *testing.T) {
	for _, tt := range []struct {
		name string
		env  map[string]string
		want func(map[string]config.WebhookSource)
	}{
		{"nothing", nil, func(map[string]config.WebhookSource) {}},
		{
			"a new source",
			map[string]string{"SOURCES": " new ,", "NEW_SECRETS": "whsec_c, whsec_d", "NEW_PER_MINUTE": "7"},
			func(m map[string]config.WebhookSource) {
				m["new"] = config.WebhookSource{Secrets: []config.Secret{config.NewSecret("whsec_c"), config.NewSecret("whsec_d")}, PerMinute: new(7)}
			},
		},
		{
			"files over secrets, and a known source named again",
			map[string]string{"SOURCES": "bridge", "BRIDGE_SECRET_FILES": "x,y", "BRIDGE_OVERHEAR": "false"},
			func(m map[string]config.WebhookSource) {
				s := m["bridge"]
				s.Secrets, s.SecretFiles, s.Overhear = nil, []string{"x", "y"}, false
				m["bridge"] = s
			},
		},
		{
			"a callback",
			map[string]string{"OTHER_ONE_CALLBACK_URL": "http://h/", "OTHER_ONE_CALLBACK_SECRET": "whsec_e", "BRIDGE_CALLBACK_SECRET": "whsec_f"},
			func(m map[string]config.WebhookSource) {
				s := m["other-one"]
				s.CallbackURL, s.CallbackSecret = config.NewSecret("http://h/"), config.NewSecret("whsec_e")
				m["other-one"] = s
				s = m["bridge"]
				s.CallbackSecret, s.CallbackSecretFile = config.NewSecret("whsec_f"), ""
				m["bridge"] = s
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := read(t, webhookFile)
			if err != nil {
				t.Fatal(err)
			}
			got, err := c.Override(func(name string) string { return tt.env[strings.TrimPrefix(name, "BIGTALK_WEBHOOK_")] })
			if err != nil {
				t.Fatal(err)
			}
			if before, err := read(t, webhookFile); err != nil || !cmp.Equal(before, c) {
				t.Errorf("Override changed what it was called on: %v", err)
			}
			tt.want(c.Webhook.Sources)
			if diff := cmp.Diff(c.Webhook, got.Webhook); diff != "" {
				t.Errorf("webhook (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWebhookOverrideRefuses(t *testing.T) {
	c, err := read(t, webhookFile)
	if err != nil {
		t.Fatal(err)
	}
	env := map[string]string{"BIGTALK_WEBHOOK_BRIDGE_OVERHEAR": "perhaps", "BIGTALK_WEBHOOK_OTHER_ONE_PER_MINUTE": "many"}
	_, err = c.Override(func(name string) string { return env[name] })
	want := "environment: BIGTALK_WEBHOOK_BRIDGE_OVERHEAR is \"perhaps\"; it is true or false\n" +
		"environment: BIGTALK_WEBHOOK_OTHER_ONE_PER_MINUTE is \"many\", which is no number"
	if err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
	_, err = c.Override(func(name string) string { return map[string]string{"BIGTALK_WEBHOOK_SOURCES": "a_b"}[name] })
	if err == nil || !strings.HasPrefix(err.Error(), `environment: webhook: sources has "a_b"`) {
		t.Errorf("error %v of a name", err)
	}
}

func TestWebhookSecrets(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	w := config.Webhook{Sources: map[string]config.WebhookSource{
		"a": {SecretFiles: []string{write("1", "one\n"), write("2", "two\r\n")}, CallbackSecretFile: write("3", "three")},
		"b": {Secrets: []config.Secret{config.NewSecret("four")}},
	}}
	got, err := w.Secrets()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]config.WebhookSecrets{
		"a": {Accepted: []config.Secret{config.NewSecret("one"), config.NewSecret("two")}, Callback: config.NewSecret("three")},
		"b": {Accepted: []config.Secret{config.NewSecret("four")}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("secrets (-want +got):\n%s", diff)
	}

	w.Sources["c"] = config.WebhookSource{SecretFiles: []string{filepath.Join(dir, "nowhere")}, CallbackSecretFile: write("empty", "\n")}
	_, err = w.Secrets()
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "webhook: source c: secret_files: ") ||
		!strings.Contains(err.Error(), "webhook: source c: callback_secret_file: "+filepath.Join(dir, "empty")+" is empty") {
		t.Errorf("faults of two files: %v", err)
	}
}

// TestExampleOfSource reads the source that example.yaml shows in a comment: it has
// every key, each with its default.
func TestExampleOfSource(t *testing.T) {
	data, err := os.ReadFile("example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, shown, _ := strings.Cut(string(data), "  #   bridge:\n")
	shown, _, found := strings.Cut(shown, "  sources: {}\n")
	if !found {
		t.Fatal("example.yaml shows no source")
	}
	shown = strings.ReplaceAll("\n"+shown, "\n  #", "\n  ")
	var keys map[string]any
	if err := yaml.Unmarshal([]byte(shown), &keys); err != nil {
		t.Fatal(err)
	}
	typ := reflect.TypeFor[config.WebhookSource]()
	for f := range typ.Fields() {
		if _, ok := keys[f.Tag.Get("yaml")]; !ok {
			t.Errorf("the source that example.yaml shows lacks %s", f.Tag.Get("yaml"))
		}
	}
	if len(keys) != typ.NumField() {
		t.Errorf("the source that example.yaml shows has %d keys, the type %d", len(keys), typ.NumField())
	}
	c, err := read(t, "webhook:\n  sources:\n    bridge:\n"+shown)
	if err != nil {
		t.Fatal(err)
	}
	s := c.Webhook.Sources["bridge"]
	if s.Limit() != (config.WebhookSource{}).Limit() || len(s.Secrets)+len(s.SecretFiles) > 0 || s.Overhear || !s.CallbackURL.Equal(config.Secret{}) {
		t.Errorf("the source that example.yaml shows is %+v, want the defaults", s)
	}
}
