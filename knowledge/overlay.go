package knowledge

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"path/filepath"
	"strings"

	"bigtalk/knowledge/archive"
	"bigtalk/knowledge/jsonline"
	"bigtalk/knowledge/textline"
)

// An overlay is what the files beside an archive add to it.
type overlay struct {
	folder      string // that messages name
	annotations []Annotation
	outside     []OutsideQuestion
	groupTalk   []OutsideQuestion // the program's own
	glossary    [][]string
	topicNames  map[string]topicName // by slug; nil without a topics.tsv
	diagnostics []archive.Diagnostic
	sum         hash.Hash // of every line that questions are matched by
}

func newOverlay(folder string) *overlay {
	return &overlay{folder: folder, groupTalk: groupTalk(), sum: sha256.New()}
}

// maxOverlayLine bounds one line of an overlay file; the show's longest has 21 kB.
const maxOverlayLine = 1 << 20

// read reads the overlay files that fsys has. Files that are missing add
// nothing; lines that cannot be read become error diagnostics.
func (o *overlay) read(ctx context.Context, fsys fs.FS) error {
	return errors.Join(
		o.readLines(ctx, fsys, AnnotationsFile, o.counted(func(n int, line []byte) {
			a := Annotation{line: n}
			if o.decode(AnnotationsFile, n, line, &a, jsonline.Keys(a)) {
				o.annotations = append(o.annotations, a)
			}
		})),
		o.readLines(ctx, fsys, OutsideFile, o.counted(func(n int, line []byte) {
			q := OutsideQuestion{line: n}
			if o.decode(OutsideFile, n, line, &q, jsonline.Keys(q)) {
				o.outside = append(o.outside, q)
			}
		})),
		o.readLines(ctx, fsys, GlossaryFile, o.counted(func(n int, line []byte) {
			switch group := splitGroup(string(line)); {
			case strings.HasPrefix(string(line), "#"):
			case len(group) < 2:
				o.report(GlossaryFile, n, archive.Warning, "a group of one expression", "separate equivalent expressions by tabs")
			default:
				o.glossary = append(o.glossary, group)
			}
		})),
		o.readLines(ctx, fsys, TopicsFile, o.nameTopic),
	)
}

// counted returns f for a file that questions are matched by: its lines, trimmed,
// enter the version. What is only shown does not, or an index of the same texts
// would be stale.
func (o *overlay) counted(f func(n int, line []byte)) func(n int, line []byte) {
	return func(n int, line []byte) {
		line = bytes.TrimSpace(line)
		o.sum.Write(line)
		o.sum.Write([]byte{'\n'})
		f(n, line)
	}
}

func splitGroup(line string) []string {
	var group []string
	for e := range strings.SplitSeq(line, "\t") {
		if e = strings.TrimSpace(e); e != "" {
			group = append(group, e)
		}
	}
	return group
}

func (o *overlay) decode(file string, n int, line []byte, v any, keys []string) bool {
	err := jsonline.Decode(line, v)
	if err != nil {
		o.report(file, n, archive.Error, "not a valid line: "+err.Error(),
			"each line is one JSON object with the keys "+strings.Join(keys, ", "))
	}
	return err == nil
}

func (o *overlay) report(file string, line int, s archive.Severity, message, hint string) {
	o.diagnostics = append(o.diagnostics, archive.Diagnostic{
		File: filepath.Join(o.folder, file), Line: line, Severity: s, Message: message, Hint: hint,
	})
}

// readLines calls f with each line of the file that is not blank, as it stands; n
// counts from 1.
func (o *overlay) readLines(ctx context.Context, fsys fs.FS, name string, f func(n int, line []byte)) error {
	file, err := fsys.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read annotations: %w", err)
	}
	defer file.Close()
	lines := textline.NewReader(file, maxOverlayLine)
	for {
		line, err := lines.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, textline.ErrTooLong):
			o.report(name, lines.Line(), archive.Error, fmt.Sprintf("longer than %d bytes", maxOverlayLine), "split the line")
			continue
		case err != nil:
			return fmt.Errorf("read %s: %w", filepath.Join(o.folder, name), err)
		case ctx.Err() != nil:
			return ctx.Err()
		}
		if len(bytes.TrimSpace(line)) > 0 {
			f(lines.Line(), line)
		}
	}
}
