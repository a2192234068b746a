package archive

// levels counts headings by their level, 1 to 6.
type levels [7]int

// most returns the level with the most headings, the upper of two that have as
// many; 0 where there are none.
func (ls *levels) most() int {
	best := 0
	for level, n := range ls {
		if n > ls[best] {
			best = level
		}
	}
	return best
}

// A scope is a page or a section that is named for its questions and answers.
// The zero scope is a page that is not.
type scope struct {
	named  bool
	level  int    // the headings most of which are questions; 0 for none
	levels levels // headings that look like questions
}

// scopeOf returns the scope of s, which is named for its questions.
func scopeOf(s *section) scope {
	sc := scope{named: true}
	s.walk(func(sub *section) bool {
		if sub == s {
			return true
		}
		if name := sub.name(); !name.beside && !name.faq && name.like >= likelyQuestion {
			sc.levels[sub.heading.level]++
		}
		return true
	})
	sc.level = sc.levels.most()
	return sc
}

// sureLevel is the number of questions by which a level is that of the questions
// whatever else stands in its sections.
const sureLevel = 3

// holds reports whether the questions of the scope stand at level.
func (sc scope) holds(level int) bool { return sc.named && sc.level == level }
