package slack

import (
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"bigtalk/adapters/slack/standin"
)

const question = "sidecar 内存占用太高怎么办"

// TestServeSocket answers over Socket Mode, in the thread and in a message, and again
// after a restart what came while the program was away.
func TestServeSocket(t *testing.T) {
	w := standin.New(t, standin.Options{})
	settings := overSocket(t)
	s := serve(t, w, settings)
	if err := w.WaitConnections(soon(t), 1); err != nil {
		t.Fatalf("%v; the log:\n%s", err, s.log.String())
	}
	w.Send(w.Mention(standin.Said{Text: question}))
	list, err := w.WaitMessages(soon(t), standin.General, 2)
	if err != nil {
		t.Fatalf("%v; the log:\n%s", err, s.log.String())
	}
	if !strings.Contains(string(list[1].Blocks), "潘天颖") || list[1].ThreadTS != list[0].TS {
		t.Errorf("reply %+v", list[1])
	}
	if code := s.end(t); code != 0 {
		t.Errorf("exit code %d", code)
	}
	s.checkLog(t)

	w.Send(w.Mention(standin.Said{Text: "how do I reduce sidecar memory", User: standin.Bob}))
	s = serve(t, w, settings)
	list, err = w.WaitMessages(soon(t), standin.General, 4)
	if err != nil {
		t.Fatalf("%v; the log:\n%s", err, s.log.String())
	}
	if list[3].ThreadTS != list[2].TS {
		t.Errorf("reply after the restart: %+v", list[3])
	}
	if code := s.end(t); code != 0 || len(w.Messages(standin.General)) != 4 {
		t.Errorf("exit code %d, %d messages", code, len(w.Messages(standin.General)))
	}
	s.checkLog(t)
}

// TestServeHTTP answers a request that Slack has signed, and probes.
func TestServeHTTP(t *testing.T) {
	w := standin.New(t, standin.Options{RetryDelays: []time.Duration{}})
	release := w.Hold("auth.test")
	s := serve(t, w, overHTTP(t))
	at := s.address(t)
	if healthy, ready := get(t, at+"/healthz"), get(t, at+"/readyz"); healthy != 200 || ready != 503 {
		t.Errorf("before Slack answers: /healthz %d, /readyz %d", healthy, ready)
	}
	release()
	waitStatus(t, at+"/readyz", 200)
	if code := get(t, at+"/slack/events"); code != 405 {
		t.Errorf("GET /slack/events: %d", code)
	}
	said := w.Mention(standin.Said{Text: question})
	if _, err := w.Post(soon(t), at+"/slack/events", "another secret", said); err == nil {
		t.Error("a request with another signature was taken")
	}
	if attempts, err := w.Post(soon(t), at+"/slack/events", secret, said); err != nil {
		t.Fatalf("attempts %+v, %v", attempts, err)
	}
	if _, err := w.WaitMessages(soon(t), standin.General, 2); err != nil {
		t.Fatalf("%v; the log:\n%s", err, s.log.String())
	}
	if code := s.end(t); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if _, err := net.Dial("tcp", strings.TrimPrefix(at, "http://")); err == nil {
		t.Error("the server still listens")
	}
	s.checkLog(t)
}

// TestServeFinishes ends the program while a reply is being posted: it is posted once.
func TestServeFinishes(t *testing.T) {
	w := standin.New(t, standin.Options{})
	s := serve(t, w, overSocket(t))
	release := w.Hold("chat.postMessage")
	w.Send(w.Mention(standin.Said{Text: question}))
	if _, err := w.WaitCalls(soon(t), "chat.postMessage", 1); err != nil {
		t.Fatalf("%v; the log:\n%s", err, s.log.String())
	}
	s.signal(t, syscall.SIGTERM)
	select {
	case <-s.done:
		t.Fatal("ended before the reply was posted")
	case <-time.After(3 * time.Second): // other commands have been given up by now
	}
	release()
	if code := s.wait(t); code != 0 || len(w.Calls("chat.postMessage")) != 1 {
		t.Errorf("exit code %d, %d posts; the log:\n%s", code, len(w.Calls("chat.postMessage")), s.log.String())
	}
}

