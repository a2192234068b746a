package fit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
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
	for name, least := range map[string]float64{"right": 0.9, "unanswered": 0.9, "foreign_unanswered": 0.9, "alone_kept": 0.9, "wrong": 0} {
		for _, profile := range knowledge.Profiles() {
			// Other profiles know less of an archive, and nothing is learned from them.
			easy := profile == learnedFrom
			if v, ok := f.Metrics[profile+"_"+name]; !ok || v < 0 || v > 1 || easy && (v < least || name == "wrong" && v > 0.1) {
				t.Errorf("%s of %s is %v (there: %t), and the archive is easy", name, profile, v, ok)
			}
		}
	}
	if len(f.Metrics) != 5*len(knowledge.Profiles()) {
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
	if _, _, err := askDialogues(ctx, m, o.Dialogues); !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "fit: dialogue d-") {
		t.Errorf("asking dialogues, called off: %v", err)
	}
	if _, err := askAlone(ctx, m, o.Questions); !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "fit: question ") {
		t.Errorf("asking questions, called off: %v", err)
	}
}

// TestDialoguesAreAsked holds each later turn to be asked in the thread of a bot
// that was right so far.
func TestDialoguesAreAsked(t *testing.T) {
	asked, foreign, err := askDialogues(t.Context(), matcher(t, talking(t)), talks()[:2])
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
		got = append(got, turn{l.id, l.text, l.Thread, l.gold})
		if len(l.Candidates) == 0 {
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

	// What each shows first is asked of another technology.
	if len(foreign) != 2 {
		t.Fatalf("%d questions on another technology, want 2", len(foreign))
	}
	for i, l := range foreign {
		begun := knowledge.Thread{Questions: []string{"set up " + subjects[i] + " here"}, Shown: fmt.Sprint("e", i)}
		if diff := cmp.Diff(begun, l.Thread); diff != "" || !l.foreign || l.gold != nil || l.id != "d-"+subjects[i] || l.text != foreignTurn(l.id, "set up") {
			t.Errorf("%s: %q, foreign %t, gold %v, in the thread (-want +got):\n%s", l.id, l.text, l.foreign, l.gold, diff)
		}
	}
}

func TestForeignTurn(t *testing.T) {
	seen := make(map[string]bool)
	for i := range 100 {
		id := fmt.Sprint("d", i)
		en, zh := foreignTurn(id, "how much memory?"), foreignTurn(id, "多少 memory")
		if en != foreignTurn(id, "why") || en == zh || strings.ContainsRune(en, '%') || strings.ContainsRune(zh, '%') {
			t.Errorf("%s: %q and %q", id, en, zh)
		}
		if name := slices.IndexFunc(peers(), func(n string) bool { return strings.Contains(en, n) && strings.Contains(zh, n) }); name < 0 {
			t.Errorf("%s: neither %q nor %q names a technology", id, en, zh)
		}
		seen[en] = true
	}
	if len(seen) < 30 {
		t.Errorf("only %d questions of 100 dialogues", len(seen))
	}
	l, err := askForeign(t.Context(), nil, dialogue.Dialogue{ID: "d", Turns: []dialogue.Turn{{User: "hi", Kind: dialogue.KindSmalltalk}}})
	if err != nil || l.text != "" {
		t.Errorf("a dialogue that shows nothing: %q, %v", l.text, err)
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
		if diff := cmp.Diff(l.Thread, again[i].Thread); diff != "" {
			t.Errorf("%s stands in another thread the second time (-first +second):\n%s", l.id, diff)
		}
		before := slices.IndexFunc(o.Questions, func(q eval.Question) bool { return q.Text == l.Thread.Latest() })
		if before < 0 || len(l.Thread.Questions) != 1 || len(l.Thread.Offered) > 0 {
			t.Fatalf("%s stands in the thread %+v", l.id, l.Thread)
		}
		if q := o.Questions[before]; l.Thread.Shown != q.Gold[0] || slices.Contains(l.gold, q.Gold[0]) || q.ID == l.id {
			t.Errorf("%s stands after %s, of which %s was shown", l.id, q.ID, l.Thread.Shown)
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
	begun := func(l ...knowledge.Leaning) knowledge.Leanings {
		return knowledge.Leanings{Thread: knowledge.Thread{Shown: "x"}, Candidates: l}
	}
	for _, tt := range []struct {
		name   string
		leaned leaned
		want   bool
	}{
		{"nothing to lean on", leaned{gold: []string{"a"}}, true},
		{"no answer", leaned{Leanings: begun(leaningOf("a", 0, 3, 1, false))}, true},
		{"likely alone", leaned{Leanings: begun(leaningOf("b", 0, -3, 0.5, false), leaningOf("a", 0, 1, 1, false)), gold: []string{"a"}}, true},
		{"likely, but not the first", leaned{Leanings: begun(leaningOf("a", 0, 1, 0.5, false)), gold: []string{"a"}}, true},
		{"not likely alone", leaned{Leanings: begun(leaningOf("a", 0, -1, 1, false), leaningOf("b", 0, 3, 0.5, false)), gold: []string{"a"}}, false},
		{"not found", leaned{Leanings: begun(), gold: []string{"a"}}, false},
	} {
		if got := tt.leaned.standsAlone(); got != tt.want {
			t.Errorf("%s: stands alone %t, want %t", tt.name, got, tt.want)
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
	// An answer is shown from 0.8 on where the question stands alone.
	turn := func(gold string, alone float64, candidates ...knowledge.Leaning) leaned {
		l := leaned{Leanings: knowledge.Leanings{Thread: knowledge.Thread{Shown: "shown"}, Candidates: candidates, Alone: alone, Answer: 0.8}}
		if gold != "" {
			l.gold = []string{gold}
		}
		return l
	}
	apart := func(l leaned) leaned {
		l.Apart = true
		return l
	}
	of := func(x knowledge.Leaning, abroad float64) knowledge.Leaning {
		x.Signals.Foreign = abroad
		return x
	}
	c := conversed{
		turns: []leaned{
			turn("a", 0, leaningOf("a", 0.9, -6, 0, true)),                                      // right with the thread
			turn("a", 0.99, leaningOf("b", 0.9, -6, 0, true), leaningOf("a", 0.1, 6, 1, false)), // wrong with it
			turn("a", 0, leaningOf("a", 0.4, -6, 0, true)),                                      // offered
			turn("a", 0.8, leaningOf("a", 0.9, 2, 1, false)),                                    // right alone
			turn("a", 0.79, leaningOf("a", 0.9, 2, 1, false)),                                   // not sure enough alone
			turn("a", 0.8, leaningOf("a", 0.1, 2, 1, true)),                                     // right alone, whatever the thread
			turn("a", 0.8, leaningOf("a", 0.4, 2, 1, true)),                                     // the same without it, and shown
			turn("a", 0), // nothing found
			turn("a", 0.9, leaningOf("b", 0.2, 6, 1, false), leaningOf("a", 0.1, 1, 0.5, true)),       // wrong alone
			apart(turn("a", 0.9, leaningOf("b", 0.9, 0, 0, true), leaningOf("a", 0.1, 1, 1, false))),  // not read with it
			apart(turn("a", 0.99, leaningOf("a", 0.9, 0, 0, true), leaningOf("b", 0.1, 1, 1, false))), // and wrong
			turn("", 0, leaningOf("b", 0.9, -6, 0, true)),                                             // answered, and there is no answer
			turn("", 0, leaningOf("b", 0.4, -6, 0, true)),                                             // offered
			turn("", 0, leaningOf("b", 0.1, -6, 0, true)),
			turn("", 0.9, leaningOf("b", 0.1, 2, 1, false)), // answered alone
			apart(turn("", 0, leaningOf("b", 0.9, -6, 0, true))),
			turn("", 0),
		},
		foreign: []leaned{
			turn("", 0, of(leaningOf("a", 0.9, -6, 0, true), 0.5)), // it says nothing of it
			turn("", 0, of(leaningOf("a", 0.9, -6, 0, true), 0)),   // it does
			turn("", 0, of(leaningOf("a", 0.4, -6, 0, true), 0.5)),
		},
		alone: []leaned{
			turn("a", 0, leaningOf("a", 0.9, 6, 1, false)),         // not near
			turn("a", 0, leaningOf("a", 0.9, 6, 1, true)),          // the same in the thread
			turn("a", 0, leaningOf("b", 0.9, 6, 0.5, true)),        // another
			apart(turn("a", 0, leaningOf("b", 0.9, 6, 0.5, true))), // not read with it
		},
	}
	want := map[string]float64{"right": 5 / 11., "wrong": 3 / 11., "unanswered": 4 / 6., "foreign_unanswered": 2 / 3., "alone_kept": 3 / 4.}
	if diff := cmp.Diff(want, c.metrics()); diff != "" {
		t.Errorf("metrics (-want +got):\n%s", diff)
	}
	both := map[string]float64{}
	for name, figure := range want {
		both["bare_"+name], both["annotated_"+name] = figure, 0
	}
	if diff := cmp.Diff(both, followUpMetrics(map[string]conversed{"bare": c, "annotated": {}})); diff != "" {
		t.Errorf("metrics of one profile, and of nothing (-want +got):\n%s", diff)
	}
}

// TestLearned holds nothing to be learned from what is not asked, and of another
// technology from an entry that says something of it: it may answer.
func TestLearned(t *testing.T) {
	says, silent := knowledge.Leaning{}, knowledge.Leaning{Signals: knowledge.LeaningSignals{Foreign: 0.5}}
	apart := knowledge.Leanings{Apart: true}
	for _, tt := range []struct {
		of        leaned
		candidate knowledge.Leaning
		want      float64
	}{
		{leaned{}, says, 1},
		{leaned{}, silent, 1},
		{leaned{foreign: true}, says, 0},
		{leaned{foreign: true}, silent, 1},
		{leaned{Leanings: apart}, says, 0},
		{leaned{Leanings: apart, foreign: true}, silent, 0},
	} {
		if got := tt.of.weight(tt.candidate); got != tt.want {
			t.Errorf("foreign %t, apart %t, of a candidate with foreign %v: %v, want %v", tt.of.foreign, tt.of.Apart, tt.candidate.Signals.Foreign, got, tt.want)
		}
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
