// Package eval measures how well questions are matched and answered.
//
// Labelled questions are read by [ReadFiles], put to an [Asker] by [Run], and
// come back as a [Report]: figures for all questions, for each language and for
// each kind, and an [Outcome] for each question. [WriteText] and [WritePage] print
// one. Two reports are set side by side by [Compare], so that a change shows as the
// questions that it moved, and any number by [WriteAblations].
//
// A question is answerable when it names gold entries, which answer it. Any
// other question is unanswerable: the archive holds no answer. Either may name
// grade2 entries, which help and do not fully answer: showing one is no wrong
// answer, and not a right one. Whatever else is shown is wrong.
//
// Of the decisions as they were made ([Shipped]):
//
//	right     share of answerable questions that are shown a right entry
//	reached   share that are shown one, or offered one among choices
//	precision right of all that is shown to answerable questions
//	wrong     share of questions that are shown an entry that is neither gold nor grade2
//
// Of the ranking, over answerable questions ([Figures]):
//
//	rank     place of the first match that is gold or has a duplicate that is; 0 when none of Depth is
//	hit@k    share of questions with a rank of 1 to k
//	MRR@10   mean of 1/rank, a rank of 0 counting 0 (mean reciprocal rank, cut at Depth)
//
// Of each of the two probabilities of first matches ([Confidence]):
//
//	AUC      chance that a question answered right has a higher probability than an
//	         unanswerable one about the archive's field, ties counting half
//	         (area under the receiver operating characteristic)
//	risk–coverage curve
//	         right answers against wrong ones over every threshold; see [Step]
//	right at ≤ x wrong
//	         share of answerable questions with rank 1 that are shown when the
//	         threshold is as low as wrong answers allow; see [Point]
//	ECE, Brier
//	         whether the probability means what it says; see [Calibration]
//
// testdata/dev holds the development questions of the show, one labeller each;
// testdata/dev.golden what the show's matcher makes of them today by words alone.
// After a change to the ranking, write it anew and read the diff:
//
//	go test bigtalk/knowledge/eval -run TestDev -update
//
// testdata/faq holds a FAQ about another subject in two languages, without
// annotations, and questions to it.
//
// The package neither ranks nor decides what is shown, and it holds no clock:
// the same questions on the same content give the same report.
package eval
