package analysis

// A Kind tells how a term was made. Kinds are searched side by side with
// weights of their own; a term of one kind never equals one of another.
type Kind byte

// The kinds of terms. Their byte is the prefix of the indexed term.
const (
	Word    Kind = 'w' // a dictionary word, a lone Han character, a stemmed Latin word or a whole identifier
	Bigram  Kind = 'b' // two neighbouring Han characters
	Gram    Kind = 'g' // four neighbouring letters of a Latin word, '_' at its ends
	Concept Kind = 'c' // a glossary group
)

// A Term is one search term of a text.
type Term struct {
	Kind  Kind
	Text  string // normalised; for a Concept the first expression of its group
	Start int    // byte offsets into the original text; Start < End
	End   int
	Stop  bool // a stop word: counts for nothing by itself
}

// Key is the term as it stands in an index: the kind's byte, then the text.
func (t Term) Key() string { return string(rune(t.Kind)) + t.Text }
