package knowledge

import (
	_ "embed" // for the fit
	"fmt"
	"slices"

	"bigtalk/knowledge/calibration"
)

// defaultFit is what `bigtalk eval fit` found for the show and for archives
// without annotations; docs/design.md tells how.
//
//go:embed fit.json
var defaultFit []byte

// Names of the profiles of a fit: with or without annotations, with or without
// vectors.
const (
	ProfileAnnotated      = "annotated"
	ProfileAnnotatedWords = "annotated-words"
	ProfileBare           = "bare"
	ProfileBareWords      = "bare-words"
)

// Profiles returns the names of the profiles that a fit needs.
func Profiles() []string {
	return []string{ProfileAnnotated, ProfileAnnotatedWords, ProfileBare, ProfileBareWords}
}

// DefaultFit returns the fit that comes with the program.
func DefaultFit() (calibration.File, error) { return calibration.Read(defaultFit) }

// A profile is a fit's ranker and probabilities for one kind of archive, bound to
// the signals they read.
type profile struct {
	name       string
	ranker     score
	answers    probability
	helps      probability
	overheard  probability
	thresholds calibration.Thresholds
}

// score is a weighted sum of signals.
type score struct {
	calibration.Linear
	read []func(*Signals) *float64
}

func (x score) of(s *Signals) float64 { return x.Score(valuesOf(s, x.read)) }

// probability is a model of signals.
type probability struct {
	calibration.Model
	read []func(*Signals) *float64
}

func (x probability) of(s *Signals) float64 { return x.Probability(valuesOf(s, x.read)) }

// valuesOf reads the fields of s in order.
func valuesOf[S any](s *S, read []func(*S) *float64) []float64 {
	out := make([]float64, len(read))
	for i, r := range read {
		out[i] = *r(s)
	}
	return out
}

// newProfiles binds a fit. A signal that the program does not know, or a profile
// that is missing, is an error.
func newProfiles(f calibration.File) (map[string]*profile, error) {
	out := make(map[string]*profile)
	for _, p := range f.Profiles {
		b := &profile{name: p.Name, thresholds: p.Thresholds}
		b.ranker.Linear, b.answers.Model, b.helps.Model, b.overheard.Model = p.Ranker, p.Answers, p.Helps, p.Overheard
		for _, x := range []struct {
			names []string
			read  *[]func(*Signals) *float64
		}{
			{p.Ranker.Signals, &b.ranker.read},
			{p.Answers.Linear.Signals, &b.answers.read},
			{p.Helps.Linear.Signals, &b.helps.read},
			{p.Overheard.Linear.Signals, &b.overheard.read},
		} {
			var err error
			if *x.read, err = readers(x.names); err != nil {
				return nil, fmt.Errorf("fit: profile %s: %w", p.Name, err)
			}
		}
		out[p.Name] = b
	}
	for _, name := range Profiles() {
		if out[name] == nil {
			return nil, fmt.Errorf("fit: no profile %s", name)
		}
	}
	return out, nil
}

// readers finds the signals by name.
func readers(names []string) ([]func(*Signals) *float64, error) {
	all := signals()
	out := make([]func(*Signals) *float64, len(names))
	for i, name := range names {
		at := slices.IndexFunc(all, func(s namedSignal) bool { return s.name == name })
		if at < 0 {
			return nil, fmt.Errorf("unknown signal %q", name)
		}
		out[i] = all[at].of
	}
	return out, nil
}

// SignalNames lists the signals that a profile can read: those of words, and for
// profiles with vectors or annotations those that need them.
func SignalNames(profile string) []string {
	var out []string
	for _, s := range signals() {
		if s.dense && (profile == ProfileAnnotatedWords || profile == ProfileBareWords) ||
			s.annotated && (profile == ProfileBare || profile == ProfileBareWords) {
			continue
		}
		out = append(out, s.name)
	}
	return out
}

// Values returns the signals of the names, in their order; unknown names are an error.
func (s *Signals) Values(names []string) ([]float64, error) {
	read, err := readers(names)
	if err != nil {
		return nil, err
	}
	return valuesOf(s, read), nil
}
