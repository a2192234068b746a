package embedding

import (
	"fmt"
	"math"
	"testing"
)

func TestGELU(t *testing.T) {
	g := newGELU()
	for i := -90_000; i <= 90_000; i++ {
		x := float32(i) / 10_000
		got := []float32{x}
		g.apply(got)
		want := float64(x) * math.Erfc(-float64(x)/math.Sqrt2) / 2
		if diff := math.Abs(float64(got[0]) - want); !(diff < 2.5e-7*max(1, math.Abs(want))) {
			t.Fatalf("GELU of %g is %g, want %g", x, got[0], want)
		}
	}
	for _, x := range []float32{float32(math.Inf(1)), 3e38, 6} {
		if got := []float32{x, -x}; true {
			if g.apply(got); got[0] != x || got[1] != 0 {
				t.Errorf("GELU of ±%g is %g", x, got)
			}
		}
	}
	nan := []float32{float32(math.NaN())}
	if g.apply(nan); nan[0] == nan[0] {
		t.Errorf("GELU of NaN is %g", nan[0])
	}
}

func TestExp(t *testing.T) {
	for i := range 870_000 {
		x := -float32(i) / 10_000
		got, want := float64(exp(x)), math.Exp(float64(x))
		if !(math.Abs(got-want) <= 3e-7*want) {
			t.Fatalf("exp(%g) is %g, want %g", x, got, want)
		}
	}
	for _, x := range []float32{-87.1, -1e30, float32(math.Inf(-1))} {
		if got := exp(x); got != 0 {
			t.Errorf("exp(%g) is %g, want 0", x, got)
		}
	}
	if got := exp(float32(math.NaN())); got == got {
		t.Errorf("exp(NaN) is %g", got)
	}
}

func TestFloat16(t *testing.T) {
	for bits, want := range map[uint16]float64{
		0x0000: 0,
		0x0001: math.Ldexp(1, -24),
		0x03FF: math.Ldexp(1023, -24),
		0x0400: math.Ldexp(1, -14),
		0x2C00: 0.0625,
		0x3C00: 1,
		0x3C01: 1 + 1./1024,
		0x7BFF: 65504,
		0x7C00: math.Inf(1),
	} {
		if got := float64(float16(bits)); got != want {
			t.Errorf("%04x is %g, want %g", bits, got, want)
		}
		if got := float64(float16(bits | 1<<15)); got != -want || !math.Signbit(got) {
			t.Errorf("%04x is %g, want %g", bits|1<<15, got, -want)
		}
	}
	if got := float16(0x7C01); got == got {
		t.Errorf("7c01 is %g, want NaN", got)
	}
}

func TestLayerNorm(t *testing.T) {
	var b body
	n := layerNorm{weight: b.noise(Dim), bias: b.noise(Dim), epsilon: 1e-12}
	rows := b.amplitude(40, 3*Dim)
	got := append([]float32(nil), rows...)
	n.apply(got)
	for r := range 3 {
		var mean, variance float64
		row := rows[r*Dim : (r+1)*Dim]
		for _, x := range row {
			mean += float64(x) / Dim
		}
		for _, x := range row {
			variance += (float64(x) - mean) * (float64(x) - mean) / Dim
		}
		for i, x := range row {
			want := (float64(x)-mean)/math.Sqrt(variance)*float64(n.weight[i]) + float64(n.bias[i])
			if math.Abs(float64(got[r*Dim+i])-want) > 1e-5 {
				t.Fatalf("row %d, %d: %g, want %g", r, i, got[r*Dim+i], want)
			}
		}
	}
}

// The tiles of this processor and the portable ones give what the sum in tile.go
// says, and leave alone what lies between the rows.
func TestTiles(t *testing.T) {
	const gap = 5
	for _, in := range []int{1, 2, 31, 384, 1536} {
		for name, tile := range map[string]tiles{"portable": {float: portableTile}, "fastest": fastestTiles()} {
			t.Run(fmt.Sprintf("%s/%d", name, in), func(t *testing.T) {
				var b body
				x, scale, bias := b.noise(tileRows*(in+gap)-gap), b.noise(panel), b.noise(panel)
				bytes := make([]byte, in*panel)
				weights := make([]float32, len(bytes))
				for i, v := range b.amplitude(128, len(bytes)) {
					bytes[i] = byte(int8(v))
					weights[i] = float32(int8(v))
				}
				const stride = panel + gap
				check := func(dst []float32) {
					t.Helper()
					for i, got := range dst {
						r, o := i/stride, i%stride
						want := 7.
						if o < panel {
							want = 0
							for k := range in {
								want += float64(x[r*(in+gap)+k]) * float64(weights[k*panel+o])
							}
							want = want*float64(scale[o]) + float64(bias[o])
						}
						if math.Abs(float64(got)-want) > 1e-4*float64(in+16) {
							t.Errorf("row %d, output %d: %g, want %g", r, o, got, want)
						}
					}
				}
				blank := func() []float32 {
					dst := make([]float32, tileRows*stride-gap)
					for i := range dst {
						dst[i] = 7
					}
					return dst
				}
				dst := blank()
				tile.float(dst, x, weights, scale, bias, in, in+gap, stride)
				check(dst)
				if tile.int8 != nil {
					dst := blank()
					tile.int8(dst, x, bytes, scale, bias, in, in+gap, stride)
					check(dst)
				}
			})
		}
	}
}

func TestTilesRefuseShortSlices(t *testing.T) {
	const in = 3
	full := func() [5][]float32 {
		return [5][]float32{
			make([]float32, 3*panel+panel), make([]float32, 4*in), make([]float32, in*panel),
			make([]float32, panel), make([]float32, panel),
		}
	}
	for i := range 5 {
		s := full()
		s[i] = s[i][:len(s[i])-1]
		for name, tile := range map[string]tiles{"portable": {float: portableTile}, "fastest": fastestTiles()} {
			func() {
				defer func() {
					if recover() == nil {
						t.Errorf("%s: no panic with slice %d too short", name, i)
					}
				}()
				tile.float(s[0], s[1], s[2], s[3], s[4], in, in, panel)
			}()
		}
	}
}
