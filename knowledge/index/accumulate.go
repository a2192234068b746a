package index

import (
	bleveindex "github.com/blevesearch/bleve_index_api"
)

// An accumulator adds up scores document by document, term after term.
type accumulator struct {
	score   []float32 // by document number; 0 is untouched
	touched []uint32
}

// scored is one document's sum.
type scored struct {
	doc   uint32
	score float32
}

func newAccumulator(docs int) *accumulator {
	return &accumulator{score: make([]float32, docs)}
}

// add reads one term's postings in full.
func (a *accumulator) add(l list, avg float64) error {
	var d bleveindex.TermFieldDoc
	for {
		next, err := l.reader.Next(&d)
		if err != nil || next == nil {
			return err
		}
		doc := next.ID.Value()
		if a.score[doc] == 0 {
			a.touched = append(a.touched, uint32(doc))
		}
		a.score[doc] += float32(l.Weight * saturation(float64(next.Freq), length(next.Norm), avg))
	}
}

// addTo scores one term for the candidates only, which are in order of number.
func addTo(candidates []scored, l list, avg float64) error {
	var d bleveindex.TermFieldDoc
	var id bleveindex.IndexInternalID
	for i := 0; i < len(candidates); {
		id = bleveindex.NewIndexInternalID(id, uint64(candidates[i].doc))
		next, err := l.reader.Advance(id, &d)
		if err != nil || next == nil {
			return err
		}
		at := next.ID.Value()
		for i < len(candidates) && uint64(candidates[i].doc) < at {
			i++
		}
		if i < len(candidates) && uint64(candidates[i].doc) == at {
			candidates[i].score += float32(l.Weight * saturation(float64(next.Freq), length(next.Norm), avg))
			i++
		}
	}
	return nil
}

// best returns the n documents with the highest sums, in no particular order;
// of equal ones those with the lower numbers.
func (a *accumulator) best(n int) []scored {
	heap := make([]scored, 0, min(n, len(a.touched))) // the worst on top
	for _, doc := range a.touched {
		d := scored{doc, a.score[doc]}
		switch {
		case len(heap) < n:
			heap = append(heap, d)
			siftUp(heap)
		case n > 0 && heap[0].worse(d):
			heap[0] = d
			siftDown(heap)
		}
	}
	return heap
}

func (d scored) worse(e scored) bool {
	return d.score < e.score || d.score == e.score && d.doc > e.doc
}

func siftUp(heap []scored) {
	for i := len(heap) - 1; i > 0; {
		parent := (i - 1) / 2
		if !heap[i].worse(heap[parent]) {
			return
		}
		heap[i], heap[parent] = heap[parent], heap[i]
		i = parent
	}
}

func siftDown(heap []scored) {
	for i := 0; ; {
		worst := i
		for _, child := range [2]int{2*i + 1, 2*i + 2} {
			if child < len(heap) && heap[child].worse(heap[worst]) {
				worst = child
			}
		}
		if worst == i {
			return
		}
		heap[i], heap[worst] = heap[worst], heap[i]
		i = worst
	}
}

func (a *accumulator) reset() {
	for _, doc := range a.touched {
		a.score[doc] = 0
	}
	a.touched = a.touched[:0]
}
