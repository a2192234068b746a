//go:build !nomodel

package embedding

import _ "embed"

//go:embed e5-small-zh-en.bin
var embedded []byte

// Embedded opens the model that the program carries, anew at each call. A
// program built with the tag nomodel carries none, and gets [ErrNoModel].
func Embedded() (*Model, error) { return Open(embedded) }
