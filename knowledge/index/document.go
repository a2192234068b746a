package index

import (
	"sync/atomic"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/document"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

// A Document is one text to be found.
type Document struct {
	ID    string // unique in the index
	Field string // [A-Za-z_]+; documents of different fields never mix in a search
	Text  string
	Prose string // more text of the same document, analysed by Analyzers.Prose
}

// Analyzers make the terms of documents. Queries must be analysed by Text.
type Analyzers struct {
	Text, Prose analysis.Analyzer
}

// fieldStats counts what BM25 needs to know of a field.
type fieldStats struct {
	Docs   int64 `json:"docs"`
	Tokens int64 `json:"tokens"`
}

// countingField is a bleve text field that adds its length to its field's stats.
// bleve itself only knows the number of distinct terms.
type countingField struct {
	*document.TextField
	tokens *atomic.Int64
}

func (f *countingField) Analyze() {
	f.TextField.Analyze()
	f.tokens.Add(int64(f.AnalyzedLength()))
}

// stats collects fieldStats while documents are analysed in parallel.
type stats map[string]*counter

type counter struct {
	docs   int64
	tokens atomic.Int64
}

// bleveDocument turns d into what scorch indexes: one field, in one or two parts,
// neither stored nor with positions.
func (s stats) bleveDocument(d Document, a Analyzers) bleveindex.Document {
	c := s[d.Field]
	if c == nil {
		c = &counter{}
		s[d.Field] = c
	}
	c.docs++
	doc := document.NewDocument(d.ID)
	add := func(text string, by analysis.Analyzer) {
		doc.AddField(&countingField{
			TextField: document.NewTextFieldCustom(d.Field, nil, []byte(text), bleveindex.IndexField, by),
			tokens:    &c.tokens,
		})
	}
	add(d.Text, a.Text)
	if d.Prose != "" {
		add(d.Prose, a.Prose)
	}
	return doc
}

func (s stats) snapshot() map[string]fieldStats {
	out := make(map[string]fieldStats, len(s))
	for f, c := range s {
		out[f] = fieldStats{Docs: c.docs, Tokens: c.tokens.Load()}
	}
	return out
}
