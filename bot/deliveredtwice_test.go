package bot_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"bigtalk/bot"
	"bigtalk/knowledge"
)

// everyKind is a conversation with messages of every kind that leave a state.
var everyKind = []bot.Message{
	{Text: "怎么升级"},
	{Text: "为什么"},
	{Text: "👍"},
	{Text: "网关"},
	{Text: "2"},
	{Text: "👎"},
	{Text: "最后一个"},
	{Text: "原文"},
	{Text: "撤回"},
	{Text: "撤回"},
	{Text: "language en"},
	{Text: "怎么限流"},
	{Text: "译文"},
	{Text: "1. 怎么升级\n2. 网关"},
	{Text: "9"},
	{Text: "3"},
	{Payload: "show:t02"},
	{Text: "why"},
	{Text: "换个问题，为什么"},
	{Text: "is it retried"},
	{Text: "yes"},
	{Text: "none of these"},
	{Text: "???"},
	{Text: "谢谢"},
	{Text: "第一期嘉宾是谁"},
	{Text: "煮面"},
	{Payload: "not:aaaaaaaaaa"},
	{Text: "forget me"},
	{Text: "2"},
	{Text: "why"},
}

// TestDeliveredTwice: a message that comes again gets the reply that it got, and
// what follows is as if it had come once.
func TestDeliveredTwice(t *testing.T) {
	newBot := func() *bot.Bot {
		return tinyBot(func(o *bot.Options) { o.Journal = new(fakeJournal) })
	}
	once, twice := newBot(), newBot()
	for i, m := range everyKind {
		m.ID, m.Platform, m.User, m.Direct = fmt.Sprint(i), "test", "anna", true
		want := say(t, once, m)
		for delivery := range 3 {
			if diff := cmp.Diff(want, say(t, twice, m), cmpopts.IgnoreUnexported(knowledge.Annotation{})); diff != "" {
				t.Errorf("%q, delivery %d (-once +again):\n%s", m.Text+m.Payload, delivery+1, diff)
			}
		}
	}
}

// TestMessagesWithoutAnID are each a message of its own.
func TestMessagesWithoutAnID(t *testing.T) {
	b := tinyBot(nil)
	for _, want := range []string{"answer t02", "answer t10 follow-up", "answer t10 follow-up"} {
		text := "怎么升级"
		if want != "answer t02" {
			text = "为什么"
		}
		if r := say(t, b, bot.Message{Text: text, Addressed: true}); differs(r, want) != "" {
			t.Errorf("%s: %s; want %s", text, summary(r), want)
		}
	}
}

// TestClockSetBack: a conversation neither ends at once nor lasts for longer.
func TestClockSetBack(t *testing.T) {
	now := time.Date(2021, 9, 1, 10, 0, 0, 0, time.UTC)
	b := tinyBot(func(o *bot.Options) {
		o.Memory = bot.NewMemory(bot.MemoryOptions{Now: func() time.Time { return now }})
	})
	for i, step := range []struct {
		pause      time.Duration
		text, want string
	}{
		{0, "网关", "choices t05 t06 t07"},
		{-48 * time.Hour, "2", "answer t06 picked 2"},
		{30 * time.Minute, "3", "answer t07 picked 3"},
		{30*time.Minute + 1, "1", "refusal"},
	} {
		now = now.Add(step.pause)
		if r := say(t, b, spoken("anna", i, step.text)); differs(r, step.want) != "" {
			t.Errorf("after %v, %s: %s; want %s", step.pause, step.text, summary(r), step.want)
		}
	}
}

// deaf is a searcher that nobody may ask.
type deaf struct{ tinySearcher }

func (deaf) Search(context.Context, knowledge.Query) (knowledge.Result, error) {
	return knowledge.Result{}, errors.New("searched")
}

// TestSilenceLeavesNothing: what is not for the bot is not answered, not searched,
// not remembered and not recorded.
func TestSilenceLeavesNothing(t *testing.T) {
	memory, journal := bot.NewMemory(bot.MemoryOptions{}), new(fakeJournal)
	opts := tinyOptions()
	opts.Memory, opts.Journal = memory, journal
	b := bot.New(deaf{}, opts)
	for name, m := range map[string]bot.Message{
		"a program":                   {Text: "怎么升级", FromBot: true},
		"a program that mentions":     {Text: "<@U0BOT> 怎么升级", FromBot: true},
		"a program in private":        {Text: "怎么升级", FromBot: true, Direct: true, Addressed: true},
		"a program that presses":      {Payload: "helped:aaaaaaaaaa", FromBot: true},
		"the bot itself":              {Text: "你想问的是不是：", FromBot: true, User: "U0BOT"},
		"overheard":                   {Text: "怎么升级"},
		"overheard number":            {Text: "2"},
		"overheard command":           {Text: "forget me"},
		"overheard thumb":             {Text: "👍"},
		"overheard, of somebody else": {Text: "@张三\u2005怎么升级"},
		"overheard name":              {Text: "bigtalk 怎么样"},
		"overheard quotation":         {Text: "「张三：@bigtalk\u2005怎么升级」\n------\n不知道"},
		"overheard and empty":         {},
	} {
		m.ID, m.Platform, m.Conversation = "1", "test", "room"
		r := say(t, b, m)
		want := bot.Reply{Decision: bot.Silence, Language: r.Language, Version: tinyVersion}
		if diff := cmp.Diff(want, r); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if memory.Len() != 0 || len(journal.asked)+len(journal.judged) != 0 {
		t.Errorf("%d people are remembered, %v and %v recorded", memory.Len(), journal.asked, journal.judged)
	}
}
