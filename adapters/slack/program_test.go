package slack

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"bigtalk/adapters/slack/standin"
)

// program builds bigtalk once for all tests.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "bigtalk-slack-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "bigtalk")
	out, err := exec.Command("go", "build", "-o", path, "bigtalk/cmd/bigtalk").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if path, err := program(); err == nil {
		_ = os.RemoveAll(filepath.Dir(path)) // it lies among what the system clears
	}
	os.Exit(code)
}

// TestScript runs the commands of bigtalk slack.
func TestScript(t *testing.T) {
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("PATH", filepath.Dir(path)+string(os.PathListSeparator)+env.Getenv("PATH"))
			env.Setenv("XDG_CACHE_HOME", env.WorkDir+"/cache")
			env.Setenv("HOME", env.WorkDir)
			return nil
		},
	})
}

const secret = "signing-hunter2"

// A lockedBuffer is read while the program writes to it.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// served is bigtalk serve under way.
type served struct {
	cmd  *exec.Cmd
	log  lockedBuffer
	done chan struct{} // closed when it has ended
}

// serve starts the program for a workspace. settings are variables of its
// environment, without what they all begin with.
func serve(t *testing.T, w *standin.Workspace, settings map[string]string) *served {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	s := &served{cmd: exec.Command(path, "serve", "--log-format", "json"), done: make(chan struct{})}
	s.cmd.Stderr = &s.log
	s.cmd.Env = append(os.Environ(), "BIGTALK_SLACK_BOT_TOKEN="+standin.BotToken, "BIGTALK_SLACK_API_URL="+w.APIURL())
	for name, value := range settings {
		s.cmd.Env = append(s.cmd.Env, "BIGTALK_"+name+"="+value)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = s.cmd.Wait() // its exit code is looked at
		close(s.done)
	}()
	t.Cleanup(func() { _ = s.cmd.Process.Kill() })
	return s
}

// overSocket are the settings for Socket Mode.
func overSocket(t *testing.T) map[string]string {
	t.Helper()
	return map[string]string{"SLACK_APP_TOKEN": standin.AppToken, "JOURNAL": filepath.Join(t.TempDir(), "journal.db")}
}

// overHTTP are the settings for HTTP.
func overHTTP(t *testing.T) map[string]string {
	t.Helper()
	return map[string]string{"SLACK_SIGNING_SECRET": secret, "LISTEN": "127.0.0.1:0", "JOURNAL": filepath.Join(t.TempDir(), "journal.db")}
}

// signal sends a signal to the program.
func (s *served) signal(t *testing.T, sig syscall.Signal) {
	t.Helper()
	if err := s.cmd.Process.Signal(sig); err != nil {
		t.Fatal(err)
	}
}

// wait returns the exit code of the program once it has ended.
func (s *served) wait(t *testing.T) int {
	t.Helper()
	select {
	case <-s.done:
		return s.cmd.ProcessState.ExitCode()
	case <-time.After(time.Minute):
		t.Fatalf("serve does not end; its log:\n%s", s.log.String())
		return 0
	}
}

// end tells the program to end, and returns its exit code.
func (s *served) end(t *testing.T) int {
	t.Helper()
	s.signal(t, syscall.SIGTERM)
	return s.wait(t)
}

var listensAt = regexp.MustCompile(`"listen":"(127\.0\.0\.1:\d+)"`)

// address waits for the HTTP server's.
func (s *served) address(t *testing.T) string {
	t.Helper()
	for range 600 {
		if m := listensAt.FindStringSubmatch(s.log.String()); m != nil {
			return "http://" + m[1]
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("no HTTP server; the log:\n%s", s.log.String())
	return ""
}

// get returns the status of a page.
func get(t *testing.T, url string) int {
	t.Helper()
	r, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	return r.StatusCode
}

// waitStatus waits until a page has a status.
func waitStatus(t *testing.T, url string, want int) {
	t.Helper()
	got := 0
	for range 200 {
		if got = get(t, url); got == want {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("GET %s: %d, want %d", url, got, want)
}

// checkLog has every line be an object that holds no secret and no message.
func (s *served) checkLog(t *testing.T) {
	t.Helper()
	log := s.log.String()
	for line := range strings.Lines(log) {
		if !json.Valid([]byte(line)) {
			t.Errorf("log line %q is no JSON", line)
		}
	}
	for _, part := range []string{standin.BotToken, standin.AppToken, secret, "内存", "memory"} {
		if strings.Contains(log, part) {
			t.Errorf("the log has %q:\n%s", part, log)
		}
	}
}

// soon is the test's context for a minute.
func soon(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}
