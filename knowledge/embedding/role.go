package embedding

import "fmt"

// A Role is what a text is to the encoder. The e5 models are trained with a
// prefix that tells questions from passages, and the two do not mix: a vector
// of the wrong role is near other texts for the prefix's sake.
type Role int

const (
	// Query is the role of a question and of other ways to put it.
	Query Role = iota
	// Passage is the role of an answer.
	Passage
)

// String gives the role's name, for messages.
func (r Role) String() string {
	switch r {
	case Query:
		return "query"
	case Passage:
		return "passage"
	default:
		return fmt.Sprintf("Role(%d)", int(r))
	}
}

// prefix is what the e5 models expect before the text; ok is false for a role
// that is none of the two.
func (r Role) prefix() (prefix string, ok bool) {
	switch r {
	case Query:
		return "query: ", true
	case Passage:
		return "passage: ", true
	default:
		return "", false
	}
}
