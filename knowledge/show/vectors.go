//go:build !nomodel

package show

import _ "embed" // for the vectors

//go:embed vectors.btv
var vectorFile []byte

// Vectors returns the file of the vectors of FS's texts, made with the embedded
// encoder; nil in a build without it.
func Vectors() []byte { return vectorFile }
