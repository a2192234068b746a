package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"bigtalk": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			// Indexes and history go to the script's own folder.
			env.Setenv("XDG_CACHE_HOME", env.WorkDir+"/cache")
			env.Setenv("HOME", env.WorkDir)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"repeat": repeat,
		},
	})
}

// repeat writes a text many times to a file: repeat FILE COUNT TEXT.
func repeat(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: repeat FILE COUNT TEXT")
	}
	var n int
	ts.Check(json.Unmarshal([]byte(args[1]), &n))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Repeat(strings.ReplaceAll(args[2], `\n`, "\n"), n)), 0o600))
}

// TestContract holds the machine output to its fields, their types and order.
func TestContract(t *testing.T) {
	var out, errs bytes.Buffer
	code := run(context.Background(), []string{"ask", "--output", "json", "--limit", "2", "推荐使用哪个版本的 Istio"}, strings.NewReader(""), &out, &errs)
	if code != exitOK || errs.Len() > 0 {
		t.Fatalf("exit code %d, stderr %q", code, errs.String())
	}
	if n := strings.Count(out.String(), "\n"); n != 1 {
		t.Errorf("output has %d lines, want 1 object on one line", n)
	}
	want := []string{"id", "question", "language", "decision", "confidence", "helps", "matches", "choices", "uncovered", "reply", "version"}
	if diff := cmp.Diff(want, keys(t, out.Bytes())); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
	var a struct {
		Question, Language, Decision, Reply, Version string
		Confidence, Helps                            float64
		Matches                                      []json.RawMessage
		Choices, Uncovered                           []string
	}
	if err := json.Unmarshal(out.Bytes(), &a); err != nil {
		t.Fatal(err)
	}
	if a.Language != "zh" || a.Decision != "answer" || len(a.Matches) != 2 || a.Version == "" ||
		a.Confidence <= 0 || a.Confidence > 1 || a.Helps < a.Confidence || a.Choices == nil || a.Uncovered == nil {
		t.Errorf("answer %+v", a)
	}
	if !strings.Contains(a.Reply, "次新版本") || !strings.Contains(a.Reply, "第 5 期") {
		t.Errorf("reply lacks the answer or the citation:\n%s", a.Reply)
	}
	if diff := cmp.Diff([]string{"id", "score", "question", "duplicates", "citation"}, keys(t, a.Matches[0])); diff != "" {
		t.Errorf("fields of a match (-want +got):\n%s", diff)
	}
	var m matchJSON
	if err := json.Unmarshal(a.Matches[0], &m); err != nil {
		t.Fatal(err)
	}
	wantMatch := matchJSON{
		ID: "e05q29", Score: m.Score, Question: "推荐使用哪个版本的 Istio？", Duplicates: []string{},
		Citation: &citationJSON{
			Episode: 5, Title: "腾讯云服务网格生产落地最佳实践", Guests: []string{"钟华"}, Company: "腾讯云",
			Date: "2021-06-30", URL: "https://www.bilibili.com/video/BV1th411h7Zr/",
		},
	}
	if diff := cmp.Diff(wantMatch, m); diff != "" {
		t.Errorf("first match (-want +got):\n%s", diff)
	}
}

// keys lists an object's keys in order.
func keys(t *testing.T, object []byte) []string {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(object))
	if _, err := dec.Token(); err != nil {
		t.Fatal(err)
	}
	var out []string
	for dec.More() {
		k, err := dec.Token()
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, k.(string))
		var skip json.RawMessage
		if err := dec.Decode(&skip); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// TestProgramsRunSideBySide holds the program to having no state of its own.
func TestProgramsRunSideBySide(t *testing.T) {
	for range 2 {
		t.Run("ask", func(t *testing.T) {
			t.Parallel()
			var out, errs bytes.Buffer
			if code := run(context.Background(), []string{"ask", "how do I reduce sidecar memory"}, strings.NewReader(""), &out, &errs); code != exitOK {
				t.Errorf("exit code %d: %s", code, errs.String())
			}
		})
	}
}

func TestCancelledBatchEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var out, errs bytes.Buffer
	in := strings.NewReader(`{"id":"1","question":"sidecar"}`)
	if code := run(ctx, []string{"ask", "--batch", "-"}, in, &out, &errs); code != exitFailure {
		t.Errorf("exit code %d, want %d; stderr %q", code, exitFailure, errs.String())
	}
}
