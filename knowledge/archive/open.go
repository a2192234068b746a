package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// MaxPageSize is the size of the largest Markdown file that is read. A page is
// held in memory as a whole and read at some 2 MiB a second; the largest
// handbook we know as one page has 3 MB.
const MaxPageSize = 64 << 20

// MaxTableSize is the size of the largest FAQ table that is read. A table is read
// row by row; 100,000 rows with answers of a paragraph take about 60 MB.
const MaxTableSize = 256 << 20

// Open reads the archive at path: a Markdown file (.md, .markdown, .mdx), an FAQ
// table (.csv, .tsv, .jsonl, .ndjson), or a folder with any of them, sub-folders
// included, in the order of their names. Hidden files and folders, and the
// files that annotate an archive ([AnnotationsFile] and its like) are passed over.
// A file of a folder is named by the folder's path and its own below it.
//
// It returns an error when nothing can be read at all: the path is missing or
// unreadable, of an unknown kind, over its size limit, or a folder in which no
// file has a question with an answer; and ctx's when ctx ends before all is read.
// Everything else is told in the Archive's Diagnostics.
func Open(ctx context.Context, path string) (*Archive, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, openError(path, err)
	}
	if info.IsDir() {
		return openFolder(ctx, os.DirFS(path), ".", path)
	}
	return openFile(ctx, os.DirFS(filepath.Dir(path)), filepath.Base(path), path)
}

// OpenFS is Open for the file or folder called name in fsys, an embedded
// archive for one.
func OpenFS(ctx context.Context, fsys fs.FS, name string) (*Archive, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, openError(name, err)
	}
	if info.IsDir() {
		return openFolder(ctx, fsys, name, name)
	}
	return openFile(ctx, fsys, name, name)
}

// openError words an error of the file system: what, where, how to mend it.
func openError(name string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("open archive %s: no such file or folder; check the path: %w", name, fs.ErrNotExist)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("open archive %s: no permission to read it; give this user read access: %w", name, fs.ErrPermission)
	}
	return fmt.Errorf("open archive %s: %w", name, err)
}

// openFile reads the one file at name; shown is its name for people.
func openFile(ctx context.Context, fsys fs.FS, name, shown string) (*Archive, error) {
	if !isArchiveFile(name) {
		return nil, fmt.Errorf("open archive %s: a file that ends in %q is no archive; give a Markdown file (.md), an FAQ table (.csv, .jsonl) or a folder of them", shown, path.Ext(name))
	}
	return readFile(ctx, fsys, name, shown, idStem(shown))
}

// isArchiveFile reports whether a file's name is one of a page or a table.
func isArchiveFile(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".markdown", ".mdx", ".csv", ".tsv", ".jsonl", ".ndjson":
		return true
	}
	return false
}

// readFile parses the file at name, whose entries' ids begin with stem.
func readFile(ctx context.Context, fsys fs.FS, name, shown, stem string) (*Archive, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, openError(shown, err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("open archive %s: it is not a regular file; give a file or a folder", shown)
	}
	limit := int64(MaxTableSize)
	ext := strings.ToLower(path.Ext(name))
	if ext == ".md" || ext == ".markdown" || ext == ".mdx" {
		limit = MaxPageSize
	}
	if info.Size() > limit {
		return nil, fmt.Errorf("open archive %s: the file has %d MiB, more than the %d MiB that are read; divide it into smaller files", shown, info.Size()>>20, limit>>20)
	}
	in, err := fsys.Open(name)
	if err != nil {
		return nil, openError(shown, err)
	}
	defer in.Close()
	var a *Archive
	switch ext {
	case ".csv", ".tsv":
		a = parseCSV(ctx, newTableBuilder(shown, stem), in)
	case ".jsonl", ".ndjson":
		a = parseJSONL(ctx, newTableBuilder(shown, stem), in)
	default:
		src, err := io.ReadAll(io.LimitReader(in, limit))
		if err != nil {
			return nil, openError(shown, err)
		}
		a = parseMarkdown(ctx, shown, stem, src)
	}
	if err := ctx.Err(); err != nil {
		return nil, openError(shown, err)
	}
	return a, nil
}
