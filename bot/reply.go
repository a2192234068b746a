package bot

import "bigtalk/knowledge"

// A Decision is what the bot chose to do with a message.
type Decision string

// The decisions.
const (
	Answer    Decision = "answer"    // the first match is shown as the answer
	Choices   Decision = "choices"   // the person is asked which entry was meant
	Refusal   Decision = "refusal"   // the archive does not answer
	Silence   Decision = "silence"   // nothing is sent
	Smalltalk Decision = "smalltalk" // a fixed text, or facts of the show
)

// A Reply is what the bot says, and why. The zero Reply is not valid.
type Reply struct {
	// ID names what was asked, of which content and with what in mind: the same
	// question gives the same ID until the content changes. `bigtalk explain` takes it.
	ID         string
	Decision   Decision
	Language   Language
	Confidence float64           // P(the first match answers), whatever the decision
	Helps      float64           // P(it answers or at least helps)
	Matches    []knowledge.Match // the ranking, best first, whatever the decision
	Choices    []Option          // offered, in order; empty unless Decision is Choices
	Nearest    []Option          // named by a refusal as closest; else empty
	Uncovered  []string          // the question's words that the archive has nothing on
	Blocks     []Block           // what the person sees, in order; empty for Silence
	Version    string            // of the content that was searched
	FollowUp   bool              // the question was read with what had been asked before
	Picked     int               // the number of the option that was picked, from 1; 0 for none
	Question   string            // what was searched for it; empty without a search
	Parts      []Reply           // of a message with several questions, which Blocks shows together; else empty
	Retracts   string            // the ID of an earlier reply that is to be taken back where the platform can; else empty
}

// An Option is one entry that a person may choose.
type Option struct {
	ID    string
	Title string // a clean question in the reply's language; Markdown where the archive has it so
}

// Payload is that of a button which shows the option's entry. It does not depend
// on what the bot remembers.
func (o Option) Payload() string { return payloadShow + o.ID }

// What a payload begins with; the rest is an entry's or a reply's ID.
const (
	payloadShow     = "show:"     // an entry
	payloadOriginal = "original:" // an entry in the archive's own words
	payloadHelped   = "helped:"   // a reply did
	payloadNot      = "not:"      // a reply did not help
	payloadRetract  = "retract:"  // a reply is to go
)

// JudgePayload is that of a button that judges a reply by its ID.
func JudgePayload(v Verdict, replyID string) string {
	switch v {
	case Helped:
		return payloadHelped + replyID
	case HelpedNot:
		return payloadNot + replyID
	default:
		return payloadRetract + replyID
	}
}

// A Block is one part of a reply. Renderers switch on its type.
type Block interface{ block() }

// A TextBlock is a sentence of the bot's own.
type TextBlock struct{ Text string }

// An AnswerBlock is the archive's own text: an entry's answer, or what is said of
// an episode.
type AnswerBlock struct {
	Markdown string // the archive's, or its translation
}

// An OriginalBlock tells what question the answer before it was given to, and
// that it is a translation where it is one.
type OriginalBlock struct {
	Intro    string
	Question string // the archive's, or its clean title; Markdown
	Original Button // shows the archive's own words; zero where they are what is shown
}

// A Button is something to press. Its payload comes back as Message.Payload.
type Button struct{ Label, Payload string }

// A NoticeBlock tells that an answer is of its time.
type NoticeBlock struct{ Text string }

// A CitationBlock says where an answer comes from.
type CitationBlock struct {
	Label   string // 《Istio 大咖说》第 5 期, or an archive's source
	Details []string
	URL     string // may be empty
	Intro   string // before the label; empty for the place of the answer itself
}

// A ChoicesBlock lists options to pick from.
type ChoicesBlock struct {
	Intro   string
	Options []Option
	First   int    // the number of the first option; 1 when it is 0
	Outro   string // how to pick
}

// Number is that of the i-th option, from 0.
func (c ChoicesBlock) Number(i int) int { return max(1, c.First) + i }

// A RelatedBlock lists questions that may follow, or that are closest.
type RelatedBlock struct {
	Intro   string
	Options []Option
}

// A FeedbackBlock asks whether an answer helped. A screen without buttons shows
// the intro, which says what to write instead.
type FeedbackBlock struct {
	Intro     string
	Helped    Button
	HelpedNot Button
}

func (TextBlock) block()     {}
func (AnswerBlock) block()   {}
func (OriginalBlock) block() {}
func (NoticeBlock) block()   {}
func (CitationBlock) block() {}
func (ChoicesBlock) block()  {}
func (RelatedBlock) block()  {}
func (FeedbackBlock) block() {}
