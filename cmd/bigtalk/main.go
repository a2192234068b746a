// Command bigtalk answers questions from a question-and-answer archive, by
// default that of the show 《Istio 大咖说》.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"bigtalk/adapters"
	"bigtalk/adapters/render"
)

// version is set by the linker in released builds; see [buildVersion].
var version string

func main() { os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// Exit codes of every command.
const (
	exitOK       = 0
	exitFailure  = 1 // something could not be done
	exitUsage    = 2 // the command line is wrong
	exitNoAnswer = 3 // a single ask that got no plain answer
)

// exitError carries an exit code other than 1 to run. An empty message prints nothing.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

func usageError(format string, args ...any) error {
	return &exitError{exitUsage, fmt.Errorf(format, args...)}
}

// isUsage reports a command line that a platform's command finds wrong.
func isUsage(err error) bool {
	_, ok := errors.AsType[adapters.UsageError](err)
	return ok
}

// longStrict lets -strict pass for --strict, as users of Go's own tools write it.
func longStrict(args []string) []string {
	args = slices.Clone(args)
	for i, a := range args {
		if a == "--" {
			break
		}
		if a == "-strict" {
			args[i] = "--strict"
		}
	}
	return args
}

// run is the whole program: it reads args, answers on stdout, complains on stderr
// in one line and returns the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	cmd := newRoot(&environment{stdin: stdin, stdout: stdout, stderr: stderr, getenv: os.Getenv, cacheDir: os.UserCacheDir, platforms: platforms()})
	cmd.SetArgs(longStrict(args))
	cmd.SetIn(stdin)
	cmd.SetOut(stdout)
	cmd.SetErr(stderr)
	err := execute(ctx, cmd, graceOf(cmd, args))
	switch exit := (*exitError)(nil); {
	case err == nil:
		return exitOK
	case errors.As(err, &exit):
		if msg := exit.Error(); msg != "" {
			complain(stderr, msg)
		}
		return exit.code
	case isUsage(err):
		complain(stderr, err.Error())
		return exitUsage
	default:
		complain(stderr, err.Error())
		return exitFailure
	}
}

// stopGrace is how long a command may go on after a signal: enough to finish an
// answer, too short to wonder whether the signal was heard.
const stopGrace = 2 * time.Second

// serveGrace is stopGrace for serve: what is under way takes adapters.DefaultDrain,
// and it is less than the 30 s after which Kubernetes kills.
const serveGrace = 15 * time.Second

// graceOf is how long the command that args name may go on after a signal.
func graceOf(root *cobra.Command, args []string) time.Duration {
	if cmd, _, err := root.Find(args); err == nil && cmd.Name() == "serve" {
		return serveGrace
	}
	return stopGrace
}

// execute runs the command and gives it grace once ctx has ended: a read from a pipe
// that nobody writes to cannot be interrupted.
func execute(ctx context.Context, cmd *cobra.Command, grace time.Duration) error {
	done := make(chan error, 1)
	go func() { done <- cmd.ExecuteContext(ctx) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-done:
		if errors.Is(err, context.Canceled) {
			return errInterrupted
		}
		return err
	case <-time.After(grace):
		return errInterrupted
	}
}

var errInterrupted = errors.New("interrupted")

// maxComplaint bounds an error message: a flag of a megabyte is not said again.
const maxComplaint = 2000

// complain writes an error to the terminal, with nothing in it that steers one.
func complain(w io.Writer, msg string) {
	if len(msg) > maxComplaint {
		msg = msg[:maxComplaint] + " …"
	}
	_, _ = fmt.Fprintln(w, "bigtalk:", render.Inert(msg)) // nowhere left to complain
}
