package slack

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bigtalk/adapters/slack/standin"
	"bigtalk/bot"
	"bigtalk/bot/journal"
)

// A says is a handler that replies with what it was told, or with its own blocks.
type says struct{ blocks []bot.Block }

func (s says) Handle(_ context.Context, m bot.Message) (bot.Reply, error) {
	r := bot.Reply{ID: "r" + m.ID, Decision: bot.Answer, Language: bot.English, Blocks: s.blocks}
	if r.Blocks == nil {
		r.Blocks = []bot.Block{bot.TextBlock{Text: "said: " + m.Text}}
	}
	return r, nil
}

// connect runs an adapter over Socket Mode until the test ends.
func connect(t *testing.T, w *standin.Workspace, h bot.Handler, change func(*Options)) {
	t.Helper()
	db, err := journal.Open(t.Context(), filepath.Join(t.TempDir(), "journal.db"), journal.Options{})
	if err != nil {
		t.Fatal(err)
	}
	o := Options{BotToken: standin.BotToken, AppToken: standin.AppToken, APIURL: w.APIURL(), Inbox: db, Past: db}
	change(&o)
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx, h) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := w.WaitConnections(soon(t), 1); err != nil {
		t.Fatal(err)
	}
}

// TestPerMinute answers some of one person's messages, tells them once, and goes on
// answering others.
func TestPerMinute(t *testing.T) {
	w := standin.New(t, standin.Options{})
	connect(t, w, says{}, func(o *Options) { o.PerMinute = 2 })
	for i := range 5 {
		said := w.DirectMessage(standin.Said{Text: fmt.Sprint("question ", i)})
		if err := w.Send(said).Wait(soon(t)); err != nil {
			t.Fatal(err)
		}
	}
	w.Send(w.Mention(standin.Said{User: standin.Bob, Text: "hello"}))
	if _, err := w.WaitMessages(soon(t), standin.General, 2); err != nil {
		t.Error(err)
	}
	list, err := w.WaitMessages(soon(t), w.DirectChannel(standin.Alice), 5+3)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range list {
		if m.User == standin.BotUserID {
			got = append(got, m.Text)
		}
	}
	want := []string{"said: question 0", "said: question 1", textsIn(bot.English).slow}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("replies %q, want %q", got, want)
	}
}

// TestPause posts nothing to a channel for as long as Slack asks, and everything after.
func TestPause(t *testing.T) {
	w := standin.New(t, standin.Options{})
	connect(t, w, says{}, func(*Options) {})
	w.RateLimit("chat.postMessage", 1, time.Second)
	w.Send(w.Mention(standin.Said{Text: "hello"}))
	if _, err := w.WaitCalls(soon(t), "chat.postMessage", 1); err != nil {
		t.Fatal(err)
	}
	time.Sleep(100 * time.Millisecond) // for the answer to the call to arrive
	for range 4 {                      // in threads of their own, so that none waits for another
		if err := w.Send(w.Mention(standin.Said{Text: "hello"})).Wait(soon(t)); err != nil {
			t.Fatal(err)
		}
	}
	list, err := w.WaitMessages(soon(t), standin.General, 10)
	if err != nil || len(list) != 10 {
		t.Fatalf("%d messages, %v", len(list), err)
	}
	calls := w.Calls("chat.postMessage")
	for _, c := range calls[1:] {
		if since := c.At.Sub(calls[0].At); since < 800*time.Millisecond {
			t.Errorf("called %v after Slack asked to wait for a second", since)
		}
	}
}

// TestReplaceGoesOn has what does not fit into the replaced message follow it.
func TestReplaceGoesOn(t *testing.T) {
	w := standin.New(t, standin.Options{})
	choices := bot.ChoicesBlock{Intro: "Did you mean:", Options: []bot.Option{{ID: "e01q01", Title: "one"}, {ID: "e01q02", Title: "two"}}}
	long := says{[]bot.Block{bot.AnswerBlock{Markdown: strings.Repeat(strings.Repeat("word ", 500)+"\n\n", 8)}}}
	connect(t, w, pickThen{says{[]bot.Block{choices}}, long}, func(*Options) {})
	w.Send(w.Mention(standin.Said{Text: "hello"}))
	list, err := w.WaitMessages(soon(t), standin.General, 2)
	if err != nil {
		t.Fatal(err)
	}
	press := w.BlockAction(standin.Alice, standin.General, list[1].TS, actionPick+"1", choices.Options[0].Payload())
	for range 3 { // delivered again, it changes nothing
		w.Send(press)
	}
	list, err = w.WaitMessages(soon(t), standin.General, 3)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(list[1].Blocks), "Did you mean") || list[2].ThreadTS != list[0].TS || !strings.Contains(list[2].Text, "word") {
		t.Errorf("after the press: %.200q, then %.200q", list[1].Text, list[2].Text)
	}
}

