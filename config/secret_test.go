package config_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"bigtalk/config"
)

const hidden = "sk-hunter2"

func TestSecretIsNeverPrinted(t *testing.T) {
	secret := config.NewSecret(hidden)
	whole := config.Config{
		Embedding: config.Embedding{APIKey: secret},
		Slack:     config.Slack{BotToken: secret, AppToken: secret, SigningSecret: secret},
		Webhook: config.Webhook{Sources: map[string]config.WebhookSource{
			"bridge": {Secrets: []config.Secret{secret}, CallbackURL: secret, CallbackSecret: secret},
		}},
	}
	printed := make(map[string]string)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%c", "%T", "%5.2f", "%-20s", "%U", "%!"} {
		for name, v := range map[string]any{
			"secret": secret, "pointer": &secret, "config": whole, "pointer to config": &whole,
			"slice": []config.Secret{secret}, "map": map[string]config.Secret{"key": secret}, "any": []any{secret},
		} {
			printed[verb+" of "+name] = fmt.Sprintf(verb, v)
		}
	}
	printed["Sprint"] = fmt.Sprint(secret, whole)
	printed["Errorf"] = fmt.Errorf("key %v of %w", secret, fmt.Errorf("%s", whole.Embedding)).Error()

	for name, v := range map[string]any{"secret": secret, "pointer": &secret, "config": whole, "map": map[string]any{"key": secret}} {
		j, err := json.Marshal(v)
		if err != nil {
			t.Fatalf("JSON of %s: %v", name, err)
		}
		y, err := yaml.Marshal(v)
		if err != nil {
			t.Fatalf("YAML of %s: %v", name, err)
		}
		printed["JSON of "+name], printed["YAML of "+name] = string(j), string(y)
		for handler, make := range map[string]func(*bytes.Buffer) slog.Handler{
			"text": func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) },
			"json": func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) },
		} {
			var b bytes.Buffer
			log := slog.New(make(&b))
			log.Info("message", "value", v, slog.Group("group", "value", v))
			printed["slog "+handler+" of "+name] = b.String()
		}
	}
	for how, text := range printed {
		for _, form := range []string{hidden, "hunter2", fmt.Sprintf("%x", hidden), fmt.Sprintf("%X", hidden)} {
			if strings.Contains(text, form) {
				t.Errorf("%s tells the secret: %s", how, text)
			}
		}
	}
	for _, how := range []string{"%v of secret", "%s of config", "JSON of secret", "YAML of config", "slog text of secret", "slog json of config"} {
		if !strings.Contains(printed[how], "***") {
			t.Errorf("%s does not tell that there is a secret: %s", how, printed[how])
		}
	}
}

func TestNoSecret(t *testing.T) {
	if got := fmt.Sprintf("%v|%#v", config.Secret{}, config.NewSecret("")); got != "|" {
		t.Errorf("an empty secret prints as %q, want nothing", got)
	}
}

func TestSecretEqual(t *testing.T) {
	a := config.NewSecret("a")
	if !a.Equal(config.NewSecret("a")) || a.Equal(config.NewSecret("b")) || a.Equal(config.Secret{}) {
		t.Error("Equal does not compare the values")
	}
}

func TestSecretIsRead(t *testing.T) {
	var c struct{ Key config.Secret }
	if err := json.Unmarshal([]byte(`{"key":"`+hidden+`"}`), &c); err != nil || c.Key.Reveal() != hidden {
		t.Errorf("from JSON: %q, %v", c.Key.Reveal(), err)
	}
	c.Key = config.Secret{}
	if err := yaml.Unmarshal([]byte("key: "+hidden), &c); err != nil || c.Key.Reveal() != hidden {
		t.Errorf("from YAML: %q, %v", c.Key.Reveal(), err)
	}
}
