package eval

import (
	"io"
	"strconv"
	"strings"
)

// A Named is a report beside others of the same questions.
type Named struct {
	Name   string
	Report Report
}

// WriteAblations sets the reports' key figures side by side, a line each.
func WriteAblations(w io.Writer, reports []Named) error {
	t := table{
		caption: "key figures, the same questions asked of each",
		note:    "≤ x %: right at so many wrong answers; right: answerable questions shown the right answer; wrong: wrong answers shown, to questions on the field",
		columns: []string{"hit@1", "hit@3", "AUC"},
	}
	for _, most := range wrongShares() {
		t.columns = append(t.columns, "≤ "+percent(most))
	}
	t.columns = append(t.columns, "ECE", "right", "wrong", "")
	for _, n := range reports {
		t.rows = append(t.rows, append(ablationCells(n.Report), oneLine(n.Name)))
	}
	var b strings.Builder
	t.writeTo(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

func ablationCells(r Report) []string {
	ranking, separation := r.Ranking.Overall, r.Confidence.Overall
	cells := []string{
		figureOf(ranking.Hit1, ranking.Questions), figureOf(ranking.Hit3, ranking.Questions),
		figureOf(separation.AUC, min(separation.Right, separation.Unanswerable)),
	}
	for i := range wrongShares() {
		if i < len(separation.Points) {
			cells = append(cells, figure(separation.Points[i].RightShare))
		} else {
			cells = append(cells, none)
		}
	}
	answerable, calibration := r.Shipped.Answerable.Overall, r.Confidence.Calibration.Overall
	return append(cells,
		figureOf(calibration.ECE, calibration.Questions),
		figureOf(answerable.RightShare, answerable.Questions),
		strconv.Itoa(r.Shipped.wrong()),
	)
}
