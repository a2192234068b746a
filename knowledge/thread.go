package knowledge

import (
	"slices"
	"strings"
)

// maxThreadQuestion is how many bytes of an earlier question are kept: what it was
// about stands at its beginning, and a conversation costs little memory.
const maxThreadQuestion = 400

// A Thread is what a conversation has been about, for a question that may lean on
// it. The zero Thread is none. It is a value: its methods return another.
type Thread struct {
	// Questions were asked before: the last that stood alone, then the latest where
	// that is another one.
	Questions []string
	// Shown is the ID of the entry that was shown last, or the first that was offered;
	// empty for none.
	Shown string
	// Offered are the IDs of the entries that were offered last.
	Offered []string
}

// Empty reports whether there is nothing to lean on.
func (t Thread) Empty() bool { return len(t.Questions) == 0 && t.Shown == "" && len(t.Offered) == 0 }

// Asked returns the thread after a question, which leaned on it or stood alone.
// What was shown and offered before stays until something else is.
func (t Thread) Asked(question string, leaned bool) Thread {
	question = strings.Clone(clipTo(question, maxThreadQuestion)) // not the message it stands in
	if leaned && len(t.Questions) > 0 {
		t.Questions = []string{t.Questions[0], question}
	} else {
		t.Questions = []string{question}
	}
	return t
}

// Showing returns the thread after the entry was shown.
func (t Thread) Showing(id string) Thread {
	t.Shown, t.Offered = id, nil
	return t
}

// Offering returns the thread after the entries were offered, the likeliest first.
// Who asks on without picking one mostly means that.
func (t Thread) Offering(ids []string) Thread {
	t.Shown, t.Offered = "", slices.Clone(ids)
	if len(ids) > 0 {
		t.Shown = ids[0]
	}
	return t
}

// first is the last question that stood alone; empty for none.
func (t Thread) first() string {
	if len(t.Questions) == 0 {
		return ""
	}
	return t.Questions[0]
}

// Latest is the question asked last; empty for none.
func (t Thread) Latest() string {
	if len(t.Questions) == 0 {
		return ""
	}
	return t.Questions[len(t.Questions)-1]
}
