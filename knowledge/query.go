package knowledge

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"bigtalk/knowledge/analysis"
	"bigtalk/knowledge/index"
)

// A Query is a question to be matched.
type Query struct {
	Text  string
	Limit int // matches wanted; DefaultLimit when 0
	// Thread is what the question may lean on; a question without one stands alone.
	Thread Thread
}

// DefaultLimit is how many matches a Query gets that does not say.
const DefaultLimit = 5

// MaxQueryBytes is how much of a question is read. People paste logs; what they
// ask stands in the first pages.
const MaxQueryBytes = 16 << 10

// Weights of the kinds of terms. On all phrasings of the show, left out in five
// folds, hit@1 is flat within half a point around them; without concepts it
// loses a point. Grams bring English typos, stop words a fifth of a point.
const (
	wordWeight    = 1.0
	bigramWeight  = 0.5
	gramWeight    = 0.2
	conceptWeight = 1.0
	stopWeight    = 0.2 // times the weight of its kind
)

func kindWeight(k analysis.Kind) float64 {
	switch k {
	case analysis.Word:
		return wordWeight
	case analysis.Bigram:
		return bigramWeight
	case analysis.Gram:
		return gramWeight
	default:
		return conceptWeight
	}
}

// queryTerm is one distinct term of a query.
type queryTerm struct {
	analysis.Term
	df     int     // entries that hold it
	weight float64 // kind weight × idf
}

// weigh looks the query's terms up.
func (m *Matcher) weigh(ctx context.Context, text string) ([]queryTerm, error) {
	var terms []queryTerm
	seen := make(map[string]bool)
	for _, t := range m.analyzer.Analyze(text) {
		key := t.Key()
		if seen[key] {
			continue
		}
		seen[key] = true
		df, err := m.index.DocFreq(ctx, entryField, key)
		if err != nil {
			return nil, err
		}
		w := kindWeight(t.Kind) * m.index.IDF(entryField, df)
		if t.Stop {
			w *= stopWeight
		}
		terms = append(terms, queryTerm{t, df, w})
	}
	capByConcept(terms)
	return terms, nil
}

// capByConcept makes a rare spelling of a common concept as common as the
// concept: isito is not what a question about isito is about.
func capByConcept(terms []queryTerm) {
	for _, c := range terms {
		if c.Kind != analysis.Concept || c.df == 0 {
			continue
		}
		for i, t := range terms {
			if t.Kind != analysis.Concept && c.Start <= t.Start && t.End <= c.End {
				terms[i].weight = min(t.weight, c.weight)
			}
		}
	}
}

func weighted(terms []queryTerm) []index.Weighted {
	out := make([]index.Weighted, len(terms))
	for i, t := range terms {
		out[i] = index.Weighted{Key: t.Key(), Weight: t.weight}
	}
	return out
}

// phraseTerms are what is searched in the phrasings: all but stop words. Without
// these a match takes 8 % less time and no development question ranks otherwise.
func phraseTerms(terms []queryTerm) []index.Weighted {
	return weighted(slices.DeleteFunc(slices.Clone(terms), func(t queryTerm) bool { return t.Stop }))
}

// informative reports a term that a question can be about: a word or concept
// that is no stop word, no number and no lone letter.
func (t queryTerm) informative() bool {
	if t.Stop || t.Kind != analysis.Word && t.Kind != analysis.Concept {
		return false
	}
	return len(t.Text) > 1 && strings.ContainsFunc(t.Text, unicode.IsLetter)
}

// loneWord reports a text of one word, however many parts that has, and nothing
// beside it: not even the stop words that make a question.
func loneWord(terms []queryTerm) bool {
	n, end := 0, 0
	for _, t := range terms {
		if t.Kind != analysis.Word {
			continue
		}
		if t.Start >= end {
			n++
		}
		end = max(end, t.End)
	}
	return n < 2
}

// maxUncovered is how many words are listed at most: of a pasted page nobody wants more.
const maxUncovered = 12

// uncovered lists, as they were written, the informative words of the question
// that no entry holds, at most maxUncovered. A word inside a longer one that is known is not missed.
func uncovered(text string, terms []queryTerm) []string {
	var out []string
	for _, t := range terms {
		if len(out) == maxUncovered {
			break
		}
		if !t.informative() || t.df > 0 || t.Kind != analysis.Word {
			continue
		}
		known := slices.ContainsFunc(terms, func(o queryTerm) bool {
			return o.df > 0 && o.informative() && o.Start <= t.Start && t.End <= o.End
		})
		if w := strings.TrimSpace(text[t.Start:t.End]); !known && w != "" && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}
