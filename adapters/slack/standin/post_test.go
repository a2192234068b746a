package standin_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"bigtalk/adapters/slack/standin"
)

// The example of docs.slack.dev/authentication/verifying-requests-from-slack.
func TestSignPublishedVector(t *testing.T) {
	const body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
	const want = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
	if got := standin.Sign("8f742231b10e8888abcd99yyyzzz85a5", 1531420618, []byte(body)); got != want {
		t.Errorf("signature %s, want %s", got, want)
	}
}

const secret = "8f742231b10e8888abcd99yyyzzz85a5"

// receiver is an app over HTTP that verifies with slack-go and answers as it is told.
type receiver struct {
	*httptest.Server
	mu      sync.Mutex
	answers []http.HandlerFunc // the last one for good
	headers []http.Header
	bodies  []string
}

func newReceiver(t *testing.T, answers ...http.HandlerFunc) *receiver {
	t.Helper()
	r := &receiver{answers: answers}
	r.Server = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, req *http.Request) {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return
		}
		v, err := slack.NewSecretsVerifier(req.Header, secret)
		if err == nil {
			_, _ = v.Write(body)
			err = v.Ensure()
		}
		if err != nil {
			http.Error(rw, err.Error(), http.StatusUnauthorized)
			return
		}
		r.mu.Lock()
		r.headers, r.bodies = append(r.headers, req.Header), append(r.bodies, string(body))
		answer := r.answers[min(len(r.bodies), len(r.answers))-1]
		r.mu.Unlock()
		answer(rw, req)
	}))
	t.Cleanup(r.Close)
	return r
}

func status(code int) http.HandlerFunc {
	return func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(code) }
}

func TestPostRetries(t *testing.T) {
	cut := func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }
	hang := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	redirect := func(rw http.ResponseWriter, r *http.Request) { http.Redirect(rw, r, "/again", http.StatusFound) }
	noRetry := func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("X-Slack-No-Retry", "1")
		rw.WriteHeader(500)
	}
	for _, tc := range []struct {
		name    string
		answers []http.HandlerFunc
		reasons []string // of the attempts
		err     error
	}{
		{"taken at once", []http.HandlerFunc{status(200)}, []string{""}, nil},
		{"taken with 204", []http.HandlerFunc{status(204)}, []string{""}, nil},
		{"an error, then taken", []http.HandlerFunc{status(500), status(404), status(200)}, []string{"", "http_error", "http_error"}, nil},
		{"cut, then taken", []http.HandlerFunc{cut, status(200)}, []string{"", "connection_failed"}, nil},
		{"no answer, then taken", []http.HandlerFunc{hang, status(200)}, []string{"", "http_timeout"}, nil},
		{"never taken", []http.HandlerFunc{status(503)}, []string{"", "http_error", "http_error", "http_error"}, standin.ErrUnanswered},
		{"no retry wanted", []http.HandlerFunc{noRetry}, []string{""}, standin.ErrUnanswered},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w, _ := start(t, standin.Options{AckTimeout: 500 * time.Millisecond, RetryDelays: []time.Duration{0, 0, time.Millisecond}})
			app := newReceiver(t, tc.answers...)
			ev := w.Mention(standin.Said{Text: "怎么办?"})
			attempts, err := w.Post(within(t), app.URL, secret, ev)
			if !errors.Is(err, tc.err) {
				t.Errorf("error %v, want %v", err, tc.err)
			}
			var reasons []string
			for i, a := range attempts {
				reasons = append(reasons, a.RetryReason)
				num := ""
				if i > 0 {
					num = strconv.Itoa(i)
				}
				if a.RetryNum != i || app.headers[i].Get("X-Slack-Retry-Num") != num || app.headers[i].Get("X-Slack-Retry-Reason") != a.RetryReason || app.bodies[i] != app.bodies[0] {
					t.Errorf("attempt %d: %+v with %v", i, a, app.headers[i])
				}
			}
			if diff := cmp.Diff(tc.reasons, reasons); diff != "" {
				t.Errorf("reasons (-want +got):\n%s", diff)
			}
			if e, err := slackevents.ParseEvent([]byte(app.bodies[0]), slackevents.OptionNoVerifyToken()); err != nil || e.InnerEvent.Type != "app_mention" {
				t.Errorf("body %s: %v", app.bodies[0], err)
			}
		})
	}

	t.Run("redirects without end", func(t *testing.T) {
		w, _ := start(t, standin.Options{RetryDelays: []time.Duration{0}})
		app := httptest.NewServer(http.HandlerFunc(redirect))
		t.Cleanup(app.Close)
		attempts, err := w.Post(within(t), app.URL, secret, w.Mention(standin.Said{Text: "a"}))
		if !errors.Is(err, standin.ErrUnanswered) || len(attempts) != 2 || attempts[1].RetryReason != "too_many_redirects" {
			t.Errorf("attempts %+v, error %v", attempts, err)
		}
	})
	t.Run("nobody there", func(t *testing.T) {
		w, _ := start(t, standin.Options{RetryDelays: []time.Duration{0}})
		app := httptest.NewServer(status(200))
		app.Close()
		attempts, err := w.Post(within(t), app.URL, secret, w.Mention(standin.Said{Text: "a"}))
		if !errors.Is(err, standin.ErrUnanswered) || len(attempts) != 2 || attempts[1].RetryReason != "connection_failed" {
			t.Errorf("attempts %+v, error %v", attempts, err)
		}
	})
	t.Run("another secret", func(t *testing.T) {
		w, _ := start(t, standin.Options{RetryDelays: []time.Duration{}})
		app := newReceiver(t, status(200))
		attempts, err := w.Post(within(t), app.URL, "other", w.Mention(standin.Said{Text: "a"}))
		if !errors.Is(err, standin.ErrUnanswered) || len(attempts) != 1 || attempts[0].Status != 401 {
			t.Errorf("attempts %+v, error %v", attempts, err)
		}
	})
}

