package fit

import (
	"math"
	"slices"

	"bigtalk/knowledge/calibration"
)

// bins of the calibration error, as in the evaluation's reliability diagram.
const bins = 10

// probabilities are held-out ones, in the order of the questions.
type probabilities struct{ answers, helps, overheard []float64 }

// metrics are held-out figures of a profile. Those of labelled questions are
// apart from those of the annotations' own.
func metrics(asked []found, of probabilities, t calibration.Thresholds) map[string]float64 {
	m := make(map[string]float64)
	for _, set := range []struct {
		name string
		in   func(found) bool
	}{
		{"labelled", func(f found) bool { return !f.fromAnnotations() && !f.groupTalk() }},
		{"annotations", found.fromAnnotations},
	} {
		var p, h []float64
		var right, helped []bool
		var answerable, first, shown, reached, field, wrong float64
		for i, f := range asked {
			if !set.in(f) {
				continue
			}
			is := len(f.matches) > 0 && f.answers(0)
			does := len(f.matches) > 0 && f.helps(0)
			p, h, right, helped = append(p, of.answers[i]), append(h, of.helps[i]), append(right, is), append(helped, does)
			show := of.answers[i] >= t.Answer
			if f.Answerable() {
				answerable++
				first += count(is)
				shown += count(is && show)
				reached += count(is && show || !show && of.answers[i] >= t.Choices && f.offers())
			} else if f.inField() {
				field++
				wrong += count(show && !does)
			}
		}
		m[set.name+"_hit1"] = first / max(1, answerable)
		m[set.name+"_right_shown"] = shown / max(1, answerable)
		m[set.name+"_right_shown_or_offered"] = reached / max(1, answerable)
		m[set.name+"_wrong_shown"] = wrong / max(1, field)
		m[set.name+"_auc"] = calibration.AUC(p, right, nil)
		m[set.name+"_ece"] = calibration.ExpectedCalibrationError(p, right, nil, bins)
		m[set.name+"_helps_ece"] = calibration.ExpectedCalibrationError(h, helped, nil, bins)
		m[set.name+"_brier"] = calibration.Brier(p, right, nil)
	}
	var talk, answered, alone, answerable float64
	for i, f := range asked {
		said := of.overheard[i] >= t.Overheard && of.answers[i] >= t.Answer
		switch {
		case f.groupTalk():
			talk++
			answered += count(said)
		case f.Answerable() && !f.fromAnnotations():
			answerable++
			alone += count(said && f.answers(0))
		}
	}
	m["overheard_talk_answered"] = answered / max(1, talk)
	m["overheard_right_shown"] = alone / max(1, answerable)
	for name, v := range m {
		if math.IsNaN(v) { // of an empty set
			delete(m, name)
		}
	}
	return m
}

// offers reports whether a right entry stands among those that are offered.
func (f found) offers() bool {
	for k := range min(offered, len(f.matches)) {
		if f.answers(k) {
			return true
		}
	}
	return false
}

// fromAnnotations reports whether the question is one of the annotations' own.
func (f found) fromAnnotations() bool {
	return slices.Contains([]string{kindAlternate, kindNotFor, kindOutside, kindGroupTalk, kindSwapped}, f.Kind)
}

func count(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
