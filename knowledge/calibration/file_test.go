package calibration

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sample is a fit of the reference with trees.
func sample(t testing.TB) File {
	t.Helper()
	signals, examples := reference()
	o := ModelOptions{L2: 1, Trees: TreeOptions{Rounds: 3, Depth: 2, Rate: 0.3, L2: 1, Subsample: 1}}
	answers, _, err := FitModel(signals, examples, o)
	if err != nil {
		t.Fatal(err)
	}
	helps, _, err := FitModel(signals, examples, ModelOptions{L2: 1})
	if err != nil {
		t.Fatal(err)
	}
	ranker, err := FitRanker(signals, referenceQuestions(true), 0.5)
	if err != nil {
		t.Fatal(err)
	}
	return File{
		Format: Format, Date: "2026-01-31", Data: "sha256:00", Encoder: "e1",
		Profiles: []Profile{{
			Name: "annotated", Ranker: ranker, Answers: answers, Helps: helps, Overheard: helps,
			Thresholds: Thresholds{Choices: 0.25, Answer: 0.75, Overheard: 0.97},
			Metrics:    map[string]float64{"ece": 0.0123456789, "auc": 0.95, "examples": 1234567},
		}},
		FollowUps: FollowUps{Model: helps, Data: "sha256:11", Metrics: map[string]float64{"right": 0.875}},
	}
}

func write(t testing.TB, f File) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, f); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRoundTrip(t *testing.T) {
	f := sample(t)
	data := write(t, f)
	back, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(data), string(write(t, back))); diff != "" {
		t.Errorf("written again (-first +second):\n%s", diff)
	}
	rounded := func(x float64) float64 {
		x, _ = strconv.ParseFloat(strconv.FormatFloat(x, 'g', 6, 64), 64)
		return x
	}
	want := f.Profiles[0].Answers
	for i, w := range want.Linear.Weights {
		want.Linear.Weights[i] = rounded(w)
	}
	want.Linear.Bias, want.Slope, want.Intercept = rounded(want.Linear.Bias), rounded(want.Slope), rounded(want.Intercept)
	want.Trees.Base = rounded(want.Trees.Base)
	for _, tree := range want.Trees.Trees {
		for i := range tree {
			tree[i].Value = rounded(tree[i].Value)
		}
	}
	p, ok := back.Profile("annotated")
	if !ok {
		t.Fatal("the profile is gone")
	}
	if diff := cmp.Diff(want, p.Answers); diff != "" {
		t.Errorf("model (-rounded +read):\n%s", diff)
	}
	_, examples := reference()
	for i, e := range examples {
		if got, want := p.Answers.Probability(e.X), want.Probability(e.X); got != want {
			t.Errorf("example %d: got %v, of the rounded weights %v", i, got, want)
		}
	}
	if p.Metrics["ece"] != 0.0123457 || p.Metrics["examples"] != 1234567 {
		t.Errorf("metrics: got %v", p.Metrics)
	}
	if _, ok := back.Profile("bare"); ok {
		t.Error("a profile that is not there was found")
	}
}

