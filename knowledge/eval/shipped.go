package eval

// Shipped says what the people who ask get, by the decisions as they were made.
type Shipped struct {
	Answerable Groups[Effects] `json:"answerable"` // questions that the archive answers
	Field      Groups[Effects] `json:"field"`      // unanswerable ones about its field: on_topic and near_miss
	Elsewhere  Groups[Effects] `json:"elsewhere"`  // all other unanswerable ones
}

// Effects count what the questions of a group came to. Each question counts in
// one of the counts from RightShown to SmallTalked.
type Effects struct {
	Group         string `json:"group"`
	Questions     int    `json:"questions"`
	RightShown    int    `json:"right_shown"` // like RightOffered 0 for unanswerable questions
	HelpingShown  int    `json:"helping_shown"`
	WrongShown    int    `json:"wrong_shown"`
	RightOffered  int    `json:"right_offered"`
	OthersOffered int    `json:"others_offered"`
	Refused       int    `json:"refused"`
	Silent        int    `json:"silent"`
	SmallTalked   int    `json:"small_talked"`

	RightShare   float64 `json:"right_share"`   // RightShown of Questions
	ReachedShare float64 `json:"reached_share"` // RightShown and RightOffered of Questions
	WrongShare   float64 `json:"wrong_share"`   // WrongShown of Questions
	Precision    float64 `json:"precision"`     // RightShown of all shown; 0 when nothing is
	ChoiceHits   float64 `json:"choice_hits"`   // RightOffered of all questions answered with choices; 0 when none is
	MeanOffered  float64 `json:"mean_offered"`  // choices a question that is answered with some; 0 when none is
}

// wrong counts wrong answers as shown to questions about the field.
func (s Shipped) wrong() int { return s.Answerable.Overall.WrongShown + s.Field.Overall.WrongShown }

func measureShipped(outcomes []Outcome) Shipped {
	unanswerable := func(inside bool) []Outcome {
		return only(outcomes, func(o Outcome) bool { return !o.answerable() && inField(o.Kind) == inside })
	}
	return Shipped{
		Answerable: groupBy(only(outcomes, Outcome.answerable), countEffects),
		Field:      groupBy(unanswerable(true), countEffects),
		Elsewhere:  groupBy(unanswerable(false), countEffects),
	}
}

func countEffects(group string, members []Outcome) Effects {
	e := Effects{Group: group, Questions: len(members)}
	counts := map[Effect]*int{
		RightShown: &e.RightShown, HelpingShown: &e.HelpingShown, WrongShown: &e.WrongShown,
		RightOffered: &e.RightOffered, OthersOffered: &e.OthersOffered,
		Refused: &e.Refused, Silent: &e.Silent, SmallTalked: &e.SmallTalked,
	}
	offered := 0
	for _, o := range members {
		*counts[o.effect()]++
		offered += len(o.Choices)
	}
	e.RightShare = share(e.RightShown, e.Questions)
	e.ReachedShare = share(e.RightShown+e.RightOffered, e.Questions)
	e.WrongShare = share(e.WrongShown, e.Questions)
	e.Precision = share(e.RightShown, e.shown())
	e.ChoiceHits = share(e.RightOffered, e.offered())
	e.MeanOffered = share(offered, e.offered())
	return e
}

// shown counts the questions whose first match was shown.
func (e Effects) shown() int { return e.RightShown + e.HelpingShown + e.WrongShown }

// offered counts the questions that were answered with choices.
func (e Effects) offered() int { return e.RightOffered + e.OthersOffered }
