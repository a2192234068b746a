package adapters

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"

	"bigtalk/adapters/render"
	"bigtalk/bot"
)

const (
	// keepPages is how long the rest of a text may be asked for, as long as a
	// conversation lasts.
	keepPages = 30 * time.Minute
	// maxPaged is how many people a Pager keeps a rest for; each is of some kilobytes.
	// Beyond it the oldest is dropped.
	maxPaged = 1000
)

// A Pager gives texts that are longer than a message of a platform in parts: the first
// at once, the others when they are asked for. It is safe for concurrent use.
type Pager struct {
	limit int
	size  render.Measure
	now   func() time.Time

	mu    sync.Mutex
	rests map[bot.Person]rest
}

type rest struct {
	parts []string
	lang  bot.Language
	kept  time.Time
}

// NewPager returns a Pager of parts that measure at most limit, which leaves room for
// more than a line. now is time.Now when nil.
func NewPager(limit int, size render.Measure, now func() time.Time) *Pager {
	if now == nil {
		now = time.Now
	}
	return &Pager{limit: limit, size: size, now: now, rests: make(map[bot.Person]rest)}
}

// First returns as much of a text as fits, and what to say for the rest, which it keeps
// in place of what it had for the person. A text that fits is returned as it is.
func (p *Pager) First(who bot.Person, lang bot.Language, text string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.rests, who)
	if p.size(text) <= p.limit {
		return text
	}
	return p.page(who, rest{lang: lang, parts: render.Split(text, p.limit-p.size(moreHint(lang, 99)), p.size)})
}

var asksMore = regexp.MustCompile(`(?i)^\s*(?:更多|继续|下一页|more|next|go on|continue)\s*[.。!！~～…]*\s*$`)

// Next returns the next part if the text asks for it; not ok where it does not, or
// nothing is left.
func (p *Pager) Next(who bot.Person, text string) (part string, ok bool) {
	if !asksMore.MatchString(text) {
		return "", false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	r, ok := p.rests[who]
	delete(p.rests, who)
	if !ok || p.now().Sub(r.kept) > keepPages {
		return "", false
	}
	return p.page(who, r), true
}

// page returns the first of the parts and keeps the others.
func (p *Pager) page(who bot.Person, r rest) string {
	first, left := r.parts[0], r.parts[1:]
	if len(left) == 0 {
		return first
	}
	p.makeRoom()
	p.rests[who] = rest{left, r.lang, p.now()}
	return strings.TrimRight(first, "\n") + moreHint(r.lang, len(left))
}

// moreHint says how many parts are left and how to get them.
func moreHint(lang bot.Language, left int) string {
	if lang == bot.Chinese {
		return fmt.Sprintf("\n\n（还有 %d 段，回复“更多”继续看）", left)
	}
	if left == 1 {
		return "\n\n(1 more part: reply “more” to read it)"
	}
	return fmt.Sprintf("\n\n(%d more parts: reply “more” to go on)", left)
}

func (p *Pager) makeRoom() {
	if len(p.rests) < maxPaged {
		return
	}
	var oldest bot.Person
	var since time.Time
	for who, r := range p.rests {
		if since.IsZero() || r.kept.Before(since) {
			oldest, since = who, r.kept
		}
	}
	delete(p.rests, oldest)
}
