package standin

import (
	"net/http"
	"slices"
	"strings"
)

// A token is what a call is authorized by.
type token struct {
	app    bool
	scopes []string
	dead   string // the error that it gets, empty while it is good
}

// RevokeToken makes every later call with the token fail with token_revoked.
func (w *Workspace) RevokeToken(tok string) { w.killToken(tok, "token_revoked") }

// Uninstall removes the app: the bot token gets account_inactive, the app-level token
// goes on.
func (w *Workspace) Uninstall() { w.killToken(BotToken, "account_inactive") }

func (w *Workspace) killToken(tok, code string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	t := w.tokens[tok]
	if t == nil {
		w.t.Fatalf("standin: no token %q", tok)
	}
	t.dead = code
}

// RemoveScope takes a scope from the bot token.
func (w *Workspace) RemoveScope(scope string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	t := w.tokens[BotToken]
	t.scopes = slices.DeleteFunc(t.scopes, func(s string) bool { return s == scope })
}

// bearer is the token of a request: the Authorization header's, else the form field's.
// Neither the query nor a JSON body may carry one.
// See docs.slack.dev/apis/web-api#authentication.
func bearer(r *http.Request, field string) string {
	if h := r.Header.Get("Authorization"); h != "" {
		tok, _ := strings.CutPrefix(h, "Bearer ")
		return tok
	}
	if strings.HasPrefix(field, "xapp-") { // header only
		return ""
	}
	return field
}

// authorize checks the token of a call. The caller holds mu.
func (w *Workspace) authorize(m method, tok string, args Args) (*token, *failure) {
	t := w.tokens[tok]
	switch {
	case tok == "":
		return nil, fail("not_authed")
	case t == nil:
		return nil, fail("invalid_auth")
	case t.dead != "":
		return nil, fail(t.dead)
	case t.app != m.app:
		return nil, fail("not_allowed_token_type")
	}
	needed := m.scopes
	if m.perKind != "" {
		needed = nil
		if c := w.find(args["channel"]); c != nil {
			needed = []string{c.Kind.scope() + ":" + m.perKind}
		} else {
			for _, k := range []Kind{Public, Private, Group, Direct} {
				needed = append(needed, k.scope()+":"+m.perKind)
			}
		}
	}
	if len(needed) > 0 && !slices.ContainsFunc(needed, func(s string) bool { return slices.Contains(t.scopes, s) }) {
		return t, fail("missing_scope", "needed", strings.Join(needed, ","), "provided", strings.Join(t.scopes, ","))
	}
	return t, nil
}
