package bot_test

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"

	"bigtalk/bot"
	"bigtalk/knowledge"
	"bigtalk/knowledge/archive"
)

// An echoSearcher has for every talk entries of its own, which a question names:
// "talk-17 entry 3" is answered by 17/3, "talk-17 list" may mean three of them, and
// what leans on the thread is answered by what was shown, with "/why" behind it.
type echoSearcher struct{}

func (echoSearcher) Search(ctx context.Context, q knowledge.Query) (knowledge.Result, error) {
	r := knowledge.Result{Version: "echo", Thresholds: knowledge.Thresholds{Answer: 0.75, Choices: 0.3, Overheard: 0.97}}
	var talk, entry int
	var ids []string
	at := max(0, strings.Index(q.Text, "talk-"))
	switch {
	case strings.Contains(q.Text, "list"):
		if _, err := fmt.Sscanf(q.Text[at:], "talk-%d", &talk); err != nil {
			return r, err
		}
		r.Confidence = 0.5
		for i := range 3 {
			ids = append(ids, fmt.Sprintf("%d/%d", talk, i+1))
		}
	case strings.Contains(q.Text, "entry"):
		if _, err := fmt.Sscanf(q.Text[at:], "talk-%d entry %d", &talk, &entry); err != nil {
			return r, err
		}
		r.Confidence, ids = 0.9, []string{fmt.Sprintf("%d/%d", talk, entry)}
	case q.Thread.Shown != "":
		r.Confidence, r.FollowUp, ids = 0.9, true, []string{strings.TrimSuffix(q.Thread.Shown, "/why") + "/why"}
	}
	for _, id := range ids {
		m, _ := echoSearcher{}.Match(id)
		m.Confidence = r.Confidence
		r.Matches = append(r.Matches, m)
	}
	return r, ctx.Err()
}

func (echoSearcher) Match(id string) (knowledge.Match, bool) {
	return knowledge.Match{
		Entry:      &archive.Entry{ID: id, Question: "问题 " + id, Answer: "回答 " + id},
		Annotation: &knowledge.Annotation{TitleEN: "Question " + id, AnswerEN: "Answer " + id},
	}, id != ""
}

// turnsOf are what the people of a talk say, in a round that repeats, with what must
// come of it: %d is the talk, so that nothing of another's may show.
var turnsOf = map[bot.Language][][2]string{
	bot.Chinese: {
		{"请问 talk-%d entry 7", "answer %d/7 回答 %d/7"},
		{"为什么", "answer %d/7/why follow-up 回答 %d/7/why"},
		{"请问 talk-%d list", "choices %d/1 %d/2 %d/3"},
		{"第二个", "answer %d/2 picked 2 回答 %d/2"},
		{"为什么呢", "answer %d/2/why follow-up 回答 %d/2/why"},
		{"最后一个", "answer %d/3 picked 3 回答 %d/3"},
		{"👎", "choices %d/1 %d/2 抱歉"},
		{"2", "answer %d/2 picked 2 回答 %d/2"},
		{"原文", "answer %d/2 回答 %d/2"},
		{"谢谢", "smalltalk 不客气！"},
	},
	bot.English: {
		{"please show me talk-%d entry 7", "answer %d/7 Answer %d/7"},
		{"and why is that", "answer %d/7/why follow-up Answer %d/7/why"},
		{"please show me talk-%d list", "choices %d/1 %d/2 %d/3"},
		{"the second one", "answer %d/2 picked 2 Answer %d/2"},
		{"and why is that", "answer %d/2/why follow-up Answer %d/2/why"},
		{"9", "choices %d/1 %d/2 %d/3 There are only 3 options"},
		{"original", "answer %d/2/why 回答 %d/2/why"},
		{"3", "answer %d/3 picked 3 Answer %d/3"},
		{"not helpful", "choices %d/1 %d/2 Sorry"},
		{"none of these", "refusal Then the archive may not have it."},
	},
}

const (
	manyTalks   = 1000
	manyTurns   = 50
	manyTalkers = 8    // goroutines
	manyPeople  = 1200 // that are remembered
)

// personOf makes neighbours share the room or the user, so that it takes both to
// tell them apart.
func personOf(talk int) bot.Message {
	return bot.Message{
		Platform: []string{"slack", "wechat"}[talk%2], Conversation: fmt.Sprint("room ", talk/2%25), User: fmt.Sprint("user ", talk/50),
	}
}

