package main

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bigtalk/config"
)

func TestParseWithout(t *testing.T) {
	for list, want := range map[string][]string{
		"":                          nil,
		"  ":                        nil,
		"dense":                     {"dense"},
		" glossary , outside,dense": {"glossary", "outside", "dense"},
		"dense,dense":               {"dense"},
	} {
		got, err := parseWithout(list, ablationParts())
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%q: %v (-want +got):\n%s", list, err, diff)
		}
	}
	for _, list := range []string{"Dense", "dense,", ",", "nothing", "dense glossary"} {
		var usage *exitError
		if _, err := parseWithout(list, ablationParts()); !errors.As(err, &usage) || usage.code != exitUsage {
			t.Errorf("%q: got %v, want a usage error", list, err)
		}
	}
}

func TestAblations(t *testing.T) {
	names := func(list []ablation) (out []string) {
		for _, a := range list {
			out = append(out, a.name)
		}
		return out
	}
	want := []string{
		"everything", "without dense", "without annotations", "without alternates", "without outside", "without glossary",
		"without translations",
	}
	if diff := cmp.Diff(want, names(ablations(nil))); diff != "" {
		t.Errorf("all parts (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"everything", "without dense"}, names(ablations([]string{"dense"}))); diff != "" {
		t.Errorf("one part (-want +got):\n%s", diff)
	}
}

// TestOpenReducedWaits has an encoder that fails, which only who waits for the
// vectors is told, end the opening of the whole and of a part alike.
func TestOpenReducedWaits(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "no", http.StatusBadRequest)
	}))
	defer server.Close()
	archive := filepath.Join(t.TempDir(), "faq.jsonl")
	put(t, archive, `{"question":"Where is the key?","answer":"Under the mat."}`+"\n", 0o600)
	env := &environment{stderr: io.Discard, config: config.Default()}
	env.config.Archive = archive
	env.config.Embedding = config.Embedding{Embedder: config.EmbedderEndpoint, URL: server.URL, Model: "m"}
	for _, without := range [][]string{nil, {"glossary"}, {"annotations", "outside"}} {
		m, err := env.open(t.Context(), less(without))
		if err == nil {
			_ = m.Close()
		}
		if err == nil || !strings.Contains(err.Error(), "status 400") {
			t.Errorf("without %v: got the error %v, want the encoder's", without, err)
		}
	}
	m, err := env.open(t.Context(), less([]string{"glossary", withoutDense}))
	if err != nil {
		t.Fatalf("without the encoder: %v", err)
	}
	if err := m.Close(); err != nil {
		t.Error(err)
	}
}
