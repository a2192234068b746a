package knowledge

import (
	"slices"
	"strings"
	"unicode"
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
// equal to the beginning of a name is a name too: Tencent for 腾讯云.
func newCompanies(a *analysis.Analyzer, s *Store) companies {
	var out companies
	for _, ep := range s.archive.Episodes {
		if ep.Company == "" {
			continue
		}
		names := strings.Split(ep.Company, "、")
		for _, name := range names {
			for _, group := range s.glossary {
				if slices.ContainsFunc(group, func(part string) bool { return begins(part, name) }) {
					names = append(names, group...)
				}
			}
		}
		c := company{episode: ep}
		for _, name := range names {
			for _, spelt := range []string{name, strings.ToLower(name)} { // NetEase is two words, netease one
				if terms := nameTerms(a, spelt); len(terms) > 0 {
					c.names = append(c.names, terms)
				}
			}
		}
		out = append(out, c)
	}
	return out
}

// begins reports that a part of two characters or more begins a name: 腾讯 does 腾讯云.
// In the middle of one, or of a Latin word, it would be anything: HA of Red Hat.
func begins(part, name string) bool {
	rest, ok := strings.CutPrefix(strings.ToLower(name), strings.ToLower(part))
	if !ok || utf8.RuneCountInString(part) < 2 {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(part)
	next, _ := utf8.DecodeRuneInString(rest)
	return !unicode.In(last, unicode.Latin) || !unicode.In(next, unicode.Latin)
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
