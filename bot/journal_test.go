package bot_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"bigtalk/bot"
	"bigtalk/knowledge"
)

// TestJournalThatFails costs the record and never the reply; the operator hears of
// it, and of nothing that people said.
func TestJournalThatFails(t *testing.T) {
	var log bytes.Buffer
	works := tinyBot(func(o *bot.Options) { o.Journal = new(fakeJournal) })
	fails := tinyBot(func(o *bot.Options) {
		o.Journal = &fakeJournal{err: errors.New("disk is full")}
		o.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	said := []string{"怎么升级 Istio", "为什么呢", "网关的事", "第二个", "👎", "第一个", "1. 怎么限流\n2. 怎么煮面", "撤回", "谢谢大家"}
	for i, text := range said {
		want, got := say(t, works, spoken("anna", i, text)), say(t, fails, spoken("anna", i, text))
		if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(knowledge.Annotation{})); diff != "" {
			t.Errorf("%q (-works +fails):\n%s", text, diff)
		}
	}
	hears(t, fails, "anna", [2]string{"怎么升级", "answer t02"}, [2]string{"👍", "smalltalk 谢谢夸奖！"}, [2]string{"忘记我", "smalltalk 这次对话已经忘记了，但保存的记录没能删掉"}, [2]string{"为什么", "refusal"})
	for _, want := range []string{`level=ERROR msg="question not recorded" message_id=anna-0 err="disk is full"`, `msg="feedback not recorded"`, `msg="person not forgotten"`} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log has no %s:\n%s", want, &log)
		}
	}
	for _, text := range append(said, "升级", "煮面", "网关", "忘记") {
		if strings.Contains(log.String(), text) {
			t.Errorf("the log has %q", text)
		}
	}
}

// TestJournalHoldsWhatToAskAgain: from a record alone the question can be asked as
// it was asked, and its reply is the one that people saw.
func TestJournalHoldsWhatToAskAgain(t *testing.T) {
	journal, now := new(fakeJournal), time.Date(2021, 9, 1, 10, 0, 0, 0, time.UTC)
	b := tinyBot(func(o *bot.Options) {
		o.Journal, o.Overhears = journal, func(bot.Message) bool { return true }
		o.Now = func() time.Time { return now }
	})
	searched := make(map[string]bool) // IDs of replies to what was searched for
	for i, text := range []string{"怎么升级", "为什么", "网关", "为什么", "1. 怎么限流\n2. 有例子吗\n3. 怎么煮面", "怎么升级？怎么限流？", "any example", "换个问题，例子", "@bigtalk\u2005煮面", "虚拟机"} {
		m := spoken("anna", i, text)
		m.Addressed = text != "虚拟机"
		r := say(t, b, m)
		parts := r.Parts
		if len(parts) == 0 {
			parts = []bot.Reply{r}
		}
		for _, p := range parts {
			at := len(searched)
			searched[p.ID] = true
			if at >= len(journal.asked) {
				t.Fatalf("%q: %d are recorded", text, len(journal.asked))
			}
			q := journal.asked[at]
			want := bot.Asked{
				ReplyID: p.ID, Time: now, Person: m.From(), MessageID: m.ID, Question: q.Question, Thread: q.Thread,
				Overheard: !m.Addressed, Language: p.Language, Decision: p.Decision, Shown: shownBy(p), Version: tinyVersion,
			}
			if diff := cmp.Diff(want, q); diff != "" {
				t.Errorf("%q (-want +got):\n%s", text, diff)
			}
			if id := bot.ReplyID(q.Version, q.Question, q.Thread, q.Overheard); id != p.ID {
				t.Errorf("%q: asked again as recorded (%q with %v) the reply is %s, not %s", text, q.Question, q.Thread, id, p.ID)
			}
			if !strings.Contains(m.Text, q.Question) {
				t.Errorf("%q is recorded as %q", text, q.Question)
			}
		}
	}
}

func shownBy(r bot.Reply) (ids []string) {
	switch r.Decision {
	case bot.Answer:
		return []string{r.Matches[0].Entry.ID}
	default:
		for _, o := range r.Choices {
			ids = append(ids, o.ID)
		}
		return ids
	}
}

// TestJudgementsNameWhatWasSeen: the ID of a judgement is that of a reply that the
// journal has.
func TestJudgementsNameWhatWasSeen(t *testing.T) {
	journal := new(fakeJournal)
	b := tinyBot(func(o *bot.Options) { o.Journal = journal })
	for i, text := range []string{"怎么升级", "👍", "网关", "2", "👎", "1", "👍", "为什么", "没用", "1. 怎么限流\n2. 怎么升级", "撤回", "怎么限流", "原文", "👍"} {
		say(t, b, spoken("anna", i, text))
	}
	known := make(map[string]bool)
	for _, q := range journal.asked {
		known[q.ReplyID] = true
	}
	var verdicts []bot.Verdict
	for _, f := range journal.judged {
		verdicts = append(verdicts, f.Verdict)
		if !known[f.ReplyID] {
			t.Errorf("%s is of reply %q, which nothing tells of", f.Verdict, f.ReplyID)
		}
	}
	if got, want := fmt.Sprint(verdicts), "[helped not helped not retracted helped]"; got != want {
		t.Errorf("judged %s, want %s", got, want)
	}
}
