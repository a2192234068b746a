// Package archive reads the files of a question-and-answer archive: Markdown
// pages as communities write them, and FAQ tables in CSV or JSON Lines. It
// knows nothing of search or of chat.
//
// # Pipeline
//
//	bytes ─▶ decode ─▶ front matter ─▶ block tree ─▶ sections ─▶ pairs ─▶ Archive
//	         (UTF-8)   (title)         (goldmark)    (headings)  (layouts)
//
// A Markdown page is parsed by goldmark; its tree gives every block a place in
// the source. Blocks are cut from the source lines by that place, without the
// list indentation and the ">" of the containers they stand in, so that an
// answer keeps its Markdown and its code blocks keep their inner indentation.
//
// Headings divide the page into sections. Each section decides for itself how
// it writes its questions and answers: every layout this package knows proposes
// pairs, and the proposal that explains the section best is taken (see
// [ParseMarkdown] for the layouts). A page may mix layouts; a quote
// mark or a list alone decides nothing. A title, file name or heading that names
// questions and answers makes a scope, in which every heading at the level of the
// questions is one; what closes a page ("欢迎关注…", an author's biography, "Still
// need help?") belongs to no answer. A page that holds no questions, a tutorial for
// one, gives no entries and a [Note] that says so.
//
// A show's page has programme episodes: numbered headings ("第五期：…",
// "Episode 5: …") under which header facts stand (date, guest, replay). They
// become [Episode] values, and the entries of their sections point to them.
//
// # What is stored
//
// An [Archive] holds its [Entry] values in the order of the page, the episodes
// by number, the links of the preamble, and [Diagnostic] values: everything
// that was left out, looks wrong or could not be read, each with its line.
// Parsing is total: any bytes give an Archive of valid UTF-8. Only what leaves
// nothing to read (a missing file, an unknown extension, a file over its size
// limit) is an error, and only [Open] and [OpenFS] return one.
//
// # Identifiers
//
// Entries of an episode are named by episode and place ("e05q12"), entries of
// another page by file and place ("faq-q03"); a row of a table keeps the id
// that it brings. An id is unique in its Archive.
package archive
