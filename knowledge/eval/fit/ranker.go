package fit

import (
	"slices"

	"bigtalk/knowledge"
	"bigtalk/knowledge/calibration"
)

// Weights of examples beside a labelled question, which has 1. Alternates were
// written by people who had the entry in view: there are ten times as many, and
// together they should weigh no more than twice the labelled ones.
const (
	alternateWeight  = 0.2
	unansweredWeight = 0.3
	chatterWeight    = 0.1 // group talk: it says little about questions that address the program
	// overheardChatterWeight is for the probability that is about group talk.
	overheardChatterWeight = 3
)

// rankerPenalty is the L2 penalty on the ranker's standardised weights. In two halves
// of the held-out alternates hit@1 is 0.933 at 0.1, 0.934 at 1 and 0.926 at 10.
const rankerPenalty = 1.0

// rankerSignals are what candidates are ordered by: the signals that every
// candidate has.
func rankerSignals(profile string) []string {
	return slices.DeleteFunc([]string{"text", "phrase", "phrases", "dense", "denses", "answer"}, func(name string) bool {
		return !slices.Contains(knowledge.SignalNames(profile), name)
	})
}

func fitRanker(names []string, asked []found) (calibration.Linear, error) {
	var questions []calibration.Candidates
	for _, f := range asked {
		c := calibration.Candidates{Weight: f.weight()}
		for i := range f.matches {
			x, err := f.matches[i].Signals.Values(names)
			if err != nil {
				return calibration.Linear{}, err
			}
			c.X, c.Right = append(c.X, x), append(c.Right, f.answers(i))
		}
		questions = append(questions, c)
	}
	return calibration.FitRanker(names, questions, rankerPenalty)
}

// weight is how much the question counts.
func (f found) weight() float64 {
	switch f.Kind {
	case kindAlternate:
		return alternateWeight
	case kindNotFor, kindOutside, kindGroupTalk, kindSwapped:
		return unansweredWeight
	default:
		if f.groupTalk() {
			return chatterWeight
		}
		return 1
	}
}

// overheardWeight is how much it counts where what is said may be group talk.
func (f found) overheardWeight() float64 {
	if f.groupTalk() {
		return overheardChatterWeight
	}
	return f.weight()
}
