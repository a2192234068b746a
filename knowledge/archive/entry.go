package archive

// An Entry is one question of the archive with the answer it was given.
//
// The zero Entry is not valid: a parser returns only entries with an ID, a
// question and an answer.
type Entry struct {
	ID       string   // unique in its Archive: "e05q12", "faq-q03", or the id an FAQ row brings
	Question string   // Markdown, without list number, "Q:" mark or emphasis that only marks the question
	Answer   string   // Markdown, dedented, without the mark "答：" / "A:" or block-quote signs that only mark it
	Episode  *Episode // nil when the archive has no episodes
	File     string   // name as given to the parser
	Line     int      // 1-based line of the question

	// FAQ tables only.
	Alternates []string // other ways to ask the same
	Source     string   // where the answer comes from: a URL or a title
	Tags       []string
}
