//go:build nomodel

package embedding

// Embedded gives [ErrNoModel]: this program was built with the tag nomodel.
func Embedded() (*Model, error) { return nil, ErrNoModel }
