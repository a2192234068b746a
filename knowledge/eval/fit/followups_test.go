package fit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bigtalk/knowledge"
	"bigtalk/knowledge/archive"
	"bigtalk/knowledge/calibration"
	"bigtalk/knowledge/eval"
	"bigtalk/knowledge/eval/dialogue"
)

// talks are a dialogue on each subject of the small archive and the next.
func talks() []dialogue.Dialogue {
	var out []dialogue.Dialogue
	for i, subject := range subjects {
		own, next := fmt.Sprint("e", i), fmt.Sprint("e", (i+1)%len(subjects))
		out = append(out, dialogue.Dialogue{ID: "d-" + subject, Turns: []dialogue.Turn{
			{User: "set up " + subject + " here", Kind: dialogue.KindAnswer, Gold: []string{own}},
			{User: "how exactly?", Kind: dialogue.KindAnswer, Gold: []string{own}},
			{User: "thanks", Kind: dialogue.KindSmalltalk},
			{User: subjects[(i+1)%len(subjects)] + " settings wanted now", Kind: dialogue.KindAnswer, Gold: []string{next}},
			{User: "Who wrote the " + subject + " song?", Kind: dialogue.KindRefusal},
			{User: subject + " or what", Kind: dialogue.KindChoices, Gold: []string{own, next}},
			{User: "2", Kind: dialogue.KindPick, Gold: []string{next}},
			{User: "why?", Kind: dialogue.KindAnswer, Gold: []string{next}},
		}})
	}
	return out
}

// talking are the options of the small archive, its dialogues among them.
func talking(t testing.TB) Options {
	t.Helper()
	o := options(t)
	o.Dialogues = talks()
	return o
}

// matcher opens the small archive with the program's own fit.
func matcher(t testing.TB, o Options) *knowledge.Matcher {
	t.Helper()
	m, err := knowledge.Open(t.Context(), o.Store, knowledge.Options{Encoder: o.Encoder})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	})
	return m
}

func TestFollowUps(t *testing.T) {
	first, err := Run(t.Context(), talking(t))
	if err != nil {
		t.Fatal(err)
	}
	second, err := Run(t.Context(), talking(t))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("the same dialogues give another file (-first +second):\n%s", diff)
	}
	f := first.FollowUps
	if diff := cmp.Diff(knowledge.LeaningNames(), f.Model.Linear.Signals); diff != "" {
		t.Errorf("signals (-want +got):\n%s", diff)
	}
	if f.Data != dialoguesHash(talks()) {
		t.Errorf("data %q, want the dialogues' %q", f.Data, dialoguesHash(talks()))
	}
	if want := float64(4 * len(subjects)); f.Metrics["turns"] != want { // two after the first, a refusal and the last
		t.Errorf("%v turns, want %v", f.Metrics["turns"], want)
	}
	for name, least := range map[string]float64{"right": 0.9, "unanswered": 0.9, "alone_kept": 0.9, "wrong": 0} {
		if v, ok := f.Metrics[name]; !ok || v < least || v > 1 || name == "wrong" && v > 0.1 {
			t.Errorf("%s is %v (there: %t), and the archive is easy", name, v, ok)
		}
	}
	if len(f.Metrics) != 5 {
		t.Errorf("%d metrics: %v", len(f.Metrics), f.Metrics)
	}

	// What is learned does not change the rest, and the program takes it.
	without, err := Run(t.Context(), options(t))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(without.Profiles, first.Profiles); diff != "" || without.Data != first.Data {
		t.Errorf("profiles with dialogues (-without +with):\n%s", diff)
	}
	var b bytes.Buffer
	if err := calibration.Write(&b, first); err != nil {
		t.Fatal(err)
	}
	read, err := calibration.Read(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	o := options(t)
	m, err := knowledge.Open(t.Context(), o.Store, knowledge.Options{Encoder: o.Encoder, Fit: &read})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	thread := knowledge.Thread{}.Asked("set up gateway at home", false).Showing("e3")
	for question, want := range map[string]string{"how exactly?": "e3", "why, exactly?": "e3", "set up plugin on a laptop": ""} {
		r, err := m.Search(t.Context(), knowledge.Query{Text: question, Thread: thread})
		if err != nil {
			t.Fatal(err)
		}
		if r.FollowUp != (want != "") || r.FollowUp && (r.Matches[0].Entry.ID != want || r.Confidence < knowledge.FollowUpAnswers) {
			t.Errorf("%q leans %t with %v, want it to mean %q", question, r.FollowUp, r.Confidence, want)
		}
	}
}

