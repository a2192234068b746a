package embedding

import (
	"context"
	"fmt"
	"sync"
)

const (
	// Dim is the length of a vector.
	Dim = 384
	// MaxTokens is how many pieces of a text the encoder sees, the marks for its
	// begin and end and the role's prefix included. What follows is cut off.
	MaxTokens = 128
)

// batchTokens is how many tokens are computed at once: enough that reading the
// weights hardly counts, few enough that Embed stops soon after it is told to
// and the memory stays small.
const batchTokens = MaxTokens

// A Model is an encoder read from a file. It is safe for concurrent use.
type Model struct {
	version    string
	tokenizer  tokenizer
	encoder    encoder
	workspaces sync.Pool // of *workspace
}

// Version names the weights: the first twelve hexadecimal digits of the SHA-256
// of the file's content. Vectors of different versions are not comparable.
func (m *Model) Version() string { return m.version }

// Embed gives a vector of length Dim and norm 1 for each text, in their order.
// Texts may be empty, and any bytes; they are cut at MaxTokens. A text's vector
// does not depend on the others. Processors differ in its last bits.
//
// It stops between batches of a few texts when ctx ends, with ctx's error.
func (m *Model) Embed(ctx context.Context, role Role, texts []string) ([][]float32, error) {
	prefix, ok := role.prefix()
	if !ok {
		return nil, fmt.Errorf("embed %d texts: unknown role %v", len(texts), role)
	}
	w := m.workspaces.Get().(*workspace)
	defer m.workspaces.Put(w)
	out := make([][]float32, 0, len(texts))
	for len(out) < len(texts) {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("embed text %d of %d: %w", len(out)+1, len(texts), err)
		}
		batch := m.batch(prefix, texts[len(out):])
		m.encoder.run(w, batch)
		rows := w.x
		for _, ids := range batch {
			v := pool(rows[:len(ids)*Dim])
			if v == nil {
				return nil, fmt.Errorf("embed text %d of %d with model %s: vector: %w", len(out)+1, len(texts), m.version, errNoDirection)
			}
			out, rows = append(out, v), rows[len(ids)*Dim:]
		}
	}
	return out, nil
}

// batch cuts the first texts into pieces, as many texts as batchTokens hold and
// one at least.
func (m *Model) batch(prefix string, texts []string) [][]int32 {
	var batch [][]int32
	tokens := 0
	for _, text := range texts {
		ids := m.tokenizer.ids(prefix + text)
		if tokens += len(ids); tokens > batchTokens {
			break
		}
		batch = append(batch, ids)
	}
	return batch
}
