package archive

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Names of the files that annotate an archive. They lie in its folder and are
// not part of it: this package passes them over.
const (
	AnnotationsFile = "annotations.jsonl"
	GlossaryFile    = "glossary.tsv"
	OutsideFile     = "outside.jsonl"
	TopicsFile      = "topics.tsv"
)

// annotates reports whether the file of that base name annotates an archive.
func annotates(base string) bool {
	switch base {
	case AnnotationsFile, GlossaryFile, OutsideFile, TopicsFile:
		return true
	}
	return false
}

// openFolder reads all files under dir; shown is its name for people.
func openFolder(ctx context.Context, fsys fs.FS, dir, shown string) (*Archive, error) {
	f := &folder{archive: &Archive{}, ids: make(map[string]string), episodes: make(map[int]*Episode)}
	names, err := f.list(ctx, fsys, dir, shown)
	if err != nil {
		return nil, err
	}
	stems := make(map[string]int)
	for _, name := range names {
		stems[idStem(under(shown, dir, name))]++
	}
	for _, name := range names {
		full := under(shown, dir, name)
		stem := idStem(full)
		if stems[stem] > 1 {
			stem = idPath(strings.TrimPrefix(name, dir+"/"))
		}
		a, err := readFile(ctx, fsys, name, full, stem)
		if ctx.Err() != nil {
			return nil, openError(shown, ctx.Err())
		}
		if err != nil {
			f.archive.remark(full, 0, Error, strings.TrimPrefix(err.Error(), "open archive "+full+": "), "")
			continue
		}
		f.add(a)
	}
	if len(f.archive.Entries) == 0 {
		return nil, fmt.Errorf("open archive %s: no file of the folder has a question with an answer; put Markdown pages (.md) or FAQ tables (.csv, .jsonl) there%s", shown, firstError(f.archive))
	}
	f.archive.sortEpisodes()
	return f.archive, nil
}

// under returns the name for people of the file name under dir: the folder's,
// a slash and what follows; in the folder "." the latter alone.
func under(shown, dir, name string) string {
	if name == dir {
		return shown
	}
	if dir != "." {
		name = strings.TrimPrefix(name, dir+"/")
	}
	if shown == "." {
		return name
	}
	return strings.TrimSuffix(shown, "/") + "/" + name
}

// A folder gathers the archives of its files.
type folder struct {
	archive  *Archive
	ids      map[string]string // id → "file:line"
	episodes map[int]*Episode
}

// list returns the archive's files under dir in order.
func (f *folder) list(ctx context.Context, fsys fs.FS, dir, shown string) ([]string, error) {
	var names []string
	err := fs.WalkDir(fsys, dir, func(name string, d fs.DirEntry, err error) error {
		base := path.Base(name)
		switch {
		case ctx.Err() != nil:
			return openError(shown, ctx.Err())
		case err != nil && name == dir:
			return openError(shown, err)
		case err != nil:
			f.archive.remark(under(shown, dir, name), 0, Error, "cannot be read: "+reason(err), "give this user read access")
		case name != dir && strings.HasPrefix(base, "."):
			if d.IsDir() {
				return fs.SkipDir
			}
		case !d.IsDir() && isArchiveFile(name) && !annotates(base):
			names = append(names, name)
		}
		return nil
	})
	return names, err
}

// add puts the archive of a further file behind what f has. An id or an episode
// number that f has already is an Error, and what came first stays.
func (f *folder) add(a *Archive) {
	to := f.archive
	to.Diagnostics = append(to.Diagnostics, a.Diagnostics...)
	if to.Title == "" {
		to.Title = a.Title
	}
	for _, l := range a.Resources {
		if !slices.Contains(to.Resources, l) {
			to.Resources = append(to.Resources, l)
		}
	}
	for _, e := range a.Episodes {
		if first, ok := f.episodes[e.Number]; ok {
			to.remark(e.File, e.Line, Error, fmt.Sprintf("episode %d is told by %s:%d already; this one and its pairs are left out", e.Number, first.File, first.Line), "give each episode a number of its own")
			continue
		}
		f.episodes[e.Number] = e
		to.Episodes = append(to.Episodes, e)
	}
	for _, e := range a.Entries {
		if e.Episode != nil && f.episodes[e.Episode.Number] != e.Episode {
			continue
		}
		if first, ok := f.ids[e.ID]; ok {
			to.remark(e.File, e.Line, Error, fmt.Sprintf("id %q is taken by %s", e.ID, first), "give the entry an id of its own")
			continue
		}
		f.ids[e.ID] = fmt.Sprintf("%s:%d", e.File, e.Line)
		to.Entries = append(to.Entries, e)
	}
}

// reason returns the innermost cause of a file system error, without its path.
func reason(err error) string {
	if pathErr, ok := errors.AsType[*fs.PathError](err); ok {
		return pathErr.Err.Error()
	}
	return err.Error()
}

// firstError words the first error of a for the end of a sentence.
func firstError(a *Archive) string {
	for _, d := range a.Diagnostics {
		if d.Severity == Error {
			return " (" + d.String() + ")"
		}
	}
	return ""
}
