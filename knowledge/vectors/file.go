package vectors

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"unsafe"
)

const (
	magic = "BTV1"
	// maxEncoder bounds the version of an encoder in a file.
	maxEncoder = 200
	// maxDim is more than any sentence encoder gives.
	maxDim = 1 << 14
)

// ErrOtherEncoder means that a file's vectors come from another encoder.
var ErrOtherEncoder = errors.New("vectors are of another encoder")

// Read decodes a file's content, which it keeps and which must not change. The
// error says what is wrong; it is [ErrOtherEncoder] for another encoder's file that
// is whole.
func Read(data []byte, encoder string) (*Table, error) {
	version, rest, err := header(data)
	if err != nil {
		return nil, fmt.Errorf("read vectors: %w", err)
	}
	if len(rest) < 12 {
		return nil, errors.New("read vectors: cut off in the header")
	}
	if sum := binary.LittleEndian.Uint32(rest[len(rest)-4:]); sum != crc32.ChecksumIEEE(data[:len(data)-4]) {
		return nil, errors.New("read vectors: the checksum is wrong: the file is damaged")
	}
	if version != encoder {
		return nil, fmt.Errorf("read vectors: %w: %q, not %q", ErrOtherEncoder, version, encoder)
	}
	dim, n := uint64(binary.LittleEndian.Uint32(rest)), uint64(binary.LittleEndian.Uint32(rest[4:]))
	body := rest[8 : len(rest)-4]
	if dim > maxDim || dim == 0 && n > 0 || uint64(len(body)) != n*(8+4+dim) {
		return nil, fmt.Errorf("read vectors: %d bytes do not hold %d vectors of %d components", len(body), n, dim)
	}
	if n == 0 {
		return NewTable(encoder), nil
	}
	t := &Table{
		encoder: encoder, dim: int(dim), at: make(map[Key]int32, n),
		keys: make([]Key, n), scales: make([]float32, n),
	}
	for i := range t.keys {
		t.keys[i] = Key(body[i*8:])
		t.at[t.keys[i]] = int32(i)
	}
	body = body[8*n:]
	for i := range t.scales {
		t.scales[i] = math.Float32frombits(binary.LittleEndian.Uint32(body[i*4:]))
		if f := float64(t.scales[i]); math.IsNaN(f) || math.IsInf(f, 0) || f < 0 {
			return nil, fmt.Errorf("read vectors: vector %d has the scale %g", i, f)
		}
	}
	t.parts = signed(body[4*n:])
	return t, nil
}

// header checks the magic and reads the encoder's version.
func header(data []byte) (version string, rest []byte, err error) {
	if !bytes.HasPrefix(data, []byte(magic)) {
		return "", nil, errors.New("no file of vectors: it does not begin with " + magic)
	}
	rest = data[len(magic):]
	if len(rest) < 2 {
		return "", nil, errors.New("cut off in the header")
	}
	n := int(binary.LittleEndian.Uint16(rest))
	if rest = rest[2:]; n > maxEncoder || n > len(rest) {
		return "", nil, errors.New("cut off in the header")
	}
	return string(rest[:n]), rest[n:], nil
}

// signed views bytes as int8 without a copy: the shipped vectors are megabytes
// that a cold start should not read twice.
func signed(b []byte) []int8 {
	if len(b) == 0 {
		return nil
	}
	return unsafe.Slice((*int8)(unsafe.Pointer(unsafe.SliceData(b))), len(b))
}

// Write encodes the table for [Read].
func (t *Table) Write(w io.Writer) error {
	if len(t.encoder) > maxEncoder {
		return fmt.Errorf("write vectors: the encoder's version has %d bytes, more than %d", len(t.encoder), maxEncoder)
	}
	b := []byte(magic)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(t.encoder)))
	b = append(b, t.encoder...)
	b = binary.LittleEndian.AppendUint32(b, uint32(t.dim))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(t.keys)))
	for _, k := range t.keys {
		b = append(b, k[:]...)
	}
	for _, s := range t.scales {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(s))
	}
	for _, p := range t.parts {
		b = append(b, byte(p))
	}
	b = binary.LittleEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
	if _, err := w.Write(b); err != nil {
		return fmt.Errorf("write vectors: %w", err)
	}
	return nil
}
