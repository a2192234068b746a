package vectors

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// written is the table's file.
func written(t testing.TB, table *Table) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := table.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sealed returns data with the checksum that fits it.
func sealed(data []byte) []byte {
	out := bytes.Clone(data)
	binary.LittleEndian.PutUint32(out[len(out)-4:], crc32.ChecksumIEEE(out[:len(out)-4]))
	return out
}

// small has two vectors of three components by the encoder "enc".
func small(t testing.TB) *Table {
	t.Helper()
	return tableOf(t, "enc", map[string][]float32{"a": {1, -0.5, 0.25}, "b": {0, 0, 0}}, "a", "b")
}

// Where things stand in the file of small.
const (
	smallDim    = 4 + 2 + 3
	smallCount  = smallDim + 4
	smallKeys   = smallCount + 4
	smallScales = smallKeys + 2*8
	smallParts  = smallScales + 2*4
	smallBytes  = smallParts + 2*3 + 4
)

func TestRoundTrip(t *testing.T) {
	for name, table := range map[string]*Table{
		"two vectors":    small(t),
		"none":           NewTable("enc"),
		"no encoder":     tableOf(t, "", map[string][]float32{"a": {1}}, "a"),
		"a long encoder": tableOf(t, strings.Repeat("x", maxEncoder), map[string][]float32{"a": {1}}, "a"),
	} {
		t.Run(name, func(t *testing.T) {
			data := written(t, table)
			got, err := Read(data, table.encoder)
			if err != nil {
				t.Fatal(err)
			}
			if got.encoder != table.encoder || got.Dim() != table.Dim() || got.Len() != table.Len() {
				t.Errorf("%d vectors of %d components by %q, want %d of %d by %q",
					got.Len(), got.Dim(), got.encoder, table.Len(), table.Dim(), table.encoder)
			}
			if diff := cmp.Diff(table.keys, got.keys, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("keys (-want +got):\n%s", diff)
			}
			for _, k := range table.keys {
				wantParts, wantScale, _ := table.row(k)
				parts, scale, ok := got.row(k)
				if !ok || !cmp.Equal(wantParts, parts) || wantScale != scale {
					t.Errorf("vector %x: %v × %v, %t; want %v × %v", k, scale, parts, ok, wantScale, wantParts)
				}
			}
			if again := written(t, got); !bytes.Equal(data, again) {
				t.Error("writing what was read gives another file")
			}
		})
	}
}

// TestLayout holds the file to the package comment.
func TestLayout(t *testing.T) {
	data := written(t, small(t))
	if len(data) != smallBytes {
		t.Fatalf("%d bytes, want %d", len(data), smallBytes)
	}
	a, b := key("a"), key("b")
	var want []byte
	want = append(want, "BTV1\x03\x00enc\x03\x00\x00\x00\x02\x00\x00\x00"...)
	want = append(append(want, a[:]...), b[:]...)
	want = binary.LittleEndian.AppendUint32(want, math.Float32bits(1.0/127))
	want = append(want, 0, 0, 0, 0)
	want = append(want, 127, 0xC0, 32, 0, 0, 0) // −0.5·127 = −63.5 → −64, 0.25·127 = 31.75 → 32
	want = append(want, 0, 0, 0, 0)
	if diff := cmp.Diff(sealed(want), data); diff != "" {
		t.Errorf("file (-want +got):\n%s", diff)
	}
}

// TestReadNoneOfSome reads a file that names a dimension for no vector.
func TestReadNoneOfSome(t *testing.T) {
	data := written(t, NewTable("enc"))
	binary.LittleEndian.PutUint32(data[smallDim:], 3)
	table, err := Read(sealed(data), "enc")
	if err != nil || table.Dim() != 0 {
		t.Fatalf("%v, want a table of 0 components", err)
	}
	if !table.Add(key("a"), []float32{1, 0}) {
		t.Error("a table without vectors refuses two components")
	}
}

func TestReadGrowsOn(t *testing.T) {
	data := written(t, small(t))
	before := bytes.Clone(data)
	table, err := Read(data, "enc")
	if err != nil {
		t.Fatal(err)
	}
	table.Add(key("c"), []float32{0, 1, 0})
	if diff := cmp.Diff([]float32{0, 1, 0}, vectorOf(t, table, "c")); diff != "" {
		t.Errorf("c (-want +got):\n%s", diff)
	}
	if !bytes.Equal(before, data) {
		t.Error("Add writes into the data that the table was read from")
	}
}

