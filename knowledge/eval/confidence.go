package eval

import (
	"cmp"
	"slices"
)

// Confidence says how well confidences tell right first matches from
// unanswerable questions about the field (on_topic and near_miss).
type Confidence struct {
	Right        int `json:"right"`        // answerable questions with rank 1
	Unanswerable int `json:"unanswerable"` // unanswerable questions about the field
	// AUC is the chance that one of Right has a higher confidence than one of
	// Unanswerable, ties counting half; 0 when either is none. A question for
	// which nothing matched has the confidence 0.
	AUC float64 `json:"auc"`
	// Points are empty when Unanswerable is 0.
	Points []Point `json:"points"`
}

// wrongShares are the shares of wrong answers that Points are found for: the
// design's 2 %, half of it, and 5 % for a look at what stricter costs.
func wrongShares() []float64 { return []float64{0.01, 0.02, 0.05} }

// A Point is the lowest threshold on the confidence at which wrong answers keep
// within a share of the unanswerable questions about the field.
//
// A question is shown when something matched with at least the threshold's
// confidence. It is answered right when its rank is 1. It is a wrong answer when
// it is unanswerable and about the field, or answerable with a first match that
// is neither gold nor grade2. Thresholds are tried at every confidence seen, on
// the very questions that are counted: on other questions expect a little less.
type Point struct {
	MaxWrong   float64 `json:"max_wrong"`   // the share allowed
	Threshold  float64 `json:"threshold"`   // 0 with Shown 0: every threshold shows too many
	Shown      int     `json:"shown"`       // questions of any kind
	Right      int     `json:"right"`       // of them answered right
	Wrong      int     `json:"wrong"`       // of them wrong answers
	RightShare float64 `json:"right_share"` // Right as a share of all answerable questions
	WrongShare float64 `json:"wrong_share"` // Wrong as a share of the unanswerable questions about the field
	Leaks      []Leak  `json:"leaks"`       // by kind
}

// A Leak is how many unanswerable questions of a kind are shown.
type Leak struct {
	Kind      string `json:"kind"`
	Questions int    `json:"questions"` // of the kind
	Shown     int    `json:"shown"`
}

// leak returns the point's Leak of a kind, the zero Leak when it has none.
func (p Point) leak(kind string) Leak {
	i := slices.IndexFunc(p.Leaks, func(l Leak) bool { return l.Kind == kind })
	if i < 0 {
		return Leak{}
	}
	return p.Leaks[i]
}

func measureConfidence(outcomes []Outcome) Confidence {
	var right, unanswerable []float64
	answerable := 0
	for _, o := range outcomes {
		if o.answerable() {
			answerable++
		}
		switch {
		case o.Verdict == Right:
			right = append(right, o.Confidence)
		case !o.answerable() && inField(o.Kind):
			unanswerable = append(unanswerable, o.Confidence)
		}
	}
	c := Confidence{Right: len(right), Unanswerable: len(unanswerable), AUC: round(auc(right, unanswerable)), Points: []Point{}}
	if len(unanswerable) == 0 {
		return c
	}
	for _, share := range wrongShares() {
		p := findPoint(outcomes, share, len(unanswerable))
		if answerable > 0 {
			p.RightShare = round(float64(p.Right) / float64(answerable))
		}
		p.WrongShare = round(float64(p.Wrong) / float64(len(unanswerable)))
		c.Points = append(c.Points, p)
	}
	return c
}

// auc is the share of pairs in which the positive is the higher one, a tie
// counting half.
func auc(positives, negatives []float64) float64 {
	if len(positives) == 0 || len(negatives) == 0 {
		return 0
	}
	won := 0.0
	for _, p := range positives {
		for _, n := range negatives {
			switch {
			case p > n:
				won++
			case p == n:
				won += 0.5
			}
		}
	}
	return won / float64(len(positives)*len(negatives))
}

// findPoint lowers the threshold over the confidences seen, from the highest,
// for as long as wrong answers are at most share of inField questions.
func findPoint(outcomes []Outcome, share float64, inField int) Point {
	shown := slices.DeleteFunc(slices.Clone(outcomes), func(o Outcome) bool { return o.Verdict == None })
	slices.SortStableFunc(shown, func(a, b Outcome) int { return cmp.Compare(b.Confidence, a.Confidence) })
	p := Point{MaxWrong: share}
	right, wrong := 0, 0
	for i, o := range shown {
		if o.Verdict == Right {
			right++
		}
		if o.misleads() {
			wrong++
		}
		if round(float64(wrong)/float64(inField)) > share {
			break
		}
		// Equal confidences are shown together or not at all.
		if last := i == len(shown)-1; last || shown[i+1].Confidence < o.Confidence {
			p.Threshold, p.Shown, p.Right, p.Wrong = o.Confidence, i+1, right, wrong
		}
	}
	p.Leaks = countLeaks(outcomes, shown[:p.Shown])
	return p
}

func countLeaks(outcomes, shown []Outcome) []Leak {
	leaks := []Leak{}
	for _, kind := range unanswerableKinds() {
		of := func(list []Outcome) (n int) {
			for _, o := range list {
				if !o.answerable() && o.Kind == kind {
					n++
				}
			}
			return n
		}
		if n := of(outcomes); n > 0 {
			leaks = append(leaks, Leak{Kind: kind, Questions: n, Shown: of(shown)})
		}
	}
	return leaks
}
