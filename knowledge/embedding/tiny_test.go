package embedding

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"math"
	"slices"
	"testing"
)

// A tinyModel is a whole model of made-up weights, small enough for every test
// run. train/reference.py makes the same from the same numbers, which is why
// its vectors can be compared with what JAX computes.
type tinyModel struct {
	versions   map[string]string // of its files: float, int8
	pieces     []tinyPiece
	references []reference
}

type tinyPiece struct {
	piece string
	score float32
}

func (p *tinyPiece) UnmarshalJSON(b []byte) error {
	return json.Unmarshal(b, &[]any{&p.piece, &p.score})
}

const (
	tinyLayers = 2
	tinyInner  = 64
)

func tiny(tb testing.TB) tinyModel {
	tb.Helper()
	rows := lines[json.RawMessage](tb, "tiny.jsonl")
	t := tinyModel{references: make([]reference, len(rows)-2)}
	targets := []any{&t.versions, &t.pieces}
	for i := range t.references {
		targets = append(targets, &t.references[i])
	}
	for i, target := range targets {
		if err := json.Unmarshal(rows[i], target); err != nil {
			tb.Fatalf("tiny.jsonl, line %d: %v", i+1, err)
		}
	}
	return t
}

// number is the place of a piece.
func (t tinyModel) number(piece string) uint32 {
	return uint32(slices.IndexFunc(t.pieces, func(p tinyPiece) bool { return p.piece == piece }))
}

// file gives the model file of a kind.
func (t tinyModel) file(kind uint32) []byte {
	var blob []byte
	offsets, scores := []uint32{0}, []float32(nil)
	for _, p := range t.pieces {
		blob = append(blob, p.piece...)
		offsets, scores = append(offsets, uint32(len(blob))), append(scores, p.score)
	}
	b := body{kind: kind}
	b.append([]uint32{
		Dim, tinyLayers, 12, tinyInner, uint32(len(t.pieces)), MaxTokens, kind,
		t.number("<s>"), t.number("</s>"), t.number("<unk>"),
	})
	b.append([]float32{1e-12, slices.Min(scores)})
	b.append(uint32(len(blob)))
	b.append(offsets)
	b.append(scores)
	b.append(blob)
	b.append(make([]byte, -len(blob)&3))
	for _, v := range chunks(b.noise(len(t.pieces)*Dim/2), 16) {
		b.append(uint16(0x2C00)) // the scale: 1/16 in float16
		for _, x := range v {
			b.append(byte((x + 1) * 128))
		}
	}
	b.append(b.amplitude(.2, MaxTokens*Dim))
	b.norm()
	for range tinyLayers {
		q, k, v, o := b.linear(Dim, Dim), b.linear(Dim, Dim), b.linear(Dim, Dim), b.linear(Dim, Dim)
		first, second := b.linear(Dim, tinyInner), b.linear(tinyInner, Dim)
		b.matrix(Dim, q, k, v)
		b.matrix(Dim, o)
		b.norm()
		b.matrix(Dim, first)
		b.matrix(tinyInner, second)
		b.norm()
	}
	hash := sha256.Sum256(b.bytes)
	return slices.Concat([]byte(magic), []byte{formatVersion, 0, 0, 0}, hash[:], b.bytes)
}

// A body is a model file after its hash, under construction.
type body struct {
	bytes []byte
	kind  uint32
	seed  uint32
}

func (b *body) append(v any) {
	var err error
	if b.bytes, err = binary.Append(b.bytes, binary.LittleEndian, v); err != nil {
		panic(err)
	}
}

// noise gives n numbers in [-1, 1): murmur3's last step over a counter.
func (b *body) noise(n int) []float32 {
	b.seed++
	out := make([]float32, n)
	for i := range out {
		h := uint32(i) + b.seed*0x9E3779B9
		h = (h ^ h>>16) * 0x85EBCA6B
		h = (h ^ h>>13) * 0xC2B2AE35
		h ^= h >> 16
		out[i] = float32(h>>8)/(1<<23) - 1
	}
	return out
}

func (b *body) amplitude(a float32, n int) []float32 {
	out := b.noise(n)
	for i := range out {
		out[i] *= a
	}
	return out
}

// norm appends a made-up norm.
func (b *body) norm() {
	weight := b.amplitude(.2, Dim)
	for i := range weight {
		weight[i]++
	}
	b.append(weight)
	b.append(b.amplitude(.1, Dim))
}

// A madeUp linear has its weights by output.
type madeUp struct{ weights, bias []float32 }

func (b *body) linear(in, out int) madeUp {
	return madeUp{b.amplitude(.12, in*out), b.amplitude(.1, out)}
}

// matrix appends the linears side by side, as one.
func (b *body) matrix(in int, parts ...madeUp) {
	var rows [][]float32
	var bias []float32
	for _, p := range parts {
		rows = append(rows, chunks(p.weights, in)...)
		bias = append(bias, p.bias...)
	}
	scales := slices.Repeat([]float32{1}, len(rows))
	if b.kind == kindInt8 {
		for o, row := range rows {
			scales[o] = max(slices.Max(row), -slices.Min(row)) / 127
		}
		b.append(scales)
	}
	for o := 0; o < len(rows); o += panel {
		for i := range in {
			for j, row := range rows[o : o+panel] {
				if b.kind == kindInt8 {
					b.append(int8(math.RoundToEven(float64(row[i] / scales[o+j]))))
				} else {
					b.append(row[i])
				}
			}
		}
	}
	b.append(bias)
}

func chunks[T any](s []T, n int) [][]T { return slices.Collect(slices.Chunk(s, n)) }

func TestTinyModelIsThatOfPython(t *testing.T) {
	model := tiny(t)
	for name, kind := range map[string]uint32{"float": kindFloat32, "int8": kindInt8} {
		m, err := Open(model.file(kind))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got, want := m.Version(), model.versions[name]; got != want {
			t.Errorf("%s: version %s, Python's is %s", name, got, want)
		}
	}
}
