package embedding

import "math"

// attend lets the tokens of one text look at each other: for each head, the
// values weighted by the softmax of query·key. qkv is (tokens, 3·Dim), queries,
// keys and values side by side; dst is (tokens, Dim). Both go on for up to
// tileRows-1 rows after the text: what stands there is read to no effect and
// overwritten.
func attend(w *workspace, dst, qkv []float32, tokens, heads int) {
	size := Dim / heads
	rows, width := roundUp(tokens, tileRows), roundUp(tokens, panel)
	for i := range w.scale {
		w.scale[i] = float32(1 / math.Sqrt(float64(size)))
	}
	for head := range heads {
		at := head * size
		// Keys in panels of tokens, and zeros for those that fill up the last.
		for t := range width {
			keys := w.keys[t/panel*panel*size+t%panel:]
			if t >= tokens {
				for i := range size {
					keys[i*panel] = 0
				}
				continue
			}
			for i, v := range qkv[t*3*Dim+Dim+at:][:size] {
				keys[i*panel] = v
			}
		}
		for o := 0; o < tokens; o += panel {
			for r := 0; r < rows; r += tileRows {
				w.tiles.float(w.attention[r*width+o:], qkv[r*3*Dim+at:], w.keys[o*size:], w.scale[:], w.zeros[:], size, 3*Dim, width)
			}
		}
		for r := range tokens {
			softmax(w.attention[r*width:][:tokens])
		}
		for o := 0; o < size; o += panel {
			for t := range tokens {
				copy(w.values[t*panel:][:panel], qkv[t*3*Dim+2*Dim+at+o:])
			}
			for r := 0; r < rows; r += tileRows {
				w.tiles.float(dst[r*Dim+at+o:], w.attention[r*width:], w.values, w.ones[:], w.zeros[:], tokens, width, Dim)
			}
		}
	}
}

// softmax works on x in place.
func softmax(x []float32) {
	most := x[0]
	for _, v := range x {
		most = max(most, v)
	}
	var sum float32
	for i, v := range x {
		e := exp(v - most)
		x[i] = e
		sum += e
	}
	share := 1 / sum
	for i := range x {
		x[i] *= share
	}
}

// exp is e^x for x ≤ 0, wrong by less than 3e-7 of the result: 2^n times a
// polynomial of degree 6 on ±ln2/2. Below -87 it is 0, as in float32 nearly.
func exp(x float32) float32 {
	switch {
	case x < -87:
		return 0
	case x != x:
		return x // no whole number to be had from it
	}
	const (
		ln2High = 0.693359375
		ln2Low  = -2.12194440e-4
	)
	n := float32(int(x*(1/math.Ln2) - 0.5))
	r := x - n*ln2High - n*ln2Low
	p := 1 + r*(1+r*(1./2+r*(1./6+r*(1./24+r*(1./120+r*(1./720))))))
	return p * math.Float32frombits(uint32(int32(n)+127)<<23)
}
