package cli_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"bigtalk/adapters/cli"
	"bigtalk/bot"
	"bigtalk/knowledge"
)

// echo replies with the message's text and keeps the messages.
type echo struct{ got []bot.Message }

func (e *echo) Handle(_ context.Context, m bot.Message) (bot.Reply, error) {
	e.got = append(e.got, m)
	text := m.Text
	switch {
	case len(text) > knowledge.MaxQueryBytes:
		text = "too long"
	case strings.Contains(text, "fail"):
		return bot.Reply{}, errors.New("SECRET: disk on fire")
	case text == "chatter":
		return bot.Reply{Decision: bot.Silence}, nil
	}
	return bot.Reply{Decision: bot.Answer, Language: bot.English, Blocks: []bot.Block{bot.TextBlock{Text: text}}}, nil
}

func pipe(t *testing.T, in io.Reader, opts cli.Options) (string, *echo) {
	t.Helper()
	var out bytes.Buffer
	h := new(echo)
	opts.In, opts.Out = in, &out
	if err := cli.New(opts).Run(t.Context(), h); err != nil {
		t.Fatalf("Run: %v", err)
	}
	return out.String(), h
}

func TestLines(t *testing.T) {
	long := strings.Repeat("长", 1<<20)
	mebibyte := strings.Repeat("a", 1<<20)
	for _, tc := range []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"one line", "one\n", "one\n"},
		{"no newline at the end", "one", "one\n"},
		{"two lines", "one\ntwo\n", "one\n\ntwo\n"},
		{"blank lines are no questions", "\n \t\n one \r\n\n\ntwo\n\n", "one\n\ntwo\n"},
		{"silence leaves no gap", "one\nchatter\ntwo\n", "one\n\ntwo\n"},
		{"exit is a question to a pipe", "exit\n", "exit\n"},
		{"invalid UTF-8", "a\xff\xfeb\n", "a\ufffdb\n"},
		{"a failure in English", "fail\nnext\n", "Sorry, something went wrong and there is no answer. Please try again later.\n\nnext\n"},
		{"a failure in Chinese", "会 fail 吗\n", "抱歉，出了点问题，没能回答。请稍后再试。\n"},
		{"a line past the limit loses nothing after it", long + "\nnext\n", "too long\n\nnext\n"},
		{"a line past the limit at the end", "first\n" + long, "first\n\ntoo long\n"},
		{"a blank line past the limit", strings.Repeat(" ", 1<<20+1) + "x\nnext", "too long\n\nnext\n"},
		{"a line at the limit", mebibyte + "\nnext\n", "too long\n\nnext\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for _, in := range []io.Reader{strings.NewReader(tc.in), iotest.HalfReader(strings.NewReader(tc.in))} {
				got, h := pipe(t, in, cli.Options{})
				if diff := cmp.Diff(tc.want, got); diff != "" {
					t.Errorf("in %.40q: output (-want +got):\n%s", tc.in, diff)
				}
				for _, m := range h.got {
					if !utf8.ValidString(m.Text) || len(m.Text) > 1<<20+utf8.UTFMax {
						t.Errorf("in %.40q: message of %d bytes, valid UTF-8 %t", tc.in, len(m.Text), utf8.ValidString(m.Text))
					}
				}
			}
		})
	}
}

func TestMessage(t *testing.T) {
	ids := 40
	_, h := pipe(t, strings.NewReader("one\ntwo\n"), cli.Options{User: "li", NextID: func() string {
		ids++
		return fmt.Sprint("q", ids)
	}})
	want := []bot.Message{
		{ID: "q41", Platform: "cli", Conversation: "cli", User: "li", Text: "one", Direct: true, Addressed: true},
		{ID: "q42", Platform: "cli", Conversation: "cli", User: "li", Text: "two", Direct: true, Addressed: true},
	}
	if diff := cmp.Diff(want, h.got); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
	if _, h = pipe(t, strings.NewReader("one\ntwo\n"), cli.Options{}); h.got[0].ID == h.got[1].ID {
		t.Errorf("default IDs are both %q", h.got[0].ID)
	}
}

func TestFailureIsLoggedNotShown(t *testing.T) {
	var logged bytes.Buffer
	got, _ := pipe(t, strings.NewReader("fail\n"), cli.Options{
		Logger:   slog.New(slog.NewTextHandler(&logged, nil)),
		Language: bot.Chinese,
	})
	if strings.Contains(got, "SECRET") || !strings.HasPrefix(got, "抱歉") {
		t.Errorf("output %q; want the apology in the language of the options", got)
	}
	for _, want := range []string{"adapter=cli", "message_id=1", "SECRET"} {
		if !strings.Contains(logged.String(), want) {
			t.Errorf("log %q lacks %q", logged.String(), want)
		}
	}
}

func TestRender(t *testing.T) {
	got, _ := pipe(t, strings.NewReader("one\n"), cli.Options{Render: func(r bot.Reply) string {
		return string(r.Decision) + "\n"
	}})
	if got != "answer\n" {
		t.Errorf("output %q; want that of Options.Render", got)
	}
}

func TestBrokenPlatform(t *testing.T) {
	broken := errors.New("broken pipe")
	err := cli.New(cli.Options{In: strings.NewReader("a\n"), Out: failingWriter{broken}}).Run(t.Context(), new(echo))
	if !errors.Is(err, broken) {
		t.Errorf("Run with a failing Out: error %v; want %v", err, broken)
	}
	var out bytes.Buffer
	in := io.MultiReader(strings.NewReader("a line\nhalf a li"), iotest.ErrReader(broken))
	err = cli.New(cli.Options{In: in, Out: &out}).Run(t.Context(), new(echo))
	if !errors.Is(err, broken) || out.String() != "a line\n" {
		t.Errorf("Run with a failing In: error %v, output %q", err, out.String())
	}
}

type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }

// TestCancel ends Run while a read is under way, and while a question is.
func TestCancel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		in, feed := io.Pipe()
		defer feed.Close()
		done := make(chan error)
		go func() { done <- cli.New(cli.Options{In: in, Out: io.Discard}).Run(ctx, new(echo)) }()
		synctest.Wait()
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run while reading: %v; want nil", err)
		}
	})
	ctx, cancel := context.WithCancel(t.Context())
	var out bytes.Buffer
	h := bot.HandlerFunc(func(ctx context.Context, _ bot.Message) (bot.Reply, error) {
		cancel()
		return bot.Reply{}, ctx.Err()
	})
	if err := cli.New(cli.Options{In: strings.NewReader("a\nb\n"), Out: &out}).Run(ctx, h); err != nil || out.Len() > 0 {
		t.Errorf("Run while answering: error %v, output %q; want neither", err, out.String())
	}
}
