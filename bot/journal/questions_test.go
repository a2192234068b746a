package journal_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bigtalk/bot"
	"bigtalk/bot/journal"
)

func TestQuestionRoundTrip(t *testing.T) {
	db, _ := atNoon(t)
	plain := bot.Asked{ReplyID: "bbbbbbbbbb", Time: noon, Person: person("ann"), Question: "q", Version: "v"}
	for _, q := range []bot.Asked{question("aaaaaaaaaa", "ann"), plain} {
		must(t, db.Asked(t.Context(), q))
		if diff := cmp.Diff(q, find(t, db, q.ReplyID, true)); diff != "" {
			t.Errorf("question (-want +got):\n%s", diff)
		}
	}
	find(t, db, "cccccccccc", false)
	find(t, db, "", false)
	zoned := plain
	zoned.Time = noon.In(time.FixedZone("", 8*3600)).Add(7) // and 7 ns
	must(t, db.Asked(t.Context(), zoned))
	if got := find(t, db, plain.ReplyID, true).Time; got != noon {
		t.Errorf("the time is %v, want %v", got, noon)
	}
}

// TestSameQuestionReplaces has a message that comes again replace what it asked, and
// nothing else.
func TestSameQuestionReplaces(t *testing.T) {
	db, _ := atNoon(t)
	first := bot.Asked{ReplyID: "first", Time: noon, Person: person("ann"), MessageID: "m1", Question: "q", Decision: bot.Refusal}
	again := first
	again.ReplyID, again.Time = "again", noon.Add(time.Minute)
	others := make([]bot.Asked, 5)
	for i := range others {
		others[i] = first
		others[i].ReplyID = fmt.Sprint("other", i)
	}
	others[0].Question = "another of the message"
	others[1].MessageID = "m2"
	others[2].Person.User = "bob"
	others[3].Person.Conversation = "elsewhere"
	others[4].Person.Platform = "slack"
	for _, q := range append(others, first, again) {
		must(t, db.Asked(t.Context(), q))
	}
	find(t, db, "first", false)
	if diff := cmp.Diff(again, find(t, db, "again", true)); diff != "" {
		t.Errorf("question (-want +got):\n%s", diff)
	}
	for _, q := range others {
		find(t, db, q.ReplyID, true)
	}
	nameless := bot.Asked{ReplyID: "nameless", Time: noon, Question: "of a message without an ID"}
	must(t, db.Asked(t.Context(), nameless), db.Asked(t.Context(), nameless))
	if n := count(t, db, "questions WHERE reply_id = 'nameless'"); n != 2 {
		t.Errorf("of two messages without an ID %d are recorded", n)
	}
}

func TestLookupTakesTheLast(t *testing.T) {
	db, _ := atNoon(t)
	q := question("aaaaaaaaaa", "ann")
	for i, at := range []time.Duration{0, 2, 1, 2} { // the last two at one time
		q.MessageID, q.Version, q.Time = fmt.Sprint("m", i), fmt.Sprint(i), noon.Add(at*time.Hour)
		must(t, db.Asked(t.Context(), q))
	}
	if got := find(t, db, "aaaaaaaaaa", true); got.Version != "3" {
		t.Errorf("found number %s, want 3", got.Version)
	}
}

// TestLastJudgementCounts has it be the last of a person on a reply, by the time that
// it was given.
func TestLastJudgementCounts(t *testing.T) {
	db, _ := atNoon(t)
	for i, v := range []struct {
		reply, user string
		after       time.Duration
		verdict     bot.Verdict
	}{
		{"a", "ann", 0, bot.Helped},
		{"a", "ann", time.Minute, bot.HelpedNot},
		{"a", "ann", time.Second, bot.Retracted}, // comes late
		{"a", "bob", 0, bot.Helped},
		{"b", "ann", 0, bot.Helped},
		{"b", "ann", 0, bot.Retracted},
	} {
		f := bot.Feedback{ReplyID: v.reply, Time: noon.Add(v.after), Person: person(v.user), Verdict: v.verdict}
		if err := db.Judged(t.Context(), f); err != nil {
			t.Fatalf("judgement %d: %v", i, err)
		}
	}
	var got []string
	rows, err := db.Readers().QueryContext(t.Context(), "SELECT reply_id || ' ' || person || ' ' || verdict FROM feedback ORDER BY 1")
	must(t, err)
	defer rows.Close()
	for rows.Next() {
		var s string
		must(t, rows.Scan(&s))
		got = append(got, s)
	}
	must(t, rows.Err())
	if diff := cmp.Diff([]string{"a ann not", "a bob helped", "b ann retracted"}, got); diff != "" {
		t.Errorf("judgements (-want +got):\n%s", diff)
	}
}

func TestUnanswered(t *testing.T) {
	db, _ := atNoon(t)
	for i, d := range []bot.Decision{bot.Refusal, bot.Answer, bot.Choices, bot.Refusal, bot.Smalltalk, bot.Refusal, bot.Choices} {
		q := question(fmt.Sprint(i), "ann")
		q.Decision, q.Time = d, noon.Add(time.Duration(min(i, 5))*time.Minute) // the last two at one time
		must(t, db.Asked(t.Context(), q))
	}
	for _, c := range []struct {
		since time.Time
		limit int
		want  string
	}{
		{time.Time{}, 100, "6 5 3 2 0"},
		{noon.Add(2 * time.Minute), 100, "6 5 3 2"},
		{noon.Add(2*time.Minute + time.Microsecond), 100, "6 5 3"},
		{noon, 2, "6 5"},
		{noon, 0, ""},
		{noon, -1, ""},
		{noon.Add(time.Hour), 9, ""},
	} {
		list, err := db.Unanswered(t.Context(), c.since, c.limit)
		must(t, err)
		ids := make([]string, len(list))
		for i, q := range list {
			ids[i] = q.ReplyID
			if want := find(t, db, q.ReplyID, true); !cmp.Equal(q, want) {
				t.Errorf("question %+v, want %+v", q, want)
			}
		}
		if got := strings.Join(ids, " "); got != c.want {
			t.Errorf("Unanswered(%v, %d) = %q, want %q", c.since, c.limit, got, c.want)
		}
	}
}

// TestOldQuestionsGo has questions and feedback be kept for so long and no longer.
func TestOldQuestionsGo(t *testing.T) {
	for keep, want := range map[time.Duration]time.Duration{0: journal.DefaultKeep, time.Hour * 3: time.Hour * 3} {
		c := &clock{now: noon}
		db := open(t, newPath(t), journal.Options{Now: c.Now, Keep: keep})
		must(t, db.Asked(t.Context(), question("old", "ann")), db.Judged(t.Context(), judgement("old", "ann")))
		c.advance(want - time.Second)
		young := question("young", "ann")
		young.Time = c.Now()
		must(t, db.Asked(t.Context(), young))
		find(t, db, "old", true)
		c.advance(pruneSoon)
		must(t, db.Judged(t.Context(), bot.Feedback{ReplyID: "young", Time: c.Now(), Person: person("ann")}))
		awaitPruned(t, db, "questions", 1)
		awaitPruned(t, db, "feedback", 1)
		find(t, db, "young", true)
	}
}

// pruneSoon is after the time in which what is old is looked for once.
const pruneSoon = time.Hour + time.Second
