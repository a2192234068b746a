package archive

import (
	"errors"
)

// An Archive is what was read from one file or folder.
type Archive struct {
	Title       string // of the front matter, or the first heading that is no episode's; empty when there is none
	Entries     []Entry
	Episodes    []*Episode // by number
	Resources   []Link     // links that the page's preamble lists: slides, live room, all videos
	Diagnostics []Diagnostic
}

// A Link is a named URL.
type Link struct {
	Label string // "幻灯片归档地址"
	URL   string
}

// Err returns the error-level diagnostics as one joined error, nil when there
// are none.
func (a *Archive) Err() error {
	var errs []error
	for _, d := range a.Diagnostics {
		if d.Severity == Error {
			errs = append(errs, errors.New(d.String()))
		}
	}
	return errors.Join(errs...)
}
