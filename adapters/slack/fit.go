package slack

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

// The limits of a message. All but maxBlocks are ours, within Slack's.
const (
	// maxBlocks is documented (https://docs.slack.dev/reference/block-kit/blocks).
	maxBlocks = 50
	// maxSize is how many characters the blocks of a message may have as JSON. Slack
	// refuses more than about 13,200 with msg_blocks_too_long; it counts texts of up to
	// 12,000 and some room for what holds them, and does not document how.
	maxSize = 12000
	// maxFallback bounds a text beside blocks, in bytes: chat.update has been seen to
	// refuse more with msg_too_long. It holds what a notification shows many times.
	maxFallback = 4000
	// maxMessages is how many messages an archive's text may take: more would push the
	// question off the screen. It is a rule, not a measured figure; the longest
	// answer of the show takes a seventh of one.
	maxMessages = 3
)

// fit returns the blocks of at most limit messages. Where parts have more, all texts
// in them are cut to as many blocks as fit, the same number for each. Where even one
// of each is too much, what follows is left out, which more says.
func fit(parts []part, limit int, more slack.Block) [][]slack.Block {
	sizes := map[slack.Block]int{more: size(more)}
	longest := 1
	for _, p := range parts {
		longest = max(longest, len(p.blocks))
		for _, b := range p.blocks {
			sizes[b] = size(b)
		}
		if p.more != nil {
			sizes[p.more] = size(p.more)
		}
	}
	for keep := min(longest, limit*maxBlocks); ; keep-- {
		pages := paged(cut(parts, keep), limit, sizes)
		if len(pages) <= limit {
			return pages
		}
		if keep > 1 {
			continue
		}
		last := slices.Concat(pages[limit-1], []slack.Block{more})
		for !fits(last, sizes) {
			last = slices.Delete(last, len(last)-2, len(last)-1)
		}
		pages[limit-1] = last
		return pages[:limit]
	}
}

// cut returns the blocks of parts, at most keep of a text.
func cut(parts []part, keep int) []slack.Block {
	var out []slack.Block
	for _, p := range parts {
		if p.more != nil && len(p.blocks) > keep {
			out = append(append(out, p.blocks[:keep]...), p.more)
			continue
		}
		out = append(out, p.blocks...)
	}
	return out
}

// paged sets blocks on as few pages as hold them in order. It stops when there are
// more pages than limit.
func paged(blocks []slack.Block, limit int, sizes map[slack.Block]int) [][]slack.Block {
	var pages [][]slack.Block
	var page []slack.Block
	for _, b := range blocks {
		if len(page) > 0 && !fits(append(page, b), sizes) {
			if pages = append(pages, page); len(pages) > limit {
				return pages
			}
			page = nil
		}
		page = append(page, b)
	}
	if len(page) > 0 {
		pages = append(pages, page)
	}
	return pages
}

// fits reports that blocks keep to the limits of a message.
func fits(blocks []slack.Block, sizes map[slack.Block]int) bool {
	total := 0
	for _, b := range blocks {
		total += sizes[b] + len(",")
	}
	return len(blocks) <= maxBlocks && total <= maxSize
}

// size returns how many characters a block has as JSON, as Slack reads it.
func size(b slack.Block) int {
	text, err := json.Marshal(b)
	if err != nil {
		return maxSize // never: blocks are made of strings
	}
	return utf8.RuneCountInString(htmlEscapes.Replace(string(text)))
}

// htmlEscapes are those that encoding/json sets within strings for browsers.
var htmlEscapes = strings.NewReplacer(`\\`, `\\`, `\u003c`, "<", `\u003e`, ">", `\u0026`, "&")
