package standin_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"bigtalk/adapters/slack/standin"
)

func TestFaultsInTheirOrder(t *testing.T) {
	w, api := start(t, standin.Options{})
	w.RateLimit("chat.postMessage", 2, 1500*time.Millisecond)
	w.Fail("chat.postMessage", 1, "internal_error")
	w.FailStatus("chat.postMessage", 1, 503)
	post := func() error {
		_, _, err := api.PostMessage(standin.General, slack.MsgOptionText("a", false))
		return err
	}
	for range 2 {
		var limited *slack.RateLimitedError
		if err := post(); !errors.As(err, &limited) || limited.RetryAfter != 2*time.Second {
			t.Errorf("error %v, want a rate limit of 2 s", err)
		}
	}
	wantCode(t, post(), "internal_error")
	var status slack.StatusCodeError
	if err := post(); !errors.As(err, &status) || status.Code != 503 {
		t.Errorf("error %v, want status 503", err)
	}
	if n := len(w.Messages(standin.General)); n != 0 {
		t.Fatalf("%d messages posted by failed calls", n)
	}
	ok(t, post())
	var got []string
	for _, c := range w.Calls("chat.postMessage") {
		got = append(got, c.Error)
	}
	if diff := cmp.Diff([]string{"ratelimited", "ratelimited", "internal_error", "http_503", ""}, got); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
}

func TestFaultOfAnyMethod(t *testing.T) {
	w, api := start(t, standin.Options{})
	w.Fail(standin.Any, 1, "fatal_error")
	_, err := api.AuthTest()
	wantCode(t, err, "fatal_error")
	_, err = api.AuthTest()
	ok(t, err)
	if n := len(w.Calls(standin.Any)); n != 2 {
		t.Errorf("%d calls, want 2", n)
	}
}

func TestDropCarriesOut(t *testing.T) {
	w, api := start(t, standin.Options{})
	w.Drop("chat.postMessage", 1)
	_, _, err := api.PostMessage(standin.General, slack.MsgOptionText("once", false))
	if err == nil {
		t.Error("the answer of a dropped call arrived")
	}
	if m := w.Messages(standin.General); len(m) != 1 || m[0].Text != "once" {
		t.Errorf("messages %+v, want the one of the dropped call", m)
	}
	if c := w.Calls("chat.postMessage"); len(c) != 1 || !c[0].Dropped || c[0].Error != "" {
		t.Errorf("calls %+v", c)
	}
}

func TestDelay(t *testing.T) {
	w, api := start(t, standin.Options{})
	w.Delay("chat.postMessage", time.Hour)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		_, _, err := api.PostMessageContext(ctx, standin.General, slack.MsgOptionText("slow", false))
		done <- err
	}()
	_, err := w.WaitMessages(within(t), standin.General, 1) // carried out before the answer
	ok(t, err)
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	const d = 20 * time.Millisecond
	w.Delay("chat.postMessage", d)
	begin := time.Now()
	_, _, err = api.PostMessage(standin.General, slack.MsgOptionText("b", false))
	ok(t, err)
	if took := time.Since(begin); took < d {
		t.Errorf("answered after %v, want %v", took, d)
	}
}

func TestHold(t *testing.T) {
	w, api := start(t, standin.Options{})
	release := w.Hold("auth.test")
	done := make(chan error, 1)
	go func() { _, err := api.AuthTest(); done <- err }()
	_, err := w.WaitCalls(within(t), "auth.test", 1)
	ok(t, err)
	select {
	case err := <-done:
		t.Fatalf("answered while held: %v", err)
	default:
	}
	release()
	release()
	ok(t, <-done)
	_, err = api.AuthTest() // the hold is over
	ok(t, err)
}

func TestWaitGivesUp(t *testing.T) {
	w, _ := start(t, standin.Options{})
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	for _, err := range []error{
		second(w.WaitCalls(ctx, "auth.test", 1)),
		second(w.WaitMessages(ctx, standin.General, 1)),
		w.WaitConnections(ctx, 1),
		w.Send(w.Mention(standin.Said{Text: "a"})).Wait(ctx),
	} {
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v, want the deadline", err)
		}
	}
}

func second[T any](_ T, err error) error { return err }
