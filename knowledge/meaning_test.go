package knowledge

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestClosenessSignals(t *testing.T) {
	for _, tt := range []struct {
		name string
		c    closeness
		want [4]float64 // best, mean, passage, notFor
	}{
		{"nothing", closeness{}, [4]float64{}},
		{"three", closeness{phrases: [3]float32{0.75, 0.5, 0.25}, passage: 0.5, notFor: 0.25}, [4]float64{0.75, 0.5, 0.5, 0.25}},
		{"two count the second twice", closeness{phrases: [3]float32{0.875, 0.5}}, [4]float64{0.875, 0.625, 0, 0}},
		{"one counts three times", closeness{phrases: [3]float32{0.75}}, [4]float64{0.75, 0.75, 0, 0}},
		{"an answer alone", closeness{passage: 0.5}, [4]float64{0, 0, 0.5, 0}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got [4]float64
			got[0], got[1], got[2], got[3] = tt.c.signals()
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("signals (-want +got):\n%s", diff)
			}
		})
	}
}

func TestInsert(t *testing.T) {
	var best [3]float32
	for _, step := range []struct {
		c    float32
		want [3]float32
	}{
		{0.5, [3]float32{0.5}},
		{-0.5, [3]float32{0.5}}, // below none at all
		{0.25, [3]float32{0.5, 0.25}},
		{0.75, [3]float32{0.75, 0.5, 0.25}},
		{0.5, [3]float32{0.75, 0.5, 0.5}},
		{0.125, [3]float32{0.75, 0.5, 0.5}},
		{1, [3]float32{1, 0.75, 0.5}},
	} {
		if insert(best[:], step.c); best != step.want {
			t.Fatalf("after %v: %v, want %v", step.c, best, step.want)
		}
	}
}

func TestKeepNearest(t *testing.T) {
	var list []neighbour
	got := func() []float32 {
		var out []float32
		for _, n := range list {
			out = append(out, n.cosine)
		}
		return out
	}
	for _, step := range []struct {
		c    float32
		want []float32
	}{
		{0.5, []float32{0.5}},
		{0.25, []float32{0.5, 0.25}},
		{0.75, []float32{0.75, 0.5, 0.25}},
		{0.25, []float32{0.75, 0.5, 0.25}},
		{0.125, []float32{0.75, 0.5, 0.25}},
		{0.375, []float32{0.75, 0.5, 0.375}},
		{1, []float32{1, 0.75, 0.5}},
	} {
		list = keepNearest(list, 3, neighbour{cosine: step.c})
		if diff := cmp.Diff(step.want, got()); diff != "" {
			t.Fatalf("after %v (-want +got):\n%s", step.c, diff)
		}
	}
}

// TestKeepNearestLikeSorting holds it against sorting all of them.
func TestKeepNearestLikeSorting(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for n := range 40 {
		var list []neighbour
		var all []float32
		for range n {
			c := float32(r.IntN(16)) / 16 // many equal ones
			all = append(all, c)
			list = keepNearest(list, 7, neighbour{cosine: c})
		}
		slices.SortFunc(all, func(a, b float32) int { return int(16 * (b - a)) })
		var got []float32
		for _, x := range list {
			got = append(got, x.cosine)
		}
		if diff := cmp.Diff(all[:min(7, n)], got); diff != "" && n > 0 {
			t.Fatalf("nearest of %d (-want +got):\n%s", n, diff)
		}
	}
}

// rows are texts with the cosines that a question has to them.
func rows(list ...denseText) *dense { return &dense{texts: list} }

func TestMeasure(t *testing.T) {
	d := rows(
		denseText{kind: phraseRow, entry: 0, text: "p0a"},
		denseText{kind: phraseRow, entry: 0, text: "p0b"},
		denseText{kind: passageRow, entry: 0},
		denseText{kind: passageRow, entry: 0},
		denseText{kind: notForRow, entry: 0, text: "n0"},
		denseText{kind: phraseRow, entry: 2, text: "p2"},
		denseText{kind: outsideRow, entry: -1, text: "o"},
	)
	m := d.measure([]float32{0.25, 0.5, 0.125, 0.75, 0.375, 0.625, 0.875}, 3)
	want := []closeness{
		{phrases: [3]float32{0.5, 0.25}, passage: 0.75, notFor: 0.375},
		{},
		{phrases: [3]float32{0.625}},
	}
	if diff := cmp.Diff(want, m.entries, cmp.AllowUnexported(closeness{})); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
	names := func(list []neighbour) string {
		var out []string
		for _, n := range list {
			out = append(out, fmt.Sprint(n.text.text, " ", n.cosine))
		}
		return fmt.Sprint(out)
	}
	if got, want := names(m.nearest), "[o 0.875 p2 0.625 p0b 0.5 n0 0.375 p0a 0.25]"; got != want {
		t.Errorf("nearest %s, want %s: pieces of answers do not vote", got, want)
	}
	if got, want := names(m.unanswered), "[o 0.875 n0 0.375]"; got != want {
		t.Errorf("unanswered %s, want %s", got, want)
	}
	if best, mean := m.outside(); best != 0.875 || !near(mean, (0.875+0.375)/3) {
		t.Errorf("outside %v, %v; want 0.875 and %v", best, mean, 1.25/3)
	}
	if got := m.nearestOf(0); len(got) != 2 || got[0] != (PhraseScore{"p0b", 0.5}) || got[1] != (PhraseScore{"p0a", 0.25}) {
		t.Errorf("nearest of the first entry: %v", got)
	}
	if got := m.nearestOf(1); got != nil {
		t.Errorf("nearest of an entry without texts: %v", got)
	}
}

