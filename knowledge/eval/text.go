package eval

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// What the probabilities are called in tables and plots.
const (
	answersName = "confidence"
	helpsName   = "P(helps)"
)

// tables are all of a report's, in the order that they are read.
func tables(r Report) []table {
	return slices.Concat(
		shippedTables(r.Shipped),
		rankingTables(r),
		separationTables(r.Confidence, answersName),
		curveTables(r.Confidence, answersName),
		calibrationTables(r.Confidence, answersName),
		separationTables(r.Helps, helpsName),
		calibrationTables(r.Helps, helpsName),
	)
}

// WriteText writes the figures of r for a person: five that sum it up, then
// tables by language and kind of what was shown, how matches were ranked and what
// the confidence is worth.
func WriteText(w io.Writer, r Report) error {
	var b strings.Builder
	for _, f := range keyFigures(r) {
		value, count := figureOf(f.value, f.of), ""
		switch {
		case f.of == 0:
		case f.count < 0:
			count = fmt.Sprintf("over %d", f.of)
		default:
			count = fmt.Sprintf("%d of %d", f.count, f.of)
		}
		fmt.Fprintf(&b, "%5s  %-12s  %s\n", value, count, f.name)
	}
	for _, t := range tables(r) {
		b.WriteString("\n")
		t.writeTo(&b)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// WriteChanges writes two lines a change, the ranks with the question, the
// effects and first matches below, and a last line that counts them. A rank of
// "-" is none.
func WriteChanges(w io.Writer, changes []Change) error {
	var b strings.Builder
	counts := make(map[Direction]int)
	for _, c := range changes {
		counts[c.Direction]++
		fmt.Fprintf(&b, "%-7s  %2s → %-2s  %s  %s\n", c.Direction, rankText(c.OldRank), rankText(c.NewRank), c.ID, oneLine(c.Text))
		fmt.Fprintf(&b, "%18s%s\n", "", changeText(c))
	}
	var totals []string
	for _, d := range directions() {
		if n := counts[d]; n > 0 {
			totals = append(totals, fmt.Sprintf("%d %s", n, d))
		}
	}
	if len(totals) == 0 {
		totals = []string{"no question changed"}
	}
	b.WriteString(strings.Join(totals, ", ") + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// changeText names the effects where they differ, and the first matches.
func changeText(c Change) string {
	matches := topText(c.OldTop) + " → " + topText(c.NewTop)
	if c.OldTop == c.NewTop {
		matches = topText(c.NewTop)
	}
	effects := topText(string(c.OldEffect)) + " → " + topText(string(c.NewEffect))
	if c.OldEffect == c.NewEffect {
		effects = topText(string(c.NewEffect))
	}
	return effects + ": " + matches
}

// percent keeps three digits, so that 0.07 is 7 % in spite of binary fractions.
func percent(share float64) string { return fmt.Sprintf("%.3g %%", 100*share) }

func rankText(rank int) string {
	if rank == 0 {
		return none
	}
	return strconv.Itoa(rank)
}

func topText(id string) string {
	if id == "" {
		return none
	}
	return id
}

// oneLine keeps a pasted log from breaking the listing.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
