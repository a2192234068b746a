package dialogue

// A Dialogue is what a person says in one conversation, turn by turn, with what a
// good bot makes of it.
type Dialogue struct {
	ID    string
	Turns []Turn

	file string
	line int
}

// A Turn is one message and what is expected to come of it.
type Turn struct {
	User string // what the person writes
	Kind string // one of the Kind constants
	// Gold are the entries that answer the turn in its place; of choices and a pick,
	// those that are fit to be offered. None of a refusal and of small talk.
	Gold []string
}

// What is expected of a turn.
const (
	KindAnswer    = "answer"    // an entry of Gold is shown
	KindChoices   = "choices"   // options are offered, one of Gold among them
	KindPick      = "pick"      // of the options offered before, the one that the message names is shown
	KindRefusal   = "refusal"   // the archive does not answer
	KindSmalltalk = "smalltalk" // a fixed reply
)

// Kinds lists what can be expected of a turn.
func Kinds() []string { return []string{KindAnswer, KindChoices, KindPick, KindRefusal, KindSmalltalk} }
