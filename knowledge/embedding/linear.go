package embedding

import (
	"encoding/binary"
	"math"
)

// A linear is a layer's product: y = x·W + bias. The weights stay as they are
// in the file and become float32 on their way through the product: a float copy
// of the whole model would take four times the file.
type linear struct {
	in, out int
	weights []byte    // (out/panel, in, panel): a signed byte each, or four bytes of float32
	exact   bool      // float32
	scale   []float32 // of each output
	bias    []float32 // of each output
}

// apply writes x·W + bias to dst; x is (rows, in), dst (rows, out), rows a
// multiple of tileRows.
func (l *linear) apply(w *workspace, dst, x []float32) {
	rows := len(x) / l.in
	size := len(l.weights) / l.out * panel
	for o := 0; o < l.out; o += panel {
		weights := l.weights[o/panel*size:][:size]
		scale, bias := l.scale[o:o+panel], l.bias[o:o+panel]
		direct := w.tiles.int8 != nil && !l.exact
		if !direct {
			l.expand(w.panel, weights)
		}
		for r := 0; r < rows; r += tileRows {
			if direct {
				w.tiles.int8(dst[r*l.out+o:], x[r*l.in:], weights, scale, bias, l.in, l.in, l.out)
			} else {
				w.tiles.float(dst[r*l.out+o:], x[r*l.in:], w.panel, scale, bias, l.in, l.in, l.out)
			}
		}
	}
}

// expand writes the weights of a panel as float32, without their scale.
func (l *linear) expand(dst []float32, weights []byte) {
	if l.exact {
		for i := range dst[:len(weights)/4] {
			dst[i] = math.Float32frombits(binary.LittleEndian.Uint32(weights[4*i:]))
		}
		return
	}
	dst = dst[:len(weights)]
	for i, w := range weights {
		dst[i] = float32(int8(w))
	}
}
