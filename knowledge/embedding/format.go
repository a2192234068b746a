package embedding

// The model file, little endian, as train/export.py writes it. All of it is
// read where it lies; only biases, norms and positions are copied.
//
//	bytes      what
//	4          magic "BTE1"
//	4          version of the format, 1
//	32         SHA-256 of everything that follows
//	13 × 4     the header below
//	(p+1) × 4  uint32 offsets of the p pieces in their bytes
//	p × 4      float32 scores of the pieces, natural logarithms
//	blob       the pieces' bytes, in strictly ascending order; the piece's
//	           place is its number. Zeros up to a multiple of four follow.
//	p × 216    word embeddings, a row a piece: 12 blocks of a float16 scale and
//	           16 bytes. Weight j of a block is the low nibble of byte j, weight
//	           j+16 the high one, less 8, times the scale (Q4_0).
//	positions  float32 (128 × 384), the type embedding added
//	norm       float32 weight (384) and bias (384) of the embeddings' norm
//	layers     one after another, each in this order:
//	           matrix and bias of query, key and value side by side (384 → 1152)
//	           matrix and bias of the attention's output (384 → 384), norm
//	           matrix and bias of the first inner step (384 → inner)
//	           matrix and bias of the second (inner → 384), norm
//
// A matrix lies in panels of 16 outputs, each (in, 16), in the order in which
// the product reads it. Of kind int8 it is a float32 scale for each output, then
// a signed byte a weight; of kind float32 only the weights. A bias is float32
// (out).
const (
	magic         = "BTE1"
	formatVersion = 1
	hashEnd       = 40
	headerEnd     = hashEnd + 13*4

	blockWeights = 32
	blockBytes   = 18
)

// Kinds of weight matrices.
const (
	kindInt8    = 0
	kindFloat32 = 1
)

// Bounds of what a file may ask for, well above any model of the family: a
// damaged header must not make for a huge allocation.
const (
	maxLayers = 48
	maxInner  = 1 << 13
	maxPieces = 1 << 20
	maxBlob   = 1 << 26
)
