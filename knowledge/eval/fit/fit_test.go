package fit

import (
	"bytes"
	"context"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bigtalk/knowledge"
	"bigtalk/knowledge/calibration"
	"bigtalk/knowledge/embedding"
	"bigtalk/knowledge/eval"
)

// subjects are what the entries of the small archive are about, one each.
var subjects = []string{"memory", "version", "certificate", "gateway", "telemetry", "ingress", "mirroring", "timeout", "federation", "plugin"}

// smallArchive has for each subject an entry with eight alternates, and two near
// questions about it that nothing answers.
func smallArchive(t testing.TB) *knowledge.Store {
	t.Helper()
	var faq, annotations strings.Builder
	for i, subject := range subjects {
		fmt.Fprintf(&faq, `{"id":"e%d","question":"How do I set up the %s?","answer":"Open the %s page."}`+"\n", i, subject, subject)
		var alternates []string
		for n, form := range []string{
			"configure the %s", "the %s, from scratch", "enable %s in staging", "%s settings wanted",
			"where can I find %s settings", "first steps with the %s", "a tutorial on %s", "%s does nothing yet",
		} {
			alternates = append(alternates, fmt.Sprintf("%q", fmt.Sprintf(form, subject)+strings.Repeat(" please", n%2)))
		}
		fmt.Fprintf(&annotations, `{"id":"e%d","kind":"answer","title_zh":"%s 的设置","title_en":"Set up %s","alternates_en":[%s],"not_for":["Who invented the %s?","price of a %s licence"]}`+"\n",
			i, subject, subject, strings.Join(alternates, ","), subject, subject)
	}
	return storeOf(t, map[string]string{"faq.jsonl": faq.String(), knowledge.AnnotationsFile: annotations.String()})
}

// dozen are labelled questions of the small archive.
func dozen() []eval.Question {
	var out []eval.Question
	for i, subject := range subjects[:7] {
		out = append(out, eval.Question{ID: fmt.Sprint("a", i), Text: "set up " + subject + " on our cluster", Kind: "plain", Gold: []string{fmt.Sprint("e", i)}})
	}
	return append(out,
		eval.Question{ID: "u0", Text: "Who wrote the timeout song?", Kind: eval.KindNearMiss, Grade2: []string{"e7"}},
		eval.Question{ID: "u1", Text: "Which city hosts the federation of zebras?", Kind: eval.KindOnTopic},
		eval.Question{ID: "u2", Text: "how do I", Kind: eval.KindNonsense}, // finds nothing
		eval.Question{ID: "t0", Text: "the plugin guy is late again", Kind: eval.KindChatter},
		eval.Question{ID: "t1", Text: "lunch at the gateway bar, anyone", Kind: eval.KindChatter},
	)
}

// fake gives texts that set the same subject up near vectors, and those about
// anything else of it less near ones.
type fake struct{}

func (fake) Embed(ctx context.Context, _ embedding.Role, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	for i, text := range texts {
		sum := direction(text)
		for _, subject := range subjects {
			if !strings.Contains(text, subject) {
				continue
			}
			add(sum, direction("subject "+subject), 1)
			if !slices.ContainsFunc([]string{"Who", "price", "guy", "bar", "zebras"}, func(w string) bool { return strings.Contains(text, w) }) {
				add(sum, direction("set up "+subject), 2)
			}
		}
		out[i] = unit(sum)
	}
	return out, ctx.Err()
}

func direction(name string) []float64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name)) // a hash takes everything
	r := rand.New(rand.NewPCG(h.Sum64(), 1))
	v := make([]float64, 48)
	for i := range v {
		v[i] = r.NormFloat64()
	}
	return v
}

func add(sum, v []float64, weight float64) {
	for i, x := range v {
		sum[i] += weight * x
	}
}

func unit(v []float64) []float32 {
	squares := 0.0
	for _, x := range v {
		squares += x * x
	}
	out := make([]float32, len(v))
	for i, x := range v {
		out[i] = float32(x / math.Sqrt(squares))
	}
	return out
}

func options(t testing.TB) Options {
	t.Helper()
	return Options{
		Store: smallArchive(t), Encoder: knowledge.Encoder{Embedder: fake{}, Version: "fake"}, Questions: dozen(), Date: "2026-01-02",
	}
}

