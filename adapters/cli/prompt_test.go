package cli_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"github.com/peterh/liner"

	"bigtalk/adapters/cli"
	"bigtalk/bot"
)

// script is an Editor that a test types at: "^C" throws the line away, the end
// is Ctrl-D.
type script struct {
	lines   []string
	err     error // instead of the end
	history []string
}

func (s *script) Prompt(string) (string, error) {
	if len(s.lines) == 0 {
		if s.err != nil {
			return "", s.err
		}
		return "", io.EOF
	}
	l := s.lines[0]
	s.lines = s.lines[1:]
	if l == "^C" {
		return "", liner.ErrPromptAborted
	}
	return l, nil
}

func (s *script) AppendHistory(l string) { s.history = append(s.history, l) }

func TestPrompt(t *testing.T) {
	const hello = "Type a question and press Enter; type exit or press Ctrl-D to leave.\n"
	const again = "Press Ctrl-C again to leave.\n"
	for _, tc := range []struct {
		name    string
		lines   []string
		want    string
		history []string
		unread  int
	}{
		{name: "Ctrl-D", want: hello + "\n"},
		{name: "exit", lines: []string{" Exit ", "one"}, want: hello, unread: 1},
		{name: "退出", lines: []string{"退出", "one"}, want: hello, unread: 1},
		{name: "quit", lines: []string{"quit", "one"}, want: hello, unread: 1},
		{name: "questions", lines: []string{"one", " two "}, want: hello + "one\n\ntwo\n\n\n", history: []string{"one", "two"}},
		{name: "blank lines", lines: []string{"", "  "}, want: hello + "\n"},
		{name: "Ctrl-C twice", lines: []string{"^C", "^C", "one"}, want: hello + again + "\n", unread: 1},
		{name: "Ctrl-C, then a question", lines: []string{"^C", "one", "^C"}, want: hello + again + "one\n\n" + again + "\n", history: []string{"one"}},
		{name: "a failure", lines: []string{"fail", "one"}, want: hello + "Sorry, something went wrong and there is no answer. Please try again later.\n\none\n\n\n", history: []string{"fail", "one"}},
		{name: "a pasted log is not remembered", lines: []string{strings.Repeat("x", 20000)}, want: hello + "too long\n\n\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var out bytes.Buffer
			editor := &script{lines: tc.lines}
			err := cli.New(cli.Options{Out: &out, Terminal: true, Editor: editor, Language: bot.English}).Run(t.Context(), new(echo))
			if err != nil {
				t.Fatalf("Run: %v", err)
			}
			if diff := cmp.Diff(tc.want, out.String()); diff != "" {
				t.Errorf("output (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tc.history, editor.history); diff != "" {
				t.Errorf("history (-want +got):\n%s", diff)
			}
			if len(editor.lines) != tc.unread {
				t.Errorf("unread lines %q; want %d", editor.lines, tc.unread)
			}
		})
	}
}

func TestPromptGreetsInBothLanguages(t *testing.T) {
	var out bytes.Buffer
	if err := cli.New(cli.Options{Out: &out, Terminal: true, Editor: new(script)}).Run(t.Context(), new(echo)); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "输入问题") || !strings.Contains(out.String(), "Type a question") {
		t.Errorf("greeting %q; want both languages", out.String())
	}
}

func TestPromptBroken(t *testing.T) {
	gone := errors.New("terminal gone")
	err := cli.New(cli.Options{Out: io.Discard, Terminal: true, Editor: &script{err: gone}}).Run(t.Context(), new(echo))
	if !errors.Is(err, gone) {
		t.Errorf("error %v; want %v", err, gone)
	}
}

type stuck struct{ release chan struct{} }

func (s stuck) Prompt(string) (string, error) {
	<-s.release
	return "", io.EOF
}
func (stuck) AppendHistory(string) {}

func TestPromptCancel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		editor := stuck{make(chan struct{})}
		defer close(editor.release)
		done := make(chan error)
		go func() {
			done <- cli.New(cli.Options{Out: io.Discard, Terminal: true, Editor: editor}).Run(ctx, new(echo))
		}()
		synctest.Wait()
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run: %v; want nil", err)
		}
	})
}
