package eval

import (
	"math"
	"slices"

	"bigtalk/knowledge"
)

// An Outcome is what one question came to.
type Outcome struct {
	ID       string   `json:"id"`
	Text     string   `json:"q"`
	Language string   `json:"lang"`
	Kind     string   `json:"kind"`
	Gold     []string `json:"gold,omitempty"`
	// Rank is the place, from 1, of the first match that is gold or has a
	// duplicate that is; 0 when none of the first Depth matches is.
	Rank int `json:"rank"`
	// Top is the entry of the first match; empty when nothing matched.
	Top string `json:"top,omitempty"`
	// Verdict judges Top.
	Verdict Verdict `json:"verdict"`
	// Score is Top's. It compares within one question only.
	Score float64 `json:"score"`
	// Confidence is the searcher's P(the first match answers).
	Confidence float64 `json:"confidence"`
}

// A Verdict says what showing the first match would do for the person who asks.
type Verdict string

// Verdicts, best first.
const (
	Right Verdict = "right" // it, or a duplicate of it, is gold
	Helps Verdict = "helps" // likewise grade2: no full answer, not a wrong one
	None  Verdict = "none"  // nothing matched
	Wrong Verdict = "wrong" // anything else, so every match of an unanswerable question
)

// decimals of scores, confidences and figures in a report: coarse enough that
// compilers which fuse multiplications give the same report, fine enough to
// keep confidences near 1 apart.
const decimals = 6

func round(x float64) float64 {
	scale := math.Pow10(decimals)
	return math.Round(x*scale) / scale
}

func newOutcome(q Question, r knowledge.Result) Outcome {
	o := Outcome{
		ID: q.ID, Text: q.Text, Language: q.Language, Kind: q.Kind, Gold: q.Gold,
		Verdict: None, Confidence: round(r.Confidence),
	}
	matches := r.Matches[:min(Depth, len(r.Matches))]
	if len(matches) == 0 {
		return o
	}
	o.Rank = 1 + slices.IndexFunc(matches, func(m knowledge.Match) bool { return stands(m, q.Gold) })
	o.Top, o.Score = matches[0].Entry.ID, round(matches[0].Score)
	switch {
	case o.Rank == 1:
		o.Verdict = Right
	case stands(matches[0], q.Grade2):
		o.Verdict = Helps
	default:
		o.Verdict = Wrong
	}
	return o
}

// stands reports whether m shows one of the entries or a duplicate of one.
func stands(m knowledge.Match, ids []string) bool {
	if slices.Contains(ids, m.Entry.ID) {
		return true
	}
	for _, d := range m.Duplicates {
		if slices.Contains(ids, d.ID) {
			return true
		}
	}
	return false
}

// answerable reports whether the outcome is of an answerable question.
func (o Outcome) answerable() bool { return len(o.Gold) > 0 }

// hit reports whether a gold match stands among the first k.
func (o Outcome) hit(k int) bool { return o.Rank > 0 && o.Rank <= k }

// misleads reports whether showing the first match counts as a wrong answer: it
// is wrong, and the question is one that the archive answers or could.
func (o Outcome) misleads() bool {
	return o.Verdict == Wrong && (o.answerable() || inField(o.Kind))
}
