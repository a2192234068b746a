package eval

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// reportFormat counts the changes to what the fields of a Report mean. Version 1
// knew neither decisions nor calibration.
const reportFormat = 2

// A Report is what a run of questions came to. It holds no date and no
// duration: reports of the same questions on the same content are equal.
type Report struct {
	Format     int             `json:"format"`  // of this struct; set by Run
	Content    string          `json:"content"` // version of the content that was searched
	Depth      int             `json:"depth"`   // matches looked at
	Ranking    Groups[Figures] `json:"ranking"` // over answerable questions
	Shipped    Shipped         `json:"shipped"`
	Confidence Confidence      `json:"confidence"` // of P(the first match answers)
	Helps      Confidence      `json:"helps"`      // of P(it answers or at least helps)
	Outcomes   []Outcome       `json:"outcomes"`   // by id, unanswerable ones too
}

// Figures are shares of a group of answerable questions; the package comment
// defines them. An empty group has zeros.
type Figures struct {
	Group     string  `json:"group"` // the language or kind; "all"
	Questions int     `json:"questions"`
	Hit1      float64 `json:"hit1"`
	Hit3      float64 `json:"hit3"`
	MRR       float64 `json:"mrr"` // cut at the report's Depth
}

// hitShort and hitLong are the k of hit@k: the answer itself, and the choices
// that a person is offered at most.
const (
	hitShort = 1
	hitLong  = 3
)

// summarize makes the report of outcomes that are sorted by id.
func summarize(outcomes []Outcome) Report {
	return Report{
		Format:     reportFormat,
		Depth:      Depth,
		Ranking:    groupBy(only(outcomes, Outcome.answerable), measureRanking),
		Shipped:    measureShipped(outcomes),
		Confidence: answersClaim().measure(outcomes),
		Helps:      helpsClaim().measure(outcomes),
		Outcomes:   outcomes,
	}
}

func measureRanking(group string, members []Outcome) Figures {
	f := Figures{Group: group, Questions: len(members)}
	if f.Questions == 0 {
		return f
	}
	for _, o := range members {
		if o.hit(hitShort) {
			f.Hit1++
		}
		if o.hit(hitLong) {
			f.Hit3++
		}
		if o.Rank > 0 {
			f.MRR += 1 / float64(o.Rank)
		}
	}
	n := float64(f.Questions)
	f.Hit1, f.Hit3, f.MRR = round(f.Hit1/n), round(f.Hit3/n), round(f.MRR/n)
	return f
}

// WriteReport writes r as JSON for [ReadReport].
func WriteReport(w io.Writer, r Report) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(r); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

// ReadReport reads a report as [WriteReport] wrote it. A report of another
// format is an error that says to run the evaluation again: its figures would
// not compare.
func ReadReport(in io.Reader) (Report, error) {
	data, err := io.ReadAll(in)
	if err != nil {
		return Report{}, fmt.Errorf("read report: %w", err)
	}
	var head struct {
		Format int `json:"format"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return Report{}, fmt.Errorf("read report: %w", err)
	}
	if head.Format != reportFormat {
		return Report{}, fmt.Errorf("read report: format %d, want %d: run the evaluation again to make one", head.Format, reportFormat)
	}
	var r Report
	if err := json.Unmarshal(data, &r); err != nil {
		return Report{}, fmt.Errorf("read report: %w", err)
	}
	if !slices.IsSortedFunc(r.Outcomes, func(a, b Outcome) int { return cmp.Compare(a.ID, b.ID) }) {
		return Report{}, errors.New("read report: the outcomes are not sorted by id: run the evaluation again to make one")
	}
	return r, nil
}
