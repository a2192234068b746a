package bot

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"bigtalk/knowledge/archive"
)

// on returns the episodes whose header says most of what a topic says, those that
// say as much as the best does; none when none says half of it. whole tells that
// they say all of it.
func (r *episodeReader) on(topic string, episodes []*archive.Episode, glossary [][]string) (found []*archive.Episode, whole bool) {
	pieces := r.pieces(topic, glossary)
	best := max(1, (len(pieces)+1)/2)
	for _, ep := range episodes {
		held, text := 0, " "+spelled(atoms(wordsOf(ep)))+" "
		for _, p := range pieces {
			if slices.ContainsFunc(p, func(s string) bool { return strings.Contains(text, " "+s+" ") }) {
				held++
			}
		}
		if held > best {
			best, found = held, nil
		}
		if held == best {
			found = append(found, ep)
		}
	}
	return found, best == len(pieces)
}

// wordsOf is what an episode's header says it is about.
func wordsOf(ep *archive.Episode) string {
	parts := []string{ep.Title, ep.Topic, ep.Company, ep.Gains, withoutAddresses(ep.Introduction)}
	return strings.Join(slices.Concat(parts, ep.Guests, ep.Outline), "\n")
}

// spelled joins atoms, plural or not.
func spelled(list []atom) string {
	words := make([]string, len(list))
	for i, a := range list {
		words[i] = a.text
		if len(a.text) > 3 && a.text[0] < utf8.RuneSelf {
			words[i] = strings.TrimSuffix(a.text, "s")
		}
	}
	return strings.Join(words, " ")
}

// pieces takes a topic apart into what an episode may say of it: expressions of
// the glossary, each with its equivalents, words, and pairs of Han characters.
func (r *episodeReader) pieces(topic string, glossary [][]string) [][]string {
	list := atoms(topic)
	taken := make([]bool, len(list))
	pieces := equivalents(list, taken, glossary)
	for _, t := range r.lexicon.read(topic) {
		for i, a := range list {
			if saysNothing(t) && t.start <= a.start && a.end <= t.end {
				taken[i] = true
			}
		}
	}
	for i := range list {
		switch {
		case taken[i]:
		case kindOf([]rune(list[i].text)[0]) != character:
			pieces = append(pieces, []string{spelled(list[i : i+1])})
		case i+1 < len(list) && !taken[i+1] && list[i].end == list[i+1].start && kindOf([]rune(list[i+1].text)[0]) == character:
			pieces = append(pieces, []string{joined(list[i : i+2])})
		case i == 0 || taken[i-1] || list[i-1].end != list[i].start:
			pieces = append(pieces, []string{list[i].text}) // a character by itself
		}
	}
	return pieces
}

// saysNothing reports a word that the topic is not about. A 集 is of 集群.
func saysNothing(t token[episodeWord]) bool {
	return t.known && !strings.ContainsRune("gpuLNn", rune(t.meaning.role))
}

// equivalents returns the glossary's groups that the topic names, the longest
// names first, and marks the atoms of these.
func equivalents(list []atom, taken []bool, glossary [][]string) [][]string {
	type hit struct{ from, to, group int }
	var hits []hit
	groups := make([][]string, len(glossary))
	for g, group := range glossary {
		for _, expression := range group {
			name := atoms(expression)
			key := spelled(name)
			groups[g] = append(groups[g], key)
			for i := 0; len(name) > 0 && i+len(name) <= len(list); i++ {
				if spelled(list[i:i+len(name)]) == key {
					hits = append(hits, hit{i, i + len(name), g})
				}
			}
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(b.to-b.from, a.to-a.from) })
	var out [][]string
	for _, h := range hits {
		if !slices.Contains(taken[h.from:h.to], true) {
			out = append(out, groups[h.group])
			for i := h.from; i < h.to; i++ {
				taken[i] = true
			}
		}
	}
	return out
}
