// Package eval measures how well questions are matched.
//
// Labelled questions are read by [ReadFiles], put to a [Searcher] by [Run], and
// come back as a [Report]: a figure for each group of questions and an
// [Outcome] for each question. Two reports are set side by side by [Compare],
// so that a change to the ranking shows as the questions that it moved.
//
// A question is answerable when it names gold entries, which answer it. Any
// other question is unanswerable: the archive holds no answer, and whatever is
// shown for it is a wrong answer.
//
// The figures, all over answerable questions:
//
//	rank     place of the first match that is gold or has a duplicate that is; 0 when none of Depth is
//	hit@k    share of questions with a rank of 1 to k
//	MRR@10   mean of 1/rank, a rank of 0 counting 0 (mean reciprocal rank, cut at Depth)
//
// and over the confidence of first matches:
//
//	AUC      chance that a question answered right has a higher confidence than an
//	         unanswerable one about the archive's field, ties counting half
//	         (area under the receiver operating characteristic)
//	answered right at ≤ x wrong
//	         share of answerable questions with rank 1 that are shown when the
//	         threshold is as low as wrong answers allow; see [Point]
//
// testdata/dev holds the development questions of the show, one labeller each;
// testdata/dev.golden what the show's matcher makes of them today. After a
// change to the ranking, write it anew and read the diff:
//
//	go test bigtalk/knowledge/eval -run TestDev -update
//
// The package neither ranks nor decides what is shown, and it holds no clock:
// the same questions on the same content give the same report.
package eval
