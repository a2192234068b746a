package knowledge

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"bigtalk/knowledge/archive"
)

// otherTopic is the slug of what fits no topic.
const otherTopic = "other"

// A Topic is something that entries are about, as their annotations say.
type Topic struct {
	Slug   string // as the annotations write it, such as "rate-limiting"
	NameZH string // of topics.tsv; empty when it has none
	NameEN string
	// Entries are about it and may be shown; there is at least one. Those that make
	// the best examples come first: whole answers before partial ones, then what is
	// not dated, then the shortest clean questions, then the archive's order.
	Entries []*archive.Entry
}

// NameIn returns the name in the language, "zh" or "en", or in the other where that
// is all there is, or else the slug.
func (t Topic) NameIn(lang string) string {
	if lang == "zh" {
		return cmp.Or(t.NameZH, t.NameEN, t.Slug)
	}
	return cmp.Or(t.NameEN, t.NameZH, t.Slug)
}

// Topics returns the topics of the entries that may be shown, those with the most
// entries first, then by slug; none when no annotation has one. An entry of several
// topics stands under each. The topic "other" is the last, however many entries it
// has: it tells nobody what to ask, but without it some would stand under no topic.
func (s *Store) Topics() []Topic {
	about := make(map[string][]*archive.Entry)
	for e := range s.All() {
		if !s.answers(e.ID) {
			continue
		}
		for _, slug := range s.Annotation(e.ID).topics() {
			about[slug] = append(about[slug], e)
		}
	}
	var out []Topic
	for slug, entries := range about {
		slices.SortStableFunc(entries, s.compareExamples)
		name := s.topicNames[slug]
		out = append(out, Topic{Slug: slug, NameZH: name.zh, NameEN: name.en, Entries: entries})
	}
	slices.SortFunc(out, func(a, b Topic) int {
		return cmp.Or(
			compareBools(a.Slug == otherTopic, b.Slug == otherTopic),
			cmp.Compare(len(b.Entries), len(a.Entries)),
			cmp.Compare(a.Slug, b.Slug),
		)
	})
	return out
}

// compareExamples orders entries as [Topic.Entries] are.
func (s *Store) compareExamples(x, y *archive.Entry) int {
	a, b := s.Annotation(x.ID), s.Annotation(y.ID)
	return cmp.Or(
		compareBools(a.Kind == KindPartial, b.Kind == KindPartial),
		compareBools(a.DatedIn("en") != "", b.DatedIn("en") != ""),
		cmp.Compare(titleLength(x, a), titleLength(y, b)),
	)
}

// titleLength is how many runes the entry's clean questions have in both languages
// together, so that the order is the same in both. The archive's own question
// stands in for a missing one, as it does where titles are shown.
func titleLength(e *archive.Entry, a *Annotation) int {
	return utf8.RuneCountInString(cmp.Or(a.TitleZH, e.Question)) + utf8.RuneCountInString(cmp.Or(a.TitleEN, e.Question))
}

// compareBools orders false before true.
func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// topics are the slugs of the annotation, each once.
func (a *Annotation) topics() []string {
	var out []string
	for _, slug := range a.Topics {
		if slug = strings.TrimSpace(slug); slug != "" && !slices.Contains(out, slug) {
			out = append(out, slug)
		}
	}
	return out
}

// A topicName is a line of topics.tsv.
type topicName struct {
	slug, zh, en string
	line         int
}

// topicLine says what a line of topics.tsv holds.
const topicLine = "each line is a slug, its Chinese name and its English name, separated by tabs"

// nameTopic reads a line of topics.tsv. One of the two names may be empty.
func (o *overlay) nameTopic(n int, line []byte) {
	if o.topicNames == nil {
		o.topicNames = make(map[string]topicName)
	}
	switch {
	case bytes.HasPrefix(bytes.TrimSpace(line), []byte("#")):
		return
	case !utf8.Valid(line):
		o.report(TopicsFile, n, archive.Error, "not UTF-8", "save the file as UTF-8")
		return
	}
	fields := append(strings.Split(string(line), "\t"), "", "")
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	name := topicName{slug: fields[0], zh: fields[1], en: fields[2], line: n}
	if name.slug == "" {
		o.report(TopicsFile, n, archive.Error, "names without a slug", topicLine)
		return
	}
	if first, taken := o.topicNames[name.slug]; taken {
		o.report(TopicsFile, n, archive.Error, fmt.Sprintf("topic %q is named a second time, first in line %d", name.slug, first.line), "drop one of the lines")
		return
	}
	o.topicNames[name.slug] = name
	switch {
	case name.zh == "" && name.en == "":
		o.report(TopicsFile, n, archive.Warning, fmt.Sprintf("topic %q has no name", name.slug), topicLine)
	case len(notBlank(fields[3:]...)) > 0:
		o.report(TopicsFile, n, archive.Warning, fmt.Sprintf("topic %q has more than two names", name.slug), topicLine)
	}
}
