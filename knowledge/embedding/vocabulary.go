package embedding

import (
	"encoding/binary"
	"fmt"
	"math"
)

// A vocabulary is the pieces that texts are cut into, in the order of their
// bytes: a piece's number is its place. It is read where it lies in the file.
type vocabulary struct {
	offsets []byte // uint32 each, one more than pieces
	scores  []byte // float32 each
	blob    []byte
	size    int
}

// check reports offsets that do not delimit pieces. The order of the pieces is
// taken on trust: without it some are not found, and that is all.
func (v *vocabulary) check() error {
	before := uint32(0)
	for i := range v.size + 1 {
		at := binary.LittleEndian.Uint32(v.offsets[4*i:])
		if at < before || i == 0 && at != 0 {
			return fmt.Errorf("piece %d of %d: offset %d after %d", i, v.size, at, before)
		}
		before = at
	}
	if int(before) != len(v.blob) {
		return fmt.Errorf("pieces end at %d of %d bytes", before, len(v.blob))
	}
	return nil
}

func (v *vocabulary) piece(id int) []byte {
	o := v.offsets[4*id : 4*id+8]
	return v.blob[binary.LittleEndian.Uint32(o):binary.LittleEndian.Uint32(o[4:])]
}

func (v *vocabulary) score(id int) float64 {
	return float64(math.Float32frombits(binary.LittleEndian.Uint32(v.scores[4*id:])))
}

// A span is the pieces that begin with the same bytes, so many as depth.
type span struct{ from, to, depth int }

func (v *vocabulary) all() span { return span{to: v.size} }

// with narrows the span to the pieces whose next byte is c.
func (v *vocabulary) with(s span, c byte) span {
	// A piece that ends here comes first and has no next byte.
	at := v.from(s, int(c))
	return span{from: at, to: v.from(span{at, s.to, s.depth}, int(c)+1), depth: s.depth + 1}
}

// from is the first piece of the span whose next byte is at least c.
func (v *vocabulary) from(s span, c int) int {
	low, high := s.from, s.to
	for low < high {
		mid := int(uint(low+high) >> 1)
		if p := v.piece(mid); len(p) <= s.depth || int(p[s.depth]) < c {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// whole gives the piece that is the span's bytes and nothing more.
func (v *vocabulary) whole(s span) (id int, ok bool) {
	if s.from < s.to && len(v.piece(s.from)) == s.depth {
		return s.from, true
	}
	return 0, false
}
