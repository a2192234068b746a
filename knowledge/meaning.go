package knowledge

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"bigtalk/knowledge/embedding"
)

// closeness is how near a question comes to an entry's texts, as cosines; 0 where
// it has none.
type closeness struct {
	phrases [bestPhrases]float32 // the nearest phrasings, nearest first
	passage float32              // the nearest piece of the answer
	notFor  float32              // the nearest question that the entry does not answer
}

// signals are the cosines as [Signals] define them.
func (c closeness) signals() (best, mean, passage, notFor float64) {
	last := c.phrases[0]
	sum := float32(0)
	for _, p := range c.phrases {
		if p > 0 {
			last = p
		}
		sum += last
	}
	return float64(c.phrases[0]), float64(sum / bestPhrases), float64(c.passage), float64(c.notFor)
}

// A neighbour is one text near to a question.
type neighbour struct {
	text   *denseText
	cosine float32
}

// meaning is what the vectors say of a question.
type meaning struct {
	entries    []closeness // by the entry's place in the archive
	nearest    []neighbour // phrasings and unanswered questions, nearest first, at most voters
	unanswered []neighbour // likewise of the unanswered ones alone, at most bestPhrases
}

// voters is how many of the nearest texts vote on what a question is about.
const voters = 24

// embeddedBytes is how many bytes of a question are embedded: beyond the
// encoder's 128 tokens there is nothing to gain.
const embeddedBytes = 2 << 10

// search compares the question with every text.
func (d *dense) search(ctx context.Context, text string, entries int) (*meaning, error) {
	v, err := d.encoder.Embed(ctx, embedding.Query, []string{clipTo(text, embeddedBytes)})
	if err != nil {
		return nil, fmt.Errorf("embed question: %w", err)
	}
	if len(v) != 1 || len(v[0]) != d.matrix.Dim() {
		return nil, fmt.Errorf("embed question: not the one vector of %d components that the archive's have: "+
			"if the encoder's model has changed, remove its vectors-* folder in the cache directory", d.matrix.Dim())
	}
	return d.measure(d.matrix.Dots(v[0]), entries), nil
}

// measure sorts the cosines by entry.
func (d *dense) measure(cosines []float32, entries int) *meaning {
	m := &meaning{entries: make([]closeness, entries)}
	for row, c := range cosines {
		t := &d.texts[row]
		switch t.kind {
		case phraseRow:
			insert(m.entries[t.entry].phrases[:], c)
		case passageRow:
			m.entries[t.entry].passage = max(m.entries[t.entry].passage, c)
			continue
		case notForRow:
			m.entries[t.entry].notFor = max(m.entries[t.entry].notFor, c)
		}
		m.nearest = keepNearest(m.nearest, voters, neighbour{t, c})
		if t.kind != phraseRow {
			m.unanswered = keepNearest(m.unanswered, bestPhrases, neighbour{t, c})
		}
	}
	return m
}

// insert puts c in its place among the best, which are in falling order.
func insert(best []float32, c float32) {
	for i := range best {
		if c > best[i] {
			c, best[i] = best[i], c
		}
	}
}

// keepNearest keeps the n nearest in falling order.
func keepNearest(list []neighbour, n int, x neighbour) []neighbour {
	if len(list) == n && x.cosine <= list[n-1].cosine {
		return list
	}
	at, _ := slices.BinarySearchFunc(list, x, func(a, b neighbour) int {
		return cmp.Compare(b.cosine, a.cosine)
	})
	if len(list) == n {
		list = list[:n-1]
	}
	return slices.Insert(list, at, x)
}

// outside returns the cosine of the nearest unanswered question and the mean of
// the nearest three; one that is missing counts 0.
func (m *meaning) outside() (best, mean float64) {
	for i, n := range m.unanswered {
		if i == 0 {
			best = float64(n.cosine)
		}
		mean += float64(n.cosine) / bestPhrases
	}
	return best, mean
}

// nearestEntries returns the places of the n entries with the nearest phrasing or
// piece of an answer, nearest first.
func (m *meaning) nearestEntries(n int) []int {
	type place struct {
		at   int
		near float32
	}
	var best []place
	for at, c := range m.entries {
		p := place{at, max(c.phrases[0], c.passage)}
		if p.near <= 0 || len(best) == n && p.near <= best[n-1].near {
			continue
		}
		i, _ := slices.BinarySearchFunc(best, p, func(a, b place) int { return cmp.Compare(b.near, a.near) })
		best = slices.Insert(best[:min(len(best), n-1)], min(i, n-1), p)
	}
	out := make([]int, len(best))
	for i, p := range best {
		out[i] = p.at
	}
	return out
}

// nearestOf returns the phrasings of an entry that are among the nearest texts.
func (m *meaning) nearestOf(entry int) []PhraseScore {
	var out []PhraseScore
	for _, n := range m.nearest {
		if n.text.kind == phraseRow && n.text.entry == entry && len(out) < bestPhrases {
			out = append(out, PhraseScore{n.text.text, float64(n.cosine)})
		}
	}
	return out
}
