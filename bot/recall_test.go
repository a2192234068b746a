package bot_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"bigtalk/bot"
	"bigtalk/knowledge"
)

// last is what [bot.Options.Recall] wants.
func (j *fakeJournal) last(_ context.Context, m bot.Message) (bot.Asked, bool, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, q := range slices.Backward(j.asked) {
		if q.Person == m.From() && q.MessageID != m.ID {
			return q, true, j.err
		}
	}
	return bot.Asked{}, false, j.err
}

// TestRecall goes on in a thread with a bot that remembers nothing of it, as one that
// does: with an answer, with a list and with what was picked from it.
func TestRecall(t *testing.T) {
	for _, lines := range [][]string{
		{"怎么升级", "为什么"},
		{"怎么升级", "为什么", "那怎么回滚"},
		{"网关", "2"},
		{"网关", "2", "为什么"},
		{"网关", "最后一个"},
		{"怎么升级", "original"},
		{"怎么升级", "why"},
		{"煮面", "2"},
		{"怎么升级", "换个问题，为什么"},
	} {
		kept, lost := new(fakeJournal), new(fakeJournal)
		remembering := tinyBot(func(o *bot.Options) { o.Journal = kept })
		for i, text := range lines {
			m := spoken("ann", i, text)
			m.Thread = true
			want := say(t, remembering, m)
			forgetting := tinyBot(func(o *bot.Options) { o.Journal, o.Recall = lost, lost.last })
			got := say(t, forgetting, m)
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(knowledge.Annotation{})); diff != "" {
				t.Errorf("%q, then %q (-remembered +recalled):\n%s", lines[:i], text, diff)
			}
		}
	}
}

// TestRecallOnlyThreads leaves other conversations, other people and other messages alone.
func TestRecallOnlyThreads(t *testing.T) {
	j := new(fakeJournal)
	fresh := func() *bot.Bot { return tinyBot(func(o *bot.Options) { o.Journal, o.Recall = j, j.last }) }
	m := spoken("ann", 1, "网关")
	m.Thread = true
	say(t, fresh(), m)
	for name, change := range map[string]func(*bot.Message){
		"no thread":            func(m *bot.Message) { m.Thread = false },
		"another person":       func(m *bot.Message) { m.User = "bob" },
		"another thread":       func(m *bot.Message) { m.Conversation = "elsewhere" },
		"the same message":     func(m *bot.Message) { m.ID = fmt.Sprint("ann-", 1) },
		"a journal that fails": func(*bot.Message) { j.err = errors.New("disk full") },
	} {
		m := spoken("ann", 2, "2")
		m.Thread = true
		change(&m)
		if r := say(t, fresh(), m); r.Picked != 0 {
			t.Errorf("%s: option %d was picked", name, r.Picked)
		}
		j.err = nil
	}
}
