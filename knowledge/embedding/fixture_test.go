package embedding

import (
	"bufio"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"
)

// The fixtures in testdata are written by train/reference.py; only texts.jsonl
// is by hand.

// lines reads a file of testdata, a JSON value a line.
func lines[T any](tb testing.TB, name string) []T {
	tb.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	var out []T
	for s := bufio.NewScanner(f); s.Scan(); {
		var v T
		if err := json.Unmarshal(s.Bytes(), &v); err != nil {
			tb.Fatalf("%s, line %d: %v", name, len(out)+1, err)
		}
		out = append(out, v)
	}
	return out
}

// A reference is what train/e5.py makes of a text.
type reference struct {
	Text   int // its place in texts.jsonl
	Role   string
	IDs    []int32
	Vector packed
}

func (r reference) role() Role {
	if r.Role == Passage.String() {
		return Passage
	}
	return Query
}

// packed is a vector as float16 in base64.
type packed []float32

func (p *packed) UnmarshalText(text []byte) error {
	raw, err := base64.StdEncoding.DecodeString(string(text))
	if err != nil {
		return err
	}
	for ; len(raw) >= 2; raw = raw[2:] {
		*p = append(*p, float16(binary.LittleEndian.Uint16(raw)))
	}
	return nil
}

func cosine(a, b []float32) float64 {
	var dot, aa, bb float64
	for i, x := range a {
		y := b[i]
		dot, aa, bb = dot+float64(x)*float64(y), aa+float64(x)*float64(x), bb+float64(y)*float64(y)
	}
	return dot / math.Sqrt(aa*bb)
}

// fileOf reads the model file that an environment variable names. Without one it
// reads the file that the program carries, if fallback says so, or else skips the
// test: such files are too large for testdata.
func fileOf(tb testing.TB, variable string, fallback bool) []byte {
	tb.Helper()
	path := os.Getenv(variable)
	if path == "" && fallback {
		path = "e5-small-zh-en.bin"
	}
	data, err := os.ReadFile(path)
	if os.IsNotExist(err) && os.Getenv(variable) == "" {
		tb.Skipf("%s names no model file", variable)
	}
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

// shipped opens the model file that the program carries or BIGTALK_MODEL names.
func shipped(tb testing.TB) *Model {
	tb.Helper()
	return open(tb, fileOf(tb, "BIGTALK_MODEL", true))
}

// compare embeds the texts of the references, reports those whose cosine with
// the reference is below least, and gives the smallest and the mean cosine.
func compare(tb testing.TB, m *Model, references []reference, least float64) (smallest, mean float64) {
	tb.Helper()
	texts := lines[string](tb, "texts.jsonl")
	smallest = 1
	for _, r := range references {
		got, err := m.Embed(tb.Context(), r.role(), texts[r.Text:r.Text+1])
		if err != nil {
			tb.Fatal(err)
		}
		c := cosine(got[0], r.Vector)
		if !(c >= least) {
			tb.Errorf("%v %.60q: cosine %.6f with the reference, want at least %g", r.role(), texts[r.Text], c, least)
		}
		smallest, mean = min(smallest, c), mean+c/float64(len(references))
	}
	return smallest, mean
}
