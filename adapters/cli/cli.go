package cli

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strconv"

	"bigtalk/adapters"
	"bigtalk/adapters/render"
	"bigtalk/bot"
)

// name is the adapter's in messages and logs, and that of its only conversation.
const name = "cli"

// Options configure a CLI. In and Out are needed, the rest has defaults.
type Options struct {
	In  io.Reader // read line by line unless Terminal is set
	Out io.Writer

	// Terminal asks for a prompt. Unless Editor is set, the process's own standard
	// input and output are then the terminal, and In is not read.
	Terminal bool
	Editor   Editor // reads from the terminal; by default with line editing and history
	// HistoryFile keeps the questions asked at the prompt. It is created for its
	// owner alone; one that cannot be read or written is done without.
	HistoryFile string

	// Converses lets exit and quit end In too: its lines are one conversation.
	Converses bool

	Color    bool                   // ANSI styles in replies
	Render   func(bot.Reply) string // a reply's text with a newline at its end; render.Text when nil
	Language bot.Language           // of what the CLI says itself; the asker's when empty
	User     string                 // of all messages
	NextID   func() string          // a new message's ID; when nil they are counted from 1
	Logger   *slog.Logger           // nothing is logged when nil
}

// A CLI is the terminal as an adapter. It runs once.
type CLI struct {
	opts Options
	log  *slog.Logger
}

var _ adapters.Adapter = (*CLI)(nil)

// New returns a CLI that reads and writes as the options say.
func New(opts Options) *CLI {
	if opts.Render == nil {
		color := opts.Color
		opts.Render = func(r bot.Reply) string { return render.Text(r, render.TextOptions{Color: color}) }
	}
	if opts.NextID == nil {
		asked := 0
		opts.NextID = func() string {
			asked++
			return strconv.Itoa(asked)
		}
	}
	log := opts.Logger
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &CLI{opts: opts, log: log.With("adapter", name)}
}

// Run answers lines until they end, the person leaves or ctx is done, and then
// returns nil; the error is that of reading or writing. A read that is under way
// when ctx ends is left behind: nothing can interrupt it, and what it reads is lost.
func (c *CLI) Run(ctx context.Context, h bot.Handler) error {
	if c.opts.Terminal {
		return c.converse(ctx, h)
	}
	return c.answerLines(ctx, h)
}

// reply returns what to write for one line: empty for silence and when ctx ended
// before there was an answer.
func (c *CLI) reply(ctx context.Context, h bot.Handler, text string) string {
	id := c.opts.NextID()
	var r bot.Reply
	err := adapters.Guard(func() (err error) {
		r, err = h.Handle(ctx, bot.Message{
			ID: id, Platform: name, Conversation: name, User: c.opts.User, Text: text, Direct: true, Addressed: true,
		})
		return err
	})
	switch {
	case err != nil && ctx.Err() != nil:
		return ""
	case err != nil:
		c.log.Error("message not answered", "message_id", id, "error", err)
		language := c.opts.Language
		if language == "" {
			language = bot.LanguageOf(text)
		}
		return textsIn(language).apology + "\n"
	case r.Decision == bot.Silence:
		return ""
	default:
		return c.opts.Render(r)
	}
}

func (c *CLI) write(s string) error {
	if _, err := io.WriteString(c.opts.Out, s); err != nil {
		return fmt.Errorf("write reply: %w", err)
	}
	return nil
}

// await runs a read that nothing can interrupt and returns what it read, or
// false when ctx ended first.
func await[T any](ctx context.Context, read func() T) (T, bool) {
	done := make(chan T, 1) // the read ends without a receiver too
	go func() { done <- read() }()
	select {
	case v := <-done:
		return v, ctx.Err() == nil
	case <-ctx.Done():
		var none T
		return none, false
	}
}
