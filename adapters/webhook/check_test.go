package webhook

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bigtalk/adapters"
	"bigtalk/config"
)

func lines(list []adapters.Finding) string {
	out := make([]string, len(list))
	for i, f := range list {
		out[i] = f.String()
	}
	return strings.Join(out, "\n")
}

// TestCheck looks at callback URLs with HEAD alone, and tells no token.
func TestCheck(t *testing.T) {
	status := http.StatusMethodNotAllowed
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodHead || r.URL.Query().Get("token") != "hunter2" {
			t.Errorf("%s %s", r.Method, r.URL)
		}
		w.Header().Set("Location", "http://localhost:1/")
		w.WriteHeader(status)
	}))
	defer server.Close()
	host := strings.TrimPrefix(server.URL, "http://")
	o := Options{Sources: map[string]Source{
		"quiet":  {Secrets: []string{secret1}},
		"bridge": {Secrets: []string{secret1, secret2}, CallbackURL: strings.Replace(server.URL, "http://", "http://user:hunter2@", 1) + "/?token=hunter2", CallbackSecret: callbackSecret},
	}}
	for code, want := range map[int]string{
		405: "ok: callback of bridge: " + host + " answers (405 to HEAD; ", 404: "ok: callback of bridge: " + host + " answers (404",
		500: "ok: callback of bridge: " + host + " answers (500", 308: "wrong: callback of bridge: " + host + " answers 308, a redirect",
		410: "wrong: callback of bridge: " + host + " answers 410", 503: "wrong: callback of bridge: " + host + " answers 503: a proxy is there",
	} {
		status = code
		got := lines(Check(t.Context(), o))
		if !strings.HasPrefix(got, "ok: source bridge: POST /v1/webhooks/bridge, 2 secrets, all of them valid\n"+want) ||
			!strings.HasSuffix(got, "\nok: source quiet: POST /v1/webhooks/quiet, 1 secret") || strings.Contains(got, "hunter2") {
			t.Errorf("%d:\n%s", code, got)
		}
	}
	server.Close()
	if got := lines(Check(t.Context(), o)); !strings.Contains(got, "wrong: callback of bridge: "+host+" does not answer: ") || strings.Contains(got, "hunter2") {
		t.Errorf("nobody there:\n%s", got)
	}
}

// TestOptionFaults tells all that is wrong at once, and no secret.
func TestOptionFaults(t *testing.T) {
	o := Options{Sources: map[string]Source{
		"a": {},
		"b": {Secrets: []string{"whsec_hunter2!", "whsec_aHVudGVyMg=="}, CallbackURL: "hunter2", CallbackSecret: ""},
	}}
	want := "webhook: source a: it has no secret: set secrets, secret_files or the variable that ends in _SECRETS; openssl rand -base64 32 makes one\n" +
		"webhook: source b: secret 1 is not base64, with or without whsec_ before it; openssl rand -base64 32 makes one\n" +
		"webhook: source b: secret 2 has 7 bytes; it needs 24 at least: openssl rand -base64 32 makes one\n" +
		"webhook: source b: callback_secret has 0 bytes; it needs 24 at least: openssl rand -base64 32 makes one\n" +
		"webhook: source b: callback_url does not begin with http:// or https:// and a host"
	_, err := New(o)
	if err == nil {
		t.Fatal("no error")
	}
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Errorf("error (-want +got):\n%s", diff)
	}
	if got := lines(Check(t.Context(), o)); got != "wrong: configuration: "+strings.ReplaceAll(want, "\n", "\nwrong: configuration: ") {
		t.Errorf("check:\n%s", got)
	}
	if _, err := New(Options{}); err == nil {
		t.Error("no error without a source")
	}
}

// TestPlatform: what the configuration makes of it.
func TestPlatform(t *testing.T) {
	p := Platform()
	c := config.Default()
	if d, err := p.Open(c, adapters.Host{}); d != nil || err != nil {
		t.Errorf("without a source: %v, %v", d, err)
	}
	c.Webhook.Sources = map[string]config.WebhookSource{
		"bridge": {Secrets: []config.Secret{config.NewSecret(secret1)}, CallbackURL: config.NewSecret("http://h"), CallbackSecret: config.NewSecret(callbackSecret), Overhear: true},
		"other":  {SecretFiles: []string{"nowhere"}},
	}
	_, err := p.Open(c, adapters.Host{})
	if err == nil || !strings.Contains(err.Error(), "webhook: source other: secret_files: ") || !strings.Contains(err.Error(), "listen is not set") {
		t.Errorf("faults %v", err)
	}
	delete(c.Webhook.Sources, "other")
	c.Listen = ":8080"
	got, err := options(c)
	want := Options{Sources: map[string]Source{
		"bridge": {Secrets: []string{secret1}, CallbackURL: "http://h", CallbackSecret: callbackSecret, Overhear: true, PerMinute: config.DefaultPerMinute},
	}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("options (-want +got):\n%s%v", diff, err)
	}
	if d, err := p.Open(c, adapters.Host{}); d == nil || err != nil || d.Ready() {
		t.Errorf("opened: %v, %v", d, err)
	}
}
