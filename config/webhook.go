package config

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A Webhook configures the signed webhook.
type Webhook struct {
	// Sources are the programs that may send messages, by their names.
	Sources map[string]WebhookSource `yaml:"sources"`
}

// A WebhookSource is a program that sends messages, such as a bridge to another chat
// system. It needs one secret at least. All of them are valid, so that one can be
// replaced while the other is still in use; they stand here or in files, never in both.
// A callback needs its URL and its secret.
type WebhookSource struct {
	Secrets            []Secret `yaml:"secrets"` // whsec_…
	SecretFiles        []string `yaml:"secret_files"`
	CallbackURL        Secret   `yaml:"callback_url"` // secret, because it may hold a token; none when empty
	CallbackSecret     Secret   `yaml:"callback_secret"`
	CallbackSecretFile string   `yaml:"callback_secret_file"`
	Overhear           bool     `yaml:"overhear"`   // messages of groups that do not mention the bot are answered too
	PerMinute          *int     `yaml:"per_minute"` // messages of one person; DefaultPerMinute when nil, no limit when 0
}

// WebhookSecrets are the secrets of a WebhookSource, wherever it keeps them. Callback
// is empty where it is not set.
type WebhookSecrets struct {
	Accepted []Secret
	Callback Secret
}

// Configured reports whether there is a source.
func (w Webhook) Configured() bool { return len(w.Sources) > 0 }

// Limit is how many messages of one person are answered in a minute; 0 is no limit.
func (s WebhookSource) Limit() int {
	if s.PerMinute == nil {
		return DefaultPerMinute
	}
	return *s.PerMinute
}

// Secrets returns the secrets of all sources, read from their files where these are
// set. All faults are in the error, one a line. A file that is empty is one.
func (w Webhook) Secrets() (map[string]WebhookSecrets, error) {
	out := make(map[string]WebhookSecrets, len(w.Sources))
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(w.Sources)) {
		s := w.Sources[name]
		read := func(key, path string) Secret {
			secret, err := readSecret(path)
			if err == nil && secret.value == "" {
				err = fmt.Errorf("%s is empty", path)
			}
			if err != nil {
				errs = append(errs, fmt.Errorf("webhook: source %s: %s: %w", name, key, err))
			}
			return secret
		}
		found := WebhookSecrets{Accepted: slices.Clone(s.Secrets), Callback: s.CallbackSecret}
		for _, path := range s.SecretFiles {
			found.Accepted = append(found.Accepted, read("secret_files", path))
		}
		if s.CallbackSecretFile != "" {
			found.Callback = read("callback_secret_file", s.CallbackSecretFile)
		}
		out[name] = found
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return out, nil
}

// webhookVariable begins the names of the environment's variables.
const webhookVariable = "BIGTALK_WEBHOOK_"

// override returns w with what the environment sets: BIGTALK_WEBHOOK_SOURCES names
// sources that w may lack, and for each source there are BIGTALK_WEBHOOK_NAME_SECRETS
// and so on, NAME in capitals and with _ for -. w itself stays as it is.
func (w Webhook) override(getenv func(string) string) (Webhook, error) {
	sources := maps.Clone(w.Sources)
	for _, name := range splitList(getenv(webhookVariable + "SOURCES")) {
		if sources == nil {
			sources = make(map[string]WebhookSource)
		}
		sources[name] = w.Sources[name]
	}
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(sources)) {
		prefix := webhookVariable + strings.ToUpper(strings.ReplaceAll(name, "-", "_")) + "_"
		s, err := sources[name].override(prefix, getenv)
		sources[name] = s
		errs = append(errs, err)
	}
	w.Sources = sources
	return w, errors.Join(errs...)
}

func (s WebhookSource) override(prefix string, getenv func(string) string) (WebhookSource, error) {
	secrets, files := splitList(getenv(prefix+"SECRETS")), splitList(getenv(prefix+"SECRET_FILES"))
	if len(secrets)+len(files) > 0 {
		s.Secrets, s.SecretFiles = nil, files
		for _, value := range secrets {
			s.Secrets = append(s.Secrets, NewSecret(value))
		}
	}
	if address := getenv(prefix + "CALLBACK_URL"); address != "" {
		s.CallbackURL = NewSecret(address)
	}
	secret, file := getenv(prefix+"CALLBACK_SECRET"), getenv(prefix+"CALLBACK_SECRET_FILE")
	if secret != "" || file != "" {
		s.CallbackSecret, s.CallbackSecretFile = NewSecret(secret), file
	}
	var errs []error
	if text := getenv(prefix + "OVERHEAR"); text != "" {
		on, err := strconv.ParseBool(text)
		if err != nil {
			errs = append(errs, fmt.Errorf("environment: %sOVERHEAR is %q; it is true or false", prefix, text))
		}
		s.Overhear = on
	}
	if text := getenv(prefix + "PER_MINUTE"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			errs = append(errs, fmt.Errorf("environment: %sPER_MINUTE is %q, which is no number", prefix, text))
		}
		s.PerMinute = &n
	}
	return s, errors.Join(errs...)
}

// sourceName is the form of a source's name: it stands in an address and, with _ for
// -, in the names of variables.
var sourceName = regexp.MustCompile(`^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$`)

// validate returns what is wrong for itself. Whether secrets are there, and are of the
// right form, is known only where they are used.
func (w Webhook) validate() []error {
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(w.Sources)) {
		if !sourceName.MatchString(name) {
			errs = append(errs, fmt.Errorf("webhook: sources has %q; a name has up to 32 small letters a to z, digits and hyphens between them", name))
			continue
		}
		for _, err := range w.Sources[name].validate() {
			errs = append(errs, fmt.Errorf("webhook: source %s: %w", name, err))
		}
	}
	return errs
}

func (s WebhookSource) validate() []error {
	var errs []error
	if len(s.Secrets) > 0 && len(s.SecretFiles) > 0 {
		errs = append(errs, errors.New("secrets and secret_files are both set; keep one"))
	}
	if slices.Contains(s.Secrets, Secret{}) || slices.Contains(s.SecretFiles, "") {
		errs = append(errs, errors.New("one of secrets or secret_files is empty; remove it"))
	}
	if s.CallbackSecret.value != "" && s.CallbackSecretFile != "" {
		errs = append(errs, errors.New("callback_secret and callback_secret_file are both set; keep one"))
	}
	hasSecret := s.CallbackSecret.value != "" || s.CallbackSecretFile != ""
	switch u, err := url.Parse(s.CallbackURL.value); {
	case s.CallbackURL.value == "" && hasSecret:
		errs = append(errs, errors.New("callback_secret is set, but callback_url is not: set both or neither"))
	case s.CallbackURL.value == "":
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
		// Not repeated: it may hold a token.
		errs = append(errs, errors.New("callback_url does not begin with http:// or https:// and a host"))
	case !hasSecret:
		errs = append(errs, errors.New("callback_url is set, but callback_secret is not: without it the receiver cannot tell who calls; "+
			"openssl rand -base64 32 makes one"))
	}
	if s.PerMinute != nil && *s.PerMinute < 0 {
		errs = append(errs, fmt.Errorf("per_minute is %d; it is how many messages of one person are answered in a minute, or 0 for no limit", *s.PerMinute))
	}
	return errs
}
