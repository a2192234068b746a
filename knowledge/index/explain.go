package index

import (
	"context"
	"fmt"

	bleveindex "github.com/blevesearch/bleve_index_api"
)

// A Contribution is what one term adds to a document's score.
type Contribution struct {
	Key    string
	Weight float64
	TF     int     // occurrences in the document
	DF     int     // documents of the field that hold the term
	Length float64 // terms in the document
	Score  float64
}

// Explain returns each term's share of the score that [Index.Search] gives
// document id of field, in the order of terms; terms it lacks are left out.
func (x *Index) Explain(ctx context.Context, field string, terms []Weighted, id string) (_ []Contribution, err error) {
	defer guard(x.where, &err)
	internal, err := x.reader.InternalID(id)
	if err != nil {
		return nil, fmt.Errorf("explain %s: %w", id, err)
	}
	if internal == nil {
		return nil, nil
	}
	avg := x.averageLength(field)
	var out []Contribution
	for _, t := range terms {
		r, err := x.reader.TermFieldReader(ctx, []byte(t.Key), field, true, true, false)
		if err != nil {
			return nil, fmt.Errorf("explain %s: %w", id, err)
		}
		var d bleveindex.TermFieldDoc
		at, err := r.Advance(internal, &d)
		if err != nil {
			r.Close()
			return nil, fmt.Errorf("explain %s: %w", id, err)
		}
		if at != nil && at.ID.Compare(internal) == 0 {
			l := length(at.Norm)
			out = append(out, Contribution{
				Key: t.Key, Weight: t.Weight, TF: int(at.Freq), DF: int(r.Count()), Length: l,
				Score: t.Weight * saturation(float64(at.Freq), l, avg),
			})
		}
		r.Close()
	}
	return out, nil
}

// Rescore is the contribution's score in a document of field that had the term
// fewer times in so many terms less.
func (x *Index) Rescore(field string, c Contribution, fewer, shorter int) float64 {
	tf := float64(c.TF - fewer)
	if tf <= 0 {
		return 0
	}
	return c.Weight * saturation(tf, max(1, c.Length-float64(shorter)), x.averageLength(field))
}
