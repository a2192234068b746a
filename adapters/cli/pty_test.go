//go:build unix

package cli_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"

	"bigtalk/adapters/cli"
	"bigtalk/bot"
)

// terminalVariable makes the test binary a program with a prompt; its value is
// the history file.
const terminalVariable = "BIGTALK_TEST_TERMINAL"

func TestMain(m *testing.M) {
	if history := os.Getenv(terminalVariable); history != "" {
		ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
		defer stop()
		err := cli.New(cli.Options{
			Out: os.Stdout, Terminal: true, HistoryFile: history, Language: bot.English,
		}).Run(ctx, new(echo))
		fmt.Printf("ended: %v\n", err)
		return
	}
	m.Run()
}

// terminal is a program at a pseudo-terminal.
type terminal struct {
	t      *testing.T
	cmd    *exec.Cmd
	pty    *os.File
	output chan string
	seen   string
}

func openTerminal(t *testing.T, history string) *terminal {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), terminalVariable+"="+history, "TERM=xterm")
	f, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Skipf("no pseudo-terminal: %v", err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // it has ended, unless the test failed
		_ = cmd.Wait()
		_ = f.Close()
	})
	tt := &terminal{t: t, cmd: cmd, pty: f, output: make(chan string, 100)}
	go func() {
		defer close(tt.output)
		buf := make([]byte, 4096)
		for {
			n, err := f.Read(buf)
			tt.output <- string(buf[:n])
			if err != nil {
				return
			}
		}
	}()
	return tt
}

// expect waits until the program has written want since the last one.
func (tt *terminal) expect(want string) {
	tt.t.Helper()
	deadline := time.After(20 * time.Second)
	for {
		if _, after, ok := strings.Cut(tt.seen, want); ok {
			tt.seen = after
			return
		}
		select {
		case s, ok := <-tt.output:
			if !ok {
				tt.t.Fatalf("ended without %q; last output %q", want, tt.seen)
			}
			tt.seen += s
		case <-deadline:
			tt.t.Fatalf("no %q; last output %q", want, tt.seen)
		}
	}
}

func (tt *terminal) typeIn(keys string) {
	tt.t.Helper()
	if _, err := io.WriteString(tt.pty, keys); err != nil {
		tt.t.Fatal(err)
	}
}

func TestTerminal(t *testing.T) {
	history := filepath.Join(t.TempDir(), "new", "history")
	tt := openTerminal(t, history)
	tt.expect("Ctrl-D to leave.")
	tt.expect("> ")
	tt.typeIn("数据面x\x7f\r") // the backspace takes x back
	tt.expect("\n数据面\r\n")
	tt.expect("> ")
	tt.typeIn("half a line")
	tt.expect("half a line") // until it is echoed, Ctrl-C may still be the terminal's
	tt.typeIn("\x03")
	tt.expect("Ctrl-C again")
	tt.expect("> ")
	tt.typeIn("\x04")
	tt.expect("ended: <nil>")

	info, err := os.Stat(history)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("history file: %v, %v; want mode 0600", info, err)
	}

	tt = openTerminal(t, history)
	tt.expect("> ")
	tt.typeIn("\x1b[A\r") // up: the last question again
	tt.expect("\n数据面\r\n")
	tt.expect("> ")
	if err := tt.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	tt.expect("ended: <nil>")
}

// TestTerminalWithoutHistory: a history file that cannot be written is done without.
func TestTerminalWithoutHistory(t *testing.T) {
	for _, path := range []string{os.DevNull, t.TempDir(), filepath.Join(os.DevNull, "history")} {
		tt := openTerminal(t, path)
		tt.expect("> ")
		tt.typeIn("one\r")
		tt.expect("\none\r\n")
		tt.expect("> ")
		tt.typeIn("quit\r")
		tt.expect("ended: <nil>")
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Errorf("%s: %v, %v; want a device", os.DevNull, info, err)
	}
}
