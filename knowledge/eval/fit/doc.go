// Package fit finds what turns the signals of a match into an order and into
// probabilities, from labelled questions and from the annotations themselves.
//
// Examples are the labelled questions, asked of the whole archive, and the held-out
// quarter of the alternates and of the unanswered questions ([HeldOut]), asked of
// an archive without them. The sentence encoder has not seen these either. For
// archives without annotations the same questions are asked of the bare archive.
//
// Each of the four profiles is fitted in two steps: the ranker on the candidates of
// the questions that have an answer; then, on the first match under that ranker,
// P(it answers), P(it at least helps) and P(it answers a question that stands alone,
// not group talk). The thresholds are read off the held-out
// probabilities.
//
// What a question in a conversation means is learned from dialogues, from questions on
// another technology after what these show, and from labelled questions after one that
// has nothing to do with them, as [knowledge.Matcher.Leanings] weighs them under the
// first profile. Its figures are of what the matcher shows, in each profile.
package fit