func TestFollowUpsWithoutDialogues(t *testing.T) {
	shipped, err := knowledge.DefaultFit()
	if err != nil {
		t.Fatal(err)
	}
	o := options(t)
	got, err := o.followUps(t.Context(), calibration.File{}) // nothing is asked
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(shipped.FollowUps, got); diff != "" {
		t.Errorf("without dialogues (-program's +got):\n%s", diff)
	}
}

func TestFollowUpsAreCalledOff(t *testing.T) {
	o := talking(t)
	f, err := knowledge.DefaultFit()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := o.followUps(ctx, f); !errors.Is(err, context.Canceled) {
		t.Errorf("called off: %v", err)
	}
	m := matcher(t, o)
	if _, err := askDialogues(ctx, m, o.Dialogues); !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "fit: dialogue d-") {
		t.Errorf("asking dialogues, called off: %v", err)
	}
	if _, err := askAlone(ctx, m, o.Questions); !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "fit: question ") {
		t.Errorf("asking questions, called off: %v", err)
	}
}

// TestDialoguesAreAsked holds each later turn to be asked in the thread of a bot
// that was right so far.
func TestDialoguesAreAsked(t *testing.T) {
	asked, err := askDialogues(t.Context(), matcher(t, talking(t)), talks()[:2])
	if err != nil {
		t.Fatal(err)
	}
	type turn struct {
		ID, Text string
		Thread   knowledge.Thread
		Gold     []string
	}
	var got []turn
	for _, l := range asked {
		got = append(got, turn{l.id, l.text, l.thread, l.gold})
		if len(l.leanings) == 0 {
			t.Errorf("%s: %q has no candidates", l.id, l.text)
		}
	}
	var want []turn
	for i := range 2 {
		id, subject, other := "d-"+subjects[i], subjects[i], subjects[i+1]
		own, next := fmt.Sprint("e", i), fmt.Sprint("e", i+1)
		opening := "set up " + subject + " here"
		begun := knowledge.Thread{Questions: []string{opening}, Shown: own}
		leaned := knowledge.Thread{Questions: []string{opening, "how exactly?"}, Shown: own}
		alone := knowledge.Thread{Questions: []string{other + " settings wanted now"}, Shown: next}
		picked := knowledge.Thread{Questions: []string{subject + " or what"}, Shown: next}
		want = append(want,
			turn{id, "how exactly?", begun, []string{own}},
			turn{id, other + " settings wanted now", leaned, []string{next}},
			turn{id, "Who wrote the " + subject + " song?", alone, nil},
			turn{id, "why?", picked, []string{next}},
		)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("turns (-want +got):\n%s", diff)
	}
}

// TestQuestionsAreAskedAfterAnother holds what addresses the program to be asked
// after a question that shares no entry with it.
func TestQuestionsAreAskedAfterAnother(t *testing.T) {
	o := talking(t)
	m := matcher(t, o)
	asked, err := askAlone(t.Context(), m, o.Questions)
	if err != nil {
		t.Fatal(err)
	}
	again, err := askAlone(t.Context(), m, o.Questions)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for i, l := range asked {
		ids = append(ids, l.id)
		if diff := cmp.Diff(l.thread, again[i].thread); diff != "" {
			t.Errorf("%s stands in another thread the second time (-first +second):\n%s", l.id, diff)
		}
		before := slices.IndexFunc(o.Questions, func(q eval.Question) bool { return q.Text == l.thread.Latest() })
		if before < 0 || len(l.thread.Questions) != 1 || len(l.thread.Offered) > 0 {
			t.Fatalf("%s stands in the thread %+v", l.id, l.thread)
		}
		if q := o.Questions[before]; l.thread.Shown != q.Gold[0] || slices.Contains(l.gold, q.Gold[0]) || q.ID == l.id {
			t.Errorf("%s stands after %s, of which %s was shown", l.id, q.ID, l.thread.Shown)
		}
	}
	if diff := cmp.Diff([]string{"a0", "a1", "a2", "a3", "a4", "a5", "a6", "u0", "u1"}, ids); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	// One alone has none to stand after, nor have questions on one entry.
	same := []eval.Question{o.Questions[0], {ID: "b", Text: "set memory up", Gold: []string{"e0"}}, {ID: "c", Text: "memory song", Grade2: []string{"e0"}}}
	for _, few := range [][]eval.Question{nil, same[:1], same} {
		if asked, err := askAlone(t.Context(), m, few); err != nil || len(asked) > 0 {
			t.Errorf("of %d questions %d are asked, %v", len(few), len(asked), err)
		}
	}
}

