// Package analysis turns text into search terms, the same way for what is
// indexed and for what is asked.
//
// The pipeline, in order:
//
//  1. Normalise: NFKC (so full-width letters become plain), Traditional →
//     Simplified Chinese character by character, lower case; control and
//     zero-width characters vanish. Every byte of the result knows the byte of
//     the input it came from.
//  2. Split into runs of Han, of Latin identifiers (letters, digits and the
//     joiners . - _ / : between them) and of other scripts.
//  3. Emit terms. A Han run gives the words gse finds with a trimmed embedded
//     dictionary, and every character bigram. An identifier gives itself, its
//     parts (istio-proxy → istio, proxy; VirtualService → virtual, service),
//     stems of English words, and letter 4-grams that survive a typo.
//  4. Look up the glossary: equivalent expressions of either language give one
//     common concept term, beside their own words.
//
// An Analyzer is immutable and safe for concurrent use. [Analyzer.Tokenizer]
// presents it as a bleve tokenizer whose offsets point into the original bytes.
//
// The package knows nothing of archives, scoring or chat.
package analysis

//go:generate go run ./gendict -out dict