// TestManyConversations: a thousand talks at once, turn by turn in turn, of which
// none gets anything of another's.
func TestManyConversations(t *testing.T) {
	memory := bot.NewMemory(bot.MemoryOptions{People: manyPeople})
	b := bot.New(echoSearcher{}, bot.Options{Memory: memory, Journal: new(deafJournal)})
	turns := manyTurns
	if testing.Short() {
		turns = len(turnsOf[bot.Chinese])
	}
	before := heap()
	var wg sync.WaitGroup
	for talker := range manyTalkers {
		wg.Go(func() {
			for turn := range turns {
				for talk := talker; talk < manyTalks; talk += manyTalkers {
					takeTurn(t, b, talk, turn)
				}
			}
		})
	}
	wg.Wait()
	each := (heap() - before) / manyTalks
	t.Logf("%d people take %d bytes each", memory.Len(), each)
	if memory.Len() != manyTalks {
		t.Errorf("%d people are remembered, want %d", memory.Len(), manyTalks)
	}
	if each > maxPerson {
		t.Errorf("a person takes %d bytes, more than %d", each, maxPerson)
	}
	for i := range manyTalks {
		takeTurn(t, b, manyTalks+i, 0)
	}
	if memory.Len() != manyPeople {
		t.Errorf("of %d people %d are remembered, want %d", 2*manyTalks, memory.Len(), manyPeople)
	}
	runtime.KeepAlive(b)
}

// takeTurn says what is next in a talk and compares the reply.
func takeTurn(t *testing.T, b *bot.Bot, talk, turn int) {
	lang := []bot.Language{bot.Chinese, bot.English}[talk/2%2]
	step := turnsOf[lang][turn%len(turnsOf[lang])]
	number := fmt.Sprint(talk)
	m := personOf(talk)
	m.ID, m.Direct, m.Text = fmt.Sprintf("%d.%d", talk, turn), true, strings.ReplaceAll(step[0], "%d", number)
	r, err := b.Handle(context.Background(), m)
	if err != nil {
		t.Error(err)
		return
	}
	want := strings.ReplaceAll(step[1], "%d", number)
	if diff := differs(r, want); diff != "" || r.Language != lang {
		t.Errorf("talk %d, turn %d, %q: %s\n got: %s\nwant: %s in %s", talk, turn, m.Text, diff, summary(r), want, lang)
	}
}

// deafJournal keeps nothing, so that what is measured is the memory.
type deafJournal struct{}

func (*deafJournal) Asked(context.Context, bot.Asked) error       { return nil }
func (*deafJournal) Judged(context.Context, bot.Feedback) error   { return nil }
func (*deafJournal) Forget(context.Context, string, string) error { return nil }

// maxPerson is what [bot.DefaultPeople] counts on, in bytes.
const maxPerson = 6 << 10

// heap is how many bytes are in use.
func heap() int64 {
	runtime.GC()
	runtime.GC() // a sync.Pool keeps what it has through one
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return int64(s.HeapAlloc)
}

// TestLongTalksCostNoMore: what is remembered of messages as long as they may be.
func TestLongTalksCostNoMore(t *testing.T) {
	const people = 6
	memory := bot.NewMemory(bot.MemoryOptions{})
	b := bot.New(echoSearcher{}, bot.Options{Memory: memory})
	var before int64
	for talk := range people + 1 {
		if talk == 1 {
			before = heap() // what the first one needed once is there
		}
		for turn, text := range []string{"talk-%d entry 1", "and why is that", "please show me talk-%d list", "why"} {
			m := personOf(talk)
			m.ID, m.Direct = fmt.Sprintf("%d.%d", talk, turn), true
			m.Text = strings.ReplaceAll(text, "%d", fmt.Sprint(talk)) + strings.Repeat(" lorem ipsum", 1200)
			if _, err := b.Handle(context.Background(), m); err != nil {
				t.Fatal(err)
			}
		}
	}
	each := (heap() - before) / people
	t.Logf("%d people take %d bytes each", memory.Len(), each)
	if each > maxPerson {
		t.Errorf("a person takes %d bytes, more than %d", each, maxPerson)
	}
	runtime.KeepAlive(b)
}
