package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/peterh/liner"

	"bigtalk/bot"
)

const (
	prompt = "> "
	// maxHistoryLine is the longest question that is remembered: a pasted log is
	// not asked twice, and the history's reader gives up at 4096 bytes.
	maxHistoryLine = 1000
)

// An Editor reads lines from a person at a terminal.
type Editor interface {
	// Prompt returns the line without its newline; io.EOF when the person leaves,
	// liner.ErrPromptAborted when the line was thrown away.
	Prompt(prompt string) (string, error)
	// AppendHistory remembers a line.
	AppendHistory(line string)
}

var _ Editor = (*liner.State)(nil)

// converse answers at a prompt until the person leaves: with exit, quit, Ctrl-D,
// or Ctrl-C on a line that Ctrl-C has just emptied.
func (c *CLI) converse(ctx context.Context, h bot.Handler) error {
	editor := c.opts.Editor
	if editor == nil {
		own := liner.NewLiner()
		own.SetCtrlCAborts(true)
		c.loadHistory(own)
		// Closing gives the terminal its mode back, under a pending Prompt too.
		defer func() {
			c.saveHistory(own)
			if err := own.Close(); err != nil {
				c.log.Warn("terminal not restored", "error", err)
			}
		}()
		editor = own
	}
	if err := c.write(c.spoken(func(t texts) string { return t.greeting }) + "\n"); err != nil {
		return err
	}
	aborted := false
	for {
		l, ok := await(ctx, func() inputLine {
			text, err := editor.Prompt(prompt)
			return inputLine{text: text, err: err}
		})
		text := strings.TrimSpace(strings.ToValidUTF8(l.text, "\ufffd"))
		out := ""
		switch {
		case !ok, errors.Is(l.err, io.EOF), errors.Is(l.err, liner.ErrPromptAborted) && aborted:
			return c.write("\n")
		case errors.Is(l.err, liner.ErrPromptAborted):
			out = c.spoken(func(t texts) string { return t.again }) + "\n"
		case l.err != nil:
			return fmt.Errorf("read the terminal: %w", l.err)
		case text == "":
		case leaves(text):
			return nil
		default:
			if len(text) <= maxHistoryLine {
				editor.AppendHistory(text)
			}
			out = c.reply(ctx, h, text) + "\n"
		}
		aborted = errors.Is(l.err, liner.ErrPromptAborted)
		if err := c.write(out); err != nil {
			return err
		}
	}
}

// leaves reports the words that end a conversation.
func leaves(text string) bool {
	return strings.EqualFold(text, "exit") || strings.EqualFold(text, "quit") || text == "退出"
}