func TestRun(t *testing.T) {
	o := options(t)
	first, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	second, err := Run(t.Context(), options(t))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("the same options give another file (-first +second):\n%s", diff)
	}

	var b bytes.Buffer
	if err := calibration.Write(&b, first); err != nil {
		t.Fatal(err)
	}
	read, err := calibration.Read(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if first.Format != calibration.Format || first.Date != "2026-01-02" || first.Encoder != "fake" || len(first.Data) != 16 {
		t.Errorf("format %d, date %q, encoder %q, data %q", first.Format, first.Date, first.Encoder, first.Data)
	}
	for i, name := range knowledge.Profiles() {
		p := first.Profiles[i]
		if p.Name != name {
			t.Errorf("profile %d is %s, want %s", i, p.Name, name)
		}
		if diff := cmp.Diff(rankerSignals(name), p.Ranker.Signals); diff != "" {
			t.Errorf("%s: signals of the ranker (-want +got):\n%s", name, diff)
		}
		for _, m := range []calibration.Model{p.Answers, p.Helps, p.Overheard} {
			if diff := cmp.Diff(knowledge.SignalNames(name), m.Linear.Signals); diff != "" {
				t.Errorf("%s: signals (-want +got):\n%s", name, diff)
			}
		}
		if hit1 := p.Metrics["labelled_hit1"]; hit1 != 1 {
			t.Errorf("%s: hit@1 of questions that name their entry is %.2f, want 1", name, hit1)
		}
	}

	// The program takes it and tells one of the questions from another.
	m, err := knowledge.Open(t.Context(), o.Store, knowledge.Options{Encoder: o.Encoder, Fit: &read})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	confidence := func(text string) float64 {
		r, err := m.Search(t.Context(), knowledge.Query{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		return r.Confidence
	}
	if yes, no := confidence("set up plugin on a laptop"), confidence("Who sings of the plugin?"); yes <= no {
		t.Errorf("P(answers) is %.2f for what the archive answers and %.2f for what it does not", yes, no)
	}
}

func TestRunWithout(t *testing.T) {
	o := options(t)
	o.Encoder = knowledge.Encoder{}
	o.Without = []string{"text", "coverage", "dense"}
	f, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range f.Profiles {
		for _, names := range [][]string{p.Ranker.Signals, p.Answers.Linear.Signals, p.Helps.Linear.Signals, p.Overheard.Linear.Signals} {
			for _, gone := range o.Without {
				if slices.Contains(names, gone) {
					t.Errorf("%s still reads %s", p.Name, gone)
				}
			}
			if !slices.Contains(names, "phrase") {
				t.Errorf("%s no longer reads phrase", p.Name)
			}
		}
	}
	for i, words := range map[int]int{0: 1, 2: 3} { // with vectors and without; there are none
		a, b := f.Profiles[i], f.Profiles[words]
		if a.Thresholds != b.Thresholds || a.Answers.Slope != b.Answers.Slope || a.Helps.Intercept != b.Helps.Intercept {
			t.Errorf("without an encoder %s differs from %s: thresholds %v and %v", a.Name, b.Name, a.Thresholds, b.Thresholds)
		}
	}
	if f.Encoder != "" {
		t.Errorf("the encoder is %q, want none", f.Encoder)
	}
}

func TestDataNamesWhatIsFitted(t *testing.T) {
	o := options(t)
	seen := map[string]string{dataHash(o): "the same"}
	for name, change := range map[string]func(*Options){
		"a question less": func(o *Options) { o.Questions = o.Questions[1:] },
		"another text":    func(o *Options) { o.Questions[0].Text += "!" },
		"another label":   func(o *Options) { o.Questions[0].Gold = []string{"e9"} },
		"another grade":   func(o *Options) { o.Questions[0].Grade2 = []string{"e9"} },
		"another kind":    func(o *Options) { o.Questions[0].Kind = "typo" },
		"another archive": func(o *Options) { o.Store = o.Store.Without(knowledge.PartGlossary) },
	} {
		o := options(t)
		change(&o)
		h := dataHash(o)
		if other, taken := seen[h]; taken {
			t.Errorf("%s and %s have the hash %s", name, other, h)
		}
		seen[h] = name
	}
	if dataHash(options(t)) != dataHash(o) {
		t.Error("the same data have another hash")
	}
}

func TestRunIsCalledOff(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Run(ctx, options(t)); err == nil {
		t.Error("no error")
	}
}
