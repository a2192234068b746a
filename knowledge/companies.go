package knowledge

import (
	"slices"
	"strings"
	"unicode/utf8"

	"bigtalk/knowledge/analysis"
	"bigtalk/knowledge/archive"
	"bigtalk/knowledge/index"
)

// companies are the names of those that the guests of episodes work for: of "and
// Baidu?" the answer stands in Baidu's episode. It is read-only.
type companies []company

// A company is one episode's, with the terms of each of its names.
type company struct {
	episode *archive.Episode
	names   [][]string
}

// newCompanies reads the names from the episodes' headers. What the glossary holds
// equal to a part of a name is a name too: Tencent for 腾讯云.
func newCompanies(a *analysis.Analyzer, s *Store) companies {
	var out companies
	for _, ep := range s.archive.Episodes {
		if ep.Company == "" {
			continue
		}
		names := []string{ep.Company}
		for _, group := range s.glossary {
			if slices.ContainsFunc(group, func(part string) bool { return partOf(part, ep.Company) }) {
				names = append(names, group...)
			}
		}
		c := company{episode: ep}
		for _, name := range names {
			if terms := nameTerms(a, name); len(terms) > 0 {
				c.names = append(c.names, terms)
			}
		}
		out = append(out, c)
	}
	return out
}

// partOf reports that a name of two characters or more stands in another.
func partOf(part, name string) bool {
	return utf8.RuneCountInString(part) > 1 && strings.Contains(strings.ToLower(name), strings.ToLower(part))
}

func nameTerms(a *analysis.Analyzer, name string) []string {
	var out []string
	for _, t := range a.Analyze(name) {
		if (queryTerm{Term: t}).informative() && t.Kind == analysis.Word {
			out = append(out, t.Key())
		}
	}
	return out
}

// named are the episodes of the companies that a question with these terms names.
func (c companies) named(terms []index.Weighted) map[*archive.Episode]bool {
	out := make(map[*archive.Episode]bool)
	has := func(key string) bool {
		return slices.ContainsFunc(terms, func(t index.Weighted) bool { return t.Key == key })
	}
	for _, x := range c {
		if slices.ContainsFunc(x.names, func(name []string) bool { return !slices.ContainsFunc(name, func(k string) bool { return !has(k) }) }) {
			out[x.episode] = true
		}
	}
	return out
}
