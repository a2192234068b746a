package dialogue

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

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

// sampleReport has a right and a wrong turn of each kind, and what a listing must
// cope with.
func sampleReport(t *testing.T) Report {
	t.Helper()
	gold := []string{"gateways", "ingress"}
	ds := []Dialogue{
		{ID: "right", Turns: []Turn{
			{User: "网关怎么配", Kind: KindChoices, Gold: gold},
			{User: "第二个", Kind: KindPick, Gold: gold},
			{User: "那 TLS 呢", Kind: KindAnswer, Gold: []string{"tls"}},
			{User: "谢谢", Kind: KindSmalltalk},
			{User: "今天天气如何", Kind: KindRefusal},
		}},
		{ID: "wrong", Turns: []Turn{
			{User: "2", Kind: KindPick, Gold: gold},
			{User: "gateways?", Kind: KindChoices, Gold: gold},
			{User: "2", Kind: KindPick, Gold: gold},
			{User: "and\n\tTLS\n", Kind: KindAnswer, Gold: []string{"tls", "mtls"}},
			{User: "thanks", Kind: KindSmalltalk},
			{User: "how tall is the mesh", Kind: KindRefusal},
			{User: "那它多高", Kind: KindRefusal},
		}},
	}
	tls := answers("tls")
	tls.FollowUp = true
	odd := answers("gateways")
	odd.FollowUp = true
	p := &script{outcomes: map[string]Outcome{
		"right/1": offers("egress", "ingress"),
		"right/2": picks(2, "ingress"),
		"right/3": tls,
		"right/4": {Decision: "smalltalk"},
		"right/5": {Decision: "refusal", First: []string{"egress"}, Confidence: 0.01},
		"wrong/2": offers("egress", "tls"),
		"wrong/3": picks(1, "tls"), // the second
		"wrong/4": odd,
		"wrong/5": {Decision: "refusal", First: []string{"egress"}, Confidence: 0.125},
		"wrong/6": {Decision: "silence"},
		"wrong/7": {Decision: "choices", First: []string{"egress"}, Choices: []string{"egress", "tls"}, Confidence: 0.5, FollowUp: true},
	}}
	report, err := Play(t.Context(), p, ds)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestText(t *testing.T) {
	follow := answers("gateways")
	follow.FollowUp = true
	var b bytes.Buffer
	for _, err := range []error{
		WriteText(&b, sampleReport(t)),
		WriteText(&b, summarize(nil)),
		WriteAlone(&b, 2, []Changed{
			{pairOf("q1", "网关\n怎么配", "sidecar\nmemory"), answers("sidecar"), follow},
			{pairOf("q2", "TLS?", "哈哈"), Outcome{Decision: "smalltalk"}, Outcome{Decision: "refusal", First: []string{"tls"}, Confidence: 0.25, FollowUp: true}},
			{pairOf("q3", "gateways?", "2"), answers("tls"), picks(2, "ingress")},
		}),
		WriteAlone(&b, 0, nil),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	holdToGolden(t, "text.golden", b.Bytes())
}

// What cannot be written is told.
func TestTextPassesErrorsOn(t *testing.T) {
	closed, err := os.Create(t.TempDir() + "/closed")
	if err != nil {
		t.Fatal(err)
	}
	if err := closed.Close(); err != nil {
		t.Fatal(err)
	}
	if err := WriteText(closed, summarize(nil)); err == nil {
		t.Error("WriteText to a closed file gave no error")
	}
	if err := WriteAlone(closed, 1, nil); err == nil {
		t.Error("WriteAlone to a closed file gave no error")
	}
}
