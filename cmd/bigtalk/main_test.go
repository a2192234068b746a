package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"

	"bigtalk/knowledge/embedding"
)

func TestMain(m *testing.M) {
	testscript.Main(ownCache{m}, map[string]func(){"bigtalk": main})
}

// ownCache runs the tests with a cache of their own: what they ask is nobody's
// history.
type ownCache struct{ *testing.M }

func (m ownCache) Run() int {
	dir, err := os.MkdirTemp("", "bigtalk-test-")
	if err == nil {
		err = os.Setenv("BIGTALK_CACHE_DIR", dir)
	}
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	return m.M.Run()
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
			"bytes":  writeBytes,
		},
		// [model] holds in a program that carries the sentence encoder.
		Condition: func(name string) (bool, error) {
			if name != "model" {
				return false, fmt.Errorf("unknown condition %q", name)
			}
			_, err := embedding.Embedded()
			return err == nil, nil
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

// writeBytes writes a text in Go's quoting to a file: bytes FILE '"\xff"'.
func writeBytes(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: bytes FILE QUOTED")
	}
	text, err := strconv.Unquote(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o600))
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
	want := []string{"id", "question", "language", "decision", "confidence", "helps", "matches", "choices", "uncovered", "reply", "version", "reply_id"}
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

// TestContractDecisions holds the fields that only some decisions fill.
func TestContractDecisions(t *testing.T) {
	for _, tt := range []struct {
		name      string
		args      []string
		code      int
		decision  string
		choices   bool
		reply     bool
		matches   bool
		duplicate string // of the first match
	}{
		{"answer", []string{"分享一下 Envoy 的学习图谱"}, exitOK, "answer", false, true, true, ""},
		{"answer with duplicates", []string{"刚毕业、工作要用到 Istio 里的 Envoy，该怎么提前学习 Envoy？"}, exitOK, "answer", false, true, true, "e07q01"},
		{"choices", []string{"限流"}, exitNoAnswer, "choices", true, true, true, ""},
		{"refusal", []string{"今天上海的股票怎么样"}, exitNoAnswer, "refusal", false, true, false, ""},
		{"smalltalk", []string{"谢谢"}, exitOK, "smalltalk", false, true, false, ""},
		{"silence", []string{"--overheard", "大家中午吃什么"}, exitNoAnswer, "silence", false, false, false, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out, errs bytes.Buffer
			code := run(context.Background(), append([]string{"ask", "--output", "json"}, tt.args...), strings.NewReader(""), &out, &errs)
			if code != tt.code {
				t.Errorf("exit code %d, want %d; %s", code, tt.code, errs.String())
			}
			var a answerJSON
			if err := json.Unmarshal(out.Bytes(), &a); err != nil {
				t.Fatal(err)
			}
			if string(a.Decision) != tt.decision || (len(a.Choices) > 0) != tt.choices || (a.Reply != "") != tt.reply || a.Version == "" {
				t.Errorf("decision %s, choices %v, reply %q, version %q", a.Decision, a.Choices, a.Reply, a.Version)
			}
			if tt.matches && len(a.Matches) == 0 {
				t.Error("no matches")
			}
			if tt.duplicate != "" && (len(a.Matches) == 0 || !slices.Contains(a.Matches[0].Duplicates, tt.duplicate)) {
				t.Errorf("first match %+v, want %s among its duplicates", a.Matches[:min(1, len(a.Matches))], tt.duplicate)
			}
			for i := 1; i < len(a.Matches); i++ {
				if a.Matches[i].Score > a.Matches[i-1].Score {
					t.Errorf("match %d scores more than the one before it", i)
				}
			}
		})
	}
}

// TestBatchAnswersAtOnce asks the next question only when the last is answered,
// as a program at the other end of two pipes does.
func TestBatchAnswersAtOnce(t *testing.T) {
	inRead, inWrite := io.Pipe()
	outRead, outWrite := io.Pipe()
	code := make(chan int, 1)
	go func() {
		c := run(context.Background(), []string{"ask", "--batch", "-"}, inRead, outWrite, io.Discard)
		code <- c
	}()
	answers := bufio.NewScanner(outRead)
	for _, id := range []string{"a", "b", "c"} {
		if _, err := fmt.Fprintf(inWrite, "{\"id\":%q,\"question\":\"thanks\"}\n", id); err != nil {
			t.Fatal(err)
		}
		if !answers.Scan() || !strings.HasPrefix(answers.Text(), `{"id":"`+id+`"`) {
			t.Fatalf("answer to %s: %s, %v", id, answers.Text(), answers.Err())
		}
	}
	if err := inWrite.Close(); err != nil {
		t.Fatal(err)
	}
	if c := <-code; c != exitOK {
		t.Errorf("exit code %d", c)
	}
}

// TestCancelEndsABlockedBatch cancels while nothing comes on standard input.
func TestCancelEndsABlockedBatch(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	in, _ := io.Pipe()
	time.AfterFunc(100*time.Millisecond, cancel)
	var errs bytes.Buffer
	if code := run(ctx, []string{"ask", "--batch", "-"}, in, io.Discard, &errs); code != exitFailure {
		t.Errorf("exit code %d, want %d; stderr %q", code, exitFailure, errs.String())
	}
}

// TestExecuteEndsABlockedCommand cancels a command that never looks at its context.
func TestExecuteEndsABlockedCommand(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	release := make(chan struct{})
	defer close(release)
	cmd := &cobra.Command{RunE: func(*cobra.Command, []string) error { <-release; return nil }}
	cmd.SetArgs(nil)
	if err := execute(ctx, cmd, 10*time.Millisecond); !errors.Is(err, errInterrupted) {
		t.Errorf("execute = %v, want errInterrupted", err)
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
