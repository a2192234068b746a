package embedding

import (
	"errors"
	"fmt"
)

// ErrNoModel says that the program was built without a model, with the tag
// nomodel.
var ErrNoModel = errors.New("built without an embedding model")

// Open reads a model file that train/export.py wrote. It keeps data, which must
// not change, and does not copy the weights.
//
// The error says in what the data is no model file. Weights are not looked at:
// [Model.Version] repeats the hash that the file states.
func Open(data []byte) (*Model, error) {
	h, hash, err := parseHeader(data)
	if err != nil {
		return nil, fmt.Errorf("open embedding model: %w", err)
	}
	s := sections{rest: data[headerEnd:], kind: h.kind}
	pieces, inner := int(h.pieces), int(h.inner)
	m := &Model{version: hash[:versionDigits]}
	m.tokenizer = tokenizer{
		vocabulary: vocabulary{
			offsets: s.bytes(4 * (pieces + 1)),
			scores:  s.bytes(4 * pieces),
			blob:    s.bytes(int(h.blob)),
			size:    pieces,
		},
		begin: int32(h.begin), end: int32(h.end), unknown: int32(h.unknown),
		unknownScore: float64(h.leastScore) - unknownPenalty,
	}
	if err := m.tokenizer.vocabulary.check(); err != nil {
		return nil, fmt.Errorf("open embedding model %s: %w", m.version, err)
	}
	s.bytes(-len(m.tokenizer.vocabulary.blob) & 3)
	m.encoder = encoder{
		heads:     int(h.heads),
		words:     s.bytes(pieces * Dim / blockWeights * blockBytes),
		positions: s.floats(MaxTokens * Dim),
		norm:      s.norm(h.epsilon),
		gelu:      newGELU(),
	}
	for range h.layers {
		m.encoder.layers = append(m.encoder.layers, layer{
			qkv:      s.linear(Dim, 3*Dim),
			attended: s.linear(Dim, Dim), attendedNorm: s.norm(h.epsilon),
			inner: s.linear(Dim, inner),
			outer: s.linear(inner, Dim), outerNorm: s.norm(h.epsilon),
		})
	}
	tiles := fastestTiles()
	m.workspaces.New = func() any { return newWorkspace(tiles, inner, Dim/int(h.heads)) }
	return m, nil
}

// versionDigits of a hash name weights.
const versionDigits = 12
