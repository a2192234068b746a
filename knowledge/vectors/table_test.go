package vectors

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bigtalk/knowledge/embedding"
)

// key is that of a question.
func key(text string) Key { return KeyOf(embedding.Query, text) }

// tableOf has a vector for each text, in order.
func tableOf(t testing.TB, encoder string, list map[string][]float32, order ...string) *Table {
	t.Helper()
	out := NewTable(encoder)
	for _, text := range order {
		if !out.Add(key(text), list[text]) {
			t.Fatalf("Add(%q) refuses %v", text, list[text])
		}
	}
	return out
}

// vectorOf is what the table holds for a text.
func vectorOf(t testing.TB, table *Table, text string) []float32 {
	t.Helper()
	m, err := NewMatrix(table, []Key{key(text)})
	if err != nil {
		t.Fatalf("vector of %q: %v", text, err)
	}
	return m.Row(0)
}

func TestKeyOf(t *testing.T) {
	if KeyOf(embedding.Query, "a") == KeyOf(embedding.Passage, "a") {
		t.Error("a question and a passage of the same text share a key")
	}
	// The first bytes of the SHA-256 of a zero byte and the text.
	if got, want := fmt.Sprintf("%x", KeyOf(embedding.Query, "a")), "022a6979e6dab7aa"; got != want {
		t.Errorf("key %s, want %s", got, want)
	}
}

func TestAddRounds(t *testing.T) {
	table := NewTable("e")
	if table.Dim() != 0 || table.Len() != 0 {
		t.Fatalf("a new table has %d vectors of %d components", table.Len(), table.Dim())
	}
	// The scale is 0.508/127 = 0.004; −0.25/0.004 = −62.5 goes to the even −62, and
	// 0.003/0.004 = 0.75 to 1.
	if !table.Add(key("a"), []float32{0.508, -0.25, 0.003, 0}) {
		t.Fatal("Add refuses the first vector")
	}
	parts, scale, ok := table.row(key("a"))
	if !ok {
		t.Fatal("what was added is not there")
	}
	if diff := cmp.Diff([]int8{127, -62, 1, 0}, parts); diff != "" {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
	if math.Abs(float64(scale)-0.004) > 1e-9 {
		t.Errorf("scale %v, want 0.004", scale)
	}
	negative := NewTable("e")
	negative.Add(key("n"), []float32{-0.5, 0.25})
	if parts, _, _ := negative.row(key("n")); parts[0] != -127 {
		t.Errorf("the largest component, −0.5, became %d, want -127", parts[0])
	}
}

func TestAddTwiceKeepsTheFirst(t *testing.T) {
	table := NewTable("e")
	table.Add(key("a"), []float32{1, 0})
	if !table.Add(key("a"), []float32{0, 1}) {
		t.Error("a key that is there is refused")
	}
	if diff := cmp.Diff([]float32{1, 0}, vectorOf(t, table, "a")); diff != "" || table.Len() != 1 {
		t.Errorf("%d vectors, the first (-want +got):\n%s", table.Len(), diff)
	}
}

func TestAddRefuses(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for _, tt := range []struct {
		name string
		v    []float32
	}{
		{"another dimension", []float32{1, 0, 0}},
		{"no component", nil},
		{"no number", []float32{1, nan}},
		{"no number first", []float32{nan, 1}},
		{"infinite", []float32{1, -inf}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			table := NewTable("e")
			table.Add(key("a"), []float32{1, 0})
			if table.Add(key("b"), tt.v) || table.Has(key("b")) || table.Len() != 1 {
				t.Errorf("Add(%v) to a table of 2 components is taken", tt.v)
			}
		})
	}
	for _, v := range [][]float32{{}, {nan}} {
		if table := NewTable("e"); table.Add(key("a"), v) || table.Len() != 0 || table.Dim() != 0 {
			t.Errorf("Add(%v) to an empty table is taken, or decides its dimension", v)
		}
	}
}

func TestZeroVector(t *testing.T) {
	table := NewTable("e")
	if !table.Add(key("zero"), []float32{0, 0, 0}) {
		t.Fatal("the zero vector is refused")
	}
	if diff := cmp.Diff([]float32{0, 0, 0}, vectorOf(t, table, "zero")); diff != "" {
		t.Errorf("zero vector (-want +got):\n%s", diff)
	}
}

func TestTake(t *testing.T) {
	list := map[string][]float32{"a": {1, 0}, "b": {0, 1}, "c": {1, 0}}
	from := tableOf(t, "e", list, "a", "b", "c")
	to := NewTable("e")
	to.Take(from, []Key{key("c"), key("nowhere"), key("a"), key("c")})
	if diff := cmp.Diff([]Key{key("c"), key("a")}, to.keys); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]float32{1, 0}, vectorOf(t, to, "a")); diff != "" {
		t.Errorf("a (-want +got):\n%s", diff)
	}
	other := NewTable("e")
	other.Add(key("z"), []float32{1, 0, 0})
	other.Take(from, from.keys)
	if other.Len() != 1 {
		t.Errorf("%d vectors after taking from a table of another dimension, want 1", other.Len())
	}
}

// TestTakeNothing lets a table that has got no vector still take any dimension.
func TestTakeNothing(t *testing.T) {
	to := NewTable("e")
	to.Take(tableOf(t, "e", map[string][]float32{"a": {1, 0}}, "a"), []Key{key("nowhere")})
	if to.Dim() != 0 {
		t.Errorf("%d components without a vector", to.Dim())
	}
	if !to.Add(key("z"), []float32{1, 0, 0}) || to.Dim() != 3 {
		t.Errorf("%d components of one vector of 3", to.Dim())
	}
}

