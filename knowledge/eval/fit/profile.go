package fit

import (
	"context"
	"slices"

	"bigtalk/knowledge"
	"bigtalk/knowledge/calibration"
	"bigtalk/knowledge/eval"
)

// profile fits one profile.
func (o Options) profile(ctx context.Context, name string) (calibration.Profile, error) {
	p := calibration.Profile{Name: name}
	asked, err := o.ask(ctx, name, startRanker(name))
	if err != nil {
		return p, err
	}
	if p.Ranker, err = fitRanker(o.names(rankerSignals(name)), asked); err != nil {
		return p, err
	}
	// The signals of a first match depend on what the ranker puts first.
	if asked, err = o.ask(ctx, name, p.Ranker); err != nil {
		return p, err
	}
	names := o.names(knowledge.SignalNames(name))
	var answers, helps, overheard []float64
	if p.Answers, answers, err = fitModel(names, asked, found.weight, found.answers); err != nil {
		return p, err
	}
	if p.Helps, helps, err = fitModel(names, asked, found.weight, found.helps); err != nil {
		return p, err
	}
	if p.Overheard, overheard, err = fitModel(names, asked, found.overheardWeight, found.answersAlone); err != nil {
		return p, err
	}
	p.Thresholds = thresholds(asked, answers, overheard, limitsOf(name))
	p.Metrics = metrics(asked, probabilities{answers, helps, overheard}, p.Thresholds)
	return p, nil
}

// startRanker orders the candidates that the ranker is fitted on. It is no earlier
// fit's, so that a fit does not depend on the one before.
func startRanker(name string) calibration.Linear {
	start := calibration.Linear{Signals: rankerSignals(name)}
	for range start.Signals {
		start.Weights = append(start.Weights, 1)
	}
	return start
}

// ask asks everything that the profile learns from, under a ranker.
func (o Options) ask(ctx context.Context, name string, ranker calibration.Linear) ([]found, error) {
	whole, opts := o.searched(name)
	f := withRanker(o.searchedAs(name), ranker)
	f.Encoder = opts.Encoder.Version // or there would be a warning
	opts.Fit = &f
	labelled, err := askStore(ctx, whole, opts, o.Questions)
	if err != nil {
		return nil, err
	}
	left, err := askStore(ctx, whole.Dropping(HeldOut), opts, heldOutQuestions(o.Store))
	if err != nil {
		return nil, err
	}
	return slices.Concat(labelled, left), nil
}

// searched is the archive that the profile is for, and how it is matched.
func (o Options) searched(name string) (*knowledge.Store, knowledge.Options) {
	s, opts := o.Store, o.Matching
	opts.Encoder = knowledge.Encoder{}
	if !wordsAlone(name) {
		opts.Encoder = o.Encoder
	}
	if bare(name) {
		s = o.Store.Without(knowledge.PartAnnotations)
	}
	return s, opts
}

func askStore(ctx context.Context, s *knowledge.Store, opts knowledge.Options, questions []eval.Question) ([]found, error) {
	m, err := knowledge.Open(ctx, s, opts)
	if err != nil {
		return nil, err
	}
	defer m.Close()
	if err := m.Wait(ctx); err != nil {
		return nil, err
	}
	return ask(ctx, m, questions)
}

// withRanker is a fit that only ranks, in one profile by the ranker. It is made
// afresh, so that no earlier fit has to be readable.
func withRanker(name string, ranker calibration.Linear) calibration.File {
	constant := calibration.Model{Linear: calibration.Linear{Signals: []string{"text"}, Weights: []float64{0}}, Slope: 1}
	var f calibration.File
	for _, n := range knowledge.Profiles() {
		p := calibration.Profile{Name: n, Ranker: startRanker(n), Answers: constant, Helps: constant, Overheard: constant}
		if n == name {
			p.Ranker = ranker
		}
		f.Profiles = append(f.Profiles, p)
	}
	return f
}

// searchedAs is the profile that a matcher ranks by for one of that name: that of
// words where there is no encoder.
func (o Options) searchedAs(name string) string {
	switch {
	case o.Encoder.Embedder != nil:
		return name
	case bare(name):
		return knowledge.ProfileBareWords
	default:
		return knowledge.ProfileAnnotatedWords
	}
}

func wordsAlone(name string) bool {
	return name == knowledge.ProfileAnnotatedWords || name == knowledge.ProfileBareWords
}

func bare(name string) bool {
	return name == knowledge.ProfileBare || name == knowledge.ProfileBareWords
}
