package archive

import "slices"

// A naming tells how surely a section is said to hold questions and answers.
type naming int

const (
	unnamed  naming = iota // nothing says so
	implied                // the page's title, file name or most of its headings say so
	declared               // a heading over the section says so
)

// pageMajority is the share of a page's headings without sub-headings that must
// be questions for the page to count as a page of questions.
const pageMajority = 0.6

// A survey is what a page's headings say of the page as a whole.
type survey struct {
	announced bool        // a heading below the first level names questions and answers
	leaves    int         // headings without sub-headings
	questions int         // of those, the ones that are questions
	levels    map[int]int // questions by level
}

func surveyOf(root *section) survey {
	v := survey{levels: make(map[int]int)}
	root.walk(func(s *section) bool {
		if s.heading == nil {
			return true
		}
		text := headingText(s.heading.text)
		if s.heading.level > 1 && namesFAQ(text) {
			v.announced = true
		}
		if standsBeside(text) {
			return true
		}
		like := likeness(text)
		if like >= likelyQuestion {
			v.levels[s.heading.level]++
		}
		if len(s.subs) == 0 {
			v.leaves++
			if like >= mostlyQuestion {
				v.questions++
			}
		}
		return true
	})
	return v
}

// naming judges a page by its headings and its names. A title or a file name
// that speaks of questions counts only where no heading does: a page with a
// section "Q&A" keeps its questions there.
func (v survey) naming(names ...string) naming {
	if v.announced {
		return unnamed
	}
	if slices.ContainsFunc(names, namesFAQ) || v.mostlyQuestions() {
		return implied
	}
	return unnamed
}

// mostlyQuestions reports whether most headings are questions.
func (v survey) mostlyQuestions() bool {
	return v.questions >= unnamedQuestions && float64(v.questions) >= pageMajority*float64(v.leaves)
}

// level returns the level of the headings that most questions have, 0 where no
// level has three.
func (v survey) level() int {
	best := 0
	for level := 1; level <= 6; level++ {
		if v.levels[level] >= unnamedQuestions && v.levels[level] > v.levels[best] {
			best = level
		}
	}
	return best
}
