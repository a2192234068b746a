package slack

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
)

func TestManifestGolden(t *testing.T) {
	for name, o := range map[string]ManifestOptions{
		"socket.yaml": {Socket: true},
		"http.json":   {Name: "Istio 大咖说", URL: "https://bigtalk.example.com/chat/", Prompts: []string{"限流", "How do I upgrade?", "c", "d", "e"}},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := Manifest(o)
			if err != nil {
				t.Fatal(err)
			}
			var got bytes.Buffer
			if err := WriteManifest(&got, m, filepath.Ext(name) == ".yaml"); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join("testdata", "manifest", name)
			if *update {
				if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Errorf("manifest (-want +got):\n%s", diff)
			}
		})
	}
}

// TestManifestForms has both forms say the same.
func TestManifestForms(t *testing.T) {
	m, err := Manifest(ManifestOptions{Socket: true, Prompts: []string{"no", "007", "a: b", "- x"}})
	if err != nil {
		t.Fatal(err)
	}
	var asJSON, asYAML bytes.Buffer
	if err := WriteManifest(&asJSON, m, false); err != nil {
		t.Fatal(err)
	}
	if err := WriteManifest(&asYAML, m, true); err != nil {
		t.Fatal(err)
	}
	var fromJSON, fromYAML map[string]any
	if err := json.Unmarshal(asJSON.Bytes(), &fromJSON); err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(asYAML.Bytes(), &fromYAML); err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(fromYAML) // the same types of numbers
	if err != nil {
		t.Fatal(err)
	}
	clear(fromYAML)
	if err := json.Unmarshal(again, &fromYAML); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(fromJSON, fromYAML); diff != "" {
		t.Errorf("YAML is not JSON (-json +yaml):\n%s", diff)
	}
}

// manifestLimits are those of the manifest's schema, in characters or items; see
// https://docs.slack.dev/reference/app-manifest. Patterns of paths; * is any element.
var manifestLimits = map[string][2]int{
	"display_information.name":                         {1, 35},
	"display_information.description":                  {1, 140},
	"features.agent_view.agent_description":            {1, 300},
	"features.agent_view.suggested_prompts":            {0, 4},
	"features.agent_view.suggested_prompts.*.title":    {1, 75},
	"features.agent_view.suggested_prompts.*.message":  {1, 3000},
	"features.app_home.home_tab_enabled":               {},
	"features.app_home.messages_tab_enabled":           {},
	"features.app_home.messages_tab_read_only_enabled": {},
	"features.bot_user.display_name":                   {1, 80},
	"features.bot_user.always_online":                  {},
	"features.shortcuts":                               {1, 10},
	"features.shortcuts.*.name":                        {1, 24},
	"features.shortcuts.*.type":                        {1, 7},
	"features.shortcuts.*.callback_id":                 {1, 255},
	"features.shortcuts.*.description":                 {1, 150},
	"features.slash_commands":                          {1, 50},
	"features.slash_commands.*.command":                {2, 32},
	"features.slash_commands.*.url":                    {1, 3000},
	"features.slash_commands.*.description":            {1, 2000},
	"features.slash_commands.*.usage_hint":             {1, 1000},
	"features.slash_commands.*.should_escape":          {},
	"oauth_config.scopes.bot":                          {1, 255},
	"oauth_config.scopes.bot.*":                        {1, 50},
	"settings.event_subscriptions.request_url":         {1, 3500},
	"settings.event_subscriptions.bot_events":          {1, 100},
	"settings.event_subscriptions.bot_events.*":        {1, 50},
	"settings.interactivity.is_enabled":                {},
	"settings.interactivity.request_url":               {1, 3500},
	"settings.socket_mode_enabled":                     {},
	"_metadata.major_version":                          {},
	"_metadata.minor_version":                          {},
}

