package webhook

import (
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
)

// program builds bigtalk once for all tests.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "bigtalk-webhook-")
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

// TestScript runs the commands of bigtalk webhook.
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

var listensAt = regexp.MustCompile(`listen=(127\.0\.0\.1:\d+)`)

// served runs bigtalk serve until the test ends, and returns where.
func served(t *testing.T, dir string, settings ...string) (address string, log *lockedBuffer, end func() int) {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	log = new(lockedBuffer)
	cmd := exec.Command(path, "serve")
	cmd.Stderr = log
	cmd.Env = append(os.Environ(), "BIGTALK_LISTEN=127.0.0.1:0", "BIGTALK_JOURNAL="+filepath.Join(dir, "journal.db"),
		"BIGTALK_WEBHOOK_SOURCES=bridge", "BIGTALK_WEBHOOK_BRIDGE_SECRETS="+secret2+","+secret1)
	cmd.Env = append(cmd.Env, settings...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		_ = cmd.Wait() // its exit code is looked at
		close(done)
	}()
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	for range 600 {
		if m := listensAt.FindStringSubmatch(log.String()); m != nil {
			address = "http://" + m[1]
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if address == "" {
		t.Fatalf("no HTTP server; the log:\n%s", log.String())
	}
	return address, log, func() int {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		<-done
		return cmd.ProcessState.ExitCode()
	}
}

// TestServe asks the program as it is shipped, by its own command: in the response and
// by callback, and picks a choice by its number.
func TestServe(t *testing.T) {
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	r := receive(t, nil)
	settings := []string{"BIGTALK_WEBHOOK_BRIDGE_CALLBACK_URL=" + r.URL + "/?token=hunter2", "BIGTALK_WEBHOOK_BRIDGE_CALLBACK_SECRET=" + callbackSecret}
	dir := t.TempDir()
	address, log, end := served(t, dir, settings...)
	send := func(args ...string) string {
		cmd := exec.Command(path, append([]string{"webhook", "send", "--url", address}, args...)...)
		cmd.Env = append(append(os.Environ(), settings...), "BIGTALK_WEBHOOK_SOURCES=bridge", "BIGTALK_WEBHOOK_BRIDGE_SECRETS="+secret1)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("send %q: %v\n%s", args, err, out)
		}
		return string(out)
	}
	if out := send("--text", "sidecar 内存占用太高怎么办"); !strings.Contains(out, "bilibili.com") {
		t.Errorf("answer:\n%s", out)
	}
	if out := send("--text", "sidecar 内存占用太高怎么办", "--markdown"); !strings.Contains(out, "<https://www.bilibili.com") {
		t.Errorf("answer in Markdown:\n%s", out)
	}
	choices := send("--text", "限流", "--sender", "ann")
	if picked := send("--text", "2", "--sender", "ann"); !strings.Contains(choices, "\n2. ") || !strings.Contains(picked, "bilibili.com") {
		t.Errorf("choices:\n%s\nthe second:\n%s", choices, picked)
	}
	forger := exec.Command(path, "webhook", "send", "--url", address, "--text", "hello")
	forger.Env = append(os.Environ(), "BIGTALK_WEBHOOK_SOURCES=bridge", "BIGTALK_WEBHOOK_BRIDGE_SECRETS="+callbackSecret)
	if out, err := forger.CombinedOutput(); err == nil || string(out) != "bigtalk: 401 Unauthorized: "+unverified+"\n" {
		t.Errorf("with another secret: %v, %s", err, out)
	}
	if out := send(); !strings.HasPrefix(out, "> ") {
		t.Errorf("a question of the archive:\n%s", out)
	}
	if out := send("--text", "how do I reduce sidecar memory?", "--callback"); out != "accepted: the reply goes to the callback URL\n" {
		t.Errorf("callback: %s", out)
	}
	if c := r.wait(t, 1)[0]; !strings.Contains(c.body, `"decision":"answer"`) {
		t.Errorf("callback %s", c.body)
	}
	if code := end(); code != 0 || strings.Contains(log.String(), "hunter2") || strings.Contains(log.String(), "内存") {
		t.Errorf("exit code %d, log:\n%s", code, log.String())
	}
	if _, err := http.Get(address); err == nil {
		t.Error("the server still listens")
	}
}
