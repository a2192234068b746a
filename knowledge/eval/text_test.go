package eval

import (
	"bytes"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// holdToGolden compares with a file of testdata, or writes it.
func holdToGolden(t *testing.T, file string, got []byte) {
	t.Helper()
	file = "testdata/" + file
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// sampleReport is the report of sample.
func sampleReport(t *testing.T) Report {
	t.Helper()
	questions, asker := sample()
	report, err := Run(t.Context(), asker, questions)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestText(t *testing.T) {
	var b bytes.Buffer
	before, after := reports()
	for _, err := range []error{
		WriteText(&b, sampleReport(t)),
		WriteText(&b, summarize(nil)),
		WriteChanges(&b, Compare(before, after)),
		WriteChanges(&b, nil),
		WriteAblations(&b, []Named{{"everything", sampleReport(t)}, {"without\nanything", summarize(nil)}}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	holdToGolden(t, "text.golden", b.Bytes())
}
