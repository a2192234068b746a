package embedding

import "fmt"

const (
	// tileRows are the rows of x that a tile takes: as many as their sums, the
	// weights and the inputs of a step fit the 16 registers of AVX2.
	tileRows = 4
	// panel is how many outputs a tile gives; weights lie in panels of them.
	panel = 16
)

// tiles compute the piece of a matrix product that all products are made of:
//
//	dst[r][o] = scale[o]·Σᵢ x[r][i]·weights[i][o] + bias[o]
//
// for tileRows rows and one panel of outputs. weights is (in, panel), scale and
// bias are (panel); rows of x and dst start xStride and dstStride apart. in is
// at least 1.
type tiles struct {
	float func(dst, x, weights, scale, bias []float32, in, xStride, dstStride int)
	// int8 takes a signed byte a weight. It is nil where the processor turns
	// them into floats no faster than Go does.
	int8 func(dst, x []float32, weights []byte, scale, bias []float32, in, xStride, dstStride int)
}

// checkTile panics where a slice is too short for the tile, as an index out of
// range would: that is a fault of this package, not of its input.
func checkTile(dst, x []float32, weights int, scale, bias []float32, in, xStride, dstStride int) {
	if in < 1 || xStride < 0 || dstStride < 0 ||
		len(dst) < (tileRows-1)*dstStride+panel || len(x) < (tileRows-1)*xStride+in ||
		weights < in*panel || len(scale) < panel || len(bias) < panel {
		panic(fmt.Sprintf("embedding: tile of %d inputs, strides %d and %d, outside its slices: %d, %d, %d, %d, %d",
			in, xStride, dstStride, len(dst), len(x), weights, len(scale), len(bias)))
	}
}

// portableTile is tiles.float for any processor, two rows and four outputs at a
// time: their sums stay in registers, those of a whole tile would not.
func portableTile(dst, x, weights, scale, bias []float32, in, xStride, dstStride int) {
	checkTile(dst, x, len(weights), scale, bias, in, xStride, dstStride)
	for r := 0; r < tileRows; r += 2 {
		a, b := x[r*xStride:][:in], x[(r+1)*xStride:][:in]
		for o := 0; o < panel; o += 4 {
			var a0, a1, a2, a3, b0, b1, b2, b3 float32
			rest := weights[o : in*panel]
			for i, v := range a {
				w := (*[4]float32)(rest)
				a0, a1, a2, a3 = a0+v*w[0], a1+v*w[1], a2+v*w[2], a3+v*w[3]
				v = b[i]
				b0, b1, b2, b3 = b0+v*w[0], b1+v*w[1], b2+v*w[2], b3+v*w[3]
				rest = rest[min(panel, len(rest)):]
			}
			s, c := (*[4]float32)(scale[o:]), (*[4]float32)(bias[o:])
			*(*[4]float32)(dst[r*dstStride+o:]) = [4]float32{a0*s[0] + c[0], a1*s[1] + c[1], a2*s[2] + c[2], a3*s[3] + c[3]}
			*(*[4]float32)(dst[(r+1)*dstStride+o:]) = [4]float32{b0*s[0] + c[0], b1*s[1] + c[1], b2*s[2] + c[2], b3*s[3] + c[3]}
		}
	}
}
