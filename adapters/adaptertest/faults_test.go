package adaptertest_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"bigtalk/adapters/adaptertest"
)

// faults are those of a chat, each with the subtest that finds it and what that says.
var faults = map[string]struct{ subtest, says string }{
	"answers twice":                {"replies", "2 replies, want 1"},
	"drops a reply":                {"replies", "want 1 replies"},
	"answers elsewhere":            {"to the right person", "went to"},
	"answers somebody else":        {"to the right person", "went to"},
	"drops choices":                {"every block", "choices is shown as"},
	"posts silence":                {"silence", "2 replies, want 1"},
	"answers copies":               {"delivered again", "replies, want 8"},
	"swallows an error":            {"handler fails", "no warning has the handler's error"},
	"shows an error":               {"handler fails", `the person reads "inside-of-the-handler"`},
	"dies of a panic":              {"handler panics", "want 2 replies"},
	"works one by one":             {"handler is slow", "want a reply in the other conversation"},
	"leaves a goroutine":           {"ended at rest", "1 goroutines are left"},
	"ends with an error":           {"ended at rest", `the secret "hunter2" is in the error`},
	"ends late":                    {"ended at rest", "with nothing under way"},
	"never ends":                   {"ended at rest", "Run does not end"},
	"drops what is under way":      {"ended in the middle", "want 1 replies"},
	"tells a secret":               {"replies", "is in a reply"},
	"logs a secret":                {"replies", "is in the log"},
	"logs messages":                {"replies", "words of a message are in the log at level INFO"},
	"gives up long messages":       {"large message", "want a reply to 2000 characters"},
	"gives up long replies":        {"large reply", "want the beginning of a long reply"},
	"posts escapes":                {"hostile", "the reply drives a client"},
	"calls everybody":              {"hostile", `the platform acts on ["@all"]`},
	"stops at broken input":        {"malformed", "want 1 replies"},
	"says nothing of broken input": {"malformed", "no warning tells of broken input"},
}

// TestSound has an adapter without a fault pass.
func TestSound(t *testing.T) { adaptertest.Run(t, chatFixture("")) }

// faultVariable has TestFault try a fault, in a process of its own that is to fail.
const faultVariable = "ADAPTERTEST_FAULT"

func TestFault(t *testing.T) {
	fault := os.Getenv(faultVariable)
	if fault == "" {
		t.Skip("for TestFaults")
	}
	adaptertest.Run(t, chatFixture(fault))
}

// TestFaults has the kit find each fault, in the subtest that is for it and for the
// right reason.
func TestFaults(t *testing.T) {
	for fault, want := range faults {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			name := strings.ReplaceAll(want.subtest, " ", "_")
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestFault$/^"+name+"$")
			cmd.Env = append(os.Environ(), faultVariable+"="+fault)
			out, err := cmd.CombinedOutput()
			if err == nil || !strings.Contains(string(out), "--- FAIL: TestFault/"+name+" ") || !strings.Contains(string(out), want.says) {
				t.Errorf("%v; want %q to fail with %q:\n%s", err, want.subtest, want.says, out)
			}
			if strings.Contains(string(out), "DATA RACE") {
				t.Errorf("the test itself errs:\n%s", out)
			}
		})
	}
}
