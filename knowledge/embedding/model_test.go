package embedding

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"math"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func open(tb testing.TB, data []byte) *Model {
	tb.Helper()
	m, err := Open(data)
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

// portable makes the model use the tiles of processors without AVX2.
func portable(m *Model) *Model {
	inner, size := m.encoder.layers[0].inner.out, Dim/m.encoder.heads
	m.workspaces.New = func() any { return newWorkspace(tiles{float: portableTile}, inner, size) }
	return m
}

func TestEmbedTiny(t *testing.T) {
	model := tiny(t)
	for _, test := range []struct {
		name  string
		model *Model
		least float64
		step  int // of the references: the portable tiles and float weights take their time
	}{
		{"float", open(t, model.file(kindFloat32)), 0.999999, 3},
		{"float, portable", portable(open(t, model.file(kindFloat32))), 0.999999, 9},
		{"int8", open(t, model.file(kindInt8)), 0.99, 1},
		{"int8, portable", portable(open(t, model.file(kindInt8))), 0.99, 9},
	} {
		t.Run(test.name, func(t *testing.T) {
			smallest, mean := compare(t, test.model, every(test.step, model.references), test.least)
			t.Logf("cosines with JAX: smallest %.7f, mean %.7f", smallest, mean)
		})
	}
}

// every gives each so many-th element.
func every[T any](n int, s []T) []T {
	var out []T
	for i := 0; i < len(s); i += n {
		out = append(out, s[i])
	}
	return out
}

func TestEmbedReference(t *testing.T) {
	for _, test := range []struct {
		name  string
		model func(testing.TB) *Model
		least float64
	}{
		{"shipped", shipped, 0.99},
		// Written by train/export.py --float.
		{"float", func(tb testing.TB) *Model { return open(tb, fileOf(tb, "BIGTALK_FLOAT_MODEL", false)) }, 0.9999},
	} {
		t.Run(test.name, func(t *testing.T) {
			smallest, mean := compare(t, test.model(t), lines[reference](t, "vectors.jsonl"), test.least)
			t.Logf("cosines with JAX: smallest %.7f, mean %.7f", smallest, mean)
		})
	}
}

func TestEmbedGivesUnitVectorsInOrder(t *testing.T) {
	m := open(t, tiny(t).file(kindInt8))
	texts := lines[string](t, "texts.jsonl")
	together, err := m.Embed(t.Context(), Passage, texts)
	if err != nil {
		t.Fatal(err)
	}
	if len(together) != len(texts) {
		t.Fatalf("%d vectors for %d texts", len(together), len(texts))
	}
	for i, text := range texts {
		var squares float64
		for _, x := range together[i] {
			squares += float64(x) * float64(x)
		}
		if len(together[i]) != Dim || math.Abs(squares-1) > 1e-5 {
			t.Errorf("%.40q: %d components, norm² %g", text, len(together[i]), squares)
		}
		alone, err := m.Embed(t.Context(), Passage, texts[i:i+1])
		if err != nil {
			t.Fatal(err)
		}
		if !cmp.Equal(alone[0], together[i]) {
			t.Errorf("%.40q has another vector alone than among others", text)
		}
	}
}

func TestEmbedTellsRolesApart(t *testing.T) {
	m := open(t, tiny(t).file(kindInt8))
	text := []string{"istio"}
	query, err := m.Embed(t.Context(), Query, text)
	if err != nil {
		t.Fatal(err)
	}
	passage, err := m.Embed(t.Context(), Passage, text)
	if err != nil {
		t.Fatal(err)
	}
	if cmp.Equal(query, passage) {
		t.Error("a question and a passage have the same vector")
	}
	if _, err := m.Embed(t.Context(), Role(7), text); err == nil || !strings.Contains(err.Error(), "Role(7)") {
		t.Errorf("unknown role: error %v", err)
	}
}

func TestEmbedNothing(t *testing.T) {
	got, err := open(t, tiny(t).file(kindInt8)).Embed(t.Context(), Query, nil)
	if err != nil || len(got) != 0 {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestEmbedStops(t *testing.T) {
	m := open(t, tiny(t).file(kindInt8))
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("enough"))
	got, err := m.Embed(ctx, Query, []string{"a"})
	if !errors.Is(err, context.Canceled) || got != nil {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestEmbedFromManySides(t *testing.T) {
	m := open(t, tiny(t).file(kindInt8))
	texts := lines[string](t, "texts.jsonl")[:40]
	want, err := m.Embed(t.Context(), Query, texts)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			got, err := m.Embed(t.Context(), Query, texts)
			if err != nil || !cmp.Equal(got, want) {
				t.Errorf("another result than alone, error %v", err)
			}
		})
	}
	wg.Wait()
}

func TestEmbedReportsUselessWeights(t *testing.T) {
	model := tiny(t)
	data := model.file(kindInt8)
	at := len(data) - 4*Dim // the bias of the last norm
	binary.LittleEndian.PutUint32(data[at:], math.Float32bits(float32(math.NaN())))
	m := open(t, data)
	got, err := m.Embed(t.Context(), Query, []string{"a", "b"})
	if !errors.Is(err, errNoDirection) || got != nil {
		t.Fatalf("got %v, %v", got, err)
	}
	for _, part := range []string{"text 1 of 2", m.Version()} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q does not say %q", err, part)
		}
	}
}

func TestVersionIsTheHashOfTheContent(t *testing.T) {
	data := fileOf(t, "BIGTALK_MODEL", true)
	hash := sha256.Sum256(data[hashEnd:])
	want := hex.EncodeToString(hash[:])[:versionDigits]
	if got := open(t, data).Version(); got != want {
		t.Errorf("version %s, the content's hash begins with %s", got, want)
	}
}
