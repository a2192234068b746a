package eval

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Sizes of a plot in its own units, which the page scales.
const (
	plotWidth, plotHeight = 480.0, 330.0
	plotLeft, plotRight   = 66.0, 456.0
	plotTop, plotBottom   = 12.0, 284.0
)

// An axis runs from 0 to most with a tick every step.
type axis struct {
	most, step float64
	title      string
	label      func(float64) string
}

// A plot draws into an svg element with two axes.
type plot struct {
	*markup
	x, y axis
}

// newPlot opens the svg element with what a screen reader says of it, and draws
// the axes. The id is unique on the page.
func newPlot(m *markup, id, title, description string, x, y axis) plot {
	openDrawing(m, id, title, description, plotHeight)
	p := plot{m, x, y}
	for v := 0.0; v <= x.most+x.step/2; v += x.step {
		p.segment("grid", p.left(v), plotTop, p.left(v), plotBottom)
		p.label(x.label(v), p.left(v), plotBottom+17, "middle")
	}
	for v := 0.0; v <= y.most+y.step/2; v += y.step {
		p.segment("grid", plotLeft, p.top(v), plotRight, p.top(v))
		p.label(y.label(v), plotLeft-7, p.top(v)+4, "end")
	}
	p.label(x.title, (plotLeft+plotRight)/2, plotBottom+38, "middle")
	middle := (plotTop + plotBottom) / 2
	p.leaf("text", y.title, "x", "13", "y", number(middle), "text-anchor", "middle",
		"transform", fmt.Sprintf("rotate(-90 13 %s)", number(middle)))
	return p
}

// openDrawing opens an svg element of plotWidth that is one picture.
func openDrawing(m *markup, id, title, description string, height float64) {
	m.open("svg", "viewBox", fmt.Sprintf("0 0 %s %s", number(plotWidth), number(height)), "role", "img",
		"aria-labelledby", id+"-title "+id+"-desc")
	m.leaf("title", title, "id", id+"-title")
	m.leaf("desc", description, "id", id+"-desc")
}

// left and top are where values lie; what is past the axis lies at its end.
func (p plot) left(v float64) float64 {
	return plotLeft + min(v/p.x.most, 1)*(plotRight-plotLeft)
}

func (p plot) top(v float64) float64 {
	return plotBottom - min(v/p.y.most, 1)*(plotBottom-plotTop)
}

func (m *markup) segment(class string, x1, y1, x2, y2 float64) {
	m.empty("line", "class", class, "x1", number(x1), "y1", number(y1), "x2", number(x2), "y2", number(y2))
}

func (m *markup) label(text string, x, y float64, anchor string) {
	m.leaf("text", text, "x", number(x), "y", number(y), "text-anchor", anchor)
}

// dot has a tooltip.
func (p plot) dot(class string, x, y, radius float64, tip string) {
	p.open("circle", "class", class, "cx", number(p.left(x)), "cy", number(p.top(y)), "r", number(radius))
	p.leaf("title", tip)
	p.end("circle")
}

// bar has a tooltip.
func (m *markup) bar(class string, x, y, width, height float64, tip string) {
	m.open("rect", "class", class, "x", number(x), "y", number(y), "width", number(width), "height", number(height))
	m.leaf("title", tip)
	m.end("rect")
}

// polyline joins the points in their order.
func (p plot) polyline(class string, points [][2]float64) {
	coordinates := make([]string, len(points))
	for i, at := range points {
		coordinates[i] = number(p.left(at[0])) + "," + number(p.top(at[1]))
	}
	p.empty("polyline", "class", class, "points", strings.Join(coordinates, " "))
}

// number has one decimal at most, which is finer than a screen.
func number(x float64) string {
	return strconv.FormatFloat(math.Round(x*10)/10, 'f', -1, 64)
}

// wholePercent labels an axis of shares.
func wholePercent(x float64) string { return fmt.Sprintf("%.0f %%", 100*x) }

// tenth labels an axis of probabilities.
func tenth(x float64) string { return fmt.Sprintf("%.1f", x) }