// TestManifestLimits has no key that the schema lacks, and none past its limit, at
// the edges of the options.
func TestManifestLimits(t *testing.T) {
	long := strings.Repeat("长", 2000)
	for _, o := range []ManifestOptions{
		{Socket: true},
		{Socket: true, Name: strings.Repeat("名", 35), Prompts: []string{long, long, long, long, long}},
		{URL: "https://h/" + strings.Repeat("p", 2890), Prompts: []string{"a"}},
	} {
		m, err := Manifest(o)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := WriteManifest(&b, m, false); err != nil {
			t.Fatal(err)
		}
		var v any
		if err := json.Unmarshal(b.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		checkLimits(t, "", v)
	}
}

func checkLimits(t *testing.T, path string, v any) {
	t.Helper()
	size := 0
	switch v := v.(type) {
	case map[string]any:
		for key, inner := range v {
			checkLimits(t, strings.TrimPrefix(path+"."+key, "."), inner)
		}
		return
	case []any:
		for _, inner := range v {
			checkLimits(t, path+".*", inner)
		}
		size = len(v)
	case string:
		size = utf8.RuneCountInString(v)
	}
	limits, known := manifestLimits[path]
	if !known {
		t.Errorf("the schema has no %s", path)
	} else if size < limits[0] || size > limits[1] {
		t.Errorf("%s has %d characters or items, not %d to %d", path, size, limits[0], limits[1])
	}
}

func TestManifestRefuses(t *testing.T) {
	for name, o := range map[string]ManifestOptions{
		"neither":          {},
		"both":             {Socket: true, URL: "https://h"},
		"no encryption":    {URL: "http://h"},
		"no host":          {URL: "https:///p"},
		"no address":       {URL: "https://["},
		"a password":       {URL: "https://u:hunter2@h"},
		"a query":          {URL: "https://h/?q=hunter2"},
		"a fragment":       {URL: "https://h/#x"},
		"a long address":   {URL: "https://h/" + strings.Repeat("p", 3000)},
		"a long name":      {Socket: true, Name: strings.Repeat("名", 36)},
		"a name of blanks": {Socket: true, Name: "  "},
	} {
		if _, err := Manifest(o); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// TestManifestAddresses has every address of the manifest be one of Routes,
// which refuses a request without a signature.
func TestManifestAddresses(t *testing.T) {
	a, err := New(Options{BotToken: "xoxb-1", SigningSecret: "s"})
	if err != nil {
		t.Fatal(err)
	}
	m, err := Manifest(ManifestOptions{URL: "https://bigtalk.example.com"})
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{
		m.Settings.EventSubscriptions.RequestUrl, m.Settings.Interactivity.RequestUrl, m.Features.SlashCommands[0].Url,
	} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		w := httptest.NewRecorder()
		mux(a).ServeHTTP(w, httptest.NewRequest("POST", u.Path, nil))
		if w.Code != 401 {
			t.Errorf("POST %s: %d, want 401", u.Path, w.Code)
		}
	}
}

// mux serves an adapter's routes.
func mux(a *Adapter) *http.ServeMux {
	m := http.NewServeMux()
	for pattern, handler := range a.Routes() {
		m.Handle(pattern, handler)
	}
	return m
}

// calls are the client's methods that the adapter uses, each with the method of the
// Web API and its scopes, of docs.slack.dev/reference/methods; any channel may be
// public, private or direct.
var calls = map[string]struct {
	method string
	scopes []string
}{
	"AuthTest":                            {"auth.test", nil},
	"AddReaction":                         {"reactions.add", []string{"reactions:write"}},
	"RemoveReaction":                      {"reactions.remove", []string{"reactions:write"}},
	"PostMessage":                         {"chat.postMessage", []string{"chat:write"}},
	"UpdateMessage":                       {"chat.update", []string{"chat:write"}},
	"DeleteMessage":                       {"chat.delete", []string{"chat:write"}},
	"GetConversationReplies":              {"conversations.replies", []string{"channels:history", "groups:history", "im:history"}},
	"GetConversationHistory":              {"conversations.history", []string{"channels:history", "groups:history", "im:history"}},
	"PublishView":                         {"views.publish", nil},
	"SetAssistantThreadsStatus":           {"assistant.threads.setStatus", []string{"chat:write"}},
	"SetAssistantThreadsSuggestedPrompts": {"assistant.threads.setSuggestedPrompts", []string{"assistant:write"}},
	"StartSocketMode":                     {"apps.connections.open", nil}, // the app token's connections:write
}

// eventScopes are the scopes of events, of docs.slack.dev/reference/events.
var eventScopes = map[string]string{
	"app_home_opened": "", "app_mention": "app_mentions:read", "message.channels": "channels:history",
	"message.groups": "groups:history", "message.im": "im:history", "reaction_added": "reactions:read",
}

// TestScopes has the manifest ask for what the code's calls, the events and the
// command need, and for nothing else.
func TestScopes(t *testing.T) {
	needed := map[string]string{"commands": "the command and the shortcut"}
	for _, event := range botEvents {
		scope, known := eventScopes[event]
		if !known {
			t.Errorf("the scope of %s is not known here", event)
		} else if scope != "" {
			needed[scope] = event
		}
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	call := regexp.MustCompile(`\bapi\.(\w+)Context\(`)
	used := make(map[string]bool)
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range call.FindAllSubmatch(text, -1) {
			used[string(m[1])] = true
		}
	}
	for name := range used {
		c, known := calls[name]
		if !known {
			t.Errorf("the scopes of %s are not known here", name)
		}
		for _, s := range c.scopes {
			needed[s] = c.method
		}
	}
	for name := range calls {
		if !used[name] {
			t.Errorf("%s is called nowhere", name)
		}
	}
	for scope, by := range needed {
		if !slices.Contains(botScopes[:], scope) {
			t.Errorf("the manifest lacks %s, which %s needs", scope, by)
		}
	}
	for _, scope := range botScopes {
		if needed[scope] == "" {
			t.Errorf("nothing needs %s", scope)
		}
	}
}
