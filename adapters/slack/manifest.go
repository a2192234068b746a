package slack

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"
	"go.yaml.in/yaml/v3"
)

// ManifestOptions describe an app to Slack. One of Socket and URL is needed.
type ManifestOptions struct {
	Name    string   // of the app and its bot; "bigtalk" when empty, at most 35 characters
	Socket  bool     // events come over Socket Mode
	URL     string   // https://…, in front of the paths of Adapter.Handler
	Prompts []string // questions to suggest before the adapter does, at most four
}

// Limits of https://docs.slack.dev/reference/app-manifest, in characters.
const (
	maxAppName = 35
	maxURL     = 2900 // leaves room for the paths in the 3000 of a command's address
)

const (
	defaultAppName = "bigtalk"
	// shortcutID is the callback ID of the message shortcut.
	shortcutID = "bigtalk_ask"
)

// botScopes are what the app asks for, each with what needs it; the documentation
// has the same in words. conversations.info is not called, so that no scope to read
// lists of channels is needed.
var botScopes = [...]string{
	"app_mentions:read", // app_mention
	"assistant:write",   // assistant.threads.setSuggestedPrompts
	"channels:history",  // message.channels, and to find what was posted already
	"chat:write",        // replies
	"commands",          // the command and the shortcut
	"groups:history",    // as channels:history
	"im:history",        // message.im, and as channels:history
	"reactions:read",    // reaction_added
	"reactions:write",   // the reaction while a question is worked on
}

// botEvents are what the adapter reads. assistant_thread_started is not among them:
// it belongs to features.assistant_view, which agent_view replaces and where
// app_home_opened tells that the pane was opened; see
// https://docs.slack.dev/ai/migrating-to-agent-messaging. The adapter understands it
// for apps that have the older feature.
var botEvents = [...]string{
	"app_home_opened", "app_mention", "message.channels", "message.groups", "message.im", "reaction_added",
}

// Manifest describes the app: exactly the events and scopes that the adapter uses.
// See https://docs.slack.dev/reference/app-manifest.
func Manifest(o ManifestOptions) (slack.Manifest, error) {
	if o.Name == "" {
		o.Name = defaultAppName
	}
	if err := o.check(); err != nil {
		return slack.Manifest{}, err
	}
	at := func(path string) string {
		if o.Socket {
			return ""
		}
		return strings.TrimSuffix(o.URL, "/") + path
	}
	view := &slack.AgentView{AgentDescription: "Answers questions from an archive of questions and answers, with the source cited. It never guesses. " +
		"从问答档案里找答案，注明出处；档案里没有的，会直说。"}
	for _, q := range o.Prompts[:min(maxPrompts, len(o.Prompts))] {
		view.SuggestedPrompts = append(view.SuggestedPrompts, slack.ManifestSuggestedPrompt{Title: beginning(q, maxLabel), Message: q})
	}
	return slack.Manifest{
		Metadata: slack.ManifestMetadata{MajorVersion: 2, MinorVersion: 1},
		Display: slack.Display{
			Name:        o.Name,
			Description: "Answers questions from a Q&A archive, with the source cited · 从问答档案里回答问题，注明出处",
		},
		Features: slack.Features{
			AgentView: view,
			AppHome:   slack.AppHome{HomeTabEnabled: true, MessagesTabEnabled: true},
			BotUser:   slack.BotUser{DisplayName: o.Name, AlwaysOnline: true},
			Shortcuts: []slack.Shortcut{{
				Name: "Ask bigtalk about this", CallbackID: shortcutID, Type: slack.MessageShortcut,
				Description: "Answers this message in its thread · 在消息列里回答这条消息",
			}},
			SlashCommands: []slack.ManifestSlashCommand{{
				Command: "/bigtalk", Description: "Ask the archive; only you see the answer · 向档案提问，回答只有你能看到",
				UsageHint: "[question 问题]", ShouldEscape: true, Url: at("/slack/commands"),
			}},
		},
		OAuthConfig: slack.OAuthConfig{Scopes: slack.OAuthScopes{Bot: botScopes[:]}},
		Settings: slack.Settings{
			EventSubscriptions: &slack.EventSubscriptions{BotEvents: botEvents[:], RequestUrl: at("/slack/events")},
			Interactivity:      &slack.Interactivity{IsEnabled: true, RequestUrl: at("/slack/interactions")},
			SocketModeEnabled:  o.Socket,
		},
	}, nil
}

func (o ManifestOptions) check() error {
	var errs []error
	if n := utf8.RuneCountInString(o.Name); n > maxAppName || strings.TrimSpace(o.Name) == "" {
		errs = append(errs, fmt.Errorf("the name of the app has %d characters; 1 to %d are allowed", n, maxAppName))
	}
	if o.Socket == (o.URL != "") {
		return errors.Join(append(errs, errors.New("an app takes its events over Socket Mode or at an address: choose one"))...)
	}
	u, err := url.Parse(o.URL)
	if !o.Socket && (err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || len(o.URL) > maxURL) {
		// Not repeated: it may hold a password.
		errs = append(errs, errors.New("the address does not begin with https:// and a host, or has more than a path; "+
			"it is where Slack reaches this program, such as https://bigtalk.example.com"))
	}
	return errors.Join(errs...)
}

// writtenManifest is a manifest with what its type leaves out of a file when it is
// false: without it the Messages tab of an app may be read only.
type writtenManifest struct {
	slack.Manifest
	Features writtenFeatures `json:"features"`
}

type writtenFeatures struct {
	slack.Features
	AppHome writtenAppHome `json:"app_home"`
}

type writtenAppHome struct {
	slack.AppHome
	ReadOnly bool `json:"messages_tab_read_only_enabled"`
}

// WriteManifest writes a manifest as JSON, or as YAML, both of which Slack takes.
func WriteManifest(w io.Writer, m slack.Manifest, asYAML bool) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	written := writtenManifest{Manifest: m, Features: writtenFeatures{Features: m.Features, AppHome: writtenAppHome{AppHome: m.Features.AppHome}}}
	if err := enc.Encode(written); err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	if !asYAML {
		_, err := w.Write(b.Bytes())
		return err
	}
	// JSON is YAML in another style; this way the order is the same.
	var doc yaml.Node
	if err := yaml.Unmarshal(b.Bytes(), &doc); err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	blockStyle(&doc)
	y := yaml.NewEncoder(w)
	y.SetIndent(2)
	if err := y.Encode(&doc); err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	return y.Close()
}

func blockStyle(n *yaml.Node) {
	n.Style = 0
	for _, inner := range n.Content {
		blockStyle(inner)
	}
}
