package config_test

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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

func TestReadRefuses(t *testing.T) {
	want := map[string][]string{
		"unknown-key.yaml":      {"unknown-key.yaml", "line 1", "archiv"},
		"wrong-types.yaml":      {"wrong-types.yaml", "line 1", "line 2"},
		"unknown-language.yaml": {"fr", "zh, en"},
		"not-yaml.yaml":         {"not-yaml.yaml", "line"},
		"two-documents.yaml":    {"more than one YAML document"},
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
	for _, s := range []string{"", "language: zh", "archive: [", "a: &a [*a]", "\x00", "archive: \"\\xff\""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := config.Read("fuzz", strings.NewReader(s))
		if err == nil && c.Language != "" && c.Language != "zh" && c.Language != "en" {
			t.Errorf("accepted language %q", c.Language)
		}
	})
}