func TestReadRefuses(t *testing.T) {
	good := written(t, small(t))
	change := func(f func(b []byte)) []byte {
		b := bytes.Clone(good)
		f(b)
		return sealed(b)
	}
	put := func(at int, v uint32) []byte {
		return change(func(b []byte) { binary.LittleEndian.PutUint32(b[at:], v) })
	}
	scale := func(f float64) []byte { return put(smallScales+4, math.Float32bits(float32(f))) }
	damaged := bytes.Clone(good)
	damaged[smallParts] ^= 1
	turned := bytes.Clone(good)
	turned[6] ^= 1
	for _, tt := range []struct {
		name string
		data []byte
		want string
	}{
		{"nothing", nil, "does not begin with BTV1"},
		{"another magic", change(func(b []byte) { b[3] = '2' }), "does not begin with BTV1"},
		{"a long version", change(func(b []byte) { binary.LittleEndian.PutUint16(b[4:], maxEncoder+1) }), "cut off in the header"},
		{"another encoder", change(func(b []byte) { b[6] = 'E' }), `"Enc", not "enc"`},
		{"a bit", damaged, "checksum is wrong"},
		{"a bit of the encoder", turned, "checksum is wrong"},
		{"one vector more", put(smallCount, 3), "do not hold 3 vectors of 3"},
		{"one vector less", put(smallCount, 1), "do not hold 1 vectors of 3"},
		{"another dimension", put(smallDim, 4), "do not hold 2 vectors of 4"},
		{"no dimension", put(smallDim, 0), "do not hold 2 vectors of 0"},
		{"most vectors", put(smallCount, math.MaxUint32), "do not hold 4294967295 vectors of 3"},
		{"most components", put(smallDim, math.MaxUint32), "do not hold 2 vectors of 4294967295"},
		{"vectors without components", sealed(append([]byte("BTV1\x03\x00enc\x00\x00\x00\x00\x01\x00\x00\x00"), make([]byte, 8+4+4)...)), "do not hold 1 vectors of 0"},
		{"something behind", sealed(append(bytes.Clone(good), 0)), "do not hold"},
		{"no number", scale(math.NaN()), "vector 1 has the scale NaN"},
		{"infinite", scale(math.Inf(1)), "vector 1 has the scale +Inf"},
		{"negative", scale(-1), "vector 1 has the scale -1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(tt.data, "enc")
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want it to say %q", err, tt.want)
			}
			if errors.Is(err, ErrOtherEncoder) != (tt.name == "another encoder") {
				t.Errorf("errors.Is(%v, ErrOtherEncoder) = %t", err, errors.Is(err, ErrOtherEncoder))
			}
		})
	}
}

func TestReadRefusesWhatIsCutOff(t *testing.T) {
	good := written(t, small(t))
	for n := range len(good) {
		if _, err := Read(good[:n], "enc"); err == nil {
			t.Errorf("the first %d of %d bytes are read", n, len(good))
		}
		// A checksum that fits what is left must not do either.
		if n >= 4 {
			if _, err := Read(sealed(good[:n]), "enc"); err == nil {
				t.Errorf("the first %d of %d bytes with a checksum are read", n, len(good))
			}
		}
	}
}

func TestReadRefusesEveryBit(t *testing.T) {
	good := written(t, small(t))
	for i := range 8 * len(good) {
		b := bytes.Clone(good)
		b[i/8] ^= 1 << (i % 8)
		if _, err := Read(b, "enc"); err == nil {
			t.Errorf("read with bit %d of byte %d turned", i%8, i/8)
		}
	}
}

func TestWriteRefuses(t *testing.T) {
	var b bytes.Buffer
	if err := NewTable(strings.Repeat("x", maxEncoder+1)).Write(&b); err == nil || b.Len() != 0 {
		t.Errorf("a version of %d bytes: %v, %d bytes written", maxEncoder+1, err, b.Len())
	}
	if err := small(t).Write(refusing{}); !errors.Is(err, errRefused) {
		t.Errorf("a writer that fails: %v", err)
	}
}

var errRefused = errors.New("refused")

type refusing struct{}

func (refusing) Write([]byte) (int, error) { return 0, errRefused }

// FuzzRead reads any bytes, as they are and with a checksum that fits, so that
// what stands behind the checksum is reached.
func FuzzRead(f *testing.F) {
	f.Add(written(f, small(f)))
	f.Add(written(f, NewTable("enc")))
	f.Add([]byte("BTV1\x03\x00enc"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) >= 4 {
			use(t, sealed(data))
		}
		use(t, data)
	})
}

// use reads data and does with the table what the program does.
func use(t *testing.T, data []byte) {
	before := bytes.Clone(data)
	table, err := Read(data, "enc")
	if err != nil {
		return
	}
	for _, k := range table.keys {
		if parts, _, ok := table.row(k); !ok || len(parts) != table.Dim() {
			t.Fatalf("vector %x has %d components, %t; want %d", k, len(parts), ok, table.Dim())
		}
	}
	for _, maxWide := range []int{0, math.MaxInt} {
		m, err := newMatrix(table, table.keys, maxWide)
		if err != nil {
			t.Fatal(err)
		}
		m.Dots(make([]float32, table.Dim()))
	}
	copied := NewTable("enc")
	copied.merge(table)
	table.Add(key("one more"), make([]float32, max(1, table.Dim())))
	if again, err := Read(written(t, copied), "enc"); err != nil || again.Len() != copied.Len() {
		t.Fatalf("a copy of what was read: %v", err)
	}
	if !bytes.Equal(before, data) {
		t.Fatal("the data changed")
	}
}
