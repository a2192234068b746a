// Package index keeps the searchable texts of an archive in a bleve scorch
// index and scores them with BM25.
//
// A [Document] has one text, in one or two parts, in one field. What the fields are for, and what an
// identifier means, is the caller's affair. Documents are written once: an
// index is built from all of them and then only read, from any number of
// goroutines.
//
// Small indexes live in memory, made by [Build], large ones in a folder, made by
// [BuildFolder] and read again by [Open]. The postings come from bleve through
// index.IndexReader. The scoring on top is ours, for three reasons found on bleve
// 2.6.3: its BM25 multiplies each term by idf twice, its average length counts
// distinct terms instead of tokens, so that a score depends on how the index
// happens to be segmented, and its disjunction takes nearly four times as long as
// adding up the postings term by term (69 ms against 18 ms for sixty terms with
// 271,000 postings).
//
// The package knows nothing of entries, annotations or answers.
package index
