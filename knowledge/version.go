package knowledge

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
)

// hash names the content: the same entries and overlay, but for the names of
// topics, give the same version.
func (s *Store) hash(o *overlay) string {
	h := sha256.New()
	// Lengths stand before lists and texts, so that no two contents run into the
	// same bytes.
	list := func(texts ...string) {
		fmt.Fprintf(h, "%d;", len(texts))
		for _, t := range texts {
			fmt.Fprintf(h, "%d:", len(t))
			io.WriteString(h, t)
		}
	}
	list(s.archive.Title)
	for e := range s.All() {
		list(e.ID, e.Question, e.Answer, e.Source, e.File)
		list(e.Alternates...)
		list(e.Tags...)
	}
	for _, ep := range s.archive.Episodes {
		list(strconv.Itoa(ep.Number), ep.Title, ep.Topic, ep.Company, ep.Date, ep.Time, ep.URL, ep.Speaker, ep.Introduction, ep.Gains)
		list(ep.Guests...)
		list(ep.Outline...)
	}
	for _, q := range o.groupTalk {
		list(q.Question)
	}
	list(string(o.sum.Sum(nil)))
	return hex.EncodeToString(h.Sum(nil))[:12]
}
