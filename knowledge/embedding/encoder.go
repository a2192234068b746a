package embedding

import (
	"encoding/binary"
)

// An encoder is the network after the tokenizer: BERT with the norm after each
// step, mean pooling and unit length.
type encoder struct {
	heads     int
	words     []byte    // (pieces, Dim) in 4-bit blocks
	positions []float32 // (MaxTokens, Dim)
	norm      layerNorm
	layers    []layer
	gelu      *gelu
}

// A layer is attention and two inner steps, each added to what came in.
type layer struct {
	qkv, attended linear
	attendedNorm  layerNorm
	inner, outer  linear
	outerNorm     layerNorm
}

// run leaves in w.x the rows that the network gives the tokens of the texts, one
// text after another. texts holds the piece numbers of each, together no more
// than batchTokens. All tokens are one matrix in the products, so that a weight
// is read once for all of them; only attention goes by text. What a row becomes
// does not depend on the texts beside its own.
func (e *encoder) run(w *workspace, texts [][]int32) {
	tokens := 0
	for _, ids := range texts {
		for i, id := range ids {
			e.word(w.x[tokens*Dim:(tokens+1)*Dim], int(id), i)
			tokens++
		}
	}
	e.norm.apply(w.x[:tokens*Dim])
	rows := roundUp(tokens, tileRows) // those after the tokens hold what was there before
	x, y, qkv := w.x[:rows*Dim], w.y[:rows*Dim], w.qkv[:rows*3*Dim]
	for i := range e.layers {
		l := &e.layers[i]
		l.qkv.apply(w, qkv, x)
		at := 0
		for _, ids := range texts {
			attend(w, w.y[at*Dim:], w.qkv[at*3*Dim:], len(ids), e.heads)
			at += len(ids)
		}
		attended := qkv[:rows*Dim]
		l.attended.apply(w, attended, y)
		add(x, attended)
		l.attendedNorm.apply(x)

		inner := w.inner[:rows*l.inner.out]
		l.inner.apply(w, inner, x)
		e.gelu.apply(inner)
		l.outer.apply(w, y, inner)
		add(x, y)
		l.outerNorm.apply(x)
	}
}

// word writes a piece's embedding at a position.
func (e *encoder) word(dst []float32, id, position int) {
	const rowBytes = Dim / blockWeights * blockBytes
	copy(dst, e.positions[position*Dim:])
	row := e.words[id*rowBytes:][:rowBytes]
	for ; len(row) > 0; row = row[blockBytes:] {
		scale := float16(binary.LittleEndian.Uint16(row))
		block := dst[:blockWeights]
		for j, b := range row[2:blockBytes] {
			block[j] += (float32(b&15) - 8) * scale
			block[j+blockWeights/2] += (float32(b>>4) - 8) * scale
		}
		dst = dst[blockWeights:]
	}
}
