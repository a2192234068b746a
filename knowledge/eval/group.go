package eval

import (
	"maps"
	"slices"
)

// Groups are the same figures over some questions, over those of each language
// and over those of each kind.
type Groups[T any] struct {
	Overall    T   `json:"overall"`
	ByLanguage []T `json:"by_language"` // by name; none for a language without questions
	ByKind     []T `json:"by_kind"`     // likewise
}

// everything names the group of all questions.
const everything = "all"

// groupBy figures out each group of the outcomes. An empty Overall is figured
// out too.
func groupBy[T any](outcomes []Outcome, figures func(group string, members []Outcome) T) Groups[T] {
	return Groups[T]{
		Overall:    figures(everything, outcomes),
		ByLanguage: eachGroup(outcomes, Outcome.language, figures),
		ByKind:     eachGroup(outcomes, Outcome.kind, figures),
	}
}

// eachGroup figures out the groups that name tells apart. Members keep their
// order, so that sums of them are the same every time.
func eachGroup[T any](outcomes []Outcome, name func(Outcome) string, figures func(group string, members []Outcome) T) []T {
	members := make(map[string][]Outcome)
	for _, o := range outcomes {
		members[name(o)] = append(members[name(o)], o)
	}
	all := make([]T, 0, len(members))
	for _, group := range slices.Sorted(maps.Keys(members)) {
		all = append(all, figures(group, members[group]))
	}
	return all
}

func (o Outcome) language() string { return o.Language }
func (o Outcome) kind() string     { return o.Kind }

// only returns the outcomes that keep holds for, in order.
func only(outcomes []Outcome, keep func(Outcome) bool) []Outcome {
	var kept []Outcome
	for _, o := range outcomes {
		if keep(o) {
			kept = append(kept, o)
		}
	}
	return kept
}

// share is part as a share of whole, rounded; 0 of an empty whole.
func share(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return round(float64(part) / float64(whole))
}
