package knowledge

import (
	"fmt"
	"math"
	"slices"

	"bigtalk/knowledge/archive"
	"bigtalk/knowledge/calibration"
)

// A Leaning is an entry as the answer to a question that may lean on a thread, and
// what it is judged by. The question is read four times: alone, after the first and
// after the latest question of the thread, and after the title of the entry that
// was shown. A confidence is that of a reading, as log-odds within ±6.2; 1/rank
// is 0 for an entry that a reading does not find.
type Leaning struct {
	Entry      *archive.Entry
	Duplicates []*archive.Entry // that say the same
	Signals    LeaningSignals
	// P is the probability that the entry answers what is meant.
	P float64
}

// LeaningSignals are what a Leaning is judged by.
type LeaningSignals struct {
	Alone, AfterFirst, AfterLatest, AfterTitle                 float64 // confidences
	AloneRank, AfterFirstRank, AfterLatestRank, AfterTitleRank float64 // 1/rank
	AloneDense, AfterLatestDense                               float64 // Signals.Denses of the reading
	AloneDenseLead, AfterLatestDenseLead                       float64 // less the highest of all candidates; at most 0
	BestAlone, BestAfterLatest                                 float64 // the highest confidence of the reading
	Shown, Related, SameEpisode                                float64 // 1 for the entry that was shown; one related to what was shown or offered; one of its episode
	Coverage, Missing                                          float64 // as in Signals, of the question alone
	Length                                                     float64 // as in Signals
	Named                                                      float64 // 1 where the question names the company of the entry's episode
	NamedOther                                                 float64 // 1 where it names companies and none is that
	NamedFirst                                                 float64 // 1 for the best match of the first question alone in their episodes
	CoverageLead                                               float64 // Coverage less the highest of the others that have Shown, Related or SameEpisode
	Bare                                                       float64 // 1 for a question of nothing but words that any subject goes with
	ShownCoverage, ShownBare                                   float64 // products with Shown
	Foreign                                                    float64 // as in Signals, by the entry's own words: a phrasing may name what others use
}

// A namedLeaning is a field of LeaningSignals by its name in a fit.
type namedLeaning struct {
	name string
	of   func(*LeaningSignals) *float64
}

func leaningSignals() []namedLeaning {
	return []namedLeaning{
		{"alone", func(s *LeaningSignals) *float64 { return &s.Alone }},
		{"after_first", func(s *LeaningSignals) *float64 { return &s.AfterFirst }},
		{"after_latest", func(s *LeaningSignals) *float64 { return &s.AfterLatest }},
		{"after_title", func(s *LeaningSignals) *float64 { return &s.AfterTitle }},
		{"alone_rank", func(s *LeaningSignals) *float64 { return &s.AloneRank }},
		{"after_first_rank", func(s *LeaningSignals) *float64 { return &s.AfterFirstRank }},
		{"after_latest_rank", func(s *LeaningSignals) *float64 { return &s.AfterLatestRank }},
		{"after_title_rank", func(s *LeaningSignals) *float64 { return &s.AfterTitleRank }},
		{"alone_dense", func(s *LeaningSignals) *float64 { return &s.AloneDense }},
		{"after_latest_dense", func(s *LeaningSignals) *float64 { return &s.AfterLatestDense }},
		{"alone_dense_lead", func(s *LeaningSignals) *float64 { return &s.AloneDenseLead }},
		{"after_latest_dense_lead", func(s *LeaningSignals) *float64 { return &s.AfterLatestDenseLead }},
		{"best_alone", func(s *LeaningSignals) *float64 { return &s.BestAlone }},
		{"best_after_latest", func(s *LeaningSignals) *float64 { return &s.BestAfterLatest }},
		{"shown", func(s *LeaningSignals) *float64 { return &s.Shown }},
		{"related", func(s *LeaningSignals) *float64 { return &s.Related }},
		{"same_episode", func(s *LeaningSignals) *float64 { return &s.SameEpisode }},
		{"coverage", func(s *LeaningSignals) *float64 { return &s.Coverage }},
		{"missing", func(s *LeaningSignals) *float64 { return &s.Missing }},
		{"length", func(s *LeaningSignals) *float64 { return &s.Length }},
		{"named", func(s *LeaningSignals) *float64 { return &s.Named }},
		{"named_other", func(s *LeaningSignals) *float64 { return &s.NamedOther }},
		{"named_first", func(s *LeaningSignals) *float64 { return &s.NamedFirst }},
		{"coverage_lead", func(s *LeaningSignals) *float64 { return &s.CoverageLead }},
		{"bare", func(s *LeaningSignals) *float64 { return &s.Bare }},
		{"shown_coverage", func(s *LeaningSignals) *float64 { return &s.ShownCoverage }},
		{"shown_bare", func(s *LeaningSignals) *float64 { return &s.ShownBare }},
		{"foreign", func(s *LeaningSignals) *float64 { return &s.Foreign }},
	}
}

// LeaningNames lists the signals of a Leaning.
func LeaningNames() []string {
	var out []string
	for _, s := range leaningSignals() {
		out = append(out, s.name)
	}
	return out
}

// Values returns the signals of the names, in their order; unknown names are an error.
func (s *LeaningSignals) Values(names []string) ([]float64, error) {
	read, err := leaningReaders(names)
	if err != nil {
		return nil, err
	}
	return valuesOf(s, read), nil
}

func leaningReaders(names []string) ([]func(*LeaningSignals) *float64, error) {
	all := leaningSignals()
	out := make([]func(*LeaningSignals) *float64, len(names))
	for i, name := range names {
		at := slices.IndexFunc(all, func(n namedLeaning) bool { return n.name == name })
		if at < 0 {
			return nil, fmt.Errorf("unknown signal %q of a follow-up", name)
		}
		out[i] = all[at].of
	}
	return out, nil
}

// followUps is the model of follow-ups, bound to the signals it reads.
type followUps struct {
	calibration.Model
	read []func(*LeaningSignals) *float64
}

func newFollowUps(m calibration.Model) (followUps, error) {
	read, err := leaningReaders(m.Linear.Signals)
	if err != nil {
		return followUps{}, fmt.Errorf("fit: %w", err)
	}
	return followUps{m, read}, nil
}

func (f followUps) of(s *LeaningSignals) float64 { return f.Probability(valuesOf(s, f.read)) }

// logOddsWithin keeps log-odds finite: beyond 0.998 no confidence means anything.
const logOddsWithin = 0.002

func logOdds(p float64) float64 {
	p = min(max(p, logOddsWithin), 1-logOddsWithin)
	return math.Log(p / (1 - p))
}