// TestLayout shows the form on disk.
func TestLayout(t *testing.T) {
	one := Linear{Signals: []string{"a[b]", "c"}, Weights: []float64{1.00000049, -0.5}, Bias: 1e-9}
	got := write(t, File{
		Format: Format, Date: "2026-01-31", Data: "d",
		Profiles: []Profile{{
			Name: "bare", Ranker: one,
			Answers: Model{Linear: one, Slope: 1, Intercept: 123456.789, Trees: &Trees{Trees: []Tree{
				{{Signal: 1, Left: 1, Value: 0.123456789}, {Value: -1}, {Value: 1}},
				{{Value: 0.5}},
			}}},
			Helps:     Model{Linear: one, Slope: 1, Trees: &Trees{Trees: []Tree{}}},
			Overheard: Model{Linear: one, Slope: 1},
			Metrics:   map[string]float64{},
		}},
		FollowUps: FollowUps{Model: Model{Linear: one, Slope: 1}, Data: "d", Metrics: map[string]float64{}},
	})
	want := `{
	"format": 2,
	"date": "2026-01-31",
	"data": "d",
	"encoder": "",
	"profiles": [
		{
			"name": "bare",
			"ranker": {
				"signals": ["a[b]", "c"],
				"weights": [1, -0.5],
				"bias": 1e-9
			},
			"answers": {
				"linear": {
					"signals": ["a[b]", "c"],
					"weights": [1, -0.5],
					"bias": 1e-9
				},
				"trees": {
					"base": 0,
					"trees": [
						[[1, 0.123457, 1], [-1], [1]],
						[[0.5]]
					]
				},
				"slope": 1,
				"intercept": 123457
			},
			"helps": {
				"linear": {
					"signals": ["a[b]", "c"],
					"weights": [1, -0.5],
					"bias": 1e-9
				},
				"trees": {
					"base": 0,
					"trees": []
				},
				"slope": 1,
				"intercept": 0
			},
			"overheard": {
				"linear": {
					"signals": ["a[b]", "c"],
					"weights": [1, -0.5],
					"bias": 1e-9
				},
				"slope": 1,
				"intercept": 0
			},
			"thresholds": {
				"answer": 0,
				"choices": 0,
				"overheard": 0
			},
			"metrics": {}
		}
	],
	"follow_ups": {
		"model": {
			"linear": {
				"signals": ["a[b]", "c"],
				"weights": [1, -0.5],
				"bias": 1e-9
			},
			"slope": 1,
			"intercept": 0
		},
		"data": "d",
		"metrics": {}
	}
}
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("written (-want +got):\n%s", diff)
	}
}

// TestReadRefuses changes one place of a good file at a time.
func TestReadRefuses(t *testing.T) {
	f := sample(t)
	*f.Profiles[0].Answers.Trees = Trees{Trees: []Tree{{{Signal: 2, Left: 1, Value: 7}, {Value: -0.25}, {Value: 0.25}}}}
	good := string(write(t, f))
	const tree = "[[2, 7, 1], [-0.25], [0.25]]"
	for _, tt := range []struct{ old, with, want string }{
		{"", "", ""},
		{`"format": 2`, `"format": 1`, "format is 1"},
		{`"format": 2`, `"format": "2"`, "line 2: json: cannot unmarshal string"},
		{`"format": 2`, `"format": 2,`, "line 2: invalid character"},
		{`"date": "2026-01-31"`, `"date": "2026-02-30"`, `date "2026-02-30"`},
		{`"data": "sha256:00"`, `"data": ""`, "data is empty"},
		{`"encoder": "e1"`, `"encoder": "e1", "more": {}`, `line 5: got "more", want "profiles"`},
		{`"encoder": "e1"`, `"encoder": null`, `line 5: got null, want ""`},
		{`"encoder": "e1"`, `"Encoder": "e1"`, `line 5: got "Encoder", want "encoder"`},
		{`"encoder": "e1"`, `"encoder": "e0", "encoder": "e1"`, `line 5: got "e0", want "e1"`},
		{`"encoder": "e1",` + "\n", "", `line 5: got "profiles", want "encoder"`},
		{`"name": "annotated"`, `"name": ""`, `profiles[0] (""): name is empty`},
		{`["a", "b", "c"]`, `["a", "b"]`, `profiles[0] ("annotated"): ranker: weights: 3 values for 2 signals`},
		{`["a", "b", "c"]`, `["a", "b", "a"]`, `signal "a" twice`},
		{`["a", "b", "c"]`, `[]`, "no signals"},
		{`"base": 0,`, "", `got "trees", want "base"`},
		{`"bias": 0`, `"bias": 1e999`, "cannot unmarshal number 1e999"},
		{`"choices": 0.25`, `"choices": 0.8`, "want 0 ≤ choices 0.8 ≤ answer 0.75"},
		{`"overheard": 0.97`, `"overheard": 1.01`, "overheard 1.01 in [0, 1]"},
		{tree, `[[3, 7, 1], [-0.25], [0.25]]`, "answers: trees[0]: node 0 asks for signal 3 of 3"},
		{tree, `[[-1, 7, 1], [-0.25], [0.25]]`, "node 0 asks for signal -1"},
		{tree, `[[2, 7, 2], [-0.25], [0.25]]`, "node 0 points to 2 and the next, of 3 nodes"},
		{tree, `[[2, 7, 1], [2, 7, 1], [0.25]]`, "node 1 points back to 1"},
		{tree, `[[2, 7, 1], [2, 7, 2], [0.25], [0]]`, "node 2 has 2 parents"},
		{tree, `[[2, 7, 1], [-0.25], [0.25], [1]]`, "node 3 has 0 parents"},
		{tree, `[[2, 7, 0], [-0.25], [0.25]]`, "node 0 is neither"},
		{tree, `[[2, 7, 1], [-0.25, 1], [0.25]]`, "node 1 is neither"},
		{tree, `[[2, 7, 1.5], [-0.25], [0.25]]`, "node 0 is neither"},
		{tree, `[[2, 7, 1], [-0.25], null]`, "node 2 is neither"},
		{tree, `[[2, 7, 1], [-0.25], ["0.25"]]`, "node 2 is neither"},
		{tree, `[[2, 7, 1], [-0.25], [[0.25]]]`, "got [, want 0.25"},
		{tree, `[[2, 1e999, 1], [-0.25], [0.25]]`, "node 0 is neither"},
		{tree, `[]`, "trees[0]: no nodes"},
		{`"auc": 0.95`, `"auc": 0.95, "auc": 0.9`, `got "auc", want "ece"`},
		{`"right": 0.875`, `"right": 1e999`, "cannot unmarshal number 1e999"},
		{`"data": "sha256:11"`, `"data": null`, `got null, want ""`},
		{"\n}\n", "\n}\n{}", "after top-level value"},
	} {
		if !strings.Contains(good, tt.old) {
			t.Fatalf("%q is not in\n%s", tt.old, good)
		}
		_, err := Read([]byte(strings.Replace(good, tt.old, tt.with, 1)))
		switch {
		case tt.want == "" && err != nil:
			t.Errorf("unchanged: %v", err)
		case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%s → %s: got the error %v, want %q", tt.old, tt.with, err, tt.want)
		}
	}
	if _, err := Read(make([]byte, maxFile+1)); err == nil || !strings.Contains(err.Error(), "at most") {
		t.Errorf("too large: got the error %v", err)
	}
}

func TestWriteRefuses(t *testing.T) {
	for want, change := range map[string]func(f *File){
		"ranker: weights: signal \"b\" is NaN": func(f *File) { f.Profiles[0].Ranker.Weights[1] = math.NaN() },
		"slope is 0":                           func(f *File) { f.Profiles[0].Answers.Slope = 0 },
		"intercept is +Inf":                    func(f *File) { f.Profiles[0].Helps.Intercept = math.Inf(1) },
		"metrics: auc is NaN":                  func(f *File) { f.Profiles[0].Metrics["auc"] = math.NaN() },
		"metrics is missing":                   func(f *File) { f.Profiles[0].Metrics = nil },
		"base is NaN":                          func(f *File) { f.Profiles[0].Answers.Trees.Base = math.NaN() },
		"trees is missing":                     func(f *File) { f.Profiles[0].Answers.Trees.Trees = nil },
		"profiles is empty":                    func(f *File) { f.Profiles = nil },
		"follow_ups: metrics is missing":       func(f *File) { f.FollowUps.Metrics = nil },
		"follow_ups: model: slope is -1":       func(f *File) { f.FollowUps.Model.Slope = -1 },
		`the name "annotated" twice`:           func(f *File) { f.Profiles = append(f.Profiles, f.Profiles[0]) },
	} {
		f := sample(t)
		change(&f)
		var b bytes.Buffer
		if err := Write(&b, f); err == nil || !strings.Contains(err.Error(), want) || b.Len() > 0 {
			t.Errorf("got the error %v after %d bytes, want %q", err, b.Len(), want)
		}
	}
}

// FuzzRead holds that what is read can be predicted with and written, and that
// what is written then is read as the same.
func FuzzRead(f *testing.F) {
	good := write(f, sample(f))
	f.Add(good)
	f.Add([]byte(`{}`))
	f.Add(bytes.Replace(good, []byte("], ["), []byte("],["), 1))
	f.Add(bytes.Replace(good, []byte("0."), []byte("1e30"), 1))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Read(data)
		if err != nil {
			return
		}
		for _, p := range file.Profiles {
			for _, m := range []Model{p.Answers, p.Helps, p.Overheard} {
				m.Probability(make([]float64, len(m.Linear.Signals)))
			}
			p.Ranker.Score(make([]float64, len(p.Ranker.Signals)))
		}
		var first, second bytes.Buffer
		if err := Write(&first, file); err != nil {
			t.Fatalf("read but not written: %v", err)
		}
		again, err := Read(first.Bytes())
		if err != nil {
			t.Fatalf("written but not read: %v", err)
		}
		if err := Write(&second, again); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first.Bytes(), second.Bytes()) {
			t.Errorf("written again:\n%s\nwant\n%s", &second, &first)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	signals, examples := drawn(2000, 30, 1)
	o := modelOptions()
	o.Trees.Rounds, o.Trees.MinHessian = 100, 0.1
	m, _, err := FitModel(signals, examples, o)
	if err != nil {
		b.Fatal(err)
	}
	f := sample(b)
	p := f.Profiles[0]
	p.Answers, p.Helps, p.Overheard = m, m, m
	f.Profiles = nil
	for _, p.Name = range []string{"annotated", "annotated-words", "bare", "bare-words"} {
		f.Profiles = append(f.Profiles, p)
	}
	data := write(b, f)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Read(data); err != nil {
			b.Fatal(err)
		}
	}
}
