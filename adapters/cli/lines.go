package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"bigtalk/bot"
	"bigtalk/knowledge"
)

// maxLine is how much of a line is kept. It is far past what a bot searches, so
// that a clipped line gets the reply that it is too long, as the whole would.
const maxLine = 1 << 20

var _ [maxLine - knowledge.MaxQueryBytes - 1]struct{} // maxLine > MaxQueryBytes

// answerLines answers each line of In that is not blank, a blank line between
// the replies.
func (c *CLI) answerLines(ctx context.Context, h bot.Handler) error {
	r := bufio.NewReader(c.opts.In)
	separator := ""
	for {
		l, ok := await(ctx, func() inputLine { return readLine(r) })
		if !ok {
			return nil
		}
		if !l.clipped {
			l.text = strings.TrimSpace(l.text)
		}
		if l.text != "" {
			if reply := c.reply(ctx, h, l.text); reply != "" {
				if err := c.write(separator + reply); err != nil {
					return err
				}
				separator = "\n"
			}
		}
		switch {
		case errors.Is(l.err, io.EOF):
			return nil
		case l.err != nil:
			return fmt.Errorf("read questions: %w", l.err)
		}
	}
}

type inputLine struct {
	text    string // valid UTF-8, without its newline
	clipped bool   // there was more than maxLine of it
	err     error  // the input ended after text
}

// readLine reads one line to its end, however long it is, and keeps maxLine of it.
func readLine(r *bufio.Reader) inputLine {
	var l inputLine
	var kept []byte
	for {
		part, err := r.ReadSlice('\n')
		if err == nil {
			part = part[:len(part)-1]
		}
		if room := maxLine - len(kept); len(part) > room {
			part, l.clipped = part[:room], true
		}
		kept = append(kept, part...)
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		l.text, l.err = strings.ToValidUTF8(string(kept), string(utf8.RuneError)), err
		return l
	}
}
