package archive

import (
	"path"
	"strings"
	"unicode"
)

// idStem returns the first part of the ids of a file's entries: the file's name
// without extension, in lower case, with Han characters kept and everything
// else that is no letter or digit as "-". A name that says nothing ("index",
// "README") gives way to the folder's.
func idStem(name string) string {
	name = strings.ReplaceAll(name, "\\", "/")
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	switch strings.ToLower(base) {
	case "index", "_index", "readme", "":
		if dir := path.Base(path.Dir(name)); dir != "." && dir != "/" && dir != ".." {
			base = dir
		}
	}
	return slug(base)
}

// idPath is idStem with the folders of name, for files of one folder tree that
// share a name.
func idPath(name string) string {
	name = strings.ReplaceAll(name, "\\", "/")
	return slug(strings.TrimSuffix(name, path.Ext(name)))
}

// slug returns s as a part of an id, "page" when nothing of it can be.
func slug(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range s {
		switch {
		case r == unicode.ReplacementChar:
			gap = true
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		default:
			gap = true
		}
	}
	if b.Len() == 0 {
		return "page"
	}
	return b.String()
}
