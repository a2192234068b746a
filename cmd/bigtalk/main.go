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
	cmd := newRoot(&environment{stdin: stdin, stdout: stdout, stderr: stderr, getenv: os.Getenv, cacheDir: os.UserCacheDir})
	cmd.SetArgs(longStrict(args))
	cmd.SetIn(stdin)
	cmd.SetOut(stdout)
	cmd.SetErr(stderr)
	err := cmd.ExecuteContext(ctx)
	switch exit := (*exitError)(nil); {
	case err == nil:
		return exitOK
	case errors.As(err, &exit):
		if msg := exit.Error(); msg != "" {
			_, _ = fmt.Fprintln(stderr, "bigtalk:", msg) // nowhere left to complain
		}
		return exit.code
	default:
		_, _ = fmt.Fprintln(stderr, "bigtalk:", err)
		return exitFailure
	}
}
