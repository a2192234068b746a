package archive

import (
	"regexp"
	"slices"
	"strings"
)

// quotesLayout names the layout of quotesAsQuestions.
const quotesLayout = "quotes"

// minQuotes is the number of question-like block quotes from which on a
// section's quotes count as its questions: one may cite anything.
const minQuotes = 2

// quotesAsQuestions reads block quotes as questions where most of a section's
// quotes look like ones, each with what follows it as its answer; a line before
// a quote that only names who asks belongs to neither. A quote that does not look
// like a question, or that is cited, is part of an answer.
//
// There are no segments where marks begin questions outside of quotes, where
// most of the quotes that ask answer a question before them, and where a text that
// is not named for its questions tells of one ("最后他问道：").
func quotesAsQuestions(c *content) ([][]unit, []unit) {
	us := joinQuotes(c.units(grain{}))
	starts := make([]bool, len(us))
	quotes, likely, answering := 0, 0, 0
	for i, u := range us {
		if u.role == asks && !u.bare {
			return nil, nil
		}
		if u.kind != quote || isAlert(u) {
			continue
		}
		quotes++
		var before unit
		if i > 0 && us[i-1].kind == paragraph {
			before = us[i-1]
		}
		switch by := isHandle(before); {
		case by:
			us[i].role = asks
		case quoteLikeness(quoteText(u)) < likelyQuestion, cites(before):
			continue
		case c.naming == unnamed && tells(before):
			return nil, nil
		case likeness(before.text()) == certainQuestion:
			answering++
		}
		starts[i] = true
		likely++
	}
	if likely < minQuotes || 2*likely <= quotes || 2*answering > likely {
		return nil, nil
	}
	kept, begins := make([]unit, 0, len(us)), make([]bool, 0, len(us))
	for i, u := range us {
		if i+1 < len(us) && starts[i+1] && namesAsker(u) {
			continue
		}
		kept, begins = append(kept, u), append(begins, starts[i])
	}
	return segment(kept, func(i int) bool { return begins[i] }), kept
}

// joinQuotes makes one unit of block quotes that follow each other: the
// paragraphs of one question. us is left as it is.
func joinQuotes(us []unit) []unit {
	out := make([]unit, 0, len(us))
	joined := false // the last unit of out has lines of its own
	for _, u := range us {
		n := len(out)
		if n == 0 || u.kind != quote || out[n-1].kind != quote || isAlert(u) || isAlert(out[n-1]) {
			out, joined = append(out, u), false
			continue
		}
		last := &out[n-1]
		if !joined {
			last.lines, joined = slices.Clone(last.lines), true
		}
		last.lines = append(append(last.lines, ">"), u.lines...)
	}
	return out
}

// alert begins a block quote that GitHub shows as a box, "> [!NOTE]".
var alert = regexp.MustCompile(`^[\s>]*\[!\w+\]`)

func isAlert(u unit) bool { return u.kind == quote && alert.MatchString(lead(u.lines[0])) }

// quoteText returns the text of a block quote without its signs.
func quoteText(u unit) string {
	return strings.Trim(strings.Join(unquote(u.lines), "\n"), "> \t\n")
}

// quoteLikeness tells how much the text of a block quote looks like a question:
// people greet first and ask in the last line, or ask first and show an image.
func quoteLikeness(text string) float64 {
	last := text[strings.LastIndexByte(text, '\n')+1:]
	return max(likeness(firstLine(text)), likeness(last))
}

var (
	// askerName is a line that only names a person: "@张三", "@张三：", "小明：",
	// "Ann Lee:".
	askerName = regexp.MustCompile(`^(?:@[^:：。？?，,\n]{1,40}[:：]?|[^\s:：。？?，,！!@]{1,16}(?: [^\s:：。？?，,！!@]{1,16}){0,2}\s*[:：])$`)
	// citation ends a paragraph over what a source says, or an example.
	citation = regexp.MustCompile(`(?i:例如|比如|譬如|如下|[说說]|[写寫][道到]|\b(?:examples?|e\.g\.|says?|said|docs|wrote|writes|follows|following))\s*[:：]$`)
	// telling ends a paragraph that tells of a question.
	telling = regexp.MustCompile(`(?i:[问問道到]|\b(?:asks?|asked|wonders?|wondered|questions?))\s*[:：]$`)
)

// namesAsker reports whether u, which stands before a question's quote, only
// names who asks it.
func namesAsker(u unit) bool {
	if u.kind != paragraph || len(u.lines) != 1 || len(u.lines[0]) > markStart {
		return false
	}
	return u.role == asks && u.bare || isAskerLine([]unit{u}, 0) || askerName.MatchString(plainText(trimNumber(u.lines[0])))
}

// isHandle reports whether u names an asker in a way that no citation's source
// is named: "@张三", "张三 提问：".
func isHandle(u unit) bool {
	return namesAsker(u) && (u.role == asks || strings.HasPrefix(plainText(trimNumber(u.lines[0])), "@"))
}

// cites reports whether u ends as a paragraph does over the words of a source.
func cites(u unit) bool { return citation.MatchString(ending(u)) }

// tells reports whether u ends in a colon and is no asker's name alone: the text
// goes on in the quote.
func tells(u unit) bool {
	text := ending(u)
	return (strings.HasSuffix(text, "：") || strings.HasSuffix(text, ":")) && (!namesAsker(u) || telling.MatchString(text))
}

// ending returns the end of a unit's last line as a reader sees it.
func ending(u unit) string {
	if len(u.lines) == 0 {
		return ""
	}
	last := u.lines[len(u.lines)-1]
	return plainText(last[max(0, len(last)-markStart):])
}
