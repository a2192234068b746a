package eval

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bigtalk/knowledge"
	"bigtalk/knowledge/embedding"
	"bigtalk/knowledge/show"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Floors of the show's matcher on the development questions, by words alone and
// with the sentence encoder. They only rise.
const (
	minHit1      = 0.98
	minHit3      = 0.99
	minDenseHit1 = 0.99
	minDenseAUC  = 0.99
)

const devGolden = "testdata/dev.golden"

func devFiles() []string {
	return []string{
		"testdata/dev/answerable.jsonl",
		"testdata/dev/unanswerable.jsonl",
		"testdata/dev/chatter.jsonl",
	}
}

// TestDev puts the development questions to the show's matcher, by words alone:
// that is the same on every machine. The golden file has one line a question, so
// that the diff of a ranking change shows which questions moved.
func TestDev(t *testing.T) {
	report := runDev(t, knowledge.Encoder{})
	got := golden(report)
	if *update {
		if err := os.WriteFile(devGolden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(devGolden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s\nif the change is meant: go test bigtalk/knowledge/eval -run TestDev -update", devGolden, diff)
	}
	if f := report.Ranking.Overall; f.Hit1 < minHit1 || f.Hit3 < minHit3 {
		t.Errorf("%d answerable questions: hit@1 %.4f, hit@3 %.4f; want at least %.2f, %.2f", f.Questions, f.Hit1, f.Hit3, minHit1, minHit3)
	}
	var text bytes.Buffer
	if err := WriteText(&text, report); err != nil {
		t.Fatal(err)
	}
	t.Logf("\n%s", &text)
}

// TestDevDense holds the floors with the sentence encoder.
func TestDevDense(t *testing.T) {
	model, err := embedding.Embedded()
	if errors.Is(err, embedding.ErrNoModel) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	report := runDev(t, knowledge.Encoder{Embedder: model, Version: model.Version()})
	if f := report.Ranking.Overall; f.Hit1 < minDenseHit1 {
		t.Errorf("hit@1 %.4f, want at least %.2f", f.Hit1, minDenseHit1)
	}
	if auc := report.Confidence.Overall.AUC; auc < minDenseAUC {
		t.Errorf("AUC %.4f, want at least %.2f", auc, minDenseAUC)
	}
}

func runDev(t *testing.T, encoder knowledge.Encoder) Report {
	t.Helper()
	questions, err := ReadFiles(devFiles()...)
	if err != nil {
		t.Fatal(err)
	}
	store, err := knowledge.LoadFS(t.Context(), show.FS())
	if err != nil {
		t.Fatal(err)
	}
	err = CheckEntries(questions, func(id string) bool { _, ok := store.Get(id); return ok })
	if err != nil {
		t.Fatal(err)
	}
	matcher, err := knowledge.Open(t.Context(), store, knowledge.Options{Shipped: show.Index(), Encoder: encoder, ShippedVectors: show.Vectors()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := matcher.Close(); err != nil {
			t.Error(err)
		}
	})
	report, err := Run(t.Context(), firstMatch(matcher), questions)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// firstMatch is an Asker that shows the first match of m, however unsure it is,
// and refuses what nothing matches: the ranking alone, without a threshold.
func firstMatch(m *knowledge.Matcher) Asker {
	return AskerFunc(func(ctx context.Context, text string) (Answer, error) {
		r, err := m.Search(ctx, knowledge.Query{Text: text, Limit: Depth})
		if err != nil {
			return Answer{}, err
		}
		a := Answer{
			Matches: r.Matches, Confidence: r.Confidence, Helps: r.Helps,
			Decision: DecisionAnswer, Version: r.Version,
		}
		if len(r.Matches) == 0 {
			a.Decision = DecisionRefusal
		}
		return a, nil
	})
}

// golden is a header of figures and a line for each answerable question by id:
// id, rank, first match, gold; a rank of "-" is none.
func golden(r Report) []byte {
	var b bytes.Buffer
	line := func(prefix string, f Figures) {
		fmt.Fprintf(&b, "# %s%s: %d questions, hit@1 %.3f, hit@3 %.3f, MRR@%d %.3f\n", prefix, f.Group, f.Questions, f.Hit1, f.Hit3, r.Depth, f.MRR)
	}
	line("", r.Ranking.Overall)
	for _, f := range r.Ranking.ByLanguage {
		line("lang ", f)
	}
	for _, f := range r.Ranking.ByKind {
		line("kind ", f)
	}
	for _, c := range []struct {
		name string
		Confidence
	}{{answersName, r.Confidence}, {helpsName, r.Helps}} {
		fmt.Fprintf(&b, "# %s: AUC %.3f", c.name, c.Overall.AUC)
		for _, p := range c.Overall.Points {
			fmt.Fprintf(&b, ", right at ≤ %s wrong: %.3f", percent(p.MaxWrong), p.RightShare)
		}
		all := c.Calibration.Overall
		fmt.Fprintf(&b, "\n# %s: ECE %.3f, Brier %.4f over %d questions\n", c.name, all.ECE, all.Brier, all.Questions)
	}
	b.WriteString("# id\trank\ttop\tgold\n")
	for _, o := range r.Outcomes {
		if o.answerable() {
			fmt.Fprintf(&b, "%s\t%s\t%s\t%s\n", o.ID, rankText(o.Rank), topText(o.Top), strings.Join(o.Gold, ","))
		}
	}
	return b.Bytes()
}
