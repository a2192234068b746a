package config_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"bigtalk/config"
)

func TestExampleIsDefault(t *testing.T) {
	got, err := config.ReadFile("example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(config.Default(), got); diff != "" {
		t.Errorf("example.yaml differs from Default (-default +example):\n%s", diff)
	}
}

// TestExampleHasEveryKey reads the keys of the types and of the file, and the names
// of the environment, which are made of the keys.
func TestExampleHasEveryKey(t *testing.T) {
	data, err := os.ReadFile("example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var example map[string]any
	if err := yaml.Unmarshal(data, &example); err != nil {
		t.Fatal(err)
	}
	want, got := keysOf(reflect.TypeFor[config.Config](), ""), keysIn(example, "")
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("keys of example.yaml (-types +file):\n%s", diff)
	}
	asked := make(map[string]bool)
	if _, err := (config.Config{}).Override(func(name string) string { asked[name] = true; return "" }); err != nil {
		t.Fatal(err)
	}
	for _, key := range want {
		name := "BIGTALK_" + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
		if name = strings.Replace(name, "EMBEDDING_EMBEDDER", "EMBEDDER", 1); !asked[name] {
			t.Errorf("no variable %s", name)
		}
	}
	if len(asked) != len(want) {
		t.Errorf("%d variables for %d keys", len(asked), len(want))
	}
}

func keysOf(t reflect.Type, prefix string) []string {
	var out []string
	for f := range t.Fields() {
		key := prefix + f.Tag.Get("yaml")
		if f.Type.Kind() == reflect.Struct && f.Type != reflect.TypeFor[config.Secret]() {
			out = append(out, keysOf(f.Type, key+".")...)
			continue
		}
		out = append(out, key)
	}
	return out
}

func keysIn(m map[string]any, prefix string) []string {
	var out []string
	for key, v := range m {
		if inner, ok := v.(map[string]any); ok && len(inner) > 0 {
			out = append(out, keysIn(inner, prefix+key+".")...)
			continue
		}
		out = append(out, prefix+key)
	}
	return out
}

func TestReadRefuses(t *testing.T) {
	want := map[string][]string{
		"unknown-key.yaml":      {"unknown-key.yaml", "line 1", "archiv"},
		"wrong-types.yaml":      {"wrong-types.yaml", "line 1", "line 2"},
		"unknown-language.yaml": {"fr", "zh, en"},
		"not-yaml.yaml":         {"not-yaml.yaml", "line"},
		"two-documents.yaml":    {"more than one YAML document"},
		"slack-faults.yaml": { // all at once, each with its place
			`slack-faults.yaml: listen is "8080"; it is host:port or :port`,
			"slack-faults.yaml: slack: bot_token and bot_token_file are both set; keep one",
			`slack-faults.yaml: slack: teams has "my-workspace", which is no ID of a workspace`,
			`slack-faults.yaml: slack: channels has "#general", which is no ID of a channel`,
			"slack-faults.yaml: slack: overhear has C0123456789, which channels lacks",
			`slack-faults.yaml: slack: working_reaction is ":eyes:"; it is the emoji's name without colons`,
			"slack-faults.yaml: slack: api_url does not begin with http:// or https:// and a host",
		},
		"webhook-faults.yaml": {
			`webhook-faults.yaml: webhook: sources has "My_Bridge"; a name has up to 32 small letters`,
			"webhook-faults.yaml: webhook: source both: secrets and secret_files are both set; keep one",
			"webhook-faults.yaml: webhook: source both: one of secrets or secret_files is empty; remove it",
			"webhook-faults.yaml: webhook: source both: callback_secret and callback_secret_file are both set; keep one",
			"webhook-faults.yaml: webhook: source both: callback_secret is set, but callback_url is not",
			"webhook-faults.yaml: webhook: source ftp: callback_url does not begin with http:// or https:// and a host",
			"webhook-faults.yaml: webhook: source unsigned: callback_url is set, but callback_secret is not",
			"webhook-faults.yaml: webhook: source unsigned: per_minute is -1",
		},
		"webhook-unknown-key.yaml": {"webhook-unknown-key.yaml", "line 4", "overheard"},
		"slack-unknown-key.yaml":   {"slack-unknown-key.yaml", "line 2", "token"},
	}
	files, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(files) != len(want) {
		t.Fatalf("testdata has %d files, the table %d (%v)", len(files), len(want), err)
	}
	for _, f := range files {
		_, err := config.ReadFile(f)
		if err == nil {
			t.Errorf("ReadFile(%s): no error", f)
			continue
		}
		if strings.Contains(err.Error(), "do-not-print") {
			t.Errorf("ReadFile(%s) = %q, which tells a secret", f, err)
		}
		for _, part := range want[filepath.Base(f)] {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("ReadFile(%s) = %q, want it to say %q", f, err, part)
			}
		}
	}
}

func TestReadFileMissing(t *testing.T) {
	if _, err := config.ReadFile("nowhere.yaml"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want fs.ErrNotExist", err)
	}
}

func TestOverride(t *testing.T) {
	env := map[string]string{"BIGTALK_ARCHIVE": "faq.csv", "BIGTALK_LANGUAGE": "en"}
	got, err := config.Config{Archive: "old.md", CacheDir: "/var/cache"}.Override(func(k string) string { return env[k] })
	if err != nil {
		t.Fatal(err)
	}
	want := config.Config{Archive: "faq.csv", CacheDir: "/var/cache", Language: "en"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Override (-want +got):\n%s", diff)
	}
	if _, err := (config.Config{}).Override(func(string) string { return "xx" }); err == nil {
		t.Error("Override with language xx: no error")
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"", "language: zh", "archive: [", "a: &a [*a]", "\x00", "archive: \"\\xff\"", "listen: :80\nslack: {bot_token: x, channels: [C01], overhear: [C02]}", "webhook: {sources: {a: , b: {secrets: [x], per_minute: 0}}}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := config.Read("fuzz", strings.NewReader(s))
		if err == nil && c.Language != "" && c.Language != "zh" && c.Language != "en" {
			t.Errorf("accepted language %q", c.Language)
		}
	})
}
