package bot

import (
	"context"
	"regexp"
	"slices"

	"bigtalk/knowledge"
)

// pick replies to a message that picks from the options offered before; not ok
// for any other message.
func (t *turn) pick(ctx context.Context, text string) (Reply, bool) {
	offered := t.state.offered
	p := readPick(text, len(offered))
	if len(offered) == 0 {
		// A number is a pick of a list that nobody remembers; "666" is praise and
		// "the former" may be anything.
		if p.kind == onePick && t.bot.opts.Memory != nil && intentOf(text) == question {
			t.state.silent()
			return t.say(Refusal, t.texts().noChoices+t.bot.example(t.language)), true
		}
		return Reply{}, false
	}
	answered := t.state.replyID != "" // since then: yes and no are of the answer
	switch {
	case p.kind == onePick, p.kind == severalPicks:
		return t.picked(ctx, p.numbers), true
	case p.kind == yesPick && len(offered) == 1 && !answered:
		return t.picked(ctx, []int{1}), true
	case p.kind == nonePick && (!answered || intentOf(text) != complaint):
		t.state.silent()
		t.state.offered = nil
		return t.say(Refusal, t.texts().noneOfThem), true
	}
	if i := quotesOption(text, t.titles(offered)); i >= 0 {
		return t.picked(ctx, []int{i + 1}), true
	}
	return t.pickAndMore(ctx, text)
}

var (
	// notThat begins a message that says which option was not meant.
	notThat = regexp.MustCompile(`(?i)^\s*(?:不是|不要|不选|除了|not|anything but|except)\s*`)
	// pickBefore is a choice with something behind it: 第二个怎么配, "2, why?".
	pickBefore = regexp.MustCompile(`(?i)^\s*((?:第\s*)?(?:\d{1,2}|[一二三四五六七八九十])(?:\s*[个個])?|the\s+(?:first|second|third)(?:\s+one)?)[\s,，、:：.]*(\S.*)$`)
)

// pickAndMore replies to a choice with a word more: which one it was not asks
// again, and why or how goes with the option that it names, in whose answer that
// stands if anywhere.
func (t *turn) pickAndMore(ctx context.Context, text string) (Reply, bool) {
	offered := len(t.state.offered)
	if rest := notThat.ReplaceAllString(text, ""); rest != text && readPick(rest, offered).kind == onePick {
		return t.askAgain(func(int) string { return t.texts().choicesIntro }), true
	}
	m := pickBefore.FindStringSubmatch(text)
	if m == nil || len(text) > maxSmalltalkBytes {
		return Reply{}, false
	}
	p, rest := readPick(m[1], offered), m[2]
	original := readCommand(rest).kind == original
	if p.kind != onePick || p.numbers[0] < 1 || p.numbers[0] > offered || !original && !knowledge.FitsAnything(rest) {
		return Reply{}, false
	}
	r := t.picked(ctx, p.numbers)
	if original && r.Decision == Answer {
		words := t.original(r.Matches[0].Entry.ID)
		words.ID, words.Picked = r.ID, r.Picked
		return words, true
	}
	return r, true
}

// picked shows the option of the first number that was offered, or asks again.
func (t *turn) picked(ctx context.Context, numbers []int) Reply {
	offered := t.state.offered
	at := slices.IndexFunc(numbers, func(n int) bool { return n >= 1 && n <= len(offered) })
	if at < 0 {
		return t.askAgain(t.texts().wrongNumber)
	}
	n := numbers[at]
	r := t.show(ctx, offered[n-1])
	if r.Decision != Answer {
		return r
	}
	r.Picked = n
	if len(numbers) > 1 {
		r.Blocks = slices.Insert(r.Blocks, 0, Block(TextBlock{t.texts().oneAtATime(n)}))
	}
	return r // what was offered stays: the others may be picked after it
}

// askAgain offers what was offered once more.
func (t *turn) askAgain(intro func(options int) string) Reply {
	options := t.options(t.state.offered)
	t.state.offered = optionIDs(options)
	t.state.silent()
	if len(options) == 0 { // they have left the archive
		return t.say(Refusal, t.texts().gone)
	}
	c := t.bot.choices(options, t.language)
	c.Intro = intro(len(options))
	r := t.fixed(Choices, c)
	r.Choices = options
	for _, o := range options {
		if m, ok := t.bot.searcher.Match(o.ID); ok {
			r.Matches = append(r.Matches, m)
		}
	}
	return r
}

// show presents an entry as the answer to what was asked last, whatever its
// confidence.
func (t *turn) show(ctx context.Context, id string) Reply {
	m, ok := t.bot.searcher.Match(id)
	if !ok { // the archive has changed since it was offered
		return t.say(Refusal, t.texts().gone)
	}
	r := t.fixed(Answer)
	r.Matches, r.Confidence, r.Helps = []knowledge.Match{m}, 1, 1
	thread := t.state.thread.Showing(id)
	text := thread.Latest()
	if text == "" { // a button of long ago
		text = option(m.Entry, m.Annotation, t.language).Title
	}
	r.ID = ReplyID(t.bot.opts.Version, text, thread, false)
	next := slices.DeleteFunc(slices.Clone(t.state.offered), func(o string) bool { return o == id })
	t.bot.compose(&r, nil)
	t.state.answered(r.ID, id, next)
	t.bot.asked(ctx, t.message, Asked{Question: text, Thread: thread, Picked: true}, r) // so that a judgement finds what it judges
	return r
}

// options are the entries of the IDs that are still there.
func (t *turn) options(ids []string) []Option {
	var out []Option
	for _, id := range ids {
		if m, ok := t.bot.searcher.Match(id); ok {
			out = append(out, option(m.Entry, m.Annotation, t.language))
		}
	}
	return out
}

// titles are what people may have before them of each entry, in both languages.
func (t *turn) titles(ids []string) [][]string {
	out := make([][]string, len(ids))
	for i, id := range ids {
		if m, ok := t.bot.searcher.Match(id); ok {
			for _, lang := range []Language{Chinese, English} {
				out[i] = append(out[i], option(m.Entry, m.Annotation, lang).Title)
			}
		}
	}
	return out
}
