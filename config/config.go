// Package config reads bigtalk's configuration: one strict YAML file, with
// environment variables on top. It holds plain values and imports none of the
// packages that use them.
package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// A Config is what an operator may set. See example.yaml for every key.
type Config struct {
	// Archive is the Markdown file, FAQ table or folder to answer from; empty is
	// the embedded show.
	Archive string `yaml:"archive"`
	// CacheDir is where indexes of large archives, vectors, the prompt's history and
	// the questions asked in the terminal are kept; empty is the user's cache directory.
	CacheDir string `yaml:"cache_dir"`
	// Language is that of all replies, "zh" or "en"; empty is the asker's.
	Language string `yaml:"language"`
	// Fit is a file that `bigtalk eval fit` wrote; empty is the program's own.
	Fit string `yaml:"fit"`
	// Embedding is how texts are compared by meaning.
	Embedding Embedding `yaml:"embedding"`
	// Listen is the address, host:port, of the HTTP server of `bigtalk serve`; none
	// when empty.
	Listen string `yaml:"listen"`
	// Journal is the file that keeps what was asked, and for `bigtalk serve` what is
	// still to be answered; empty is journal.db in CacheDir.
	Journal string `yaml:"journal"`
	// Slack is served by `bigtalk serve` when any of its secrets is set.
	Slack Slack `yaml:"slack"`
	// Webhook is served by `bigtalk serve` when it has a source.
	Webhook Webhook `yaml:"webhook"`
}

// maxBytes bounds a configuration file; the example has 4 kB.
const maxBytes = 1 << 20

// Default returns the configuration of an empty file.
func Default() Config { return Config{Slack: Slack{PerMinute: DefaultPerMinute}} }

// Read decodes a configuration named name in messages. All its faults are in the
// error, one a line, each with its place. An empty file is [Default].
func Read(name string, r io.Reader) (Config, error) {
	c := Default()
	data, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return c, fmt.Errorf("read configuration %s: %w", name, err)
	}
	if len(data) > maxBytes {
		return c, fmt.Errorf("read configuration %s: larger than %d bytes", name, maxBytes)
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&c); err != nil && !errors.Is(err, io.EOF) {
		return Default(), decodeError(name, err)
	}
	if err := dec.Decode(&struct{}{}); !errors.Is(err, io.EOF) {
		return Default(), fmt.Errorf("%s: more than one YAML document; keep one", name)
	}
	for _, list := range c.lists() {
		if len(*list) == 0 {
			*list = nil // [] is left out
		}
	}
	if len(c.Webhook.Sources) == 0 {
		c.Webhook.Sources = nil // {} too
	}
	return c, c.validate(name)
}

// decodeError puts the file's name before each of the decoder's complaints.
func decodeError(name string, err error) error {
	var te *yaml.TypeError
	if !errors.As(err, &te) {
		return fmt.Errorf("%s: %w", name, err)
	}
	var all []error
	for _, e := range te.Errors {
		all = append(all, fmt.Errorf("%s: %s", name, e))
	}
	return errors.Join(all...)
}

// ReadFile is [Read] for a file.
func ReadFile(path string) (Config, error) {
	f, err := os.Open(path)
	if err != nil {
		return Default(), fmt.Errorf("read configuration: %w", err)
	}
	defer f.Close()
	return Read(path, f)
}

// Override returns c, which [Read] gave, with what the environment sets, where it is
// not empty: BIGTALK_ and the key in capitals, and for the keys of embedding and slack
// BIGTALK_EMBEDDING_ or BIGTALK_SLACK_ and theirs, but BIGTALK_EMBEDDER for embedder.
// BIGTALK_WEBHOOK_SOURCES names sources to add to those of c, and BIGTALK_WEBHOOK_, a
// source's name and the key set what is the source's.
// Items of a list are divided by commas. A secret replaces c's, be it in a file or
// not. Where the embedder is another, what c says of an endpoint is left out; an
// environment that names both is an error.
func (c Config) Override(getenv func(string) string) (Config, error) {
	var env Config
	for name, field := range env.variables() {
		*field = getenv(name)
	}
	all := c.variables()
	for name, field := range env.variables() {
		if *field != "" {
			*all[name] = *field
		}
	}
	lists := c.lists()
	for name, field := range env.lists() {
		if *field = splitList(getenv(name)); len(*field) > 0 {
			*lists[name] = *field
		}
	}
	for name, field := range c.numbers() {
		text := getenv(name)
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil {
			return c, fmt.Errorf("environment: %s is %q, which is no number", name, text)
		}
		*field = n
	}
	c.Embedding = c.Embedding.settle(env.Embedding)
	c.Slack = c.Slack.settle(env.Slack)
	var err error
	if c.Webhook, err = c.Webhook.override(getenv); err != nil {
		return c, err
	}
	return c, c.validate("environment")
}

