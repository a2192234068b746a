package webhook

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"

	"bigtalk/adapters"
)

// An Inbox accepts events and hands them out again until they are done.
type Inbox interface {
	adapters.Inbox
	adapters.Backlog
}

// A Source is a program that sends messages.
type Source struct {
	Secrets        []string // whsec_…, one at least; all of them are valid
	CallbackURL    string   // where replies are posted that the source wants so; none when empty
	CallbackSecret string   // whsec_…, what those are signed with; needed with CallbackURL
	Overhear       bool     // messages of groups that do not mention the bot may be answered
	PerMinute      int      // messages of one person that are answered in a minute, the rest are not; no limit when 0
}

// Options configure an Adapter. Sources, by their names, and Inbox are needed.
type Options struct {
	Sources map[string]Source
	Inbox   Inbox

	Now        func() time.Time // time.Now when nil
	HTTPClient *http.Client     // one with a timeout when nil; redirects are not followed
	Logger     *slog.Logger     // nothing is logged when nil
}

// A source is a Source that is ready for use.
type source struct {
	Source
	keys     []key
	callback key
	limit    *adapters.Limit
}

// sources readies the sources. All that is wrong with them is in the error, one a line.
func (o Options) sources() (map[string]*source, error) {
	if len(o.Sources) == 0 {
		return nil, errors.New("webhook: there is no source")
	}
	out := make(map[string]*source, len(o.Sources))
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(o.Sources)) {
		s := &source{Source: o.Sources[name], limit: adapters.NewLimit(o.Sources[name].PerMinute, o.Now)}
		fault := func(what string, err error) {
			errs = append(errs, fmt.Errorf("webhook: source %s: %s%w", name, what, err))
		}
		if len(s.Secrets) == 0 {
			fault("", errors.New("it has no secret: set secrets, secret_files or "+
				"the variable that ends in _SECRETS; openssl rand -base64 32 makes one"))
		}
		for i, secret := range s.Secrets {
			k, err := newKey(secret)
			if err != nil {
				fault(fmt.Sprintf("secret %d ", i+1), err)
			}
			s.keys = append(s.keys, k)
		}
		if s.CallbackURL != "" {
			var err error
			if s.callback, err = newKey(s.CallbackSecret); err != nil {
				fault("callback_secret ", err)
			}
			if u, err := url.Parse(s.CallbackURL); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
				fault("", errors.New("callback_url does not begin with http:// or https:// and a host")) // it may hold a token
			}
		}
		out[name] = s
	}
	return out, errors.Join(errs...)
}
