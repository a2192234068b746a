package eval

import (
	"cmp"
	_ "embed" // for the style
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

//go:embed page.css
var pageStyle string

// WritePage writes r as one HTML page that needs nothing beside itself, no script
// either: the key figures, plots, the tables of [WriteText], and the questions
// that were answered wrong or not at all.
func WritePage(w io.Writer, r Report) error {
	m := new(markup)
	m.b.WriteString("<!DOCTYPE html>\n")
	m.open("html", "lang", "en")
	m.open("head")
	m.empty("meta", "charset", "utf-8")
	m.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
	m.empty("meta", "name", "color-scheme", "content", "light dark")
	m.leaf("title", "Evaluation of "+strconv.Itoa(len(r.Outcomes))+" questions")
	m.b.WriteString("<style>\n" + pageStyle + "</style>\n")
	m.end("head")
	m.open("body")
	m.open("main")
	m.leaf("h1", "Evaluation")
	m.leaf("p", fmt.Sprintf("%d questions, %d of them answerable; content version %s; %d matches of each looked at.",
		len(r.Outcomes), r.Ranking.Overall.Questions, topText(r.Content), r.Depth), "class", "lead")
	m.keyFigures(r)
	m.leaf("h2", "Plots")
	m.plots(r)
	m.leaf("h2", "Wrong answers")
	m.wrongAnswers(r.Outcomes)
	m.leaf("h2", "Missed questions")
	m.missedQuestions(r.Outcomes)
	m.leaf("h2", "Tables")
	for _, t := range tables(r) {
		m.table(t)
	}
	m.end("main", "body", "html")
	_, err := io.WriteString(w, m.b.String())
	return err
}

func (m *markup) keyFigures(r Report) {
	m.open("ul", "class", "key")
	for _, f := range keyFigures(r) {
		m.open("li")
		m.leaf("strong", figureOf(f.value, f.of))
		if f.count >= 0 {
			m.leaf("span", fmt.Sprintf("%d of %d", f.count, f.of))
		} else {
			m.leaf("span", fmt.Sprintf("over %d questions", f.of))
		}
		m.leaf("p", f.name)
		m.end("li")
	}
	m.end("ul")
}

func (m *markup) plots(r Report) {
	m.open("div", "class", "plots")
	figure := func(draw func(), caption string) {
		m.open("figure")
		draw()
		m.leaf("figcaption", caption)
		m.end("figure")
	}
	curveAndReliability := func(id, what string, c Confidence, shipped *Shipped, marks string) {
		figure(func() { plotCurve(m, id+"-curve", what, c, shipped) },
			"Risk and coverage of "+what+" over all thresholds. Dots: at the shares of wrong answers that the tables list"+marks+".")
		figure(func() { plotReliability(m, id+"-reliability", what, c) },
			"Reliability of "+what+" in ten bins; the larger, the more questions. Dashed: it would mean what it says.")
	}
	curveAndReliability("answers", answersName, r.Confidence, &r.Shipped, "; ring: as shipped")
	figure(func() { plotHistogram(m, "histogram", r.Outcomes) },
		"Confidence of first matches: right (blue, left bars) and all others (orange, right bars).")
	if len(r.Ranking.ByKind) > 0 {
		figure(func() { plotKinds(m, "kinds", r) },
			"Answerable questions by kind: a right entry ranked first (blue, upper bars), shown (green, lower bars).")
	}
	curveAndReliability("helps", helpsName, r.Helps, nil, "")
	m.end("div")
}

// table writes the names first: there is no width to mind.
func (m *markup) table(t table) {
	m.open("div", "class", "table", "role", "region", "tabindex", "0", "aria-label", t.caption)
	m.open("table")
	m.leaf("caption", t.caption)
	m.open("thead")
	m.open("tr")
	last := len(t.columns) - 1
	m.leaf("th", cmp.Or(t.columns[last], "group"), "scope", "col", "class", "name")
	for _, c := range t.columns[:last] {
		m.leaf("th", c, "scope", "col")
	}
	m.end("tr", "thead")
	m.open("tbody")
	for _, row := range t.rows {
		m.open("tr")
		m.leaf("th", row[last], "scope", "row", "class", "name")
		for _, cell := range row[:last] {
			m.leaf("td", cell)
		}
		m.end("tr")
	}
	m.end("tbody", "table")
	if t.note != "" {
		m.leaf("p", t.note, "class", "note")
	}
	m.end("div")
}

// wrongAnswers lists what was shown and neither answers nor helps: to questions
// about the field, then to others.
func (m *markup) wrongAnswers(outcomes []Outcome) {
	for _, g := range []struct {
		what     string
		misleads bool
	}{
		{"shown to questions on the field, though it neither answers nor helps", true},
		{"shown to other questions", false},
	} {
		m.questions(g.what, only(outcomes, func(o Outcome) bool { return o.effect() == WrongShown && o.misleads() == g.misleads }))
	}
}

// missedQuestions lists answerable questions that came to no right entry and to no
// wrong answer either.
func (m *markup) missedQuestions(outcomes []Outcome) {
	m.questions("answerable, and neither shown a right entry, nor offered one, nor answered wrong", only(outcomes, func(o Outcome) bool {
		e := o.effect()
		return o.answerable() && e != RightShown && e != RightOffered && e != WrongShown
	}))
}

// questions lists outcomes, the surest first.
func (m *markup) questions(what string, list []Outcome) {
	caption := fmt.Sprintf("%d %s", len(list), what)
	if len(list) == 0 {
		m.leaf("p", caption)
		return
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b Outcome) int { return cmp.Compare(b.Confidence, a.Confidence) })
	m.open("div", "class", "table", "role", "region", "tabindex", "0", "aria-label", caption)
	m.open("table", "class", "questions")
	m.leaf("caption", caption)
	m.open("thead")
	m.open("tr")
	for _, c := range []string{"id", "question", "lang", "kind", "came to", "first match", "confidence", "labelled", "rank"} {
		m.leaf("th", c, "scope", "col", "class", "name")
	}
	m.end("tr", "thead")
	m.open("tbody")
	for _, o := range list {
		m.open("tr")
		m.leaf("th", o.ID, "scope", "row", "class", "name")
		m.open("td", "class", "question")
		m.leaf("bdi", oneLine(o.Text))
		m.end("td")
		for _, cell := range []string{
			o.Language, o.Kind, string(o.effect()), topText(o.Top), figure(o.Confidence),
			topText(strings.Join(o.Gold, " ")), rankText(o.Rank),
		} {
			m.leaf("td", cell, "class", "name")
		}
		m.end("tr")
	}
	m.end("tbody", "table", "div")
}
