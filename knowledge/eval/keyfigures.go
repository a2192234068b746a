package eval

// A keyFigure is one of the six that a report opens with.
type keyFigure struct {
	value     float64
	count, of int // that value is the share of; count is -1 when value is no share of questions
	name      string
}

// keyFigures sum up a report, the most telling first.
func keyFigures(r Report) []keyFigure {
	answerable, field, elsewhere := r.Shipped.Answerable.Overall, r.Shipped.Field.Overall, r.Shipped.Elsewhere.Overall
	hits := len(only(r.Outcomes, func(o Outcome) bool { return o.answerable() && o.hit(hitShort) }))
	return []keyFigure{
		{answerable.RightShare, answerable.RightShown, answerable.Questions, "answerable questions: the right answer shown"},
		{answerable.ReachedShare, answerable.RightShown + answerable.RightOffered, answerable.Questions, "answerable questions: it shown, or among the choices"},
		{field.WrongShare, field.WrongShown, field.Questions, "questions on the field without an answer: a wrong one shown"},
		{elsewhere.WrongShare, elsewhere.WrongShown, elsewhere.Questions, "all other questions: a wrong one shown"},
		{r.Ranking.Overall.Hit1, hits, r.Ranking.Overall.Questions, "answerable questions: a right entry ranked first (hit@1)"},
		{r.Confidence.Calibration.Overall.ECE, -1, r.Confidence.Calibration.Overall.Questions, "expected calibration error of the confidence"},
	}
}
