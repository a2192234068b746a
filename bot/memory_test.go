package bot_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bigtalk/bot"
	"bigtalk/knowledge"
)

func TestMemoryTimesOut(t *testing.T) {
	now := time.Date(2021, 9, 1, 10, 0, 0, 0, time.UTC)
	memory := bot.NewMemory(bot.MemoryOptions{Timeout: time.Minute, Now: func() time.Time { return now }})
	b := tinyBot(func(o *bot.Options) { o.Memory = memory })
	hears(t, b, "anna", [2]string{"请用英文回答", "smalltalk en"}, [2]string{"网关", "choices t05 t06 t07 en"})
	now = now.Add(time.Minute)
	hears(t, b, "anna", [2]string{"2", "answer t06 picked 2"})
	now = now.Add(time.Minute + 1)
	hears(t, b, "anna",
		[2]string{"2", "refusal en There is no list"},
		[2]string{"撤回", "smalltalk en There is no answer to take back right now."},
		[2]string{"原文", "smalltalk en There is no answer to show right now."},
		[2]string{"为什么", "refusal en"}, // what was asked for outlasts what was said
		[2]string{"怎么升级", "answer t02 en"})
	if memory.Len() != 1 {
		t.Errorf("%d people are remembered, want 1", memory.Len())
	}
}

func TestForgetInEveryConversation(t *testing.T) {
	memory := bot.NewMemory(bot.MemoryOptions{})
	b := tinyBot(func(o *bot.Options) { o.Memory = memory })
	at := func(platform, room, user, text string) bot.Reply {
		return say(t, b, bot.Message{Platform: platform, Conversation: room, User: user, Text: text, Addressed: true})
	}
	for _, room := range []string{"a", "b", "c"} {
		at("slack", room, "anna", "网关")
	}
	at("slack", "a", "bert", "网关")
	at("wechat", "a", "anna", "网关")
	at("slack", "b", "anna", "忘记我")
	if memory.Len() != 2 {
		t.Errorf("%d people are remembered; want bert, and anna elsewhere", memory.Len())
	}
	for _, room := range []string{"a", "b", "c"} {
		if r := at("slack", room, "anna", "2"); r.Decision != bot.Refusal {
			t.Errorf("what was offered to anna in room %s is remembered: %s", room, summary(r))
		}
	}
	for _, r := range []bot.Reply{at("slack", "a", "bert", "2"), at("wechat", "a", "anna", "2")} {
		if r.Picked != 2 {
			t.Errorf("somebody else is forgotten: %s", summary(r))
		}
	}
}

// TestSilentLongestIsForgotten: of more people than are remembered.
func TestSilentLongestIsForgotten(t *testing.T) {
	memory := bot.NewMemory(bot.MemoryOptions{People: 10})
	b := tinyBot(func(o *bot.Options) { o.Memory = memory })
	for i := range 10 {
		hears(t, b, fmt.Sprint("p", i), [2]string{"网关", "choices t05 t06 t07"})
	}
	hears(t, b, "p0", [2]string{"怎么样 gateway", "choices"}) // p1 is silent longest now
	hears(t, b, "p10", [2]string{"网关", "choices"})
	if memory.Len() != 10 {
		t.Errorf("%d people are remembered, want 10", memory.Len())
	}
	for who, want := range map[string]string{"p0": "answer t06 picked 2", "p2": "answer t06 picked 2", "p9": "answer t06 picked 2", "p10": "answer t06 picked 2"} {
		hears(t, b, who, [2]string{"2", want})
	}
	hears(t, b, "p1", [2]string{"2", "refusal"})
}

// A gate is a searcher that lets a question through when it is told to, and counts
// the questions that are being searched.
type gate struct {
	tinySearcher
	entered, leave chan string
	inside, most   atomic.Int32
}

func newGate() *gate { return &gate{entered: make(chan string), leave: make(chan string)} }

func (g *gate) Search(ctx context.Context, q knowledge.Query) (knowledge.Result, error) {
	now := g.inside.Add(1)
	defer g.inside.Add(-1)
	for most := g.most.Load(); now > most && !g.most.CompareAndSwap(most, now); most = g.most.Load() {
	}
	if strings.Contains(q.Text, "slowly") {
		g.entered <- q.Text
		<-g.leave
	}
	return g.tinySearcher.Search(ctx, q)
}

