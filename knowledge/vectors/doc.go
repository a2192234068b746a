// Package vectors keeps the sentence vectors of an archive's texts: a [Table]
// finds them by text, a file or a folder of files holds them between runs, and a
// [Matrix] compares a question with all of them.
//
// A file holds, little endian: the magic "BTV1"; the length of the encoder's
// version as a uint16 and the version; the dimension and the number of vectors as
// uint32; for each vector the first 8 bytes of the SHA-256 of its role and text,
// then for each its scale as a float32, then for each its components as int8; the
// CRC-32 (IEEE) of everything before. A vector is its scale times its
// components; its largest component is 127 or −127. Rounding to int8 moves the
// cosine of a question and a vector by less than 0.002.
package vectors
