package archive

import (
	"slices"
	"strings"
	"unicode"
)

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
	announced bool   // a heading below the first level names questions and answers
	outside   int    // headings with question marks that stand under no such heading
	leaves    int    // headings without sub-headings
	questions int    // of those, the ones that are questions
	levels    levels // questions by level
	numbered  levels // of those, the ones that carry a number
	pure      bool   // nothing else is on the page, see onlyQuestions
}

func surveyOf(root *section) survey {
	v := survey{pure: onlyQuestions(root)}
	v.add(root, false)
	return v
}

// add counts the headings below s, which stands under a heading that names
// questions and answers or not.
func (v *survey) add(s *section, named bool) {
	for _, sub := range s.subs {
		name := sub.name()
		if name.faq && sub.heading.level > 1 && !namesTopic(name.text) {
			v.announced = true
		}
		if !name.beside {
			v.count(sub, named || name.faq)
		}
		v.add(sub, named || name.faq)
	}
}

func (v *survey) count(s *section, named bool) {
	like := s.name().like
	if like >= likelyQuestion {
		v.levels[s.heading.level]++
		if isNumbered(s.name().text) {
			v.numbered[s.heading.level]++
		}
	}
	if like >= mostlyQuestion && !named {
		v.outside++
	}
	if len(s.subs) == 0 {
		v.leaves++
		if like >= mostlyQuestion {
			v.questions++
		}
	}
}

// naming judges a page by its headings and its names. A title or a file name
// that speaks of questions counts only where no heading does: a page with a
// section "Q&A" keeps its questions there, unless others stand outside of it.
func (v survey) naming(names ...string) naming {
	explicit := slices.ContainsFunc(names, namesFAQ)
	switch {
	case v.announced && (!explicit || v.outside == 0):
		return unnamed
	case explicit || v.mostlyQuestions() || v.pure:
		return implied
	}
	return unnamed
}

// mostlyQuestions reports whether most headings are questions.
func (v survey) mostlyQuestions() bool {
	return v.questions >= unnamedQuestions && float64(v.questions) >= pageMajority*float64(v.leaves)
}

// numbers returns the level of most questions where all of them carry numbers,
// 0 otherwise.
func (v survey) numbers() int {
	level := v.levels.most()
	if v.numbered[level] < v.levels[level] {
		return 0
	}
	return level
}

// Bounds for a page of nothing but questions: two of them that ask in full. A
// page with "Why?" and "How?" tells about something.
const (
	pureQuestions = 2
	fullWords     = 3 // "Where to park?"
	fullHan       = 4 // "怎么退款？"
)

// onlyQuestions reports whether the page, or the section of its title, consists
// of headings that are questions in full, each over an answer, and of nothing else.
func onlyQuestions(root *section) bool {
	top := root
	if len(root.subs) == 1 && !saysMore(root) {
		top = root.subs[0]
	}
	return len(top.subs) >= pureQuestions && !saysMore(top) && !slices.ContainsFunc(top.subs, func(s *section) bool {
		return len(s.subs) > 0 || len(s.blocks) == 0 || !asksInFull(plainText(headingText(s.heading.text)))
	})
}

// saysMore reports whether s shows anything between its heading and the first
// sub-section.
func saysMore(s *section) bool {
	return slices.ContainsFunc(s.blocks, func(b *block) bool { return !saysNothing(b) })
}

// asksInFull reports whether text ends in a question mark and says what is asked.
func asksInFull(text string) bool {
	han := 0
	for _, r := range text {
		if unicode.Is(unicode.Han, r) {
			han++
		}
	}
	return likeness(text) == certainQuestion && (han >= fullHan || len(strings.Fields(text)) >= fullWords)
}
