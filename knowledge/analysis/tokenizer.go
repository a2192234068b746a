package analysis

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"

	"github.com/blevesearch/bleve/v2/analysis"
)

// rules counts the changes to how terms are made. Raise it when the code of this
// package gives other terms for the same text, so that no index made before is
// taken for current.
const rules = "2"

// Version names the dictionaries and rules: indexes of different versions do not mix.
func Version() string {
	h := sha256.New()
	for _, s := range []string{rules, wordList, domainList, stopList, simplifiedTable, taiwanTable} {
		io.WriteString(h, s)
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
}

// Tokenizer presents the analyzer to bleve: a token is a term's key, its offsets
// are bytes of the input, and terms that begin at one byte share a position.
func (a *Analyzer) Tokenizer() analysis.Tokenizer { return tokenizer{a, false} }

// BleveAnalyzer wraps [Analyzer.Tokenizer] as bleve's document fields want it.
// Nothing is registered: bleve's registries are global.
func (a *Analyzer) BleveAnalyzer() analysis.Analyzer {
	return &analysis.DefaultAnalyzer{Tokenizer: a.Tokenizer()}
}

// BleveProseAnalyzer is [Analyzer.BleveAnalyzer] for long text that is searched
// beside its question: it gives words and concepts alone, half the terms.
func (a *Analyzer) BleveProseAnalyzer() analysis.Analyzer {
	return &analysis.DefaultAnalyzer{Tokenizer: tokenizer{a, true}}
}

type tokenizer struct {
	analyzer *Analyzer
	prose    bool // words and concepts alone
}

// Tokenize implements bleve's analysis.Tokenizer.
func (t tokenizer) Tokenize(input []byte) analysis.TokenStream {
	terms := t.analyzer.Analyze(string(input))
	if t.prose {
		terms = slices.DeleteFunc(terms, func(t Term) bool { return t.Kind == Bigram || t.Kind == Gram })
	}
	tokens := make([]analysis.Token, len(terms))
	stream := make(analysis.TokenStream, len(terms))
	position, last := 0, -1
	for i, term := range terms {
		if term.Start > last {
			position++
			last = term.Start
		}
		tokens[i] = analysis.Token{
			Term: []byte(term.Key()), Start: term.Start, End: term.End, Position: position,
		}
		stream[i] = &tokens[i]
	}
	return stream
}
