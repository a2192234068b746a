package eval

import (
	"fmt"
	"strconv"
)

// rankingTables tell of the order of the matches alone.
func rankingTables(r Report) []table {
	if r.Ranking.Overall.Questions == 0 {
		return nil
	}
	return []table{{
		caption: "ranking, of questions that the archive answers",
		columns: []string{"questions", fmt.Sprintf("hit@%d", hitShort), fmt.Sprintf("hit@%d", hitLong), fmt.Sprintf("MRR@%d", r.Depth), ""},
		rows: groupRows(r.Ranking, func(f Figures) string { return f.Group }, func(f Figures) []string {
			return []string{strconv.Itoa(f.Questions), figure(f.Hit1), figure(f.Hit3), figure(f.MRR)}
		}),
	}}
}

// shippedTables tell what people got.
func shippedTables(s Shipped) []table {
	name := func(e Effects) string { return e.Group }
	var tables []table
	if s.Answerable.Overall.Questions > 0 {
		tables = append(tables, table{
			caption: "as shipped, questions that the archive answers: counts",
			note:    "right, helping, wrong: what was shown; choices: offered, and of them those with a right entry",
			columns: []string{"questions", "right", "helping", "wrong", "choices", "with it", "refused", "silent", "small talk", ""},
			rows: groupRows(s.Answerable, name, func(e Effects) []string {
				return counts(e.Questions, e.RightShown, e.HelpingShown, e.WrongShown, e.offered(), e.RightOffered, e.Refused, e.Silent, e.SmallTalked)
			}),
		}, table{
			caption: "as shipped, questions that the archive answers: shares",
			note:    "right: shown; reached: shown or offered; precision: right of all shown; hit: share of choices with a right entry; offered: entries in choices, mean",
			columns: []string{"questions", "right", "reached", "precision", "choices", "hit", "offered", ""},
			rows: groupRows(s.Answerable, name, func(e Effects) []string {
				return []string{
					strconv.Itoa(e.Questions), figure(e.RightShare), figure(e.ReachedShare), figureOf(e.Precision, e.shown()),
					strconv.Itoa(e.offered()), figureOf(e.ChoiceHits, e.offered()), figureOf(e.MeanOffered, e.offered()),
				}
			}),
		})
	}
	for _, t := range []struct {
		caption string
		groups  Groups[Effects]
	}{
		{"as shipped, questions on the field that the archive does not answer", s.Field},
		{"as shipped, all other questions", s.Elsewhere},
	} {
		if t.groups.Overall.Questions == 0 {
			continue
		}
		tables = append(tables, table{
			caption: t.caption,
			note:    "wrong, helping: what was shown",
			columns: []string{"questions", "wrong", "share", "helping", "choices", "refused", "silent", "small talk", ""},
			rows: groupRows(t.groups, name, func(e Effects) []string {
				cells := counts(e.Questions, e.WrongShown, 0, e.HelpingShown, e.offered(), e.Refused, e.Silent, e.SmallTalked)
				cells[2] = figure(e.WrongShare)
				return cells
			}),
		})
	}
	return tables
}

