// Package knowledge holds what an archive knows and finds what answers a question.
//
// The pipeline:
//
//	files ─▶ archive.Archive ─┐
//	annotations.jsonl ────────┼─▶ Store ─▶ Matcher ─▶ Result
//	glossary.tsv, outside.jsonl,
//	topics.tsv ───────────────┘
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
//	talk      one episode's talk: title, topic, introduction, outline
//
// With an [Encoder] the same texts have vectors beside the index, answers in
// pieces, so that a question finds what it shares no word with. A fit (package
// calibration) turns the [Signals] of both searches into the order of the matches
// and into the probability that the first one answers.
//
// A [Query] may come with a [Thread], what was asked, shown and offered before.
// Unless the question surely stands alone it is then read after each of these too,
// and a model of the fit gives each entry the probability that it answers what is
// meant ([Leaning]). A [Result] says whether the question leaned on the thread.
//
// The package remembers nothing from one query to the next, and it neither decides
// what to reply nor words a reply. Sub-packages read archives (archive), make terms (analysis), search
// terms (index), encode sentences (embedding), keep vectors (vectors), fit and
// apply probabilities (calibration) and measure (eval); show holds the embedded
// show.
package knowledge
