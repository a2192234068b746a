package eval

// An Effect is what a decision came to for the person who asked.
type Effect string

// Effects. What is shown or offered is judged with its duplicates.
const (
	RightShown    Effect = "right shown"
	HelpingShown  Effect = "helping shown" // grade2
	WrongShown    Effect = "wrong shown"
	RightOffered  Effect = "right offered"  // choices, a gold entry among them
	OthersOffered Effect = "others offered" // choices, none of them gold
	Refused       Effect = "refused"
	Silent        Effect = "silent"
	SmallTalked   Effect = "small talk"
)

// effect joins the decision with what it was made on.
func (o Outcome) effect() Effect {
	switch o.Decision {
	case DecisionAnswer:
		switch o.Verdict {
		case Right:
			return RightShown
		case Helps:
			return HelpingShown
		default:
			return WrongShown
		}
	case DecisionChoices:
		if o.ChoiceRank > 0 {
			return RightOffered
		}
		return OthersOffered
	case DecisionSilence:
		return Silent
	case DecisionSmalltalk:
		return SmallTalked
	default:
		return Refused
	}
}

// worth orders effects by their use, higher first. A question that the archive
// answers is best answered, and worst answered wrong; one that it does not answer
// is best helped or left.
func (o Outcome) worth() int {
	switch e := o.effect(); {
	case e == RightShown:
		return 5
	case e == RightOffered:
		return 4
	case e == HelpingShown:
		return 3
	case e == OthersOffered && o.answerable():
		return 2
	case e == WrongShown:
		return 0
	case e == OthersOffered:
		return 1
	case o.answerable(): // refused, silent, small talk
		return 1
	default:
		return 2
	}
}
