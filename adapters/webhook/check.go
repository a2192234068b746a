package webhook

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"bigtalk/adapters"
)

// Check looks at the sources: their secrets, and whether something answers at their
// callback URLs. It posts nothing: what it sends is HEAD. o needs no Inbox.
func Check(ctx context.Context, o Options) []adapters.Finding {
	if _, err := o.sources(); err != nil {
		var out []adapters.Finding
		for line := range strings.Lines(err.Error()) {
			out = append(out, adapters.Finding{Subject: "configuration", Fault: fmt.Errorf("%s", strings.TrimSpace(line))})
		}
		return out
	}
	var out []adapters.Finding
	client := newClient(o.HTTPClient)
	for _, sourceName := range slices.Sorted(maps.Keys(o.Sources)) {
		s := o.Sources[sourceName]
		secrets := "1 secret"
		if n := len(s.Secrets); n > 1 {
			secrets = fmt.Sprintf("%d secrets, all of them valid", n)
		}
		out = append(out, adapters.Finding{Subject: "source " + sourceName, Detail: fmt.Sprintf("POST /v1/webhooks/%s, %s", sourceName, secrets)})
		if s.CallbackURL != "" {
			out = append(out, checkCallback(ctx, client, sourceName, s.CallbackURL))
		}
	}
	return out
}

// checkCallback looks whether a server answers. Many have no HEAD where they take
// POST, so that a refusal is an answer too.
func checkCallback(ctx context.Context, client *http.Client, sourceName, address string) adapters.Finding {
	f := adapters.Finding{Subject: "callback of " + sourceName}
	host := "the host"
	if u, err := url.Parse(address); err == nil {
		host = u.Host // the rest may hold a token
	}
	res, err := call(ctx, client, http.MethodHead, address, nil, nil)
	if err != nil {
		f.Fault = fmt.Errorf("%s does not answer: %w; look at callback_url, and whether the receiver runs", host, err)
		return f
	}
	defer res.Body.Close()
	switch code := res.StatusCode; {
	case code/100 == 3:
		f.Fault = fmt.Errorf("%s answers %d, a redirect, which is not followed: set callback_url to where it leads", host, code)
	case code == http.StatusGone:
		f.Fault = fmt.Errorf("%s answers 410: it wants no callbacks", host)
	case code == http.StatusBadGateway || code == http.StatusServiceUnavailable || code == http.StatusGatewayTimeout:
		f.Fault = fmt.Errorf("%s answers %d: a proxy is there, the receiver is not", host, code)
	default:
		f.Detail = fmt.Sprintf("%s answers (%d to HEAD; whether it takes the signature shows in the first reply)", host, code)
	}
	return f
}
