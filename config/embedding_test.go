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

func read(t *testing.T, yaml string) (config.Config, error) {
	t.Helper()
	return config.Read("bigtalk.yaml", strings.NewReader(yaml))
}

func TestEmbedding(t *testing.T) {
	endpoint := config.Embedding{Embedder: config.EmbedderEndpoint, URL: "https://tei:8080/x", Model: "bge-m3"}
	withKey := endpoint
	withKey.APIKey, withKey.QueryPrefix, withKey.PassagePrefix = config.NewSecret("sk-1"), "query: ", "passage: "
	for _, tt := range []struct {
		name, yaml string
		want       config.Embedding
	}{
		{"nothing", "", config.Embedding{}},
		{"the program's", "embedding: {embedder: model}", config.Embedding{Embedder: config.EmbedderModel}},
		{"words", "embedding: {embedder: none}", config.Embedding{Embedder: config.EmbedderNone}},
		{"endpoint", "embedding: {embedder: endpoint, url: 'https://tei:8080/x', model: bge-m3}", endpoint},
		{
			"endpoint with a key", "embedding:\n  embedder: endpoint\n  url: https://tei:8080/x\n  model: bge-m3\n" +
				"  api_key: sk-1\n  query_prefix: 'query: '\n  passage_prefix: 'passage: '\n", withKey,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := read(t, tt.yaml)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got.Embedding); diff != "" {
				t.Errorf("embedding (-want +got):\n%s", diff)
			}
			if got.Embedding.APIKey.Reveal() != tt.want.APIKey.Reveal() {
				t.Errorf("key %q, want %q", got.Embedding.APIKey.Reveal(), tt.want.APIKey.Reveal())
			}
		})
	}
}

func TestEmbeddingRefuses(t *testing.T) {
	const secret = "sk-do-not-print"
	for _, tt := range []struct {
		name, yaml string
		want       []string
	}{
		{"unknown embedder", "embedder: openai", []string{`embedder is "openai"`, "model, endpoint or none"}},
		{"url without endpoint", "url: http://x", []string{"url and model are for embedder: endpoint"}},
		{"model without endpoint", "{embedder: none, model: m}", []string{"url and model are for embedder: endpoint"}},
		{"nothing of an endpoint", "embedder: endpoint", []string{`url is ""`, "model is empty"}},
		{"no scheme", "{embedder: endpoint, url: 'localhost:8080', model: m}", []string{"url does not begin with http:// or https:// and a host", "http://localhost:8080"}},
		{"no host", "{embedder: endpoint, url: 'http:///v1', model: m}", []string{"url does not begin"}},
		{"another scheme", "{embedder: endpoint, url: 'ftp://host', model: m}", []string{"url does not begin"}},
		{"no url at all", "{embedder: endpoint, url: 'http://[', model: m}", []string{"url does not begin"}},
		{"a password without a scheme", "{embedder: endpoint, url: 'user:" + secret + "@host:80', model: m}", []string{"url does not begin"}},
		{"a password in no url", "{embedder: endpoint, url: 'http://user:" + secret + "@[', model: m}", []string{"url does not begin"}},
		{"a key in the query", "{embedder: endpoint, url: 'ftp://host?key=" + secret + "', model: m}", []string{"url does not begin"}},
		{
			"two keys", "{embedder: endpoint, url: 'http://x', model: m, api_key: " + secret + ", api_key_file: key}",
			[]string{"api_key and api_key_file are both set"},
		},
		{"unknown key", "{models: m}", []string{"line 1", "models"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := tt.yaml
			if !strings.HasPrefix(text, "{") {
				text = "{" + text + "}"
			}
			_, err := read(t, "embedding: "+text)
			if err == nil {
				t.Fatal("no error")
			}
			for _, want := range append(tt.want, "bigtalk.yaml") {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error %q, want it to say %q", err, want)
				}
			}
			if strings.Contains(err.Error(), secret) {
				t.Errorf("error %q tells the key", err)
			}
		})
	}
}

