package embedding

import (
	"encoding/json"
	"errors"
	"fmt"
)

// maxAnswer bounds the bytes of an answer for so many texts: vectors of 8,192
// components at 32 bytes each, twice what the longest in use take.
func maxAnswer(texts int) int64 { return 64<<10 + int64(texts)*8192*32 }

// parseAnswer reads the vectors of an answer, one for each of so many texts, in
// the order of their index, and scales them to norm 1. They are all of the same
// length.
//
// A fault of the answer is an error that does not repeat the answer.
func parseAnswer(answer []byte, texts int) ([][]float32, error) {
	var a struct {
		Data []struct {
			Index     *int      `json:"index"`
			Embedding []float64 `json:"embedding"`
		} `json:"data"`
	}
	if err := json.Unmarshal(answer, &a); err != nil {
		return nil, fmt.Errorf("read the answer: %w", faultOf(err))
	}
	if len(a.Data) != texts {
		return nil, fmt.Errorf("answer has %d vectors for %d texts", len(a.Data), texts)
	}
	out := make([][]float32, texts)
	for i, d := range a.Data {
		switch {
		case d.Index == nil:
			return nil, fmt.Errorf("vector %d of the answer has no index", i+1)
		case *d.Index < 0 || *d.Index >= texts:
			return nil, fmt.Errorf("vector %d of the answer has index %d, want 0 to %d", i+1, *d.Index, texts-1)
		case out[*d.Index] != nil:
			return nil, fmt.Errorf("answer has two vectors with index %d", *d.Index)
		case len(d.Embedding) != len(a.Data[0].Embedding):
			return nil, fmt.Errorf("vector %d of the answer has %d components, the first has %d", i+1, len(d.Embedding), len(a.Data[0].Embedding))
		}
		v := unit(d.Embedding)
		if v == nil {
			return nil, fmt.Errorf("vector %d of the answer: %w", i+1, errNoDirection)
		}
		out[*d.Index] = v
	}
	return out, nil
}

// faultOf says what is wrong with JSON without repeating any of it.
func faultOf(err error) error {
	if fault, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("no JSON at byte %d", fault.Offset)
	}
	if fault, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("not what the protocol says at byte %d, field %q", fault.Offset, fault.Field)
	}
	return errors.New("no JSON")
}
