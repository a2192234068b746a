package fit

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bigtalk/knowledge"
	"bigtalk/knowledge/archive"
	"bigtalk/knowledge/calibration"
	"bigtalk/knowledge/eval"
)

// asked is a question of a kind with the entries that were found, best first. The
// entry "right" answers an answerable one, and "helps" helps.
func asked(kind string, answerable bool, ids ...string) found {
	f := found{Question: eval.Question{Kind: kind, Grade2: []string{"helps"}}}
	if answerable {
		f.Gold = []string{"right"}
	}
	for _, id := range ids {
		f.matches = append(f.matches, knowledge.Match{Entry: &archive.Entry{ID: id}})
	}
	return f
}

func answerable(ids ...string) found { return asked("plain", true, ids...) }

// times has the question so many times, with the same probability.
func times(n int, f found, p float64) ([]found, []float64) {
	return slices.Repeat([]found{f}, n), slices.Repeat([]float64{p}, n)
}

// A set is questions with their probabilities.
type set struct {
	asked []found
	p     []float64
}

func (s *set) add(n int, f found, p float64) *set {
	a, b := times(n, f, p)
	s.asked, s.p = append(s.asked, a...), append(s.p, b...)
	return s
}

// roundLimits are by hand, so that the program's own may be tuned.
var roundLimits = limits{wrong: 0.005, shown: 0.06, precision: 0.97}

func (s *set) thresholds() calibration.Thresholds { return thresholds(s.asked, s.p, s.p, roundLimits) }

func TestAnswerThreshold(t *testing.T) {
	onTopic := asked(eval.KindOnTopic, false, "wrong")
	nearMiss := asked(eval.KindNearMiss, false, "helps")
	for _, tt := range []struct {
		name string
		set  *set
		want float64
	}{
		{"nothing", &set{}, 1},
		{"all are right", (&set{}).add(10, answerable("right"), 0.3).add(10, answerable("right"), 0.9), 0.3},
		{"all are wrong", (&set{}).add(10, answerable("wrong"), 0.3), 1},
		// 97 of 100 right ones are enough, 97 of 101 are not.
		{"just precise enough", (&set{}).add(97, answerable("right"), 0.9).add(3, answerable("wrong"), 0.4), 0.4},
		{"just not", (&set{}).add(97, answerable("right"), 0.9).add(4, answerable("wrong"), 0.4), 0.9},
		{"helping is not answering", (&set{}).add(9, answerable("right"), 0.9).add(1, answerable("helps"), 0.4), 0.9},
		// 1 of 200 in the field may be wrong, 2 may not.
		{"a wrong answer in two hundred", (&set{}).add(10, answerable("right"), 0.9).add(1, asked(kindNotFor, false, "wrong"), 0.5).add(199, asked(kindNotFor, false, "wrong"), 0.1), 0.5},
		{"two", (&set{}).add(10, answerable("right"), 0.9).add(2, asked(kindOutside, false, "wrong"), 0.5).add(198, asked(kindNotFor, false, "wrong"), 0.1), 0.9},
		{"those that help are not wrong", (&set{}).add(10, answerable("right"), 0.9).add(20, asked(kindNotFor, false, "helps"), 0.5), 0.5},
		// 6 of 100 labelled ones in the field may get an answer that helps, 7 may not.
		{"six of a hundred helped", (&set{}).add(10, answerable("right"), 0.9).add(6, nearMiss, 0.5).add(94, onTopic, 0.1), 0.5},
		{"seven", (&set{}).add(10, answerable("right"), 0.9).add(7, nearMiss, 0.5).add(93, onTopic, 0.1), 0.9},
		{"what is not about the field does not count", (&set{}).add(10, answerable("right"), 0.9).
			add(50, asked(eval.KindOffTopicTech, false, "wrong"), 0.5).add(50, asked(eval.KindChatter, false, "wrong"), 0.5).
			add(50, asked(kindGroupTalk, false, "wrong"), 0.5), 0.5},
		// Five alternates weigh as much as one labelled question: 32 + 1 of 34 are 0.97…
		{"alternates weigh a fifth", (&set{}).add(32, answerable("right"), 0.9).add(5, asked(kindAlternate, true, "right"), 0.9).add(5, asked(kindAlternate, true, "wrong"), 0.4), 0.4},
		{"without them it is not enough", (&set{}).add(32, answerable("right"), 0.9).add(1, answerable("wrong"), 0.4), 0.9},
		{"not even one chat is answered", (&set{}).add(1000, answerable("right"), 0.9).add(1, asked(eval.KindSmalltalk, false, "helps"), 0.5), 0.9},
		{"chat that found nothing is none", (&set{}).add(10, answerable("right"), 0.5).add(1, asked(eval.KindChitchat, false), 0), 0.5},
		{"a question that found nothing is no answer", (&set{}).add(10, answerable("right"), 0.9).add(5, answerable(), 0).add(5, asked(kindNotFor, false), 0), 0.9},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.set.thresholds().Answer; got != tt.want {
				t.Errorf("answer threshold %v, want %v", got, tt.want)
			}
		})
	}
}

