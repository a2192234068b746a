package eval

import (
	"math"
	"slices"

	"bigtalk/knowledge"
	"bigtalk/knowledge/archive"
)

// An Outcome is what one question came to.
type Outcome struct {
	ID       string   `json:"id"`
	Text     string   `json:"q"`
	Language string   `json:"lang"`
	Kind     string   `json:"kind"`
	Gold     []string `json:"gold,omitempty"`
	Grade2   []string `json:"grade2,omitempty"`
	// Rank is the place, from 1, of the first match that is gold or has a
	// duplicate that is; 0 when none of the first Depth matches is.
	Rank int `json:"rank"`
	// Top is the entry of the first match; empty when nothing matched.
	Top string `json:"top,omitempty"`
	// Verdict judges Top.
	Verdict Verdict `json:"verdict"`
	// Score is Top's. It compares within one question only.
	Score float64 `json:"score"`
	// Confidence is the asker's P(the first match answers).
	Confidence float64 `json:"confidence"`
	// Helps is the asker's P(the first match answers or at least helps).
	Helps float64 `json:"helps"`
	// Decision is what was done with the question.
	Decision Decision `json:"decision"`
	// Choices are the entries offered, in order.
	Choices []string `json:"choices,omitempty"`
	// ChoiceRank is the place, from 1, of the first choice that is gold or has a
	// duplicate that is; 0 when none is.
	ChoiceRank int `json:"choice_rank,omitempty"`
}

// A Verdict says what showing the first match would do for the person who asks.
type Verdict string

// Verdicts, best first.
const (
	Right Verdict = "right" // it, or a duplicate of it, is gold
	Helps Verdict = "helps" // likewise grade2: no full answer, not a wrong one; of an unanswerable question too
	None  Verdict = "none"  // nothing matched
	Wrong Verdict = "wrong" // anything else
)

// decimals of scores, confidences and figures in a report: coarse enough that
// compilers which fuse multiplications give the same report, fine enough to
// keep confidences near 1 apart.
const decimals = 6

func round(x float64) float64 {
	scale := math.Pow10(decimals)
	return math.Round(x*scale) / scale
}

func newOutcome(q Question, a Answer) Outcome {
	o := Outcome{
		ID: q.ID, Text: q.Text, Language: q.Language, Kind: q.Kind, Gold: q.Gold, Grade2: q.Grade2,
		Verdict: None, Confidence: round(a.Confidence), Helps: round(a.Helps),
		Decision: a.Decision, Choices: a.Choices, ChoiceRank: choiceRank(q, a),
	}
	matches := a.Matches[:min(Depth, len(a.Matches))]
	if len(matches) == 0 {
		return o
	}
	o.Rank = 1 + slices.IndexFunc(matches, func(m knowledge.Match) bool { return Stands(m, q.Gold) })
	o.Top, o.Score = matches[0].Entry.ID, round(matches[0].Score)
	switch {
	case o.Rank == 1:
		o.Verdict = Right
	case Stands(matches[0], q.Grade2):
		o.Verdict = Helps
	default:
		o.Verdict = Wrong
	}
	return o
}

// choiceRank looks the choices up among the matches, which know their duplicates.
func choiceRank(q Question, a Answer) int {
	return 1 + slices.IndexFunc(a.Choices, func(id string) bool {
		return slices.Contains(q.Gold, id) || slices.ContainsFunc(a.Matches, func(m knowledge.Match) bool {
			return m.Entry.ID == id && Stands(m, q.Gold)
		})
	})
}

// Stands reports whether m stands for one of the entries that ids name: whether it
// is one, or has a duplicate that is. Without ids it stands for none.
func Stands(m knowledge.Match, ids []string) bool {
	return slices.Contains(ids, m.Entry.ID) || slices.ContainsFunc(m.Duplicates, func(d *archive.Entry) bool {
		return slices.Contains(ids, d.ID)
	})
}

// answerable reports whether the outcome is of an answerable question.
func (o Outcome) answerable() bool { return len(o.Gold) > 0 }

// hit reports whether a gold match stands among the first k.
func (o Outcome) hit(k int) bool { return o.Rank > 0 && o.Rank <= k }

// misleads reports whether showing the first match counts as a wrong answer: it
// neither answers nor helps, and the question is about the archive's field.
func (o Outcome) misleads() bool {
	return o.Verdict == Wrong && (o.answerable() || inField(o.Kind))
}
