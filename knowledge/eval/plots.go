package eval

import (
	"fmt"
	"math"
)

// shownRisk is how far the risk–coverage plot goes: beyond a wrong answer to
// every fourth question that has none, nobody would use the program.
const shownRisk = 0.25

// plotCurve draws right answers against wrong ones over all thresholds; shipped
// marks what the decisions came to, where they were made on this probability.
func plotCurve(m *markup, id, what string, c Confidence, shipped *Shipped) {
	description := "No question on the field is without an answer, so there is nothing to trade."
	if points := c.Overall.Points; len(points) > 0 {
		description = "Lowering the threshold shows more right answers and more wrong ones."
		for _, p := range points {
			description += fmt.Sprintf(" At %s wrong answers at most, %s right.", percent(p.MaxWrong), wholePercent(p.RightShare))
		}
	}
	p := newPlot(m, id, "Risk and coverage of "+what, description,
		axis{shownRisk, 0.05, "wrong answers, of questions on the field without one", wholePercent},
		axis{1, 0.2, "answered right, of all that can be", wholePercent})
	if len(c.Overall.Points) > 0 {
		// Between two thresholds nothing changes, so the line is a staircase.
		line := [][2]float64{{0, 0}}
		right := 0.0
		for _, s := range c.Curve {
			if s.WrongShare > shownRisk {
				line = append(line, [2]float64{shownRisk, right})
				break
			}
			line = append(line, [2]float64{s.WrongShare, right}, [2]float64{s.WrongShare, s.RightShare})
			right = s.RightShare
		}
		p.polyline("line", line)
		for _, at := range c.Overall.Points {
			p.dot("mark", at.WrongShare, at.RightShare, 4, fmt.Sprintf("threshold %.4f: %s right, %s wrong",
				at.Threshold, percent(at.RightShare), percent(at.WrongShare)))
		}
	}
	if shipped != nil && shipped.Field.Overall.Questions > 0 {
		wrong := share(shipped.wrong(), shipped.Field.Overall.Questions)
		right := shipped.Answerable.Overall.RightShare
		p.dot("shipped", wrong, right, 6, fmt.Sprintf("as shipped: %s right, %s wrong", percent(right), percent(wrong)))
	}
	p.end("svg")
}

// plotReliability draws how often a probability came true against what it said.
func plotReliability(m *markup, id, what string, c Confidence) {
	all := c.Calibration.Overall
	p := newPlot(m, id, "Reliability of "+what,
		fmt.Sprintf("The expected calibration error over %d questions is %s. On the diagonal, the probability means what it says.",
			all.Questions, figure(all.ECE)),
		axis{1, 0.2, what + ", mean of a bin", tenth}, axis{1, 0.2, "came true", wholePercent})
	p.polyline("ideal", [][2]float64{{0, 0}, {1, 1}})
	var line [][2]float64
	for _, b := range c.Bins {
		if b.Questions > 0 {
			line = append(line, [2]float64{b.Mean, b.Share})
		}
	}
	p.polyline("line", line)
	for _, b := range c.Bins {
		if b.Questions > 0 {
			// The area tells how many questions the bin holds.
			radius := 3 + 15*math.Sqrt(float64(b.Questions)/float64(all.Questions))
			p.dot("bubble", b.Mean, b.Share, radius, fmt.Sprintf("%.1f–%.1f: %d questions, mean %s, true %s",
				b.Low, b.High, b.Questions, figure(b.Mean), figure(b.Share)))
		}
	}
	p.end("svg")
}

// histogramBars is how many bars of each kind the histogram has.
const histogramBars = 20

// plotHistogram draws the confidences of first matches that are right beside
// those of all others.
func plotHistogram(m *markup, id string, outcomes []Outcome) {
	var right, others [histogramBars]int
	most, nRight, nOthers := 1, 0, 0
	for _, o := range outcomes {
		if o.Verdict == None {
			continue
		}
		list, n := &others, &nOthers
		if o.Verdict == Right {
			list, n = &right, &nRight
		}
		*n++
		i := min(int(o.Confidence*histogramBars), histogramBars-1)
		list[i]++
		most = max(most, list[i])
	}
	step := niceStep(most)
	p := newPlot(m, id, "Confidence of first matches",
		fmt.Sprintf("%d right first matches and %d others, in %d steps of confidence.", nRight, nOthers, histogramBars),
		axis{1, 0.2, "confidence", tenth},
		axis{step * math.Ceil(float64(most)/step), step, "questions", func(x float64) string { return fmt.Sprintf("%.0f", x) }})
	width := (plotRight - plotLeft) / histogramBars
	for i := range histogramBars {
		low := float64(i) / histogramBars
		for j, bar := range []struct {
			class, name string
			count       int
		}{{"right", "right", right[i]}, {"others", "others", others[i]}} {
			if bar.count > 0 {
				y := p.top(float64(bar.count))
				p.bar(bar.class, p.left(low)+1+float64(j)*(width-2)/2, y, (width-2)/2, plotBottom-y,
					fmt.Sprintf("%.2f–%.2f: %d %s", low, low+1.0/histogramBars, bar.count, bar.name))
			}
		}
	}
	p.end("svg")
}

// niceStep divides an axis up to most into five parts at most, at round numbers.
func niceStep(most int) float64 {
	step := 1.0
	for i := 0; step*5 < float64(most); i++ {
		step *= []float64{2, 2.5, 2}[i%3] // 1, 2, 5, 10, 20, 50 …
	}
	return step
}

// Sizes of the bars by kind.
const (
	kindHeight = 34.0
	kindLeft   = 130.0
	kindRight  = 420.0
)

// plotKinds draws, for each kind of answerable question, the share with a right
// first match and the share that was shown it.
func plotKinds(m *markup, id string, r Report) {
	kinds := r.Ranking.ByKind
	height := kindHeight*float64(len(kinds)) + 8
	openDrawing(m, id, "Hit rate by kind", "The table of the ranking and that of the shares as shipped have the same figures.", height)
	for i, f := range kinds {
		y := 4 + kindHeight*float64(i)
		m.label(shortened(f.Group), kindLeft-8, y+19, "end")
		shipped := r.Shipped.Answerable.ByKind[i]
		for j, bar := range []struct {
			class, name string
			value       float64
		}{{"right", "ranked first", f.Hit1}, {"shown", "shown", shipped.RightShare}} {
			top := y + 3 + 13*float64(j)
			m.bar(bar.class, kindLeft, top, bar.value*(kindRight-kindLeft), 12,
				fmt.Sprintf("%s, %d questions: right entry %s %s", f.Group, f.Questions, bar.name, wholePercent(bar.value)))
			m.label(wholePercent(bar.value), kindLeft+bar.value*(kindRight-kindLeft)+6, top+10, "start")
		}
	}
	m.end("svg")
}

// longestLabel is how many characters of a kind stand beside its bars.
const longestLabel = 18

func shortened(label string) string {
	if runes := []rune(label); len(runes) > longestLabel {
		return string(runes[:longestLabel-1]) + "…"
	}
	return label
}