func TestLimitsOf(t *testing.T) {
	for _, name := range knowledge.Profiles() {
		l := limitsOf(name)
		if l.wrong <= 0 || l.wrong > 0.02 || l.shown <= l.wrong || l.shown > 0.2 || l.precision < 0.9 || l.precision >= 1 {
			t.Errorf("%s: limits %+v; the design allows 2 %% wrong answers", name, l)
		}
		if words := (Options{}).searchedAs(name); limitsOf(words) != l {
			t.Errorf("%s and %s have different limits", name, words)
		}
	}
}

func TestChoicesThreshold(t *testing.T) {
	for _, tt := range []struct {
		name string
		set  *set
		want float64
	}{
		{"nothing", &set{}, 0},
		{"never more than a quarter", (&set{}).add(100, answerable("right"), 0.9), maxChoices},
		{"never more than the answer's", (&set{}).add(10, answerable("right"), 0.1).add(100, answerable("right"), 0.2), 0.1},
		// A right entry among the first three counts, for 98.5 of 100.
		{"for the first hundred but one", (&set{}).add(99, answerable("wrong", "wrong", "right"), 0.2).add(1, answerable("right"), 0.05), 0.2},
		{"for all but two it is not enough", (&set{}).add(98, answerable("wrong", "right"), 0.2).add(2, answerable("right"), 0.05), 0.05},
		{"the fourth is not offered", (&set{}).add(10, answerable("right"), 0.2).add(10, answerable("a", "b", "c", "right"), 0.01), 0.2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := tt.set.thresholds()
			if got.Choices != tt.want || got.Choices > got.Answer {
				t.Errorf("choices threshold %v beside %v, want %v", got.Choices, got.Answer, tt.want)
			}
		})
	}
}

func TestOverheardThreshold(t *testing.T) {
	talk := asked(eval.KindChatter, false, "wrong")
	const step = 1e-6
	for _, tt := range []struct {
		name string
		set  *set
		want float64
	}{
		{"no group talk", (&set{}).add(5, answerable("right"), 0.9).add(5, asked(kindGroupTalk, false, "wrong"), 0.8), 1},
		{"just above the highest", (&set{}).add(1, talk, 0.6).add(100, talk, 0.2), 0.6 + step},
		// 0.3 % of 334 is one, which may be answered.
		{"one of three hundred", (&set{}).add(1, talk, 0.6).add(333, talk, 0.2), 0.2 + step},
		{"all kinds of it", (&set{}).add(10, talk, 0.2).add(1, asked(eval.KindReaction, false, "wrong"), 0.7), 0.7 + step},
		{"at most 1", (&set{}).add(3, talk, 1), 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.set.thresholds().Overheard; math.Abs(got-tt.want) > 1e-12 {
				t.Errorf("overheard threshold %v, want %v", got, tt.want)
			}
		})
	}
}

