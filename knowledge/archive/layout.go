package archive

// A layout is one way to write questions and answers in the blocks of a
// section. It proposes segments: runs of units that each begin with a question.
type layout struct {
	name     string
	strength float64 // how well its signs tell a question, see propose
	marked   bool    // its signs say "question" or "answer" in words
	segments func(*content) (segments [][]unit, all []unit)
}

// layouts returns the layouts of blocks, the surer sign first. Strengths order layouts that
// explain a section equally well; they were set so that every fixture under
// testdata/layouts and every section of the show's page reads right, and
// steps of 0.05 between neighbours leave the choice to the other factors
// wherever these differ by a pair or more.
func layouts() []layout {
	return []layout{
		{name: "quoted question", strength: 1.02, marked: true, segments: quotedQuestions},
		{name: quotesLayout, strength: 1.01, segments: quotesAsQuestions},
		{name: "question marks", strength: 1.0, marked: true, segments: markedQuestions},
		{name: "details", strength: 1.0, marked: true, segments: detailsQuestions},
		{name: "table", strength: 1.0, marked: true, segments: tableQuestions},
		{name: "dialogue", strength: 0.95, segments: dialogues},
		{name: "numbered items in sequence", strength: 0.92, segments: numberedItems(true)},
		{name: "numbered items", strength: 0.90, segments: numberedItems(false)},
		{name: "numbered paragraphs", strength: 0.88, segments: numberedParagraphs},
		{name: "strong questions", strength: 0.87, segments: strongQuestions},
		{name: "rules", strength: 0.85, segments: ruledQuestions},
		{name: "bullets", strength: 0.82, segments: bulletQuestions},
		{name: "answer marks", strength: 0.80, marked: true, segments: answeredParagraphs},
		{name: "quoted answers", strength: 0.75, segments: quotedAnswers},
		{name: "definitions", strength: 0.75, segments: definitions},
		{name: "plain questions", strength: 0.5, segments: plainQuestions},
	}
}

// The content of a section is its blocks, and their units as the layouts ask for
// them.
type content struct {
	blocks []*block
	naming naming // of the section
	cache  map[grain][]unit
}

// units returns the units of c. They are shared between layouts and not to be
// changed.
func (c *content) units(g grain) []unit {
	us, ok := c.cache[g]
	if !ok {
		us = g.units(c.blocks)
		c.cache[g] = us
	}
	return us
}
