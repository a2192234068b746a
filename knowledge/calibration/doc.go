// Package calibration turns the signals of a match into a score to rank by and
// a probability to decide by, and fits both to labelled examples.
//
// A [Linear] found by [FitRanker] orders the matches of one question. A [Model]
// found by [FitModel] says how likely a match is right: a logistic regression
// and, where asked for, boosted [Trees], whose log-odds are added and mapped to
// a probability by a curve that is fitted to held-out predictions. A [File] holds
// what a program needs of a fit; [Read] and [Write] are its form on disk.
//
// A signal is a finite number with a name. Values stand in the order of the
// names that a model was fitted with; who calls keeps to it. Log-odds are natural
// logarithms of p/(1−p).
//
// The weight of an example is a number of examples: 2 counts it twice, 0 leaves
// it out. A penalty l2 is therefore set against the number of examples. It is
// λ in
//
//	Σ weight·loss + λ/2 · Σ w²
//
// over signals scaled to mean 0 and standard deviation 1, the bias not
// penalised, which is 1/C of scikit-learn's LogisticRegression after
// StandardScaler.
//
// [ExpectedCalibrationError], [Brier] and [AUC] compare predictions p
// with what came true. right and weight are as long as p; a nil weight counts
// each prediction once. Without predictions of any weight they are 0.
//
// Everything that is fitted or predicted here depends on nothing but its
// arguments, to the last bit on one machine architecture: no clock, no
// concurrency, no map in a sum. Models are values that are safe for concurrent
// use as long as nobody changes them.
//
// The package does not know what the signals mean, where examples come from or
// what is decided by a probability.
package calibration
