package vectors

import (
	"crypto/sha256"
	"math"

	"bigtalk/knowledge/embedding"
)

// A Key identifies a text in a role.
type Key [8]byte

// KeyOf returns the text's key: the first bytes of a SHA-256, so that texts that
// do not differ need no second vector, whatever archive they stand in.
func KeyOf(role embedding.Role, text string) Key {
	h := sha256.New()
	h.Write([]byte{byte(role)})
	h.Write([]byte(text))
	var sum [sha256.Size]byte
	return Key(h.Sum(sum[:0]))
}

// A Table holds vectors of one encoder by their text. It is read by many or
// written by one goroutine at a time.
type Table struct {
	encoder string
	dim     int
	at      map[Key]int32
	keys    []Key
	scales  []float32
	parts   []int8
}

// NewTable returns an empty Table for the vectors of an encoder's version. Their
// dimension is that of the first one added.
func NewTable(encoder string) *Table {
	return &Table{encoder: encoder, at: make(map[Key]int32)}
}

// Len is the number of vectors.
func (t *Table) Len() int { return len(t.keys) }

// Dim is the number of components of each vector; 0 while there is none.
func (t *Table) Dim() int { return t.dim }

// Has reports whether the table has a vector for the key.
func (t *Table) Has(k Key) bool {
	_, ok := t.at[k]
	return ok
}

// Add rounds v to int8 and keeps it. A key that is there stays as it is, and a
// vector of another dimension or with a component that is no finite number is not
// added: ok is false then.
func (t *Table) Add(k Key, v []float32) (ok bool) {
	if len(v) == 0 || t.dim != 0 && len(v) != t.dim {
		return false
	}
	if t.Has(k) {
		return true
	}
	largest := float32(0)
	for _, x := range v {
		largest = max(largest, max(x, -x))
	}
	scale := largest / math.MaxInt8
	if f := float64(scale); math.IsNaN(f) || math.IsInf(f, 0) {
		return false
	}
	t.dim = len(v)
	t.at[k] = int32(len(t.keys))
	t.keys = append(t.keys, k)
	t.scales = append(t.scales, scale)
	for _, x := range v {
		q := int8(0)
		if scale > 0 {
			q = int8(math.RoundToEven(float64(x / scale)))
		}
		t.parts = append(t.parts, q)
	}
	return true
}

// row returns the parts and the scale of a vector.
func (t *Table) row(k Key) (parts []int8, scale float32, ok bool) {
	i, ok := t.at[k]
	if !ok {
		return nil, 0, false
	}
	return t.parts[int(i)*t.dim : int(i+1)*t.dim], t.scales[i], true
}

// Take adds o's vectors of the keys, in their order; keys that o lacks are left out,
// and all where o's vectors are of another dimension.
func (t *Table) Take(o *Table, keys []Key) {
	if t.dim != 0 && o.dim != t.dim {
		return
	}
	for _, k := range keys {
		parts, scale, ok := o.row(k)
		if !ok || t.Has(k) {
			continue
		}
		t.dim = o.dim
		t.at[k] = int32(len(t.keys))
		t.keys = append(t.keys, k)
		t.scales = append(t.scales, scale)
		t.parts = append(t.parts, parts...)
	}
}

// merge adds all vectors of o.
func (t *Table) merge(o *Table) { t.Take(o, o.keys) }
