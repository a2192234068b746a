package embedding

// A workspace is the memory of one forward pass, for up to batchTokens tokens.
// Passes that run at the same time have one each.
type workspace struct {
	tiles       tiles
	panel       []float32 // the largest panel of weights, for tiles of floats
	x, y        []float32 // (tokens, Dim)
	qkv         []float32 // (tokens, 3·Dim)
	inner       []float32 // (tokens, inner)
	keys        []float32 // of one head and text, in panels of tokens
	values      []float32 // of one panel and text
	attention   []float32 // (MaxTokens, MaxTokens)
	scale       [panel]float32
	ones, zeros [panel]float32
}

func newWorkspace(t tiles, inner, headSize int) *workspace {
	// A text in the last place may round up to a tile's rows beyond the batch.
	const rows = batchTokens + tileRows
	w := &workspace{
		tiles:     t,
		panel:     make([]float32, panel*max(Dim, inner)),
		x:         make([]float32, rows*Dim),
		y:         make([]float32, rows*Dim),
		qkv:       make([]float32, rows*3*Dim),
		inner:     make([]float32, rows*inner),
		keys:      make([]float32, MaxTokens*headSize),
		values:    make([]float32, MaxTokens*panel),
		attention: make([]float32, MaxTokens*MaxTokens),
	}
	for i := range w.ones {
		w.ones[i] = 1
	}
	return w
}

// roundUp gives the least multiple of unit that is at least n.
func roundUp(n, unit int) int { return (n + unit - 1) / unit * unit }
