package knowledge

import (
	"context"

	"bigtalk/knowledge/embedding"
)

// An Embedder turns texts into vectors of unit length whose dot product tells how
// near two texts are in meaning, across languages. Both the embedded model and an
// endpoint's client are one.
type Embedder interface {
	// Embed returns one vector for each text, all of one length. It is called from
	// several goroutines at a time.
	Embed(ctx context.Context, role embedding.Role, texts []string) ([][]float32, error)
}

// An Encoder is an Embedder by name: vectors are kept under Version and used with
// the same Version only. The zero Encoder is none.
type Encoder struct {
	Embedder
	Version string
}