// variables are the environment's names of the fields.
func (c *Config) variables() map[string]*string {
	return map[string]*string{
		"BIGTALK_ARCHIVE":                   &c.Archive,
		"BIGTALK_CACHE_DIR":                 &c.CacheDir,
		"BIGTALK_LANGUAGE":                  &c.Language,
		"BIGTALK_FIT":                       &c.Fit,
		"BIGTALK_EMBEDDER":                  &c.Embedding.Embedder,
		"BIGTALK_EMBEDDING_URL":             &c.Embedding.URL,
		"BIGTALK_EMBEDDING_MODEL":           &c.Embedding.Model,
		"BIGTALK_EMBEDDING_API_KEY":         &c.Embedding.APIKey.value,
		"BIGTALK_EMBEDDING_API_KEY_FILE":    &c.Embedding.APIKeyFile,
		"BIGTALK_EMBEDDING_QUERY_PREFIX":    &c.Embedding.QueryPrefix,
		"BIGTALK_EMBEDDING_PASSAGE_PREFIX":  &c.Embedding.PassagePrefix,
		"BIGTALK_LISTEN":                    &c.Listen,
		"BIGTALK_JOURNAL":                   &c.Journal,
		"BIGTALK_SLACK_BOT_TOKEN":           &c.Slack.BotToken.value,
		"BIGTALK_SLACK_BOT_TOKEN_FILE":      &c.Slack.BotTokenFile,
		"BIGTALK_SLACK_APP_TOKEN":           &c.Slack.AppToken.value,
		"BIGTALK_SLACK_APP_TOKEN_FILE":      &c.Slack.AppTokenFile,
		"BIGTALK_SLACK_SIGNING_SECRET":      &c.Slack.SigningSecret.value,
		"BIGTALK_SLACK_SIGNING_SECRET_FILE": &c.Slack.SigningSecretFile,
		"BIGTALK_SLACK_WORKING_REACTION":    &c.Slack.WorkingReaction,
		"BIGTALK_SLACK_API_URL":             &c.Slack.APIURL,
	}
}

// numbers are the environment's names of the fields that are numbers.
func (c *Config) numbers() map[string]*int {
	return map[string]*int{"BIGTALK_SLACK_PER_MINUTE": &c.Slack.PerMinute}
}

// lists are the environment's names of the fields that are lists.
func (c *Config) lists() map[string]*[]string {
	return map[string]*[]string{
		"BIGTALK_SLACK_TEAMS":    &c.Slack.Teams,
		"BIGTALK_SLACK_CHANNELS": &c.Slack.Channels,
		"BIGTALK_SLACK_OVERHEAR": &c.Slack.Overhear,
	}
}

// validate returns all that is wrong, one a line, each with where it was found.
func (c Config) validate(where string) error {
	var errs []error
	if !slices.Contains([]string{"", "zh", "en"}, c.Language) {
		errs = append(errs, fmt.Errorf("language is %q; it is zh, en or left out", c.Language))
	}
	if c.Listen != "" && !isAddress(c.Listen) {
		errs = append(errs, fmt.Errorf("listen is %q; it is host:port or :port, such as :8080", c.Listen))
	}
	errs = slices.Concat(errs, c.Embedding.validate(), c.Slack.validate(), c.Webhook.validate())
	for i, err := range errs {
		errs[i] = fmt.Errorf("%s: %w", where, err)
	}
	return errors.Join(errs...)
}

// isAddress reports whether a server can be told to listen on s.
func isAddress(s string) bool {
	_, port, err := net.SplitHostPort(s)
	if err != nil {
		return false
	}
	_, err = strconv.ParseUint(port, 10, 16)
	return err == nil
}
