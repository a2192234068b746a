package archive

import (
	"fmt"
	"strings"
)

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