func TestPostForms(t *testing.T) {
	w, api := start(t, standin.Options{})
	app := newReceiver(t, func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(rw, `{"text":"at once","response_type":"in_channel"}`)
	}, func(rw http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(rw, "plainly") }, status(200), status(500))
	reread := func(i int) *http.Request {
		req := httptest.NewRequest(http.MethodPost, "/", nil)
		form, err := url.ParseQuery(app.bodies[i])
		ok(t, err)
		req.PostForm, req.Form = form, form
		return req
	}
	_, err := w.Post(within(t), app.URL, secret, w.SlashCommand(standin.Alice, standin.General, "/istio", "a+b & c"))
	ok(t, err)
	cmd, err := slack.SlashCommandParse(reread(0))
	ok(t, err)
	if cmd.Text != "a+b & c" || cmd.Command != "/istio" || cmd.UserID != standin.Alice || cmd.TeamID != standin.TeamID || cmd.TriggerID == "" {
		t.Errorf("command %+v", cmd)
	}
	if m := w.Messages(standin.General); len(m) != 1 || m[0].Text != "at once" || m[0].Via != "command" {
		t.Errorf("immediate answer %+v", m)
	}
	_, err = w.Post(within(t), app.URL, secret, w.SlashCommand(standin.Alice, w.DirectChannel(standin.Alice), "/istio", ""))
	ok(t, err)
	if m := w.Ephemerals(w.DirectChannel(standin.Alice)); len(m) != 1 || m[0].Text != "plainly" {
		t.Errorf("immediate plain answer %+v", m)
	}

	_, ts, err := api.PostMessage(standin.General, slack.MsgOptionText("so", false))
	ok(t, err)
	_, err = w.Post(within(t), app.URL, secret, w.MessageShortcut(standin.Bob, standin.General, ts, "ask"))
	ok(t, err)
	short, err := slack.InteractionCallbackParse(reread(2))
	ok(t, err)
	if short.CallbackID != "ask" || short.User.ID != standin.Bob {
		t.Errorf("shortcut %+v", short)
	}
	attempts, err := w.Post(within(t), app.URL, secret, w.SlashCommand(standin.Alice, standin.General, "/istio", "a"))
	if !errors.Is(err, standin.ErrUnanswered) || len(attempts) != 1 {
		t.Errorf("%d attempts of a command, error %v; want one", len(attempts), err)
	}
}

func TestPostURLVerification(t *testing.T) {
	w, _ := start(t, standin.Options{})
	app := newReceiver(t, func(rw http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(rw, "answer") })
	attempts, err := w.Post(within(t), app.URL, secret, w.URLVerification("c4all"))
	ok(t, err)
	if string(attempts[0].Body) != "answer" {
		t.Errorf("body %q", attempts[0].Body)
	}
	e, err := slackevents.ParseEvent([]byte(app.bodies[0]), slackevents.OptionNoVerifyToken())
	ok(t, err)
	if got, is := e.Data.(*slackevents.EventsAPIURLVerificationEvent); !is || got.Challenge != "c4all" {
		t.Errorf("event %+v", e)
	}
}