// unitVector is a random direction.
func unitVector(r *rand.Rand, dim int) []float32 {
	v := make([]float32, dim)
	sum := 0.0
	for i := range v {
		v[i] = float32(r.NormFloat64())
		sum += float64(v[i]) * float64(v[i])
	}
	for i := range v {
		v[i] /= float32(math.Sqrt(sum))
	}
	return v
}

// nearTo is a unit vector at about the cosine to v.
func nearTo(r *rand.Rand, v []float32, cosine float64) []float32 {
	w := unitVector(r, len(v))
	out := make([]float32, len(v))
	sum := 0.0
	for i := range v {
		x := cosine*float64(v[i]) + math.Sqrt(1-cosine*cosine)*float64(w[i])
		out[i] = float32(x)
		sum += x * x
	}
	for i := range out {
		out[i] /= float32(math.Sqrt(sum))
	}
	return out
}

func dot(a, b []float32) float64 {
	sum := 0.0
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}

// TestRounding holds the package comment to its word. The error is a sum of many
// small ones, so that it has no useful bound that no pair can break; these are
// more than five standard deviations.
func TestRounding(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	const dim = 384
	table := NewTable("e")
	one, both := 0.0, 0.0
	for i := range 10_000 {
		a := unitVector(r, dim)
		b := nearTo(r, a, r.Float64())
		ka, kb := key(fmt.Sprint("a", i)), key(fmt.Sprint("b", i))
		table.Add(ka, a)
		table.Add(kb, b)
		m, err := NewMatrix(table, []Key{ka, kb})
		if err != nil {
			t.Fatal(err)
		}
		want := dot(a, b)
		one = max(one, math.Abs(dot(a, m.Row(1))-want))
		both = max(both, math.Abs(dot(m.Row(0), m.Row(1))-want))
	}
	t.Logf("a cosine moves by up to %.5f, by %.5f where both are rounded", one, both)
	if one >= 0.002 || both >= 0.003 {
		t.Errorf("a cosine moves by %.5f, want less than 0.002; by %.5f where both are rounded, want less than 0.003", one, both)
	}
}

func TestMatrix(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	const dim, rows = 37, 9 // no multiple of what a processor adds up at once
	table := NewTable("e")
	var keys []Key
	for i := range rows {
		keys = append(keys, key(string(rune('a'+i))))
		table.Add(keys[i], unitVector(r, dim))
	}
	keys = append(keys, keys[0]) // a text may stand twice
	q := unitVector(r, dim)
	wide, err := newMatrix(table, keys, len(keys))
	if err != nil {
		t.Fatal(err)
	}
	narrow, err := newMatrix(table, keys, len(keys)-1)
	if err != nil {
		t.Fatal(err)
	}
	if wide.floats == nil || narrow.floats != nil || narrow.parts == nil {
		t.Fatal("the bound does not decide how a matrix holds its rows")
	}
	if diff := cmp.Diff(wide.Dots(q), narrow.Dots(q)); diff != "" {
		t.Errorf("dots (-wide +narrow):\n%s", diff)
	}
	for name, m := range map[string]*Matrix{"wide": wide, "narrow": narrow} {
		dots := m.Dots(q)
		if len(dots) != rows+1 || m.Dim() != dim {
			t.Fatalf("%s: %d rows of %d, want %d of %d", name, len(dots), m.Dim(), rows+1, dim)
		}
		for i := range dots {
			if want := dot(m.Row(i), q); math.Abs(float64(dots[i])-want) > 1e-5 {
				t.Errorf("%s: row %d: %v, by hand %v", name, i, dots[i], want)
			}
		}
		if dots[0] != dots[rows] {
			t.Errorf("%s: the same text has the products %v and %v", name, dots[0], dots[rows])
		}
	}
}

func TestMatrixByHand(t *testing.T) {
	// Components of 127 and multiples of the scale are exact.
	list := map[string][]float32{"x": {127, 0}, "y": {0, -127}, "xy": {127, 64}}
	table := tableOf(t, "e", list, "x", "y", "xy")
	keys := []Key{key("xy"), key("x"), key("y")}
	for _, maxWide := range []int{0, 3} {
		m, err := newMatrix(table, keys, maxWide)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]float32{127*2 + 64*3, 127 * 2, -127 * 3}, m.Dots([]float32{2, 3})); diff != "" {
			t.Errorf("widening up to %d: dots (-want +got):\n%s", maxWide, diff)
		}
		if diff := cmp.Diff([]float32{0, -127}, m.Row(2)); diff != "" {
			t.Errorf("widening up to %d: row 2 (-want +got):\n%s", maxWide, diff)
		}
		row := m.Row(0)
		row[0] = 5
		if m.Row(0)[0] != 127 {
			t.Errorf("widening up to %d: Row is no copy", maxWide)
		}
	}
}

func TestMatrixOfNothing(t *testing.T) {
	m, err := NewMatrix(NewTable("e"), nil)
	if err != nil || len(m.Dots(nil)) != 0 {
		t.Errorf("a matrix without rows: %v, %v", m, err)
	}
}

func TestMatrixLacksAVector(t *testing.T) {
	table := tableOf(t, "e", map[string][]float32{"a": {1, 0}}, "a")
	_, err := NewMatrix(table, []Key{key("a"), key("b")})
	if err == nil || err.Error() != "row 1 of 2 has no vector" {
		t.Errorf("a key without a vector: %v", err)
	}
}