func TestWeights(t *testing.T) {
	for kind, want := range map[string][2]float64{ // as any example, and where group talk is looked for
		"plain":               {1, 1},
		"":                    {1, 1},
		eval.KindOnTopic:      {1, 1},
		eval.KindNearMiss:     {1, 1},
		eval.KindOffTopicTech: {1, 1},
		eval.KindSmalltalk:    {1, 1},
		kindAlternate:         {0.2, 0.2},
		kindNotFor:            {0.3, 0.3},
		kindOutside:           {0.3, 0.3},
		kindGroupTalk:         {0.3, 0.3},
		eval.KindChatter:      {0.1, 3},
		eval.KindOtherTech:    {0.1, 3},
		eval.KindContextFree:  {0.1, 3},
		eval.KindAnnouncement: {0.1, 3},
		eval.KindMeta:         {0.1, 3},
		eval.KindReaction:     {0.1, 3},
	} {
		f := asked(kind, false)
		if got := [2]float64{f.weight(), f.overheardWeight()}; got != want {
			t.Errorf("weights of %q %v, want %v", kind, got, want)
		}
	}
}

func TestFound(t *testing.T) {
	f := answerable("wrong", "helps", "right", "other")
	f.matches[3].Duplicates = []*archive.Entry{{ID: "right"}}
	for i, want := range [][2]bool{{false, false}, {false, true}, {true, true}, {true, true}} {
		if got := [2]bool{f.answers(i), f.helps(i)}; got != want {
			t.Errorf("match %d answers and helps: %v, want %v", i, got, want)
		}
	}
	if !f.answersAlone(2) || asked(eval.KindChatter, true, "right").answersAlone(0) {
		t.Error("group talk is no question that stands alone, others are")
	}
	if !f.offers() || answerable("a", "b", "c", "right").offers() || answerable().offers() {
		t.Error("the first three are offered")
	}
}

func TestMetrics(t *testing.T) {
	s := (&set{}).
		add(6, answerable("right"), 0.9).          // shown
		add(2, answerable("wrong", "right"), 0.3). // offered
		add(1, answerable("right"), 0.1).          // neither
		add(1, answerable(), 0).                   // found nothing
		add(3, asked(eval.KindOnTopic, false, "helps"), 0.9).
		add(1, asked(eval.KindNearMiss, false, "wrong"), 0.9).
		add(4, asked(eval.KindChatter, false, "wrong"), 0.9).
		add(1, asked(kindAlternate, true, "right"), 0.9).
		add(4, asked(kindOutside, false, "wrong"), 0.1)
	got := metrics(s.asked, probabilities{s.p, s.p, s.p}, calibration.Thresholds{Answer: 0.8, Choices: 0.2, Overheard: 0.95})
	for name, want := range map[string]float64{
		"labelled_hit1": 0.7, "labelled_right_shown": 0.6, "labelled_right_shown_or_offered": 0.8, "labelled_wrong_shown": 0.25,
		"annotations_hit1": 1, "annotations_right_shown": 1, "annotations_wrong_shown": 0,
		"overheard_talk_answered": 0, "overheard_right_shown": 0,
	} {
		if math.Abs(got[name]-want) > 1e-9 {
			t.Errorf("%s = %v, want %v", name, got[name], want)
		}
	}
	if got := metrics(s.asked, probabilities{s.p, s.p, s.p}, calibration.Thresholds{Answer: 0.8, Choices: 0.2, Overheard: 0.85}); got["overheard_talk_answered"] != 1 || math.Abs(got["overheard_right_shown"]-0.6) > 1e-9 {
		t.Errorf("with a lower threshold: %v", got)
	}
	for name, v := range metrics(nil, probabilities{}, calibration.Thresholds{}) {
		if math.IsNaN(v) {
			t.Errorf("%s of nothing is no number", name)
		}
	}
}

func TestRankerSignals(t *testing.T) {
	for profile, want := range map[string][]string{
		knowledge.ProfileAnnotated:      {"text", "phrase", "phrases", "dense", "denses", "answer"},
		knowledge.ProfileAnnotatedWords: {"text", "phrase", "phrases"},
		knowledge.ProfileBare:           {"text", "phrase", "dense", "answer"},
		knowledge.ProfileBareWords:      {"text", "phrase"},
	} {
		if diff := cmp.Diff(want, rankerSignals(profile)); diff != "" {
			t.Errorf("signals of the ranker of %s (-want +got):\n%s", profile, diff)
		}
	}
}
