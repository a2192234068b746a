package vectors

import (
	"fmt"

	"github.com/viterin/vek/vek32"
)

// maxFloats is the most vectors that a Matrix widens to float32 once for all, at
// four times the memory: 48 MB at 384 components. Larger ones are widened block
// by block at every question, at 0.4 ns a component.
const maxFloats = 1 << 15

// A Matrix holds vectors as rows, to compare a question with all of them. It is
// read-only and safe for concurrent use.
type Matrix struct {
	dim    int
	rows   int
	floats []float32 // nil for large ones
	parts  []int8    // nil where floats are
	scales []float32 // likewise
}

// NewMatrix gathers the vectors of the keys in their order. One that the table
// lacks is an error.
func NewMatrix(t *Table, keys []Key) (*Matrix, error) { return newMatrix(t, keys, maxFloats) }

// newMatrix widens up to maxWide vectors once for all.
func newMatrix(t *Table, keys []Key, maxWide int) (*Matrix, error) {
	m := &Matrix{dim: t.dim, rows: len(keys)}
	wide := len(keys) <= maxWide
	if wide {
		m.floats = make([]float32, len(keys)*t.dim)
	} else {
		m.parts = make([]int8, 0, len(keys)*t.dim)
		m.scales = make([]float32, 0, len(keys))
	}
	for i, k := range keys {
		parts, scale, ok := t.row(k)
		if !ok {
			return nil, fmt.Errorf("row %d of %d has no vector", i, len(keys))
		}
		if wide {
			widen(m.floats[i*m.dim:(i+1)*m.dim], parts, scale)
			continue
		}
		m.parts, m.scales = append(m.parts, parts...), append(m.scales, scale)
	}
	return m, nil
}

func widen(dst []float32, parts []int8, scale float32) {
	for i, p := range parts {
		dst[i] = float32(p) * scale
	}
}

// Dim is the number of components of each.
func (m *Matrix) Dim() int { return m.dim }

// Row returns a copy of one vector.
func (m *Matrix) Row(i int) []float32 {
	out := make([]float32, m.dim)
	if m.floats != nil {
		copy(out, m.floats[i*m.dim:])
		return out
	}
	widen(out, m.parts[i*m.dim:(i+1)*m.dim], m.scales[i])
	return out
}

// Dots returns the dot product of q, which has Dim components, with every row.
func (m *Matrix) Dots(q []float32) []float32 {
	out := make([]float32, m.rows)
	if m.floats != nil || m.rows == 0 {
		for i := range out {
			out[i] = vek32.Dot(m.floats[i*m.dim:(i+1)*m.dim], q)
		}
		return out
	}
	block := make([]float32, m.dim)
	for i := range out {
		widen(block, m.parts[i*m.dim:(i+1)*m.dim], m.scales[i])
		out[i] = vek32.Dot(block, q)
	}
	return out
}
