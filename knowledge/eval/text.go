package eval

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Names stand last in every line: what may hold Han characters, which are two
// columns wide, then needs no alignment.

// WriteText writes the figures of r for a person: hit@k and MRR overall, by
// language and by kind, then what confidence can tell apart.
func WriteText(w io.Writer, r Report) error {
	var b strings.Builder
	fmt.Fprintf(&b, "questions  hit@%d  hit@%d  MRR@%d\n", hitShort, hitLong, r.Depth)
	writeFigures(&b, "", r.Overall)
	for _, f := range r.ByLanguage {
		writeFigures(&b, "lang ", f)
	}
	for _, f := range r.ByKind {
		writeFigures(&b, "kind ", f)
	}
	writeConfidence(&b, r.Confidence)
	_, err := io.WriteString(w, b.String())
	return err
}

func writeFigures(b *strings.Builder, prefix string, f Figures) {
	if f.Questions == 0 {
		fmt.Fprintf(b, "%9d  %5s  %5s  %6s  %s%s\n", 0, "-", "-", "-", prefix, f.Group)
		return
	}
	fmt.Fprintf(b, "%9d  %.3f  %.3f  %6.3f  %s%s\n", f.Questions, f.Hit1, f.Hit3, f.MRR, prefix, f.Group)
}

func writeConfidence(b *strings.Builder, c Confidence) {
	if len(c.Points) == 0 {
		return
	}
	fmt.Fprintf(b, "\nconfidence of %d right first matches against %d unanswerable questions: AUC %.3f\n\n",
		c.Right, c.Unanswerable, c.AUC)
	writeRow(b, c.Points, "wrong answers at most", func(p Point) string {
		return percent(p.MaxWrong)
	})
	writeRow(b, c.Points, "threshold", func(p Point) string {
		if p.Shown == 0 {
			return "-"
		}
		return fmt.Sprintf("%.4f", p.Threshold)
	})
	writeRow(b, c.Points, "answerable, answered right", func(p Point) string { return fmt.Sprintf("%.3f", p.RightShare) })
	writeRow(b, c.Points, "wrong answers", func(p Point) string { return fmt.Sprintf("%.3f", p.WrongShare) })
	for _, l := range c.Points[0].Leaks {
		writeRow(b, c.Points, fmt.Sprintf("shown of %d %s", l.Questions, l.Kind), func(p Point) string {
			return strconv.Itoa(p.leak(l.Kind).Shown)
		})
	}
}

// writeRow writes a cell for each point, then the row's name.
func writeRow(b *strings.Builder, points []Point, name string, cell func(Point) string) {
	for _, p := range points {
		fmt.Fprintf(b, "%7s  ", cell(p))
	}
	b.WriteString(name + "\n")
}

// WriteChanges writes two lines a change, the ranks with the question and the
// first matches below, and a last line that counts them. A rank of "-" is none.
func WriteChanges(w io.Writer, changes []Change) error {
	var b strings.Builder
	counts := make(map[Direction]int)
	for _, c := range changes {
		counts[c.Direction]++
		fmt.Fprintf(&b, "%-7s  %2s → %-2s  %s  %s\n", c.Direction, rankText(c.OldRank), rankText(c.NewRank), c.ID, oneLine(c.Text))
		fmt.Fprintf(&b, "%18s%s → %s\n", "", topText(c.OldTop), topText(c.NewTop))
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

// percent keeps three digits, so that 0.07 is 7 % in spite of binary fractions.
func percent(share float64) string { return fmt.Sprintf("%.3g %%", 100*share) }

func rankText(rank int) string {
	if rank == 0 {
		return "-"
	}
	return strconv.Itoa(rank)
}

func topText(id string) string {
	if id == "" {
		return "-"
	}
	return id
}

// oneLine keeps a pasted log from breaking the listing.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