// leaningOf is a candidate that was shown, or is else of no thread.
func leaningOf(id string, p, alone, rank float64, shown bool) knowledge.Leaning {
	l := knowledge.Leaning{Entry: &archive.Entry{ID: id, Episode: &archive.Episode{}}, P: p}
	l.Signals.Alone, l.Signals.AloneRank = alone, rank
	if shown {
		l.Signals.Shown = 1
	}
	return l
}

func TestStandsAlone(t *testing.T) {
	thread := knowledge.Thread{Shown: "x"}
	for _, tt := range []struct {
		name       string
		leaned     leaned
		want       bool
		atHalf, at float64 // answered alone, from 0.5 and from 0.9 on: 1 or 0
	}{
		{"nothing to lean on", leaned{gold: []string{"a"}}, true, 0, 0},
		{"no answer", leaned{thread: thread, leanings: []knowledge.Leaning{leaningOf("a", 0, 3, 1, false)}}, true, 0, 0},
		{"likely alone", leaned{thread: thread, gold: []string{"a"}, leanings: []knowledge.Leaning{leaningOf("b", 0, -3, 0.5, false), leaningOf("a", 0, 1, 1, false)}}, true, 1, 0},
		{"sure alone", leaned{thread: thread, gold: []string{"a"}, leanings: []knowledge.Leaning{leaningOf("a", 0, 3, 1, false)}}, true, 1, 1},
		{"likely, but not the first", leaned{thread: thread, gold: []string{"a"}, leanings: []knowledge.Leaning{leaningOf("a", 0, 1, 0.5, false)}}, true, 0, 0},
		{"not likely alone", leaned{thread: thread, gold: []string{"a"}, leanings: []knowledge.Leaning{leaningOf("a", 0, -1, 1, false), leaningOf("b", 0, 3, 0.5, false)}}, false, 0, 0},
		{"not found", leaned{thread: thread, gold: []string{"a"}}, false, 0, 0},
	} {
		if got := tt.leaned.standsAlone(); got != tt.want {
			t.Errorf("%s: stands alone %t, want %t", tt.name, got, tt.want)
		}
		if half, high := count(tt.leaned.answeredAlone(0.5)), count(tt.leaned.answeredAlone(0.9)); half != tt.atHalf || high != tt.at {
			t.Errorf("%s: answered alone from 0.5 on %v, from 0.9 on %v; want %v, %v", tt.name, half, high, tt.atHalf, tt.at)
		}
	}
	// One of the same class answers as well.
	l := leaned{gold: []string{"a"}}
	if x := leaningOf("b", 0, 0, 0, false); l.right(x) {
		t.Error("another entry is right")
	} else if x.Duplicates = []*archive.Entry{{ID: "a"}}; !l.right(x) {
		t.Error("a duplicate is not right")
	}
}

