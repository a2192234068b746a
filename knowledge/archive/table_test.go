package archive_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"bigtalk/knowledge/archive"
)

func TestParseJSONL(t *testing.T) {
	a := archive.ParseJSONL("faq/mesh.jsonl", strings.NewReader(strings.Join([]string{
		`{"id":"m1","question":"What is a mesh?","answer":"A layer.","alternates":["mesh?","what's a mesh"],"source":"https://example.org","tags":["basics"]}`,
		``,
		`{"question":" Is it slow? ","answer":"A little.\r\nNot much.","alternates":"slow?|latency?","tags":"speed, cost"}`,
		`{"id":"m1","question":"Twice?","answer":"Yes."}`,
		`{"question":"No answer?"}`,
		`not json`,
		`["a"]`,
		`{"id":12,"question":"Number?","answer":"Fine.","level":3}`,
		`{"问题":"中文？","答案":"可以。","level":4}`,
	}, "\n")))
	want := []archive.Entry{
		{ID: "m1", Question: "What is a mesh?", Answer: "A layer.", File: "faq/mesh.jsonl", Line: 1, Alternates: []string{"mesh?", "what's a mesh"}, Source: "https://example.org", Tags: []string{"basics"}},
		{ID: "mesh-q0002", Question: "Is it slow?", Answer: "A little.\nNot much.", File: "faq/mesh.jsonl", Line: 3, Alternates: []string{"slow?", "latency?"}, Tags: []string{"speed", "cost"}},
		{ID: "12", Question: "Number?", Answer: "Fine.", File: "faq/mesh.jsonl", Line: 8},
		{ID: "mesh-q0008", Question: "中文？", Answer: "可以。", File: "faq/mesh.jsonl", Line: 9},
	}
	if diff := cmp.Diff(want, a.Entries); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
	wantDiagnostics(t, a,
		`faq/mesh.jsonl:4: error: id "m1" is taken by line 1`,
		`faq/mesh.jsonl:5: error: the row "No answer?" has no answer`,
		`faq/mesh.jsonl:6: error: the line is not a JSON object`,
		`faq/mesh.jsonl:7: error: the line is not a JSON object`,
		`faq/mesh.jsonl:8: warning: unknown column "level" is left out`,
	)
	if a.Err() == nil {
		t.Error("Err is nil for an archive with errors")
	}
}

// A line that is far too long is an error in its place, and the next is read.
func TestParseJSONLLongLine(t *testing.T) {
	long := `{"question":"Long?","answer":"` + strings.Repeat("a", 4<<20) + `"}`
	a := archive.ParseJSONL("t.jsonl", strings.NewReader("\ufeff"+long+"\n"+`{"question":"Short?","answer":"Yes."}`))
	if diff := cmp.Diff([]string{"t-q0002"}, ids(a)); diff != "" {
		t.Errorf("ids (-want +got):\n%s", diff)
	}
	wantDiagnostics(t, a, "t.jsonl:1: error: the line is longer than 4 MiB")
}

func TestParseCSV(t *testing.T) {
	want := []archive.Entry{
		{ID: "a", Question: "One?", Answer: "1,\n2", File: "t.csv", Line: 2, Alternates: []string{"uno", "eins"}, Tags: []string{"x", "y"}},
		{ID: "t-q0002", Question: "Two?", Answer: "2", File: "t.csv", Line: 4},
	}
	for name, src := range map[string]string{
		"comma":     "id,question,answer,alternates,tags\na,One?,\"1,\n2\",uno|eins,x|y\n,Two?,2,,\n",
		"semicolon": "ID;Question;Answer;Alternates;Tags\na;One?;\"1,\n2\";uno|eins;x|y\n;Two?;2;;\n",
		"tab":       "id\tquestion\tanswer\talternates\ttags\na\tOne?\t\"1,\n2\"\tuno|eins\tx|y\n\tTwo?\t2\t\t\n",
		"bom crlf":  "\ufeffID,Question,Answer,Alternates,Tags\r\na,One?,\"1,\r\n2\",uno|eins,x|y\r\n,Two?,2,,\r\n",
		"chinese":   "编号,问题,答案,相似问,标签\na,One?,\"1,\n2\",uno|eins,x|y\n,Two?,2,,\n",
		"order":     "answer,tags,question,id,alternates\n\"1,\n2\",x|y,One?,a,uno|eins\n2,,Two?,,\n",
	} {
		t.Run(name, func(t *testing.T) {
			a := archive.ParseCSV("t.csv", strings.NewReader(src))
			if diff := cmp.Diff(want, a.Entries); diff != "" {
				t.Errorf("entries (-want +got):\n%s", diff)
			}
			wantDiagnostics(t, a)
		})
	}
}

