package archive

import "regexp"

// Headings that name a question's or an answer's place and nothing else, with
// their number. Plurals are left out: "Questions" and "Answers" stand over lists.
var (
	questionHeading = regexp.MustCompile(`^(?i:[【\[(（]?(?:q|question|提问|提問|问题|問題|问|問)\s*[-#.]?\s*(` + numeral + `)?[】\])）]?)$`)
	answerHeading   = regexp.MustCompile(`^(?i:[【\[(（]?(?:a|answer|ans|(?:参考)?(?:答案|回答|解答|答复|答覆|回复|回覆|答))\s*[-#.]?\s*(` + numeral + `)?[】\])）]?)$`)
)

// minBarePairs is how many pairs of headings without numbers, "Question" and
// "Answer", a page must have: a report has one "问题" with its "解答".
const minBarePairs = 2

// pairHeadings finds headings that divide a question from its answer, "### Q1"
// and next "### A1", and makes marks of them (see block.title). The two
// must agree in their numbers where both have one.
func pairHeadings(blocks []*block) {
	var before *block
	var bare [][2]*block
	for _, b := range blocks {
		if b.kind != heading {
			continue
		}
		if before != nil && b.level >= before.level {
			switch numbered, ok := dividesPair(before, b); {
			case ok && numbered:
				before.label, b.label = true, true
			case ok:
				bare = append(bare, [2]*block{before, b})
			}
		}
		before = b
	}
	if len(bare) < minBarePairs {
		return
	}
	for _, p := range bare {
		p[0].label, p[1].label = true, true
	}
}

// dividesPair reports whether q is the heading of a question and a that of its
// answer, and whether q carries a number or the question itself.
func dividesPair(q, a *block) (numbered, ok bool) {
	question, answer := headingLabel(q), headingLabel(a)
	am := answerHeading.FindStringSubmatch(answer)
	if am == nil && readMark(answer).role != answers {
		return false, false
	}
	qm := questionHeading.FindStringSubmatch(question)
	if qm == nil {
		return true, readMark(question).role == asks
	}
	return qm[1] != "", qm[1] == "" || am == nil || am[1] == "" || qm[1] == am[1]
}

// headingLabel returns the text of a heading as a reader sees it, as far as a
// mark may reach.
func headingLabel(b *block) string {
	return plainText(trimSymbols(lead(headingText(b.text))))
}

// title returns the text of a heading without the signs that only serve the page.
// One that pairHeadings found to be a mark has a mark's colon.
func (b *block) title() string {
	text := headingText(b.text)
	if b.label && readMark(text).role == unmarked {
		text += ":"
	}
	return text
}