// pickThen replies with one to a message and with the other to a button.
type pickThen struct{ message, button bot.Handler }

func (p pickThen) Handle(ctx context.Context, m bot.Message) (bot.Reply, error) {
	if m.Payload != "" {
		return p.button.Handle(ctx, m)
	}
	return p.message.Handle(ctx, m)
}

// TestOthersPick leaves a list to who has asked: somebody else who picks from it gets a
// reply of their own.
func TestOthersPick(t *testing.T) {
	w := standin.New(t, standin.Options{})
	choices := bot.ChoicesBlock{Intro: "Did you mean:", Options: []bot.Option{{ID: "e01q01", Title: "one"}, {ID: "e01q02", Title: "two"}}}
	answer := says{[]bot.Block{bot.AnswerBlock{Markdown: "the answer"}}}
	connect(t, w, pickThen{says{[]bot.Block{choices}}, answer}, func(*Options) {})
	asked := w.Mention(standin.Said{Text: "hello"})
	w.Send(asked)
	list, err := w.WaitMessages(soon(t), standin.General, 2)
	if err != nil {
		t.Fatal(err)
	}
	w.Send(w.BlockAction(standin.Bob, standin.General, list[1].TS, actionPick+"1", choices.Options[0].Payload()))
	if list, err = w.WaitMessages(soon(t), standin.General, 3); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(list[1].Blocks), "Did you mean") || !strings.Contains(list[2].Text, "the answer") || list[2].ThreadTS != asked.TS {
		t.Errorf("after Bob's press: %.200q, then %.200q", list[1].Text, list[2].Text)
	}
}

// TestFaultsHoldNobodyBack answers a person whose Home tab cannot be shown.
func TestFaultsHoldNobodyBack(t *testing.T) {
	w := standin.New(t, standin.Options{})
	connect(t, w, says{}, func(*Options) {})
	w.Fail("views.publish", 100, "internal_error")
	w.Send(w.AppHomeOpened(standin.Alice, "home"))
	if _, err := w.WaitCalls(soon(t), "views.publish", 1); err != nil {
		t.Fatal(err)
	}
	w.Send(w.DirectMessage(standin.Said{Text: "hello"}))
	if _, err := w.WaitMessages(soon(t), w.DirectChannel(standin.Alice), 2); err != nil {
		t.Error(err)
	}
}

// TestOthersJudge books what somebody else thinks and leaves the asker the buttons.
func TestOthersJudge(t *testing.T) {
	w := standin.New(t, standin.Options{})
	answer := says{[]bot.Block{
		bot.AnswerBlock{Markdown: "the answer"},
		bot.FeedbackBlock{Helped: bot.Button{Label: "👍", Payload: "helped:abcdefghij"}, HelpedNot: bot.Button{Label: "👎", Payload: "not:abcdefghij"}},
	}}
	connect(t, w, pickThen{answer, says{[]bot.Block{bot.TextBlock{Text: "noted"}}}}, func(*Options) {})
	w.Send(w.Mention(standin.Said{Text: "hello"}))
	list, err := w.WaitMessages(soon(t), standin.General, 2)
	if err != nil {
		t.Fatal(err)
	}
	w.Send(w.BlockAction(standin.Bob, standin.General, list[1].TS, actionHelped+"1", ""))
	if err := w.Wait(soon(t), func() bool { return len(w.Ephemerals(standin.General)) == 1 }); err != nil {
		t.Fatal(err)
	}
	if e := w.Ephemerals(standin.General)[0]; e.EphemeralTo != standin.Bob || e.Text != "noted" {
		t.Errorf("Bob sees %+v", e)
	}
	if m := w.Messages(standin.General)[1]; !strings.Contains(string(m.Blocks), actionHelped) {
		t.Errorf("the buttons are gone: %s", m.Blocks)
	}
	w.Send(w.BlockAction(standin.Alice, standin.General, list[1].TS, actionHelped+"1", ""))
	if err := w.Wait(soon(t), func() bool { return strings.Contains(string(w.Messages(standin.General)[1].Blocks), "✓") }); err != nil {
		t.Error(err)
	}
}
