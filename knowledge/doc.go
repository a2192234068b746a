// Package knowledge holds what an archive knows and finds what answers a question.
//
// The pipeline:
//
//	files ─▶ archive.Archive ─┐
//	annotations.jsonl ────────┼─▶ Store ─▶ Matcher ─▶ Result
//	glossary.tsv, outside.jsonl┘
//
// A [Store] is the archive's entries with their annotations laid over them:
// clean titles, other ways to ask, translations, duplicates, what is dated. A
// [Matcher] indexes a Store and ranks its entries for a [Query]. One Matcher
// serves every door of the program and its evaluation.
//
// Index schema, one bleve field each, one document a line:
//
//	entry     everything an entry says: its phrasings, its answer, the translation
//	phrase    one phrasing of an entry
//	contrast  one question that the archive does not answer: an entry's not_for, or outside.jsonl
//
// The package knows nothing of chat: it neither decides what to reply nor words
// a reply. Sub-packages read archives (archive), make terms (analysis), search
// terms (index) and measure (eval); show holds the embedded show.
package knowledge
