package dialogue

import (
	"slices"
	"strings"
	"unicode"

	"bigtalk/knowledge/eval"
)

// A Report is what dialogues came to.
type Report struct {
	Turns      []Played // dialogue by dialogue
	All        Share
	ByKind     []Share // in the order of [Kinds]; none for a kind without turns, here and below
	ByLanguage []Share // of the turn: eval.LanguageChinese with any Han character, else eval.LanguageEnglish
	ByPlace    []Share // PlaceFirst, PlaceLater
}

// A Share is how many turns of a group are right.
type Share struct {
	Group string // the kind, language or place; "all"
	Turns int
	Right int
}

// Places of a turn in its dialogue: a later one may lean on what came before it.
const (
	PlaceFirst = "first"
	PlaceLater = "later"
)

// everything names the group of all turns.
const everything = "all"

func summarize(dialogues [][]Played) Report {
	turns := slices.Concat(dialogues...)
	return Report{
		Turns:      turns,
		All:        shareOf(everything, turns, func(Played) string { return everything }),
		ByKind:     shares(turns, Kinds(), func(p Played) string { return p.Kind }),
		ByLanguage: shares(turns, []string{eval.LanguageChinese, eval.LanguageEnglish}, Played.language),
		ByPlace:    shares(turns, []string{PlaceFirst, PlaceLater}, Played.place),
	}
}

// shares has one share for each of the groups that has turns, by what name calls
// a turn's.
func shares(turns []Played, groups []string, name func(Played) string) []Share {
	var out []Share
	for _, group := range groups {
		if s := shareOf(group, turns, name); s.Turns > 0 {
			out = append(out, s)
		}
	}
	return out
}

func shareOf(group string, turns []Played, name func(Played) string) Share {
	s := Share{Group: group}
	for _, p := range turns {
		if name(p) != group {
			continue
		}
		s.Turns++
		if p.Right {
			s.Right++
		}
	}
	return s
}

func (p Played) language() string {
	if strings.ContainsFunc(p.User, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return eval.LanguageChinese
	}
	return eval.LanguageEnglish
}

func (p Played) place() string {
	if p.Turn == 1 {
		return PlaceFirst
	}
	return PlaceLater
}