func TestFollowUpMetrics(t *testing.T) {
	turn := func(gold string, leanings ...knowledge.Leaning) leaned {
		l := leaned{leanings: leanings, thread: knowledge.Thread{Shown: "shown"}}
		if gold != "" {
			l.gold = []string{gold}
		}
		return l
	}
	odds := math.Log(0.8 / 0.2)
	turns := []leaned{
		turn("a", leaningOf("a", 0.9, -6, 0, true)),                                   // right with the thread
		turn("a", leaningOf("b", 0.9, -6, 0, true), leaningOf("a", 0.1, 6, 1, false)), // wrong with it
		turn("a", leaningOf("a", 0.4, -6, 0, true)),                                   // offered
		turn("a", leaningOf("a", 0.9, odds+0.1, 1, false)),                            // right alone
		turn("a", leaningOf("a", 0.9, odds-0.1, 1, false)),                            // not sure enough alone
		turn("a", leaningOf("a", 0.1, odds+0.1, 1, true)),                             // right alone, whatever the thread
		turn("a"), // nothing found
		turn("a", leaningOf("b", 0.2, 6, 1, false), leaningOf("a", 0.1, odds, 0.5, true)), // another is the first alone
		turn("", leaningOf("b", 0.9, -6, 0, true)),                                        // answered, and there is no answer
		turn("", leaningOf("b", 0.4, -6, 0, true)),                                        // offered
		turn("", leaningOf("b", 0.1, -6, 0, true)),
		turn(""),
	}
	alone := []leaned{
		turn("a", leaningOf("a", 0.9, 6, 1, false)),  // not near
		turn("a", leaningOf("a", 0.9, 6, 1, true)),   // the same in the thread
		turn("a", leaningOf("b", 0.9, 6, 0.5, true)), // another
	}
	want := map[string]float64{"turns": 12, "right": 3 / 8., "wrong": 1 / 8., "unanswered": 3 / 4., "alone_kept": 2 / 3.}
	if diff := cmp.Diff(want, followUpMetrics(turns, alone, 0.8)); diff != "" {
		t.Errorf("metrics (-want +got):\n%s", diff)
	}
	none := map[string]float64{"turns": 0, "right": 0, "wrong": 0, "unanswered": 0, "alone_kept": 0}
	if diff := cmp.Diff(none, followUpMetrics(nil, nil, 0.8)); diff != "" {
		t.Errorf("metrics of nothing (-want +got):\n%s", diff)
	}
}

func TestDialoguesHash(t *testing.T) {
	own := dialoguesHash(talks())
	if len(own) != 16 || own != dialoguesHash(talks()) {
		t.Errorf("the hash is %q, and %q again", own, dialoguesHash(talks()))
	}
	seen := map[string]string{own: "the same"}
	for name, change := range map[string]func([]dialogue.Dialogue) []dialogue.Dialogue{
		"none":             func([]dialogue.Dialogue) []dialogue.Dialogue { return nil },
		"a dialogue less":  func(d []dialogue.Dialogue) []dialogue.Dialogue { return d[1:] },
		"another order":    func(d []dialogue.Dialogue) []dialogue.Dialogue { d[0], d[1] = d[1], d[0]; return d },
		"another name":     func(d []dialogue.Dialogue) []dialogue.Dialogue { d[0].ID += "x"; return d },
		"a turn less":      func(d []dialogue.Dialogue) []dialogue.Dialogue { d[0].Turns = d[0].Turns[:6]; return d },
		"another text":     func(d []dialogue.Dialogue) []dialogue.Dialogue { d[0].Turns[1].User += "!"; return d },
		"another kind":     func(d []dialogue.Dialogue) []dialogue.Dialogue { d[0].Turns[2].Kind = dialogue.KindRefusal; return d },
		"another gold":     func(d []dialogue.Dialogue) []dialogue.Dialogue { d[0].Turns[0].Gold = []string{"e9"}; return d },
		"one gold more":    func(d []dialogue.Dialogue) []dialogue.Dialogue { d[0].Turns[0].Gold = []string{"e0", "e9"}; return d },
		"two golds in one": func(d []dialogue.Dialogue) []dialogue.Dialogue { d[0].Turns[0].Gold = []string{"e0 e9"}; return d },
		"a turn at another": func(d []dialogue.Dialogue) []dialogue.Dialogue {
			last := len(d[0].Turns) - 1
			d[1].Turns = slices.Insert(d[1].Turns, 0, d[0].Turns[last])
			d[0].Turns = d[0].Turns[:last]
			return d
		},
	} {
		h := dialoguesHash(change(talks()))
		if other, taken := seen[h]; taken {
			t.Errorf("%s and %s have the hash %s", name, other, h)
		}
		seen[h] = name
	}
}
