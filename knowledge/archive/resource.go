package archive

import (
	"regexp"
	"strings"
)

// resources returns the links that a section named 资源 or Resources lists.
func resources(root *section) []Link {
	var out []Link
	root.walk(func(s *section) bool {
		if s.heading == nil || !resourceHeading.MatchString(plainText(headingText(s.heading.text))) {
			return true
		}
		for _, b := range s.blocks {
			if b.kind != list {
				continue
			}
			for _, it := range b.blocks {
				line := strings.TrimSpace(it.lines[0][markerEnd(it.lines[0]):])
				label, rest, ok := cutKey(line)
				if !ok {
					label, rest = plainText(line), line
				}
				if url := firstURL(rest); url != "" {
					out = append(out, Link{Label: label, URL: url})
				}
			}
		}
		return true
	})
	return out
}

var resourceHeading = regexp.MustCompile(`^(?i:(?:相关)?(?:资源|链接)|resources?|links?)$`)
