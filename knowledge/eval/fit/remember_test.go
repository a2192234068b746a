package fit

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bigtalk/knowledge"
	"bigtalk/knowledge/embedding"
)

// counting gives a vector that tells how many calls there were before.
type counting struct {
	calls int
	err   error
}

func (c *counting) Embed(_ context.Context, _ embedding.Role, texts []string) ([][]float32, error) {
	c.calls++
	if c.err != nil {
		return nil, c.err
	}
	out := make([][]float32, len(texts))
	for i := range out {
		out[i] = []float32{float32(c.calls)}
	}
	return out, nil
}

func TestRemember(t *testing.T) {
	c := &counting{err: errors.New("down")}
	e := remember(knowledge.Encoder{Embedder: c, Version: "v"})
	if e.Version != "v" {
		t.Errorf("version %q, want v", e.Version)
	}
	if _, err := e.Embed(t.Context(), embedding.Query, []string{"a"}); !errors.Is(err, c.err) {
		t.Errorf("error %v, want the encoder's", err)
	}
	c.err = nil
	for _, tt := range []struct {
		name  string
		role  embedding.Role
		texts []string
		want  float32 // the call that made it
	}{
		{"a question", embedding.Query, []string{"a"}, 2}, // the error is not remembered
		{"again", embedding.Query, []string{"a"}, 2},
		{"as a passage", embedding.Passage, []string{"a"}, 3},
		{"as a passage again", embedding.Passage, []string{"a"}, 4},
		{"in a batch", embedding.Query, []string{"a", "b"}, 5},
		{"one of the batch", embedding.Query, []string{"b"}, 6},
		{"the first", embedding.Query, []string{"a"}, 2},
	} {
		got, err := e.Embed(t.Context(), tt.role, tt.texts)
		if err != nil || len(got) != len(tt.texts) {
			t.Fatalf("%s: %d vectors, %v", tt.name, len(got), err)
		}
		if diff := cmp.Diff([]float32{tt.want}, got[0]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
	if e := remember(knowledge.Encoder{}); e.Embedder != nil {
		t.Error("no encoder became one")
	}
}