// TestCalledOffWhileWaiting: who waits for the turn before and is called off gets an
// error and changes nothing.
func TestCalledOffWhileWaiting(t *testing.T) {
	opts, g := tinyOptions(), newGate()
	opts.Memory = bot.NewMemory(bot.MemoryOptions{})
	b := bot.New(g, opts)
	replies := make(chan bot.Reply)
	go func() {
		r, err := b.Handle(context.Background(), spoken("anna", 1, "slowly, the gateway"))
		if err != nil {
			t.Error(err)
		}
		replies <- r
	}()
	<-g.entered
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for i := range 20 { // whichever of the two is looked at first
		if r, err := b.Handle(ctx, spoken("anna", 2+i, "怎么升级")); !errors.Is(err, context.Canceled) || r.Decision != "" {
			t.Errorf("called off: %s, %v", summary(r), err)
		}
	}
	// Nobody else waits.
	if r := say(t, b, spoken("bert", 1, "怎么升级")); differs(r, "answer t02") != "" {
		t.Errorf("bert gets %s", summary(r))
	}
	g.leave <- ""
	if r := <-replies; differs(r, "choices t05 t06 t07") != "" {
		t.Errorf("the first turn: %s", summary(r))
	}
	hears(t, b, "anna", [2]string{"2", "answer t06 picked 2"})
}

// TestForgottenWhileAnswering: what is under way when a person is forgotten is not
// remembered either.
func TestForgottenWhileAnswering(t *testing.T) {
	memory, g := bot.NewMemory(bot.MemoryOptions{}), newGate()
	opts := tinyOptions()
	opts.Memory = memory
	b := bot.New(g, opts)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if _, err := b.Handle(context.Background(), spoken("anna", 1, "slowly, the gateway")); err != nil {
			t.Error(err)
		}
	}()
	<-g.entered
	memory.Forget("test", "anna")
	g.leave <- ""
	<-done
	hears(t, b, "anna", [2]string{"2", "refusal"})
}

// TestOneAfterTheOther: the messages of a person are answered one after the other,
// those of several side by side.
func TestOneAfterTheOther(t *testing.T) {
	for who, want := range map[string]int32{"one": 1, "several": 2} {
		opts, g := tinyOptions(), newGate()
		opts.Memory = bot.NewMemory(bot.MemoryOptions{})
		b := bot.New(g, opts)
		var wg sync.WaitGroup
		for i := range 50 {
			wg.Go(func() {
				user := "anna"
				if who == "several" {
					user = fmt.Sprint("p", i)
				}
				if _, err := b.Handle(context.Background(), spoken(user, i, "slowly, the gateway")); err != nil {
					t.Error(err)
				}
			})
		}
		if who == "several" {
			<-g.entered // two at once
			<-g.entered
			g.leave <- ""
			g.leave <- ""
		}
		for range 50 - 2*(want-1) {
			<-g.entered
			g.leave <- ""
		}
		wg.Wait()
		if most := g.most.Load(); want == 1 && most != 1 || most < want {
			t.Errorf("%s: %d at once, want %d", who, most, want)
		}
	}
}

// TestErrorLeavesEverything: a search that fails costs the reply and nothing else.
func TestErrorLeavesEverything(t *testing.T) {
	journal := new(fakeJournal)
	b := tinyBot(func(o *bot.Options) { o.Journal = journal })
	hears(t, b, "anna", [2]string{"网关", "choices t05 t06 t07 zh"}, [2]string{"1", "answer t05 picked 1"})
	for i, text := range []string{"fail the search", "换个问题，fail the search", "1. 怎么升级\n2. fail the search，怎么办", "怎么升级？fail the search?"} {
		r, err := b.Handle(context.Background(), spoken("anna", 10+i, text))
		if err == nil || r.Decision != "" || len(r.Blocks) > 0 {
			t.Errorf("%q: %s, %v; want an error and no reply", text, summary(r), err)
		}
	}
	hears(t, b, "anna", [2]string{"2", "answer t06 picked 2 zh"}, [2]string{"👎", "choices t05 t07 zh"})
	if got := fmt.Sprint(journal.questions(spoken("anna", 0, "").From())); got != "[网关 网关 网关]" {
		t.Errorf("recorded %s, want the question and what was picked for it", got)
	}
}
