package fit

import (
	"cmp"
	"slices"

	"bigtalk/knowledge/calibration"
	"bigtalk/knowledge/eval"
)

// limits are what the threshold for an answer keeps within, on held-out probabilities.
type limits struct {
	// wrong is the most wrong answers, as a share of the unanswerable questions about
	// the field: entries shown that do not even help.
	wrong float64
	// shown is the most answers of any kind to the labelled ones among them: where an
	// entry helps and does not answer, "closest in the archive" is the honest reply.
	shown float64
	// precision is the least share of right answers among those shown to answerable
	// questions.
	precision float64
	// least is the lowest threshold whatever the figures: few or easy questions would
	// allow one at which an answer is more often wrong than right.
	least float64
}

// limitsOf a profile. The design allows 2 % wrong answers. With annotations about
// a third of that is taken, because other people's questions are harder than those
// at hand: a quarter leaves 1.5 points of the right answers unshown, and on questions
// that somebody else wrote no wrong answer fewer is shown. Without, that would leave next to nothing to be shown.
func limitsOf(profile string) limits {
	if bare(profile) {
		return limits{wrong: 0.02, shown: 0.12, precision: 0.95, least: 0.5}
	}
	return limits{wrong: 0.0065, shown: 0.05, precision: 0.97, least: 0.5}
}

const (
	// minReached is the least share of answerable questions with a right entry among
	// the first three for which these are shown or offered.
	minReached = 0.985
	// maxChoices is the highest threshold for choices, so that there are some.
	maxChoices = 0.25
	// maxOverheard is the most answers to group talk, as a share.
	maxOverheard = 0.003
)

// offered is how many matches a person is offered at most: bot.MaxChoices, which
// also leaves out what is far less likely than the first.
const offered = 3

// thresholds reads them off the held-out probabilities, which are in the order of asked.
func thresholds(asked []found, p, alone []float64, l limits) calibration.Thresholds {
	var steps []float64
	for i, f := range asked {
		if len(f.matches) > 0 { // the others have no probability
			steps = append(steps, p[i])
		}
	}
	slices.Sort(steps)
	steps = append(slices.Compact(steps), 1)
	answer := steps[slices.IndexFunc(steps, func(t float64) bool { return t == 1 || l.hold(asked, p, t) })]
	t := calibration.Thresholds{Answer: max(answer, l.least), Overheard: overheardFrom(asked, alone)}
	t.Choices = min(maxChoices, reaching(asked, p), t.Answer)
	return t
}

// hold reports whether answering from a probability on keeps within the limits. Chat
// is never answered.
func (l limits) hold(asked []found, p []float64, from float64) bool {
	var field, wrong, labelled, shown int
	var right, all float64
	for i, f := range asked {
		show := p[i] >= from && len(f.matches) > 0
		switch {
		case f.Answerable():
			if show {
				all += f.weight()
				if f.answers(0) {
					right += f.weight()
				}
			}
		case f.idle() && show:
			return false
		case f.inField():
			field++
			if show && !f.helps(0) {
				wrong++
			}
			if f.Kind == eval.KindOnTopic || f.Kind == eval.KindNearMiss {
				labelled++
				if show {
					shown++
				}
			}
		}
	}
	return float64(wrong) <= l.wrong*float64(field) && float64(shown) <= l.shown*float64(labelled) &&
		right >= l.precision*all
}

// idle reports whether it is addressed to the program and asks nothing.
func (f found) idle() bool {
	return slices.Contains([]string{eval.KindChitchat, eval.KindSmalltalk, eval.KindNonsense}, f.Kind)
}

// inField reports whether a question without an answer is about the archive's field.
func (f found) inField() bool {
	return slices.Contains([]string{eval.KindOnTopic, eval.KindNearMiss, kindNotFor, kindOutside}, f.Kind)
}

// groupTalk reports whether it was said in a group and not to the program.
func (f found) groupTalk() bool {
	return slices.Contains([]string{
		eval.KindChatter, eval.KindOtherTech, eval.KindContextFree, eval.KindAnnouncement, eval.KindMeta, eval.KindReaction,
	}, f.Kind)
}

// answersAlone reports whether match i is a right answer to a question that stands alone.
func (f found) answersAlone(i int) bool { return f.answers(i) && !f.groupTalk() }

// reaching is the highest threshold from which enough questions are answered or
// get choices.
func reaching(asked []found, p []float64) float64 {
	type one struct{ p, weight float64 }
	var list []one
	total := 0.0
	for i, f := range asked {
		for k := range min(offered, len(f.matches)) {
			if f.answers(k) {
				list = append(list, one{p[i], f.weight()})
				total += f.weight()
				break
			}
		}
	}
	slices.SortFunc(list, func(a, b one) int { return cmp.Compare(b.p, a.p) })
	reached := 0.0
	for _, x := range list {
		if reached += x.weight; reached >= minReached*total {
			return x.p
		}
	}
	return 0
}

// overheardFrom is the threshold above which group talk is hardly ever answered.
func overheardFrom(asked []found, p []float64) float64 {
	var talk []float64
	for i, f := range asked {
		if f.groupTalk() {
			talk = append(talk, p[i])
		}
	}
	if len(talk) == 0 {
		return 1
	}
	slices.SortFunc(talk, func(a, b float64) int { return cmp.Compare(b, a) })
	allowed := int(maxOverheard * float64(len(talk)))
	return min(1, talk[allowed]+1e-6)
}
