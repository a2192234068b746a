// Package show holds 《Istio 大咖说》: its archive page as published, the
// annotations that were written for it, and the index made from both.
//
// annotations.jsonl, glossary.tsv, outside.jsonl and topics.tsv are edited here;
// the page is never edited. After an edit of the first three, run go generate in
// this folder.
package show

import (
	"embed"
	"io/fs"
)

//go:generate go run ./genindex

//go:embed istio-bigtalk.md annotations.jsonl glossary.tsv outside.jsonl topics.tsv
var files embed.FS

//go:embed all:index
var indexFiles embed.FS

// FS returns the archive's folder: the page and the files that annotate it.
func FS() fs.FS { return files }

// Index returns the index made from FS.
func Index() fs.FS {
	sub, err := fs.Sub(indexFiles, "index")
	if err != nil {
		panic(err) // "index" is a valid path: embed has checked it
	}
	return sub
}
