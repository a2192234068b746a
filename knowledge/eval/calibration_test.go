package eval

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCalibration works out the seven questions of judged by hand: in the bins
// of answersClaim lie
//
//	0.0  0      false             gap 0
//	0.2  0.2    false             gap 0.2
//	0.4  0.4    false             gap 0.4
//	0.6  0.6 ×2 true, false       gap 0.1, twice
//	0.7  0.7    false             gap 0.7
//	0.9  0.9    true              gap 0.1
func TestCalibration(t *testing.T) {
	got := answersClaim().measure(judged())
	want := Calibration{
		Group: "all", Questions: 7,
		Mean:  round(3.4 / 7),
		Share: round(2.0 / 7),
		ECE:   round((0.2 + 0.4 + 2*0.1 + 0.7 + 0.1) / 7),
		Brier: round((0.04 + 0.16 + 0.16 + 0.36 + 0.49 + 0.01) / 7),
	}
	if diff := cmp.Diff(want, got.Calibration.Overall); diff != "" {
		t.Errorf("calibration (-want +got):\n%s", diff)
	}
	wantKind := Calibration{Group: KindOnTopic, Questions: 2, Mean: 0.45, ECE: 0.45, Brier: round((0.49 + 0.04) / 2)}
	if diff := cmp.Diff(wantKind, got.Calibration.ByKind[1]); diff != "" {
		t.Errorf("calibration of a kind (-want +got):\n%s", diff)
	}
	wantBins := []Bin{
		{0, 0.1, 1, 0, 0},
		{0.1, 0.2, 0, 0, 0},
		{0.2, 0.3, 1, 0.2, 0},
		{0.3, 0.4, 0, 0, 0},
		{0.4, 0.5, 1, 0.4, 0},
		{0.5, 0.6, 0, 0, 0},
		{0.6, 0.7, 2, 0.6, 0.5},
		{0.7, 0.8, 1, 0.7, 0},
		{0.8, 0.9, 0, 0, 0},
		{0.9, 1, 1, 0.9, 1},
	}
	if diff := cmp.Diff(wantBins, got.Bins); diff != "" {
		t.Errorf("bins (-want +got):\n%s", diff)
	}
}

// TestHelpsCalibration takes entries that help for what P(helps) claims:
// 0.95, 0.65, 0.85 and 0.75 came true, 0.45, 0.25 and 0 did not.
func TestHelpsCalibration(t *testing.T) {
	want := Calibration{
		Group: "all", Questions: 7,
		Mean:  round(3.9 / 7),
		Share: round(4.0 / 7),
		ECE:   round((0.05 + 0.35 + 0.15 + 0.25 + 0.45 + 0.25) / 7),
		Brier: round((0.0025 + 0.1225 + 0.0225 + 0.0625 + 0.2025 + 0.0625) / 7),
	}
	if diff := cmp.Diff(want, helpsClaim().measure(judged()).Calibration.Overall); diff != "" {
		t.Errorf("calibration (-want +got):\n%s", diff)
	}
}

// A certain match lies in the last bin, a probability on an edge in the upper one.
func TestBinEdges(t *testing.T) {
	for p, bin := range map[float64]int{0: 0, 0.1: 1, 0.3: 3, 0.6: 6, 0.7: 7, 0.999999: 9, 1: 9} {
		bins := answersClaim().bins([]Outcome{{Confidence: p}})
		if bins[bin].Questions != 1 {
			t.Errorf("%v is not in bin %d: %v", p, bin, bins)
		}
	}
}

func TestCalibrationOfNothing(t *testing.T) {
	got := answersClaim().measure(nil)
	if diff := cmp.Diff(Calibration{Group: "all"}, got.Calibration.Overall); diff != "" {
		t.Errorf("calibration (-want +got):\n%s", diff)
	}
	if len(got.Bins) != binCount || got.Curve == nil {
		t.Errorf("got %d bins, curve %v", len(got.Bins), got.Curve)
	}
}
