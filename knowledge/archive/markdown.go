package archive

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// ParseMarkdown reads a Markdown page. It never fails: what it cannot make
// sense of stands in the Archive's Diagnostics. Bytes that are not UTF-8 are
// decoded as UTF-16 or GB18030 where they are that, and replaced by U+FFFD
// otherwise.
//
// The layouts it knows, each section on its own:
//
//   - a heading is the question, with or without "Q:", under category headings or not;
//   - "Q:" and "A:", "问：" and "答：", "Q1." and "A1.", numbered or strong, in
//     paragraphs, lines, list items or headings;
//   - "@asker 提问：", the question as a block quote, then "A：";
//   - numbered or bulleted items whose first paragraph is the question, the answer
//     marked, quoted or plain;
//   - strong lines as questions, in Markdown or HTML;
//   - interviews, whose paragraphs begin with the speakers' names;
//   - pairs between thematic breaks; paragraphs with "答：" behind them; block
//     quotes as answers;
//   - <details> with a <summary>, or with the answer hidden in it; tables with
//     columns of questions and answers; definition lists.
func ParseMarkdown(name string, src []byte) *Archive {
	return parseMarkdown(name, idStem(name), src)
}

// parseMarkdown is ParseMarkdown with the ids' first part given.
func parseMarkdown(name, stem string, src []byte) *Archive {
	a, page := parsePage(name, src)
	a.assemble(page, stem)
	return a
}

// A page is a parsed Markdown file before its pairs get ids.
type page struct {
	name   string
	loose  []pair // outside episodes
	shows  []show // by place on the page
	reason string // why there are no pairs
}

// A show is an episode with its pairs.
type show struct {
	episode *Episode
	pairs   []pair
}

// parsePage reads a page's text into a; entries are added by assemble.
func parsePage(name string, src []byte) (*Archive, *page) {
	a := &Archive{}
	text, warning := decode(src)
	if warning != "" {
		a.remark(name, 0, Warning, warning, "save the file as UTF-8")
	}
	lines := strings.Split(text, "\n")
	title, body, removed := cutFrontMatter(lines)
	root := sections(parseBlocks(strings.Join(body, "\n"), removed))
	a.Title = title
	if a.Title == "" {
		a.Title = firstTitle(root)
	}
	a.Resources = resources(root)
	pg := &page{name: name}
	if strings.TrimSpace(text) == "" {
		pg.reason = "the file is empty"
		return a, pg
	}
	view := surveyOf(root)
	newReader := func() *pageReader { return &pageReader{level: view.level(), end: lastLine(root)} }
	r := newReader()
	if programmes := findProgrammes(root, title); len(programmes) > 0 {
		for _, p := range programmes {
			e := p.episode(name)
			pg.shows = append(pg.shows, show{episode: e, pairs: r.read(p.questions(), unnamed)})
		}
		pg.loose = r.read(without(root, programmes), unnamed)
		a.datesFromNeighbours(name, pg.shows, programmes)
	} else {
		names := []string{title, firstTitle(root), stemWords(name)}
		n := view.naming(names...)
		r.strict = n == implied && !slices.ContainsFunc(names, namesFAQ)
		pg.loose = r.read(root, n)
		if len(pg.loose) == 0 {
			r = newReader()
			r.topics = true
			pg.loose = r.read(root, n)
		}
	}
	for _, p := range r.missing {
		a.remark(name, p.line+1, Warning, fmt.Sprintf("question without an answer: %q", excerpt(p.question)), "write the answer below it, or remove the question")
	}
	pg.reason = "no heading, mark or list on the page sets questions apart from answers"
	return a, pg
}

// lastLine returns the line behind the page's last block.
func lastLine(root *section) int {
	blocks := root.all()
	if len(blocks) == 0 {
		return 0
	}
	last := blocks[len(blocks)-1]
	return last.line + len(last.lines)
}

// stemWords returns a file's name without folder and extension as words.
func stemWords(name string) string {
	base := path.Base(strings.ReplaceAll(name, "\\", "/"))
	return strings.NewReplacer("-", " ", "_", " ").Replace(strings.TrimSuffix(base, path.Ext(base)))
}

// firstTitle returns the text of the page's first heading.
func firstTitle(root *section) string {
	if len(root.subs) == 0 {
		return ""
	}
	return plainText(headingText(root.subs[0].heading.text))
}

// assemble turns the pairs of page into entries with ids, in the order of the
// page. A pair that stands twice is counted once.
func (a *Archive) assemble(pg *page, stem string) {
	seen := make(map[string]int) // question and answer, without space → line
	first := make(map[int]*Episode)
	counts := make(map[*Episode]int)
	var episodes []*Episode
	for _, sh := range pg.shows {
		e := sh.episode
		known, again := first[e.Number]
		if !again {
			first[e.Number] = e
			known = e
			episodes = append(episodes, e)
		}
		kept := 0
		for _, p := range sh.pairs {
			if _, ok := seen[p.key()]; ok {
				continue
			}
			seen[p.key()] = p.line + 1
			counts[known]++
			kept++
			a.add(pg.name, fmt.Sprintf("e%02dq%02d", known.Number, counts[known]), p, known)
		}
		if again {
			a.remark(pg.name, e.Line, Note, fmt.Sprintf("episode %d stands here again, first at line %d; %d of its %d pairs are repetitions and counted once",
				e.Number, known.Line, len(sh.pairs)-kept, len(sh.pairs)), "remove one of the two sections")
		}
	}
	a.Episodes = episodes
	n := 0
	for _, p := range pg.loose {
		if at, ok := seen[p.key()]; ok {
			a.remark(pg.name, p.line+1, Note, fmt.Sprintf("question and answer stand at line %d already and are counted once", at), "remove one of the two")
			continue
		}
		seen[p.key()] = p.line + 1
		n++
		a.add(pg.name, fmt.Sprintf("%s-q%02d", stem, n), p, nil)
	}
	if len(a.Entries) == 0 {
		a.remark(pg.name, 0, Note, "no questions and answers found: "+pg.reason, "")
	}
	a.sortEpisodes()
}

func (a *Archive) add(file, id string, p pair, e *Episode) {
	a.Entries = append(a.Entries, Entry{
		ID: id, Question: p.question, Answer: p.answer, Episode: e, File: file, Line: p.line + 1,
	})
}

// key identifies a pair's text whatever its spacing.
func (p pair) key() string {
	return strings.Join(strings.Fields(p.question), "") + "\x00" + strings.Join(strings.Fields(p.answer), "")
}

// remark adds a diagnostic.
func (a *Archive) remark(file string, line int, s Severity, message, hint string) {
	a.Diagnostics = append(a.Diagnostics, Diagnostic{File: file, Line: line, Severity: s, Message: message, Hint: hint})
}

// excerptRunes is the length of a text quoted in a diagnostic: it fits a
// terminal line beside its place.
const excerptRunes = 40

// excerpt returns the start of s for a diagnostic.
func excerpt(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= excerptRunes {
		return s
	}
	return string([]rune(s)[:excerptRunes]) + "…"
}
