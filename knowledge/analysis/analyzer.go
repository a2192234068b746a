package analysis

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/go-ego/gse"
)

// An Analyzer turns text into terms. The zero Analyzer is not usable; see [New].
// It is immutable and safe for concurrent use.
type Analyzer struct {
	segmenter  *gse.Segmenter
	simplified map[rune]rune
	stop       map[string]bool
	glossary   glossary
}

const (
	gramLetters  = 4  // a Gram's length, long enough that unrelated words share few
	minGramWord  = 4  // shorter words are all prefix and end
	minCompound  = 4  // a Han word this long is taken apart as well: most of four are two of two
	maxWordRunes = 64 // a longer "word" is base64 or a hash; Istio's longest flag has 41 letters
)

// New returns an Analyzer that treats the expressions of each glossary group as
// equivalent. It fails only when an embedded dictionary is broken.
func New(glossary [][]string) (*Analyzer, error) {
	a := &Analyzer{simplified: loadSimplified(), stop: loadStopWords()}
	var err error
	if a.segmenter, err = loadDictionary(hanWords(glossary), a.stop); err != nil {
		return nil, err
	}
	for _, group := range glossary {
		a.glossary.add(a, group)
	}
	for line := range strings.Lines(taiwanTable) {
		a.glossary.add(a, strings.Split(strings.TrimSpace(line), "\t"))
	}
	return a, nil
}

// Analyze returns the terms of text by where they begin. Any bytes will do; text without letters gives none.
func (a *Analyzer) Analyze(text string) []Term {
	n := a.normalize([]byte(text))
	terms := make([]Term, 0, len(n.runes)*3)
	emit := func(k Kind, s string, start, end int, stop bool) {
		terms = append(terms, Term{Kind: k, Text: s, Start: n.start[start], End: n.end[end-1], Stop: stop})
	}
	for i := 0; i < len(n.runes); {
		switch r := n.runes[i]; {
		case isHan(r):
			j := i + 1
			for j < len(n.runes) && isHan(n.runes[j]) {
				j++
			}
			a.han(n, i, j, emit)
			i = j
		case isWordRune(r):
			j := i + 1
			for j < len(n.runes) && !isHan(n.runes[j]) && (isWordRune(n.runes[j]) || isJoiner(n.runes, j)) {
				j++
			}
			a.identifier(n, i, j, emit)
			i = j
		default:
			i++
		}
	}
	a.glossary.find(a.units(n), func(group, start, end int) {
		emit(Concept, a.glossary.names[group], start, end, false)
	})
	slices.SortStableFunc(terms, func(x, y Term) int { return cmp.Compare(x.Start, y.Start) })
	return terms
}

type emitFunc func(k Kind, text string, start, end int, stop bool)

// han emits the words and bigrams of a run of Han characters.
func (a *Analyzer) han(n normalized, from, to int, emit emitFunc) {
	run := string(n.runes[from:to])
	at := from
	for _, s := range a.segmenter.Segment([]byte(run)) {
		w := run[s.Start():s.End()]
		size := utf8.RuneCountInString(w)
		emit(Word, w, at, at+size, a.stop[w])
		if size >= minCompound {
			a.compound(s.Token(), at, emit)
		}
		at += size
	}
	for i := from; i+1 < to; i++ {
		emit(Bigram, string(n.runes[i:i+2]), i, i+2, false)
	}
}

// compound emits the shorter words inside a dictionary word: 数据 and 平面 of 数据平面.
func (a *Analyzer) compound(t *gse.Token, at int, emit emitFunc) {
	for _, s := range t.Segments() {
		w := s.Token().Text()
		size := utf8.RuneCountInString(w)
		if size > 1 {
			emit(Word, w, at, at+size, a.stop[w])
		}
		at += size
	}
}

// identifier emits a Latin identifier whole, its parts, their stems and grams.
func (a *Analyzer) identifier(n normalized, from, to int, emit emitFunc) {
	for to = min(to, from+maxWordRunes); !isWordRune(n.runes[to-1]); {
		to-- // cut behind a joiner
	}
	whole := string(n.runes[from:to])
	parts := 0
	for i := from; i < to; {
		if !isWordRune(n.runes[i]) {
			i++
			continue
		}
		j := i + 1
		for j < to && isWordRune(n.runes[j]) && !camelBreak(n, j) {
			j++
		}
		parts++
		if (i > from || j < to) && !numeric(n.runes[i:j]) {
			a.latin(string(n.runes[i:j]), i, j, emit)
		}
		i = j
	}
	if parts == 1 {
		a.latin(whole, from, to, emit)
		return
	}
	emit(Word, whole, from, to, false)
}

// latin emits one Latin word: its stem, and the grams of its letters.
func (a *Analyzer) latin(w string, start, end int, emit emitFunc) {
	stop := a.stop[w]
	emit(Word, a.stem(w), start, end, stop)
	if stop || len(w) < minGramWord || !asciiLetters(w) {
		return
	}
	padded := "_" + w + "_"
	for i := 0; i+gramLetters <= len(padded); i++ {
		first, last := max(i-1, 0), min(i-1+gramLetters, len(w)) // of the letters in w
		emit(Gram, padded[i:i+gramLetters], start+first, start+last, false)
	}
}

// stem applies the Porter2 stemmer to plain English words and leaves the rest.
func (a *Analyzer) stem(w string) string {
	if len(w) < minGramWord || !asciiLetters(w) {
		return w
	}
	env := snowballstem.NewEnv(w)
	english.Stem(env)
	return env.Current()
}

func asciiLetters(w string) bool {
	for i := range len(w) {
		if w[i] < 'a' || w[i] > 'z' {
			return false
		}
	}
	return true
}

// numeric reports a run of digits: a part of 1.10 says nothing.
func numeric(runes []rune) bool {
	return !slices.ContainsFunc(runes, func(r rune) bool { return !unicode.IsDigit(r) })
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// isJoiner reports a character that holds an identifier together: between two word runes.
func isJoiner(runes []rune, i int) bool {
	return strings.ContainsRune(".-_/:", runes[i]) && i > 0 && isWordRune(runes[i-1]) &&
		i+1 < len(runes) && isWordRune(runes[i+1]) && !isHan(runes[i+1])
}

// camelBreak reports that a new part starts at i: Virtual|Service, HTTP|Route.
func camelBreak(n normalized, i int) bool {
	if !n.upper[i] {
		return false
	}
	if !n.upper[i-1] {
		return unicode.IsLetter(n.runes[i-1])
	}
	return i+1 < len(n.runes) && !n.upper[i+1] && unicode.IsLetter(n.runes[i+1]) && !isHan(n.runes[i+1])
}
