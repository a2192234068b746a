package archive

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
)

// ParseMarkdown reads a Markdown page. It never fails: what it cannot make
// sense of stands in the Archive's Diagnostics. Bytes that are not UTF-8 are
// decoded as UTF-16 or GB18030 where they are that, and replaced by U+FFFD
// otherwise.
//
// The layouts it knows, each section on its own:
//
//   - a heading is the question, with or without "Q:", under category headings or not;
//     on a page or in a section named for its questions ("FAQ", "常见问题") also one
//     that only states what went wrong, where the others ask;
//   - "Q:" and "A:", "问：" and "答：", "Q1." and "A1.", numbered or strong, in
//     paragraphs, lines, list items or headings; headings of their own, "Q1" and "A1",
//     over the question and over the answer;
//   - block quotes as questions, behind an asker ("@asker 提问：", "@asker") or not,
//     then the answer, with or without "A：";
//   - numbered or bulleted items whose first paragraph is the question, the answer
//     marked, quoted or plain;
//   - strong lines as questions, in Markdown or HTML;
//   - interviews, whose paragraphs begin with the speakers' names;
//   - pairs between thematic breaks; paragraphs with "答：" behind them; block
//     quotes as answers;
//   - <details> with a <summary>, or with the answer hidden in it; tables with
//     columns of questions and answers; definition lists.
func ParseMarkdown(name string, src []byte) *Archive {
	return parseMarkdown(context.Background(), name, idStem(name), src)
}

// parseMarkdown is ParseMarkdown with the ids' first part given. What it returns
// once ctx has ended is not the whole.
func parseMarkdown(ctx context.Context, name, stem string, src []byte) *Archive {
	a, page := parsePage(ctx, name, src)
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
func parsePage(ctx context.Context, name string, src []byte) (*Archive, *page) {
	a := &Archive{}
	text, warning := decode(src)
	if warning != "" {
		a.remark(name, 0, Warning, warning, "save the file as UTF-8")
	}
	lines := strings.Split(text, "\n")
	title, body, removed := cutFrontMatter(lines)
	blocks := parseBlocks(strings.Join(body, "\n"), removed)
	pairHeadings(blocks)
	root := sections(blocks)
	a.Resources = resources(root)
	programmes := findProgrammes(root, title)
	a.Title = title
	if a.Title == "" && !beginsWithProgramme(root, programmes) {
		a.Title = firstTitle(root)
	}
	pg := &page{name: name}
	if strings.TrimSpace(text) == "" {
		pg.reason = "the file is empty"
		return a, pg
	}
	view := surveyOf(root)
	r := &pageReader{end: lastLine(root)}
	if len(programmes) > 0 {
		for _, p := range programmes {
			e := p.episode(name)
			pg.shows = append(pg.shows, show{episode: e, pairs: r.read(ctx, p.questions(), unnamed)})
		}
		pg.loose = r.read(ctx, without(root, programmes), unnamed)
		a.datesFromNeighbours(name, pg.shows, programmes)
	} else {
		names := []string{title, firstTitle(root), stemWords(name)}
		n := view.naming(names...)
		if n == implied && slices.ContainsFunc(names, namesFAQ) {
			r.scope = scopeOf(root)
		} else if n == implied {
			r.strict, r.numbers = true, view.numbers()
			r.scope = scope{level: view.levels.most(), levels: view.levels}
		}
		pg.loose = r.read(ctx, root, n)
		if len(pg.loose) == 0 {
			r.missing, r.topics = nil, true
			pg.loose = r.read(ctx, root, n)
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
