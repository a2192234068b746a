package embedding

import (
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"testing"
)

func TestOpenRefuses(t *testing.T) {
	valid := tiny(t).file(kindInt8)
	cut := func(n int) func([]byte) []byte { return func(d []byte) []byte { return d[:n] } }
	word := func(i int, v uint32) func([]byte) []byte {
		return func(d []byte) []byte {
			binary.LittleEndian.PutUint32(d[hashEnd+4*i:], v)
			return d
		}
	}
	for name, test := range map[string]struct {
		damage func([]byte) []byte
		want   string
	}{
		"empty":              {cut(0), "does not start with BTE1"},
		"another file":       {func([]byte) []byte { return []byte("PK\x03\x04 and so on") }, "does not start with BTE1"},
		"header cut":         {cut(headerEnd - 1), "cut off in the header"},
		"another version":    {func(d []byte) []byte { d[4] = 9; return d }, "format version 9, want 1"},
		"hidden size":        {word(0, 768), "hidden size is 768, want 384"},
		"no layers":          {word(1, 0), "layers is 0"},
		"too many layers":    {word(1, math.MaxUint32), "layers is 4294967295"},
		"no heads":           {word(2, 0), "heads is 0"},
		"heads not dividing": {word(2, 7), "7 heads do not divide"},
		"head size":          {word(2, 48), "head size 8"},
		"inner size":         {word(3, 63), "inner size 63"},
		"large inner size":   {word(3, 1<<30), "inner size is 1073741824"},
		"pieces":             {word(4, math.MaxUint32), "pieces is 4294967295"},
		"one piece more":     {word(4, uint32(len(tiny(t).pieces)+1)), "its header asks for"},
		"positions":          {word(5, 512), "positions is 512, want 128"},
		"kind":               {word(6, 2), "kind of matrices is 2"},
		"another kind":       {word(6, kindFloat32), "its header asks for"},
		"piece <s>":          {word(7, 1<<19), "piece <s> is 524288"},
		"piece </s>":         {word(8, 1<<19), "piece </s> is 524288"},
		"piece <unk>":        {word(9, 1<<19), "piece <unk> is 524288"},
		"bytes of pieces":    {word(12, math.MaxUint32), "bytes of pieces is 4294967295"},
		"end cut":            {cut(len(valid) - 1), "its header asks for"},
		"more than the file": {func(d []byte) []byte { return append(d, 0) }, "its header asks for"},
		"offset not zero":    {word(13, 1), "piece 0 of"},
		"offset falling":     {word(15, 0), "offset 0 after"},
		"offset beyond":      {word(20, math.MaxUint32), "after 4294967295"},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := Open(test.damage(slices.Clone(valid)))
			if err == nil || m != nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, error %v, want one with %q", m, err, test.want)
			}
		})
	}
}

func TestOpenReportsPiecesThatEndEarly(t *testing.T) {
	model := tiny(t)
	data := model.file(kindInt8)
	at := headerEnd + 4*len(model.pieces)
	binary.LittleEndian.PutUint32(data[at:], binary.LittleEndian.Uint32(data[at:])-1)
	if _, err := Open(data); err == nil || !strings.Contains(err.Error(), "pieces end at") {
		t.Errorf("error %v", err)
	}
}

// FuzzOpen damages a file in one place and cuts it.
func FuzzOpen(f *testing.F) {
	valid := tiny(f).file(kindInt8)
	f.Add(uint32(0), []byte{}, uint32(0))
	f.Add(uint32(4), []byte{2}, uint32(0))
	f.Add(uint32(hashEnd), []byte{0, 1, 1, 1}, uint32(3))
	f.Add(uint32(hashEnd+16), []byte{1, 2}, uint32(1))
	f.Add(uint32(headerEnd+8), []byte{255, 255, 255, 255}, uint32(0))
	f.Add(uint32(len(valid)-8), []byte{0, 0, 0xC0, 0x7F}, uint32(0))
	f.Fuzz(func(t *testing.T, at uint32, patch []byte, cut uint32) {
		data := slices.Clone(valid)
		copy(data[at%uint32(len(data)):], patch)
		m, err := Open(data[:uint32(len(data))-cut%uint32(len(data))])
		if err != nil {
			return
		}
		// Whatever the weights are, there are vectors or an error.
		out, err := m.Embed(t.Context(), Query, []string{"怎么安装 istio?", ""})
		if err == nil && len(out) != 2 {
			t.Errorf("%d vectors", len(out))
		}
	})
}