// separationTables tell what thresholds on a probability, called what, can do.
func separationTables(c Confidence, what string) []table {
	points := c.Overall.Points
	if len(points) == 0 {
		return nil
	}
	auc := table{caption: what + ", right first matches against questions on the field without any"}
	auc.columns = []string{"right", "without", "AUC"}
	limits := table{caption: what + ", as low a threshold as wrong answers allow"}
	for _, p := range points {
		auc.columns = append(auc.columns, "≤ "+percent(p.MaxWrong))
		limits.columns = append(limits.columns, percent(p.MaxWrong))
	}
	auc.note = "≤ x %: share answered right at so many wrong answers, each language with thresholds of its own"
	auc.columns = append(auc.columns, "")
	limits.columns = append(limits.columns, "wrong answers at most")

	for i, s := range append([]Separation{c.Overall}, c.ByLanguage...) {
		cells := []string{strconv.Itoa(s.Right), strconv.Itoa(s.Unanswerable), figureOf(s.AUC, min(s.Right, s.Unanswerable))}
		for j := range points {
			if j < len(s.Points) {
				cells = append(cells, figure(s.Points[j].RightShare))
			} else {
				cells = append(cells, none)
			}
		}
		group := s.Group
		if i > 0 {
			group = "lang " + group
		}
		auc.rows = append(auc.rows, append(cells, group))
	}

	row := func(name string, cell func(Point) string) {
		var cells []string
		for _, p := range points {
			cells = append(cells, cell(p))
		}
		limits.rows = append(limits.rows, append(cells, name))
	}
	row("threshold", func(p Point) string {
		if p.Shown == 0 {
			return none
		}
		return fmt.Sprintf("%.4f", p.Threshold)
	})
	row("right, share of all that can be", func(p Point) string { return figure(p.RightShare) })
	row("wrong answers, share of those without any", func(p Point) string { return figure(p.WrongShare) })
	for _, h := range points[0].Hits {
		row(fmt.Sprintf("right of %d %s", h.Questions, h.Kind), func(p Point) string { return strconv.Itoa(p.hit(h.Kind).Right) })
	}
	for _, l := range points[0].Leaks {
		row(fmt.Sprintf("shown of %d %s", l.Questions, l.Kind), func(p Point) string { return strconv.Itoa(p.leak(l.Kind).Shown) })
	}
	return []table{auc, limits}
}

// shownThresholds are those that the curve is printed at.
func shownThresholds() []float64 {
	return []float64{0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0}
}

// curveTables print some steps of the curve.
func curveTables(c Confidence, what string) []table {
	if len(c.Curve) == 0 {
		return nil
	}
	t := table{
		caption: what + ", what thresholds would show",
		columns: []string{"shown", "right", "share", "wrong", "share", "threshold"},
	}
	for _, threshold := range shownThresholds() {
		s := stepAt(c.Curve, threshold)
		t.rows = append(t.rows, []string{
			strconv.Itoa(s.Shown), strconv.Itoa(s.Right), figure(s.RightShare), strconv.Itoa(s.Wrong), figure(s.WrongShare),
			fmt.Sprintf("%.2f", threshold),
		})
	}
	return []table{t}
}

// stepAt is what a threshold shows: the last step that is not below it.
func stepAt(curve []Step, threshold float64) Step {
	var at Step
	for _, s := range curve {
		if s.Threshold >= threshold {
			at = s
		}
	}
	return at
}

// calibrationTables tell whether a probability, called what, means what it says.
func calibrationTables(c Confidence, what string) []table {
	if c.Calibration.Overall.Questions == 0 {
		return nil
	}
	bins := table{
		caption: what + ", reliability",
		columns: []string{"questions", "mean", "true", "from–to"},
	}
	for _, b := range c.Bins {
		bins.rows = append(bins.rows, []string{
			strconv.Itoa(b.Questions), figureOf(b.Mean, b.Questions), figureOf(b.Share, b.Questions), fmt.Sprintf("%.1f–%.1f", b.Low, b.High),
		})
	}
	return []table{{
		caption: what + ", calibration over all questions",
		note:    "mean: of the probability; true: share for which it was; ECE: expected calibration error; Brier: mean squared error",
		columns: []string{"questions", "mean", "true", "ECE", "Brier", ""},
		rows: groupRows(c.Calibration, func(f Calibration) string { return f.Group }, func(f Calibration) []string {
			return []string{strconv.Itoa(f.Questions), figure(f.Mean), figure(f.Share), figure(f.ECE), fmt.Sprintf("%.4f", f.Brier)}
		}),
	}, bins}
}

// none stands for a figure over nothing.
const none = "-"

func figure(x float64) string { return fmt.Sprintf("%.3f", x) }

// figureOf is none when the figure is over no question.
func figureOf(x float64, questions int) string {
	if questions == 0 {
		return none
	}
	return figure(x)
}

func counts(ns ...int) []string {
	cells := make([]string, len(ns))
	for i, n := range ns {
		cells[i] = strconv.Itoa(n)
	}
	return cells
}
