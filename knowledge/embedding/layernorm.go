package embedding

import "math"

// A layerNorm brings each row to mean 0 and variance 1, then scales and shifts
// it.
type layerNorm struct {
	weight, bias []float32
	epsilon      float32
}

// apply works on x (rows, Dim) in place.
func (n *layerNorm) apply(x []float32) {
	weight, bias := (*[Dim]float32)(n.weight), (*[Dim]float32)(n.bias)
	for ; len(x) >= Dim; x = x[Dim:] {
		row := (*[Dim]float32)(x)
		// Four sums, because one would wait for itself.
		var a, b, c, d float32
		for i := 0; i < Dim; i += 4 {
			a, b, c, d = a+row[i], b+row[i+1], c+row[i+2], d+row[i+3]
		}
		mean := (a + b + c + d) / Dim
		a, b, c, d = 0, 0, 0, 0
		for i := 0; i < Dim; i += 4 {
			e, f, g, h := row[i]-mean, row[i+1]-mean, row[i+2]-mean, row[i+3]-mean
			a, b, c, d = a+e*e, b+f*f, c+g*g, d+h*h
		}
		scale := float32(1 / math.Sqrt(float64((a+b+c+d)/Dim+n.epsilon)))
		for i, v := range row {
			row[i] = (v-mean)*scale*weight[i] + bias[i]
		}
	}
}

// add adds y to x; they are of the same length.
func add(x, y []float32) {
	y = y[:len(x)]
	for i, v := range y {
		x[i] += v
	}
}
