//go:build nomodel

package show

// Vectors returns the file of the vectors of FS's texts, made with the embedded
// encoder; nil in a build without it.
func Vectors() []byte { return nil }
