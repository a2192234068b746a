package knowledge

// Signals are what a match was judged by. Each lies in [0, 1] unless it says
// otherwise; each is a share of what the query could reach at most, so that
// they compare across questions.
type Signals struct {
	// Text is the BM25 score of the entry's whole text, as a share of the sum
	// that an entry holding every term endlessly often would get.
	Text float64
	// Phrase is the same for the entry's best phrasing alone.
	Phrase float64
	// Phrases is the mean of the best three phrasings; one that is missing counts 0.
	Phrases float64
	// Coverage is the share of the query's informative terms, weighted by idf,
	// that the entry's text holds.
	Coverage float64
	// Contrast is Phrase for the nearest question that the archive does not answer.
	Contrast float64
	// Margin is how far the next different match's score lies below, as a share of this one's.
	Margin float64
}