func TestMeasureKeepsTheNearestOnly(t *testing.T) {
	var texts []denseText
	var cosines []float32
	for i := range 2 * voters {
		texts = append(texts, denseText{kind: outsideRow, entry: i})
		cosines = append(cosines, float32(i)/64)
	}
	m := rows(texts...).measure(cosines, 0)
	if len(m.nearest) != voters || m.nearest[0].text.entry != 2*voters-1 || m.nearest[voters-1].text.entry != voters {
		t.Errorf("%d nearest, from %d to %d", len(m.nearest), m.nearest[0].text.entry, m.nearest[len(m.nearest)-1].text.entry)
	}
	// The mean of 47/64, 46/64 and 45/64.
	if best, mean := m.outside(); best != 47.0/64 || !near(mean, 46.0/64) || len(m.unanswered) != 3 {
		t.Errorf("outside %v, %v of %d; want 47/64 and 46/64 of 3", best, mean, len(m.unanswered))
	}
}

func TestNoMeaning(t *testing.T) {
	m := rows().measure(nil, 2)
	if best, mean := m.outside(); best != 0 || mean != 0 {
		t.Errorf("outside of nothing %v, %v", best, mean)
	}
	if got := m.nearestEntries(5); len(got) != 0 {
		t.Errorf("nearest entries of nothing %v", got)
	}
}

func TestNearestEntries(t *testing.T) {
	m := &meaning{entries: []closeness{
		{phrases: [3]float32{0.25}},
		{passage: 0.75},
		{}, // no text is near at all
		{phrases: [3]float32{0.5}, passage: 0.125},
		{notFor: 1}, // what it does not answer makes it no candidate
		{phrases: [3]float32{0.875}},
	}}
	for n, want := range map[int][]int{
		1: {5}, 2: {5, 1}, 3: {5, 1, 3}, 4: {5, 1, 3, 0}, 9: {5, 1, 3, 0},
	} {
		if diff := cmp.Diff(want, m.nearestEntries(n)); diff != "" {
			t.Errorf("nearest %d (-want +got):\n%s", n, diff)
		}
	}
}

func TestNearestEntriesLikeSorting(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	m := &meaning{entries: make([]closeness, 200)}
	var all []int
	for i, x := range r.Perm(200) {
		m.entries[i].passage = float32(x+1) / 256
		all = append(all, i)
	}
	slices.SortFunc(all, func(a, b int) int { return int(256 * (m.entries[b].passage - m.entries[a].passage)) })
	for _, n := range []int{1, 2, 20, 199, 200} {
		if diff := cmp.Diff(all[:n], m.nearestEntries(n)); diff != "" {
			t.Errorf("nearest %d (-want +got):\n%s", n, diff)
		}
	}
}

// threeEntries has two duplicates, mem and mem2, and a third entry.
const threeEntries = `{"id":"mem","question":"How do I reduce sidecar memory?","answer":"Scope it."}
{"id":"mem2","question":"The proxy eats RAM","answer":"Scope it."}
{"id":"ver","question":"Which version should I run?","answer":"The one before the latest."}
`

const threeAnnotations = `{"id":"mem","kind":"answer","duplicates":["mem2"]}
{"id":"mem2","kind":"answer","duplicates":["mem"]}
`

func threeStore(t *testing.T) *Store {
	t.Helper()
	return storeOf(t, map[string]string{"faq.jsonl": threeEntries, AnnotationsFile: threeAnnotations})
}

// matchOf is a match on an entry, without anything else.
func matchOf(t *testing.T, s *Store, id string) *Match {
	t.Helper()
	e, ok := s.Get(id)
	if !ok {
		t.Fatalf("no entry %s", id)
	}
	return &Match{Entry: e}
}

func TestVotes(t *testing.T) {
	s := threeStore(t)
	m := &Matcher{store: s}
	texts := []denseText{
		{kind: phraseRow, entry: 0},
		{kind: phraseRow, entry: 1},
		{kind: phraseRow, entry: 2},
		{kind: notForRow, entry: 0},
		{kind: outsideRow, entry: -1},
	}
	// Each 0.03 further away than the one before: weights 1, 1/e, 1/e², 1/e³, 1/e⁴.
	x := &meaning{}
	for i := range texts {
		x.nearest = append(x.nearest, neighbour{&texts[i], 0.9 - 0.03*float32(i)})
	}
	e := func(n float64) float64 { return math.Exp(-n) }
	total := 1 + e(1) + e(2) + e(3) + e(4)
	for id, want := range map[string]float64{
		"mem": (1 + e(1)) / total, "mem2": (1 + e(1)) / total, // they are one class
		"ver": e(2) / total,
	} {
		own, strange := m.votes(x, matchOf(t, s, id))
		if math.Abs(own-want) > 1e-5 || math.Abs(strange-(e(3)+e(4))/total) > 1e-5 {
			t.Errorf("votes for %s %.6f, strange %.6f; want %.6f, %.6f", id, own, strange, want, (e(3)+e(4))/total)
		}
	}
	if own, strange := m.votes(&meaning{}, matchOf(t, s, "mem")); own != 0 || strange != 0 {
		t.Errorf("votes of nobody %v, %v", own, strange)
	}
}
