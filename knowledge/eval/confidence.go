package eval

import (
	"slices"

	"bigtalk/knowledge/calibration"
)

// Confidence says how good one of the two probabilities of a first match is: how
// well it tells questions apart, and whether it means what it says.
type Confidence struct {
	Overall     Separation          `json:"overall"`
	ByLanguage  []Separation        `json:"by_language"` // each with thresholds of its own
	Curve       []Step              `json:"curve"`       // over all questions, from the highest threshold down
	Calibration Groups[Calibration] `json:"calibration"`
	Bins        []Bin               `json:"bins"` // over all questions
}

// A claim is a probability with what makes it come true.
type claim struct {
	probability func(Outcome) float64
	holds       func(Outcome) bool // the first match is what is claimed
	possible    func(Outcome) bool // an entry of the archive is
}

// answersClaim is that the first match answers.
func answersClaim() claim {
	return claim{
		probability: func(o Outcome) float64 { return o.Confidence },
		holds:       func(o Outcome) bool { return o.Verdict == Right },
		possible:    Outcome.answerable,
	}
}

// helpsClaim is that the first match answers or at least helps.
func helpsClaim() claim {
	return claim{
		probability: func(o Outcome) float64 { return o.Helps },
		holds:       func(o Outcome) bool { return o.Verdict == Right || o.Verdict == Helps },
		possible:    func(o Outcome) bool { return o.answerable() || len(o.Grade2) > 0 },
	}
}

// hopeless reports a question about the field for which the claim is never true.
func (c claim) hopeless(o Outcome) bool { return !c.possible(o) && inField(o.Kind) }

func (c claim) measure(outcomes []Outcome) Confidence {
	return Confidence{
		Overall:     c.separate(everything, outcomes),
		ByLanguage:  eachGroup(outcomes, Outcome.language, c.separate),
		Curve:       c.curve(outcomes),
		Calibration: groupBy(outcomes, c.calibrate),
		Bins:        c.bins(outcomes),
	}
}

// A Separation says how well a probability tells first matches that are what it
// claims from questions about the field (on_topic and near_miss) for which no
// entry is.
type Separation struct {
	Group        string `json:"group"`
	Right        int    `json:"right"`        // questions whose first match is what is claimed
	Unanswerable int    `json:"unanswerable"` // questions about the field for which none is
	// AUC is the chance that one of Right has a higher probability than one of
	// Unanswerable, ties counting half; 0 when either is none. A question for
	// which nothing matched has the probability 0.
	AUC float64 `json:"auc"`
	// Points are empty when Unanswerable is 0.
	Points []Point `json:"points"`
}

func (c claim) separate(group string, outcomes []Outcome) Separation {
	s := Separation{Group: group}
	var p []float64
	var right []bool
	for _, o := range outcomes {
		switch {
		case c.holds(o):
			s.Right++
		case c.hopeless(o):
			s.Unanswerable++
		default:
			continue
		}
		p, right = append(p, c.probability(o)), append(right, c.holds(o))
	}
	s.AUC, s.Points = round(calibration.AUC(p, right, nil)), c.points(outcomes, s.Unanswerable)
	return s
}

// wrongShares are the shares of wrong answers that Points are found for: the
// design's 2 %, half of it, and 5 % for a look at what stricter costs.
func wrongShares() []float64 { return []float64{0.01, 0.02, 0.05} }

// A Point is the lowest threshold at which wrong answers keep within a share of
// the questions about the field for which no entry is what is claimed.
// Thresholds are tried on the very questions that are counted: on other
// questions expect a little less.
type Point struct {
	MaxWrong float64 `json:"max_wrong"` // the share allowed
	Step             // zero when every threshold shows too many
	Hits     []Hit   `json:"hits"`  // by kind of answerable question
	Leaks    []Leak  `json:"leaks"` // by kind of unanswerable question
}

// A Hit is how many answerable questions of a kind are shown what is claimed.
type Hit struct {
	Kind      string `json:"kind"`
	Questions int    `json:"questions"` // of the kind
	Right     int    `json:"right"`
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

// hit is like leak.
func (p Point) hit(kind string) Hit {
	i := slices.IndexFunc(p.Hits, func(h Hit) bool { return h.Kind == kind })
	if i < 0 {
		return Hit{}
	}
	return p.Hits[i]
}

// points finds one for each of wrongShares.
func (c claim) points(outcomes []Outcome, hopeless int) []Point {
	points := []Point{}
	if hopeless == 0 {
		return points
	}
	curve := c.curve(outcomes)
	for _, most := range wrongShares() {
		p := Point{MaxWrong: most}
		for _, s := range curve {
			if s.WrongShare <= most {
				p.Step = s
			}
		}
		shown := func(o Outcome) bool { return p.Shown > 0 && o.Verdict != None && c.probability(o) >= p.Threshold }
		p.Hits = eachGroup(only(outcomes, Outcome.answerable), Outcome.kind, func(kind string, members []Outcome) Hit {
			right := only(members, func(o Outcome) bool { return shown(o) && c.holds(o) })
			return Hit{kind, len(members), len(right)}
		})
		p.Leaks = countLeaks(outcomes, shown)
		points = append(points, p)
	}
	return points
}

// countLeaks lists the kinds in the order of unanswerableKinds.
func countLeaks(outcomes []Outcome, shown func(Outcome) bool) []Leak {
	leaks := []Leak{}
	for _, kind := range unanswerableKinds() {
		members := only(outcomes, func(o Outcome) bool { return !o.answerable() && o.Kind == kind })
		if n := len(members); n > 0 {
			leaks = append(leaks, Leak{kind, n, len(only(members, shown))})
		}
	}
	return leaks
}
