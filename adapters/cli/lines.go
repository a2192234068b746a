package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"bigtalk/bot"
	"bigtalk/knowledge"
	"bigtalk/knowledge/textline"
)

// maxLine bounds a line, far past what a bot searches.
const maxLine = 1 << 20

// overlong is the question that a line past maxLine is taken for: one that is
// longer than a bot searches too, so that the reply is that it is too long.
func overlong() string { return strings.Repeat("…", knowledge.MaxQueryBytes) }

// answerLines answers each line of In that is not blank, a blank line between
// the replies.
func (c *CLI) answerLines(ctx context.Context, h bot.Handler) error {
	lines := textline.NewReader(c.opts.In, maxLine)
	separator := ""
	for {
		l, ok := await(ctx, func() inputLine {
			text, err := lines.Next()
			return inputLine{string(text), err}
		})
		text := strings.TrimSpace(strings.ToValidUTF8(l.text, string(utf8.RuneError)))
		switch {
		case !ok, errors.Is(l.err, io.EOF):
			return nil
		case errors.Is(l.err, textline.ErrTooLong):
			text = overlong()
		case l.err != nil:
			return fmt.Errorf("read questions: %w", l.err)
		}
		if text == "" {
			continue
		}
		if c.opts.Converses && leaves(text) {
			return nil
		}
		if reply := c.reply(ctx, h, text); reply != "" {
			if err := c.write(separator + reply); err != nil {
				return err
			}
			separator = "\n"
		}
	}
}

type inputLine struct {
	text string
	err  error
}