func TestParseCSVFaults(t *testing.T) {
	a := archive.ParseCSV("t.csv", strings.NewReader("question,answer,owner\n,b,\na,,\n\nc,d,e\nc,\"d\"x,e\nf,g,\n"))
	wantDiagnostics(t, a,
		`t.csv:1: warning: unknown column "owner" is left out`,
		`t.csv:2: error: the row has no question`,
		`t.csv:3: error: the row "a" has no answer`,
		`t.csv:6: error: the record is not CSV: extraneous or missing " in quoted-field`,
	)
	if len(a.Entries) != 2 {
		t.Errorf("%d entries, want 2", len(a.Entries))
	}
	a = archive.ParseCSV("t.csv", strings.NewReader("name,phone\na,b\n"))
	wantDiagnostics(t, a,
		`t.csv:1: error: the first line names no column of questions and of answers: "name,phone"`,
		`t.csv: note: no questions and answers found`,
	)
}

// An answer that an unquoted separator cuts is no entry; empty cells at the end do no harm.
func TestParseCSVTooManyCells(t *testing.T) {
	for name, tt := range map[string]struct{ src, want string }{
		"comma":     {"question,answer\nCan I pay by card?,Yes, Visa and Mastercard.\nOpen?,Yes.,,\n", `the row has 3 cells, the first line names 2 (put a text that holds the separator "," into double quotes`},
		"nameless":  {"question,answer,,\nCan I pay by card?,Yes, Visa and Mastercard.,\nOpen?,Yes.,,\n", `the row has 4 cells, the first line names 2 (put a text that holds the separator "," into double quotes`},
		"semicolon": {"question;answer\nCan I pay by card?;Yes; Visa; Mastercard.\nOpen?;Yes.; \n", `the row has 4 cells, the first line names 2 (put a text that holds the separator ";" into double quotes`},
		"tab":       {"question\tanswer\nCan I pay by card?\tYes\tVisa.\nOpen?\tYes.\n", `the row has 3 cells, the first line names 2 (put a text that holds the separator "\t" into double quotes`},
	} {
		t.Run(name, func(t *testing.T) {
			a := archive.ParseCSV("t.csv", strings.NewReader(tt.src))
			want := []archive.Entry{{ID: "t-q0002", Question: "Open?", Answer: "Yes.", File: "t.csv", Line: 3}}
			if diff := cmp.Diff(want, a.Entries); diff != "" {
				t.Errorf("entries (-want +got):\n%s", diff)
			}
			wantDiagnostics(t, a, "t.csv:2: error: "+tt.want)
		})
	}
}

func TestEncodings(t *testing.T) {
	const text = "问题,答案\n端口是多少？,默认是八千零八十。\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	var le strings.Builder
	for _, u := range append([]uint16{0xFEFF}, utf16.Encode([]rune(text))...) {
		le.WriteByte(byte(u))
		le.WriteByte(byte(u >> 8))
	}
	for _, tt := range []struct{ name, src, warning string }{
		{"utf-8", text, ""},
		{"gb18030", gb, "t.csv: warning: the file is not UTF-8 and was decoded as GB18030"},
		{"utf-16", le.String(), "t.csv: warning: the file is UTF-16 and was decoded as that"},
		{"broken utf-8", text + "a\xff,b\xfe\n", "t.csv: warning: the file is not UTF-8; bytes that cannot be read were replaced"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := archive.ParseCSV("t.csv", strings.NewReader(tt.src))
			if len(a.Entries) == 0 || a.Entries[0].Question != "端口是多少？" || a.Entries[0].Answer != "默认是八千零八十。" {
				t.Errorf("entries %+v", a.Entries)
			}
			var want []string
			if tt.warning != "" {
				want = append(want, tt.warning)
			}
			wantDiagnostics(t, a, want...)
			checkArchive(t, archive.ParseMarkdown("t.md", []byte(tt.src)), []byte(tt.src))
		})
	}
}

// wantDiagnostics compares the diagnostics of a with the beginnings of lines.
func wantDiagnostics(t *testing.T, a *archive.Archive, want ...string) {
	t.Helper()
	for i := range max(len(want), len(a.Diagnostics)) {
		switch {
		case i >= len(want):
			t.Errorf("unexpected diagnostic: %s", a.Diagnostics[i])
		case i >= len(a.Diagnostics):
			t.Errorf("no diagnostic: %s", want[i])
		case !strings.HasPrefix(a.Diagnostics[i].String(), want[i]):
			t.Errorf("diagnostic %d:\n got %s\nwant %s…", i, a.Diagnostics[i], want[i])
		}
	}
}

func ExampleDiagnostic_String() {
	a := archive.ParseJSONL("faq.jsonl", strings.NewReader(`{"question": "Why?"}`))
	fmt.Println(a.Diagnostics[0])
	// Output: faq.jsonl:1: error: the row "Why?" has no answer (fill in "answer")
}
