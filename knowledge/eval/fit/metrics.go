package fit

import (
	"cmp"
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
		m[set.name+"_right_at_1"] = rightAt(asked, of.answers, set.in, 0.01)
		m[set.name+"_right_at_2"] = rightAt(asked, of.answers, set.in, 0.02)
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
	return m
}

// rightAt is the share of a set's answerable questions that are answered right from
// the lowest threshold on at which wrong answers, entries that do not even help, are
// no more than a share of its questions on the field without an answer.
func rightAt(asked []found, p []float64, in func(found) bool, share float64) float64 {
	var wrong, right []float64
	var answerable, field float64
	for i, f := range asked {
		switch {
		case !in(f):
		case f.Answerable():
			answerable++
			if len(f.matches) > 0 && f.answers(0) {
				right = append(right, p[i])
			}
		case f.inField():
			field++
			if len(f.matches) > 0 && !f.helps(0) {
				wrong = append(wrong, p[i])
			}
		}
	}
	slices.SortFunc(wrong, func(a, b float64) int { return cmp.Compare(b, a) })
	above := math.Inf(-1) // the first wrong answer that is one too many
	if allowed := int(share * field); allowed < len(wrong) {
		above = wrong[allowed]
	}
	n := 0.0
	for _, x := range right {
		n += count(x > above)
	}
	return n / max(1, answerable)
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