// TestServeKilled kills the program after a reply was posted and before it knew: the
// next run finds the reply and does not repeat it.
func TestServeKilled(t *testing.T) {
	w := standin.New(t, standin.Options{})
	settings := overSocket(t)
	s := serve(t, w, settings)
	release := w.Hold("chat.postMessage")
	w.Send(w.Mention(standin.Said{Text: question}))
	if _, err := w.WaitCalls(soon(t), "chat.postMessage", 1); err != nil {
		t.Fatalf("%v; the log:\n%s", err, s.log.String())
	}
	s.signal(t, syscall.SIGKILL)
	s.wait(t)
	release()
	s = serve(t, w, settings)
	if _, err := w.WaitCalls(soon(t), "conversations.replies", 1); err != nil {
		t.Fatalf("%v; the log:\n%s", err, s.log.String())
	}
	if code := s.end(t); code != 0 || len(w.Calls("chat.postMessage")) != 1 {
		t.Errorf("exit code %d, %d posts; the log:\n%s", code, len(w.Calls("chat.postMessage")), s.log.String())
	}
}

// TestServeGivesUp ends with an error when Slack refuses the token.
func TestServeGivesUp(t *testing.T) {
	w := standin.New(t, standin.Options{})
	w.RevokeToken(standin.BotToken)
	s := serve(t, w, overSocket(t))
	if code := s.wait(t); code != 1 || !strings.Contains(s.log.String(), "bigtalk: slack: auth.test: Slack refuses the token (token_revoked)") {
		t.Errorf("exit code %d, log:\n%s", code, s.log.String())
	}
}

// TestCheckCommand runs the check with the configuration of serve.
func TestCheckCommand(t *testing.T) {
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name   string
		change func(*standin.Workspace)
		code   int
		want   string
	}{
		{"all is well", func(*standin.Workspace) {}, 0, "ok: app token: opens Socket Mode\n"},
		{"a scope lacks", func(w *standin.Workspace) { w.RemoveScope("commands") }, 1, "wrong: scopes: the token lacks commands: "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := standin.New(t, standin.Options{})
			tt.change(w)
			cmd := exec.Command(path, "slack", "check")
			cmd.Env = append(os.Environ(), "BIGTALK_SLACK_BOT_TOKEN="+standin.BotToken, "BIGTALK_SLACK_APP_TOKEN="+standin.AppToken,
				"BIGTALK_SLACK_API_URL="+w.APIURL(), "BIGTALK_SLACK_CHANNELS="+standin.General)
			out, _ := cmd.CombinedOutput() // its exit code is looked at
			if code := cmd.ProcessState.ExitCode(); code != tt.code || !strings.Contains(string(out), tt.want) || strings.Contains(string(out), standin.BotToken) {
				t.Errorf("exit code %d, output:\n%s", code, out)
			}
		})
	}
}

// TestServeAlone has a second program refuse the journal that the first serves with.
func TestServeAlone(t *testing.T) {
	w := standin.New(t, standin.Options{})
	settings := overSocket(t)
	first := serve(t, w, settings)
	if err := w.WaitConnections(soon(t), 1); err != nil {
		t.Fatal(err)
	}
	second := serve(t, w, settings)
	if code := second.wait(t); code != 1 || !strings.Contains(second.log.String(), "another bigtalk serves with the journal") {
		t.Errorf("exit code %d, log:\n%s", code, second.log.String())
	}
	if code := first.end(t); code != 0 {
		t.Errorf("the first ended with %d", code)
	}
	next := serve(t, w, settings)
	if err := w.WaitConnections(soon(t), 1); err != nil {
		t.Fatalf("%v; the log:\n%s", err, next.log.String())
	}
	if code := next.end(t); code != 0 {
		t.Errorf("the next ended with %d", code)
	}
}
