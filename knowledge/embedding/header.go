package embedding

import (
	"cmp"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
)

// A header is the 13 words after the hash.
type header struct {
	hidden, layers, heads, inner uint32
	pieces, positions            uint32
	kind                         uint32
	begin, end, unknown          uint32  // the pieces <s>, </s> and <unk>
	epsilon                      float32 // of the norms
	leastScore                   float32 // of the published pieces, also those left out
	blob                         uint32  // bytes
}

// parseHeader reads and checks everything before the pieces.
func parseHeader(data []byte) (header, string, error) {
	var h header
	switch {
	case len(data) < len(magic) || string(data[:len(magic)]) != magic:
		return h, "", errors.New("no model file: it does not start with " + magic)
	case len(data) < headerEnd:
		return h, "", fmt.Errorf("cut off in the header: %d bytes, want at least %d", len(data), headerEnd)
	}
	word := func(i int) uint32 { return binary.LittleEndian.Uint32(data[i:]) }
	if v := word(len(magic)); v != formatVersion {
		return h, "", fmt.Errorf("format version %d, want %d", v, formatVersion)
	}
	for i, field := range []*uint32{
		&h.hidden, &h.layers, &h.heads, &h.inner, &h.pieces, &h.positions, &h.kind, &h.begin, &h.end, &h.unknown,
	} {
		*field = word(hashEnd + 4*i)
	}
	h.epsilon = math.Float32frombits(word(hashEnd + 40))
	h.leastScore = math.Float32frombits(word(hashEnd + 44))
	h.blob = word(hashEnd + 48)
	return h, hex.EncodeToString(data[len(magic)+4 : hashEnd]), h.check(len(data))
}

// check reports the first field that no model of the family has, and a file
// whose length is not the one that the fields give.
func (h header) check(length int) error {
	outside := func(name string, v, least, most uint32) error {
		if v < least || v > most {
			return fmt.Errorf("header: %s is %d, want %d to %d", name, v, least, most)
		}
		return nil
	}
	err := cmp.Or(
		outside("hidden size", h.hidden, Dim, Dim),
		outside("layers", h.layers, 1, maxLayers),
		outside("heads", h.heads, 1, Dim),
		outside("inner size", h.inner, 1, maxInner),
		outside("pieces", h.pieces, 3, maxPieces),
		outside("positions", h.positions, MaxTokens, MaxTokens),
		outside("kind of matrices", h.kind, kindInt8, kindFloat32),
		outside("bytes of pieces", h.blob, 0, maxBlob),
		outside("piece <s>", h.begin, 0, h.pieces-1),
		outside("piece </s>", h.end, 0, h.pieces-1),
		outside("piece <unk>", h.unknown, 0, h.pieces-1),
	)
	if err != nil {
		return err
	}
	if h.hidden%h.heads != 0 {
		return fmt.Errorf("header: %d heads do not divide the hidden size %d", h.heads, h.hidden)
	}
	if size := h.hidden / h.heads; size%panel != 0 || h.inner%panel != 0 {
		return fmt.Errorf("header: head size %d, inner size %d: want multiples of %d", size, h.inner, panel)
	}
	if want := h.size(); int64(length) != want {
		return fmt.Errorf("file of %d bytes, its header asks for %d", length, want)
	}
	return nil
}

// size is the length of the whole file.
func (h header) size() int64 {
	matrix := func(in, out int64) int64 {
		if h.kind == kindFloat32 {
			return 4*in*out + 4*out
		}
		return 4*out + in*out + 4*out
	}
	const norm = 2 * 4 * Dim
	pieces, inner := int64(h.pieces), int64(h.inner)
	layer := matrix(Dim, 3*Dim) + matrix(Dim, Dim) + norm + matrix(Dim, inner) + matrix(inner, Dim) + norm
	return headerEnd +
		4*(pieces+1) + 4*pieces + (int64(h.blob)+3)/4*4 +
		pieces*Dim/blockWeights*blockBytes +
		4*MaxTokens*Dim + norm +
		int64(h.layers)*layer
}
