package eval

import (
	"errors"
	"fmt"
	"slices"
)

// A Question is one labelled question.
type Question struct {
	ID       string
	Text     string
	Language string   // one of the Language constants
	Kind     string   // how an answerable question is worded, free; else one of the unanswerable kinds
	Gold     []string // entries that answer it; none for an unanswerable question
	Grade2   []string // entries that help and do not fully answer; an unanswerable question may have some

	file string
	line int
}

// Languages of questions.
const (
	LanguageChinese = "zh"
	LanguageEnglish = "en"
	LanguageMixed   = "mixed"
)

// Kinds of unanswerable questions. The first two are about the archive's field
// and count as wrong answers when shown; they are what makes answering hard.
const (
	KindOnTopic  = "on_topic"  // about the field, nowhere in the archive
	KindNearMiss = "near_miss" // close to an entry that does not answer it

	KindOffTopicTech = "off_topic_tech" // about another technology
	KindChitchat     = "chitchat"
	KindSmalltalk    = "smalltalk" // greeting, thanks
	KindNonsense     = "nonsense"

	KindChatter      = "chatter"      // talk of a group among itself, as are the following
	KindOtherTech    = "other_tech"   // a question on another technology, to the others
	KindContextFree  = "context_free" // a question that only the talk before it explains
	KindAnnouncement = "announcement"
	KindMeta         = "meta" // about the group or the bot
	KindReaction     = "reaction"
)

// Answerable reports whether the archive answers the question.
func (q Question) Answerable() bool { return len(q.Gold) > 0 }

func languages() []string {
	return []string{LanguageChinese, LanguageEnglish, LanguageMixed}
}

func unanswerableKinds() []string {
	return []string{
		KindOnTopic, KindNearMiss,
		KindOffTopicTech, KindChitchat, KindSmalltalk, KindNonsense,
		KindChatter, KindOtherTech, KindContextFree, KindAnnouncement, KindMeta, KindReaction,
	}
}

// inField reports whether an unanswerable kind is about the archive's field.
func inField(kind string) bool { return kind == KindOnTopic || kind == KindNearMiss }

// CheckEntries returns a [Fault] for every gold or grade2 entry that has does
// not know, all joined; nil when it knows them all. A label that names an entry
// of yesterday's archive would else count as a miss of the ranking.
func CheckEntries(questions []Question, has func(id string) bool) error {
	var faults []error
	for _, q := range questions {
		for _, id := range slices.Concat(q.Gold, q.Grade2) {
			if !has(id) {
				faults = append(faults, &Fault{
					q.file, q.line,
					fmt.Sprintf("question %s names the entry %q, which the archive does not have", q.ID, id),
					"list the ids with: bigtalk archive list",
				})
			}
		}
	}
	return errors.Join(faults...)
}
