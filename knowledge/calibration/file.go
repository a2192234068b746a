package calibration

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

// Format is the File.Format that this package reads and writes. It counts the
// changes to what the fields mean.
const Format = 2

// A File is the result of a fit: a profile for each way in which the program can run.
type File struct {
	Format   int       `json:"format"`
	Date     string    `json:"date"`    // of the fit, yyyy-mm-dd
	Data     string    `json:"data"`    // hash of the examples
	Encoder  string    `json:"encoder"` // version of the sentence encoder; empty when only words are compared
	Profiles []Profile `json:"profiles"`
	// FollowUps serves all profiles: it reads their probabilities.
	FollowUps FollowUps `json:"follow_ups"`
}

// FollowUps is P(an entry answers what a question means in a conversation).
type FollowUps struct {
	Model   Model              `json:"model"`
	Data    string             `json:"data"`    // hash of the dialogues
	Metrics map[string]float64 `json:"metrics"` // held-out figures, as those of a Profile
}

// A Profile is fitted for archives of one kind, as searched in one way.
type Profile struct {
	Name    string `json:"name"`    // such as "annotated" or "bare-words"; unique in a file
	Ranker  Linear `json:"ranker"`  // orders the matches of a question
	Answers Model  `json:"answers"` // P(a match answers)
	Helps   Model  `json:"helps"`   // P(a match at least helps)
	// Overheard is P(a match answers, and what was said is a question that stands
	// alone), for messages that are not meant for the program.
	Overheard  Model      `json:"overheard"`
	Thresholds Thresholds `json:"thresholds"`
	// Metrics are held-out figures of the fit, such as "auc"; empty but not nil
	// when there are none.
	Metrics map[string]float64 `json:"metrics"`
}

// Thresholds on the probability that the first match answers, in [0, 1]:
// Choices ≤ Answer.
type Thresholds struct {
	Answer    float64 `json:"answer"`    // from here on it is answered
	Choices   float64 `json:"choices"`   // from here on it is offered
	Overheard float64 `json:"overheard"` // on the Overheard model: from here on a message not meant for the program is answered
}

// Profile returns the profile of a name; not ok when the file has none.
func (f File) Profile(name string) (p Profile, ok bool) {
	for _, p := range f.Profiles {
		if p.Name == name {
			return p, true
		}
	}
	return Profile{}, false
}

// check returns the first thing in f that no fit leaves, with its place.
func (f File) check() error {
	if f.Format != Format {
		return fmt.Errorf("format is %d, and only %d is known", f.Format, Format)
	}
	if _, err := time.Parse(time.DateOnly, f.Date); err != nil {
		return fmt.Errorf("date %q is not of the form yyyy-mm-dd", f.Date)
	}
	if f.Data == "" {
		return errors.New("data is empty")
	}
	if len(f.Profiles) == 0 {
		return errors.New("profiles is empty")
	}
	names := make(map[string]bool, len(f.Profiles))
	for i, p := range f.Profiles {
		if err := p.check(); err != nil {
			return fmt.Errorf("profiles[%d] (%q): %w", i, p.Name, err)
		}
		if names[p.Name] {
			return fmt.Errorf("profiles[%d]: the name %q twice", i, p.Name)
		}
		names[p.Name] = true
	}
	if err := f.FollowUps.Model.check(); err != nil {
		return fmt.Errorf("follow_ups: model: %w", err)
	}
	if err := checkMetrics(f.FollowUps.Metrics); err != nil {
		return fmt.Errorf("follow_ups: %w", err)
	}
	return nil
}

func (p Profile) check() error {
	if p.Name == "" {
		return errors.New("name is empty")
	}
	if err := p.Ranker.check(); err != nil {
		return fmt.Errorf("ranker: %w", err)
	}
	if err := p.Answers.check(); err != nil {
		return fmt.Errorf("answers: %w", err)
	}
	if err := p.Helps.check(); err != nil {
		return fmt.Errorf("helps: %w", err)
	}
	if err := p.Overheard.check(); err != nil {
		return fmt.Errorf("overheard: %w", err)
	}
	if t := p.Thresholds; !(0 <= t.Choices && t.Choices <= t.Answer && t.Answer <= 1 && 0 <= t.Overheard && t.Overheard <= 1) {
		return fmt.Errorf("thresholds: want 0 ≤ choices %v ≤ answer %v ≤ 1, overheard %v in [0, 1]", t.Choices, t.Answer, t.Overheard)
	}
	return checkMetrics(p.Metrics)
}

func checkMetrics(m map[string]float64) error {
	if m == nil {
		return errors.New("metrics is missing")
	}
	for _, name := range slices.Sorted(maps.Keys(m)) {
		if !finite(m[name]) {
			return fmt.Errorf("metrics: %s is %v", name, m[name])
		}
	}
	return nil
}

func (l Linear) check() error {
	if err := checkSignals(l.Signals); err != nil {
		return err
	}
	if err := checkValues(l.Signals, l.Weights); err != nil {
		return fmt.Errorf("weights: %w", err)
	}
	if !finite(l.Bias) {
		return fmt.Errorf("bias is %v", l.Bias)
	}
	return nil
}

func (m Model) check() error {
	if err := m.Linear.check(); err != nil {
		return fmt.Errorf("linear: %w", err)
	}
	if m.Trees != nil {
		if !finite(m.Trees.Base) {
			return fmt.Errorf("trees: base is %v", m.Trees.Base)
		}
		if m.Trees.Trees == nil {
			return errors.New("trees: trees is missing")
		}
		for i, t := range m.Trees.Trees {
			if err := t.check(len(m.Linear.Signals)); err != nil {
				return fmt.Errorf("trees[%d]: %w", i, err)
			}
		}
	}
	if !finite(m.Slope) || m.Slope <= 0 {
		return fmt.Errorf("slope is %v, not a number above 0", m.Slope)
	}
	if !finite(m.Intercept) {
		return fmt.Errorf("intercept is %v", m.Intercept)
	}
	return nil
}
