package dialogue

import (
	"fmt"
	"io"
	"strings"

	"bigtalk/knowledge/eval"
)

// none stands for a share of nothing and for no match.
const none = "-"

// WriteText writes r for a person: a table of right turns, then a line for each
// wrong one with what was expected and what came. Names stand last in a row of the
// table, so that none needs alignment.
func WriteText(w io.Writer, r Report) error {
	var b strings.Builder
	b.WriteString("turns of dialogues that went as expected\n")
	b.WriteString("turns  right  share\n")
	writeShare(&b, r.All, everything)
	for _, s := range r.ByKind {
		writeShare(&b, s, "kind "+s.Group)
	}
	for _, s := range r.ByLanguage {
		writeShare(&b, s, "lang "+s.Group)
	}
	for _, s := range r.ByPlace {
		writeShare(&b, s, s.Group+" turns")
	}
	fmt.Fprintf(&b, "\nwrong turns: %d\n", r.All.Turns-r.All.Right)
	for _, p := range r.Turns {
		if !p.Right {
			fmt.Fprintf(&b, "%s/%d  %s  expected %s  got %s\n", p.Dialogue, p.Turn, oneLine(p.User), expected(p), got(p.Outcome))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// WriteAlone writes what [PlayAlone] found for a person: how many questions keep
// their first match after one that has nothing to do with them, then a line for
// each that does not, with what was asked before it.
func WriteAlone(w io.Writer, same int, changed []Changed) error {
	var b strings.Builder
	total := same + len(changed)
	fmt.Fprintf(&b, "first matches that stay the same after an unrelated question: %d of %d, share %s\n", same, total, shareText(same, total))
	for _, c := range changed {
		fmt.Fprintf(&b, "%s  %s  alone %s  now %s  after %s\n", c.ID, oneLine(c.Text), first(c.Alone), first(c.After), oneLine(c.Before.Text))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func writeShare(b *strings.Builder, s Share, name string) {
	fmt.Fprintf(b, "%5d  %5d  %5s  %s\n", s.Turns, s.Right, shareText(s.Right, s.Turns), name)
}

func shareText(part, whole int) string {
	if whole == 0 {
		return none
	}
	return fmt.Sprintf("%.3f", float64(part)/float64(whole))
}

// expected tells what would have been right.
func expected(p Played) string {
	switch p.Kind {
	case KindAnswer, KindChoices:
		return p.Kind + " of " + strings.Join(p.Gold, ", ")
	case KindPick:
		if len(p.Offered) == 0 {
			return p.Kind + ", nothing was offered"
		}
		return p.Kind + " of " + strings.Join(p.Offered, ", ")
	default:
		return p.Kind
	}
}

// got tells what was shown or offered, with the probability of the first match, and
// how the message was read.
func got(o Outcome) string {
	switch {
	case o.Decision == string(eval.DecisionChoices):
		return o.Decision + " " + strings.Join(o.Choices, ", ") + reading(o)
	case o.Decision == string(eval.DecisionAnswer):
		return o.Decision + " " + o.top() + reading(o)
	case o.top() != "":
		return o.Decision + ", first match " + o.top() + reading(o)
	default:
		return o.Decision + reading(o)
	}
}

// first tells the first match, and what was decided of it.
func first(o Outcome) string {
	if o.top() == "" {
		return none + " (" + o.Decision + reading(o) + ")"
	}
	return o.top() + " (" + o.Decision + reading(o) + ")"
}

// reading tells what the message was taken for. Without a match there is no
// probability of one.
func reading(o Outcome) string {
	var text string
	if o.top() != "" {
		text = fmt.Sprintf(" at %.2f", o.Confidence)
	}
	if o.Picked > 0 {
		text += fmt.Sprintf(", option %d", o.Picked)
	}
	if o.FollowUp {
		text += ", as a follow-up"
	}
	return text
}

// oneLine keeps a pasted log from breaking the listing.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
