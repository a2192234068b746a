package knowledge

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"bigtalk/knowledge/archive"
)

// Lint returns the store's diagnostics and what is wrong with its annotations by
// themselves: ids that no entry has, duplicates that are no equivalence class,
// alternates that stand twice, missing fields, topics without a name.
func (s *Store) Lint() []archive.Diagnostic {
	l := linter{store: s, out: slices.Clone(s.Diagnostics())}
	l.outside()
	l.topics()
	if len(s.annotations) > 0 {
		l.annotations()
	}
	return l.sorted()
}

// Lint adds to [Store.Lint] what a self-test finds: alternates that lead to their
// entry only because they stand there, and outside questions that an entry seems to
// answer. It asks them all, each of everything but itself.
func (m *Matcher) Lint(ctx context.Context) ([]archive.Diagnostic, error) {
	found, err := m.selfTest(ctx)
	if err != nil {
		return nil, fmt.Errorf("lint: %w", err)
	}
	l := linter{store: m.store, out: append(m.store.Lint(), found...)}
	return l.sorted(), nil
}

type linter struct {
	store *Store
	out   []archive.Diagnostic
}

func (l *linter) report(a *Annotation, sev archive.Severity, hint, format string, args ...any) {
	l.out = append(l.out, archive.Diagnostic{
		File: filepath.Join(l.store.folder, AnnotationsFile), Line: a.line, Severity: sev, Message: a.ID + ": " + fmt.Sprintf(format, args...), Hint: hint,
	})
}

// annotations checks each annotation by itself and against the ids it names.
func (l *linter) annotations() {
	first := make(map[string]string) // alternate → the entry that has it
	for e := range l.store.All() {
		a := l.store.annotations[e.ID]
		if a == nil {
			l.out = append(l.out, archive.Diagnostic{
				File: e.File, Line: e.Line, Severity: archive.Note, Message: e.ID + ": has no annotation",
			})
			continue
		}
		l.references(a)
		l.fields(a)
		l.twice(a, first)
	}
}

// outside checks the ids that outside questions name.
func (l *linter) outside() {
	for _, q := range l.store.outside {
		for _, id := range q.Near {
			if _, known := l.store.Get(id); !known {
				l.out = append(l.out, archive.Diagnostic{
					File: filepath.Join(l.store.folder, OutsideFile), Line: q.line, Severity: archive.Error,
					Message: fmt.Sprintf("near names %q, which no entry has", id), Hint: "correct the id or drop it",
				})
			}
		}
	}
}

// topics checks that topics.tsv, where there is one, names the topics that entries
// have, no others, and no two alike.
func (l *linter) topics() {
	if l.store.topicNames == nil {
		return
	}
	first := make(map[string]*Annotation) // slug → the first to have it
	for e := range l.store.All() {
		a := l.store.Annotation(e.ID)
		for _, slug := range a.topics() {
			if first[slug] == nil {
				first[slug] = a
			}
		}
	}
	for slug, a := range first {
		if _, named := l.store.topicNames[slug]; !named {
			l.report(a, archive.Warning, fmt.Sprintf("add a line to it, or correct the topic: %s<tab>Chinese name<tab>English name", slug),
				"topic %q has no line in %s", slug, TopicsFile)
		}
	}
	warn := func(n topicName, hint, message string) {
		l.out = append(l.out, archive.Diagnostic{
			File: filepath.Join(l.store.folder, TopicsFile), Line: n.line, Severity: archive.Warning, Message: message, Hint: hint,
		})
	}
	taken := make(map[string]string) // name → the slug that has it
	for _, n := range slices.SortedFunc(maps.Values(l.store.topicNames), func(a, b topicName) int { return cmp.Compare(a.line, b.line) }) {
		if first[n.slug] == nil {
			warn(n, "correct the slug or drop the line", fmt.Sprintf("no entry has the topic %q", n.slug))
		}
		for _, name := range notBlank(n.zh, n.en) {
			switch other, ok := taken[name]; {
			case !ok:
				taken[name] = n.slug
			case other != n.slug:
				warn(n, "give each topic a name of its own", fmt.Sprintf("topic %q is called %q, as %q is", n.slug, name, other))
			}
		}
	}
}

func (l *linter) references(a *Annotation) {
	for field, ids := range map[string][]string{"duplicates": a.Duplicates, "related": a.Related, "refers_to": a.RefersTo} {
		for _, id := range ids {
			switch _, known := l.store.Get(id); {
			case !known:
				l.report(a, archive.Error, "correct the id or drop it", "%s names %q, which no entry has", field, id)
			case id == a.ID:
				l.report(a, archive.Error, "drop it", "%s names the entry itself", field)
			case field == "duplicates" && !slices.Contains(l.store.Annotation(id).Duplicates, a.ID):
				l.report(a, archive.Error, "answers are interchangeable both ways: add the link there or make both related",
					"calls %s a duplicate, but not the other way", id)
			}
		}
	}
	for _, member := range l.store.classes.members[l.store.classes.first[a.ID]] {
		if len(a.Duplicates) > 0 && member != a.ID && !slices.Contains(a.Duplicates, member) {
			l.report(a, archive.Error, "list every member of a class at each of them", "is a duplicate of %s by way of another entry", member)
		}
	}
	if a.Kind == KindCrossReference && l.store.owner(a.ID) == "" {
		l.report(a, archive.Error, "set refers_to to an entry that answers", "refers to nothing that answers")
	}
}

func (l *linter) fields(a *Annotation) {
	switch a.Kind {
	case KindAnswer, KindPartial, KindCrossReference, KindNonAnswer:
	default:
		l.report(a, archive.Error, "kinds are answer, partial, cross_reference and non_answer", "has the kind %q", a.Kind)
	}
	if a.QuestionHash == "" {
		e, _ := l.store.Get(a.ID)
		l.report(a, archive.Warning, fmt.Sprintf("set question_hash to %q, so that it follows its question", QuestionHash(e.Question)), "has no question_hash")
	}
	if a.Kind == KindNonAnswer {
		return
	}
	for _, f := range []struct{ name, value string }{
		{"title_zh", a.TitleZH}, {"title_en", a.TitleEN}, {"answer_en", a.AnswerEN},
	} {
		if strings.TrimSpace(f.value) == "" {
			l.report(a, archive.Warning, "write one", "has no %s", f.name)
		}
	}
}

// twice reports alternates that stand a second time.
func (l *linter) twice(a *Annotation, first map[string]string) {
	for _, p := range slices.Concat(a.AlternatesZH, a.AlternatesEN) {
		h := QuestionHash(p)
		if other, ok := first[h]; ok {
			l.report(a, archive.Warning, "keep it where it fits best", "alternate %q stands twice, first at %s", p, other)
			continue
		}
		first[h] = a.ID
	}
}

func (l *linter) sorted() []archive.Diagnostic {
	slices.SortStableFunc(l.out, func(a, b archive.Diagnostic) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Message, b.Message))
	})
	return l.out
}
