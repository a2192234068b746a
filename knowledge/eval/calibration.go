package eval

import "bigtalk/knowledge/calibration"

// Calibration says whether a probability means what it says. It is over all
// questions of a group, those for which nothing matched included: their
// probability is 0.
type Calibration struct {
	Group     string  `json:"group"`
	Questions int     `json:"questions"`
	Mean      float64 `json:"mean"`  // probability
	Share     float64 `json:"share"` // of questions for which it came true
	// ECE is the expected calibration error (Naeini et al. 2015): the distance of
	// mean and share in each [Bin], weighted by the bin's questions.
	ECE float64 `json:"ece"`
	// Brier is the mean squared distance of the probability from 1 where it came
	// true and from 0 where it did not (Brier 1950).
	Brier float64 `json:"brier"`
}

// binCount is how many bins of equal width the reliability diagram has.
const binCount = 10

// A Bin of the reliability diagram holds the questions with a probability from
// Low to below High; the last one those with 1 too. An empty bin has zeros.
type Bin struct {
	Low       float64 `json:"low"`
	High      float64 `json:"high"`
	Questions int     `json:"questions"`
	Mean      float64 `json:"mean"`  // probability
	Share     float64 `json:"share"` // of questions for which it came true
}

func (c claim) calibrate(group string, members []Outcome) Calibration {
	cal := Calibration{Group: group, Questions: len(members)}
	if len(members) == 0 {
		return cal
	}
	p, came := make([]float64, len(members)), make([]bool, len(members))
	for i, o := range members {
		p[i], came[i] = c.probability(o), c.holds(o)
		cal.Mean += p[i] / float64(len(members))
		cal.Share += c.truth(o) / float64(len(members))
	}
	cal.Mean, cal.Share = round(cal.Mean), round(cal.Share)
	cal.Brier = round(calibration.Brier(p, came, nil))
	cal.ECE = round(calibration.ExpectedCalibrationError(p, came, nil, binCount))
	return cal
}

// truth is 1 where the claim came true, else 0.
func (c claim) truth(o Outcome) float64 {
	if c.holds(o) {
		return 1
	}
	return 0
}

func (c claim) bins(outcomes []Outcome) []Bin {
	bins := make([]Bin, binCount)
	for _, o := range outcomes {
		p := c.probability(o)
		b := &bins[min(max(int(p*binCount), 0), binCount-1)]
		b.Questions++
		b.Mean += p
		b.Share += c.truth(o)
	}
	for i := range bins {
		b := &bins[i]
		b.Low, b.High = float64(i)/binCount, float64(i+1)/binCount
		if n := float64(b.Questions); n > 0 {
			b.Mean, b.Share = round(b.Mean/n), round(b.Share/n)
		}
	}
	return bins
}
