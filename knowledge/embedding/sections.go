package embedding

import (
	"encoding/binary"
	"math"
	"slices"
)

// sections hands out the parts of a file, one after another. The header has
// been checked against the file's length, so that none is missing.
type sections struct {
	rest []byte
	kind uint32
}

// bytes gives the next n bytes without copying them.
func (s *sections) bytes(n int) []byte {
	part := s.rest[:n:n]
	s.rest = s.rest[n:]
	return part
}

// floats copies the next n numbers.
func (s *sections) floats(n int) []float32 {
	part, out := s.bytes(4*n), make([]float32, n)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(part[4*i:]))
	}
	return out
}

// linear takes the next matrix and its bias.
func (s *sections) linear(in, out int) linear {
	l := linear{in: in, out: out}
	if s.kind == kindFloat32 {
		l.exact, l.scale = true, slices.Repeat([]float32{1}, out)
		l.weights = s.bytes(4 * in * out)
	} else {
		l.scale = s.floats(out)
		l.weights = s.bytes(in * out)
	}
	l.bias = s.floats(out)
	return l
}

// norm takes the next norm's weight and bias.
func (s *sections) norm(epsilon float32) layerNorm {
	return layerNorm{weight: s.floats(Dim), bias: s.floats(Dim), epsilon: epsilon}
}