// TestOverrideEverything names each variable once.
func TestOverrideEverything(t *testing.T) {
	env := map[string]string{
		"BIGTALK_ARCHIVE": "a", "BIGTALK_CACHE_DIR": "c", "BIGTALK_LANGUAGE": "zh", "BIGTALK_FIT": "f",
		"BIGTALK_EMBEDDER": "endpoint", "BIGTALK_EMBEDDING_URL": "http://host", "BIGTALK_EMBEDDING_MODEL": "m",
		"BIGTALK_EMBEDDING_API_KEY": "sk-1", "BIGTALK_EMBEDDING_QUERY_PREFIX": "q: ", "BIGTALK_EMBEDDING_PASSAGE_PREFIX": "p: ",
	}
	getenv := func(k string) string { return env[k] }
	got, err := config.Config{Archive: "old", Embedding: config.Embedding{Embedder: "none"}}.Override(getenv)
	if err != nil {
		t.Fatal(err)
	}
	want := config.Config{
		Archive: "a", CacheDir: "c", Language: "zh", Fit: "f",
		Embedding: config.Embedding{
			Embedder: "endpoint", URL: "http://host", Model: "m", APIKey: config.NewSecret("sk-1"),
			QueryPrefix: "q: ", PassagePrefix: "p: ",
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Override (-want +got):\n%s", diff)
	}
	if key := got.Embedding.APIKey.Reveal(); key != "sk-1" {
		t.Errorf("key %q, want sk-1", key)
	}

	delete(env, "BIGTALK_EMBEDDING_API_KEY")
	env["BIGTALK_EMBEDDING_API_KEY_FILE"] = "key"
	if got, err = (config.Config{}).Override(getenv); err != nil || got.Embedding.APIKeyFile != "key" {
		t.Errorf("key file %q, %v; want key", got.Embedding.APIKeyFile, err)
	}
}

// TestOverrideEndpoint puts environments over files that are both right for
// themselves.
func TestOverrideEndpoint(t *testing.T) {
	const file = "embedding: {embedder: endpoint, url: 'http://file', model: f, query_prefix: 'q: ', "
	for _, tt := range []struct {
		name, yaml string
		env        map[string]string
		want       config.Embedding
	}{
		{
			"words alone", file + "api_key: sk-f}",
			map[string]string{"BIGTALK_EMBEDDER": "none"},
			config.Embedding{Embedder: "none"},
		},
		{
			"the program's model", file + "api_key_file: f}",
			map[string]string{"BIGTALK_EMBEDDER": "model"},
			config.Embedding{Embedder: "model"},
		},
		{
			"another address", file + "api_key: sk-f}",
			map[string]string{"BIGTALK_EMBEDDING_URL": "http://env"},
			config.Embedding{Embedder: "endpoint", URL: "http://env", Model: "f", QueryPrefix: "q: ", APIKey: config.NewSecret("sk-f")},
		},
		{
			"a key over a file", file + "api_key_file: f}",
			map[string]string{"BIGTALK_EMBEDDING_API_KEY": "sk-e"},
			config.Embedding{Embedder: "endpoint", URL: "http://file", Model: "f", QueryPrefix: "q: ", APIKey: config.NewSecret("sk-e")},
		},
		{
			"a file over a key", file + "api_key: sk-f}",
			map[string]string{"BIGTALK_EMBEDDING_API_KEY_FILE": "e"},
			config.Embedding{Embedder: "endpoint", URL: "http://file", Model: "f", QueryPrefix: "q: ", APIKeyFile: "e"},
		},
		{
			"an endpoint over words", "embedding: {embedder: none, api_key_file: f}",
			map[string]string{
				"BIGTALK_EMBEDDER": "endpoint", "BIGTALK_EMBEDDING_URL": "http://env",
				"BIGTALK_EMBEDDING_MODEL": "e", "BIGTALK_EMBEDDING_API_KEY": "sk-e",
			},
			config.Embedding{Embedder: "endpoint", URL: "http://env", Model: "e", APIKey: config.NewSecret("sk-e")},
		},
		{
			"an address for words of the file", "embedding: {embedder: none}",
			map[string]string{"BIGTALK_EMBEDDING_URL": "http://env", "BIGTALK_EMBEDDING_MODEL": "e"},
			config.Embedding{Embedder: "none"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := read(t, tt.yaml)
			if err != nil {
				t.Fatal(err)
			}
			if c, err = c.Override(func(k string) string { return tt.env[k] }); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, c.Embedding); diff != "" {
				t.Errorf("embedding (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOverrideRefuses(t *testing.T) {
	const file = "embedding: {embedder: endpoint, url: 'http://file', model: f, api_key: sk-f}"
	for _, tt := range []struct {
		name, yaml string
		env        map[string]string
		want       string
	}{
		{"an unknown embedder", "", map[string]string{"BIGTALK_EMBEDDER": "openai"}, `embedder is "openai"`},
		{
			"words and an address", file,
			map[string]string{"BIGTALK_EMBEDDER": "none", "BIGTALK_EMBEDDING_URL": "http://env"},
			"url and model are for embedder: endpoint",
		},
		{
			"an address that nobody asked for", "",
			map[string]string{"BIGTALK_EMBEDDING_URL": "http://env"},
			"url and model are for embedder: endpoint",
		},
		{
			"two keys", file,
			map[string]string{"BIGTALK_EMBEDDING_API_KEY": "sk-e", "BIGTALK_EMBEDDING_API_KEY_FILE": "e"},
			"api_key and api_key_file are both set",
		},
		{"no address", file, map[string]string{"BIGTALK_EMBEDDING_URL": "user:sk-e@env:80"}, "url does not begin"},
		{"an endpoint without address", "", map[string]string{"BIGTALK_EMBEDDER": "endpoint"}, `url is ""`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := read(t, tt.yaml)
			if err != nil {
				t.Fatal(err)
			}
			_, err = c.Override(func(k string) string { return tt.env[k] })
			if err == nil || !strings.HasPrefix(err.Error(), "environment: ") || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one of the environment that says %q", err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), "sk-") {
				t.Errorf("error %q tells a key", err)
			}
		})
	}
}

func TestKey(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, tt := range []struct {
		name string
		in   config.Embedding
		want string
	}{
		{"none", config.Embedding{}, ""},
		{"in the configuration", config.Embedding{APIKey: config.NewSecret("sk-1")}, "sk-1"},
		{"in a file", config.Embedding{APIKeyFile: write("bare", "sk-2")}, "sk-2"},
		{"with a line end", config.Embedding{APIKeyFile: write("line", "sk-3\n")}, "sk-3"},
		{"with another system's line end", config.Embedding{APIKeyFile: write("crlf", "sk-4\r\n")}, "sk-4"},
		{"with blanks, which are kept", config.Embedding{APIKeyFile: write("blank", " sk 5 \n")}, " sk 5 "},
		{"in an empty file", config.Embedding{APIKeyFile: write("empty", "")}, ""},
		{"of the largest size", config.Embedding{APIKeyFile: write("largest", strings.Repeat("x", 64<<10))}, strings.Repeat("x", 64<<10)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.in.Key()
			if err != nil || got.Reveal() != tt.want {
				t.Errorf("key %q, %v; want %q", got.Reveal(), err, tt.want)
			}
		})
	}

	if _, err := (config.Embedding{APIKeyFile: filepath.Join(dir, "nowhere")}).Key(); !errors.Is(err, fs.ErrNotExist) ||
		!strings.Contains(err.Error(), "api_key_file") {
		t.Errorf("a missing file: %v", err)
	}
	large := write("large", strings.Repeat("s", 64<<10+1))
	got, err := config.Embedding{APIKeyFile: large}.Key()
	if err == nil || !strings.Contains(err.Error(), large) || strings.Contains(err.Error(), "sss") || got.Reveal() != "" {
		t.Errorf("a large file: %v", err)
	}
	if _, err := (config.Embedding{APIKeyFile: dir}).Key(); err == nil {
		t.Error("a folder: no error")
	}
}
