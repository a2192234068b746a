package knowledge

// Signals are what a match was judged by. Each lies in [0, 1] unless it says
// otherwise, and compares across questions: scores of words are shares of what
// the question could reach at most, scores of meaning are cosines.
type Signals struct {
	// Text is the BM25 score of the entry's whole text, as a share of the sum
	// that an entry holding every term endlessly often would get.
	Text float64 `json:"text"`
	// Phrase is the same for the entry's best phrasing alone.
	Phrase float64 `json:"phrase"`
	// Phrases is the mean of the best three phrasings; one that is missing counts 0.
	Phrases float64 `json:"phrases"`
	// Coverage is the share of the question's informative terms, weighted by idf,
	// that the entry's text holds.
	Coverage float64 `json:"coverage"`
	// Missing is the weight of the heaviest informative term that the entry lacks,
	// as a share of them all.
	Missing float64 `json:"missing"`
	// Known is Coverage by the whole archive in place of the entry.
	Known float64 `json:"known"`
	// Contrast is Phrase for the nearest question that the archive does not answer.
	Contrast float64 `json:"contrast"`
	// Contrasts is Phrases for these.
	Contrasts float64 `json:"contrasts"`
	// WordVotes is the share of the entry among the nearest phrasings and
	// unanswered questions by words; see wordVotes.
	WordVotes float64 `json:"word_votes"`
	// WordLead is by how much Text and Phrases together exceed those of the best
	// different match; negative when that one is better by words.
	WordLead float64 `json:"word_lead"`

	// Dense is the cosine of the nearest phrasing.
	Dense float64 `json:"dense"`
	// Denses is the mean of the nearest three; one that is missing counts as the
	// last there is.
	Denses float64 `json:"denses"`
	// Answer is the cosine of the nearest piece of the answer or summary.
	Answer float64 `json:"answer"`
	// NotFor is the cosine of the nearest question that the entry is said not to answer.
	NotFor float64 `json:"not_for"`
	// Outside is the cosine of the nearest question that the archive does not answer.
	Outside float64 `json:"outside"`
	// Outsides is the mean of the nearest three.
	Outsides float64 `json:"outsides"`
	// Votes is the share of the entry among the nearest phrasings and unanswered
	// questions by meaning; see votes.
	Votes float64 `json:"votes"`
	// Strange is the share of the unanswered ones.
	Strange float64 `json:"strange"`
	// DenseLead is by how much the larger of Denses and Answer exceeds that of the
	// best different match; negative when that one is nearer.
	DenseLead float64 `json:"dense_lead"`

	// Margin is how far the next different match's score lies below, as a
	// difference of ranking scores; not bounded by 1.
	Margin float64 `json:"margin"`
	// Length is the logarithm of 1 + the number of informative terms; not bounded by 1.
	Length float64 `json:"length"`
	// Specificity is the mean idf of the informative terms, as a share of the
	// highest idf there is.
	Specificity float64 `json:"specificity"`
	// Foreign is how many technologies the question names that the entry lacks: 0, a
	// half for one, 1 for more.
	Foreign float64 `json:"foreign"`
	// Common is 1 for a question with a term that a quarter of the entries hold.
	Common float64 `json:"common"`
	// English is 1 for a question without Han characters.
	English float64 `json:"english"`
}

// A namedSignal is a field of Signals by its name in a fit.
type namedSignal struct {
	name      string
	dense     bool // needs vectors
	annotated bool // needs annotations
	of        func(*Signals) *float64
}

// signals names the fields of Signals.
func signals() []namedSignal {
	return []namedSignal{
		{"text", false, false, func(s *Signals) *float64 { return &s.Text }},
		{"phrase", false, false, func(s *Signals) *float64 { return &s.Phrase }},
		{"phrases", false, true, func(s *Signals) *float64 { return &s.Phrases }},
		{"coverage", false, false, func(s *Signals) *float64 { return &s.Coverage }},
		{"missing", false, false, func(s *Signals) *float64 { return &s.Missing }},
		{"known", false, false, func(s *Signals) *float64 { return &s.Known }},
		{"contrast", false, false, func(s *Signals) *float64 { return &s.Contrast }},
		{"contrasts", false, false, func(s *Signals) *float64 { return &s.Contrasts }},
		{"word_votes", false, false, func(s *Signals) *float64 { return &s.WordVotes }},
		{"word_lead", false, false, func(s *Signals) *float64 { return &s.WordLead }},
		{"dense", true, false, func(s *Signals) *float64 { return &s.Dense }},
		{"denses", true, true, func(s *Signals) *float64 { return &s.Denses }},
		{"answer", true, false, func(s *Signals) *float64 { return &s.Answer }},
		{"not_for", true, true, func(s *Signals) *float64 { return &s.NotFor }},
		{"outside", true, false, func(s *Signals) *float64 { return &s.Outside }},
		{"outsides", true, false, func(s *Signals) *float64 { return &s.Outsides }},
		{"votes", true, false, func(s *Signals) *float64 { return &s.Votes }},
		{"strange", true, false, func(s *Signals) *float64 { return &s.Strange }},
		{"dense_lead", true, false, func(s *Signals) *float64 { return &s.DenseLead }},
		{"margin", false, false, func(s *Signals) *float64 { return &s.Margin }},
		{"length", false, false, func(s *Signals) *float64 { return &s.Length }},
		{"specificity", false, false, func(s *Signals) *float64 { return &s.Specificity }},
		{"foreign", false, false, func(s *Signals) *float64 { return &s.Foreign }},
		{"common", false, false, func(s *Signals) *float64 { return &s.Common }},
		{"english", false, false, func(s *Signals) *float64 { return &s.English }},
	}
}
