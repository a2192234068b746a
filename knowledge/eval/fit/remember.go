package fit

import (
	"context"
	"sync"

	"bigtalk/knowledge"
	"bigtalk/knowledge/embedding"
)

// remembering is an encoder that makes each question's vector once: the same
// questions are asked of every profile, twice.
type remembering struct {
	knowledge.Embedder
	mu      sync.Mutex
	vectors map[string][]float32
}

// remember wraps e; the zero Encoder stays itself.
func remember(e knowledge.Encoder) knowledge.Encoder {
	if e.Embedder == nil {
		return e
	}
	e.Embedder = &remembering{Embedder: e.Embedder, vectors: make(map[string][]float32)}
	return e
}

// Embed remembers single questions. Batches are an archive's texts, which the
// matcher keeps itself.
func (r *remembering) Embed(ctx context.Context, role embedding.Role, texts []string) ([][]float32, error) {
	if role != embedding.Query || len(texts) != 1 {
		return r.Embedder.Embed(ctx, role, texts)
	}
	r.mu.Lock()
	v := r.vectors[texts[0]]
	r.mu.Unlock()
	if v != nil {
		return [][]float32{v}, nil
	}
	out, err := r.Embedder.Embed(ctx, role, texts)
	if err == nil && len(out) == 1 {
		r.mu.Lock()
		r.vectors[texts[0]] = out[0]
		r.mu.Unlock()
	}
	return out, err
}
