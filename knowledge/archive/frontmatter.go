package archive

import (
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// maxFrontMatter bounds the lines of a page's front matter; the longest we have
// seen has 60. A rule that opens a page without a closing rule near is a rule.
const maxFrontMatter = 500

var tomlTitle = regexp.MustCompile(`^\s*title\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)')`)

// cutFrontMatter removes YAML ("---") or TOML ("+++") front matter from lines.
// It returns its title, the lines behind it, and how many were removed.
func cutFrontMatter(lines []string) (title string, body []string, removed int) {
	start := 0
	for start < len(lines) && strings.TrimSpace(lines[start]) == "" {
		start++
	}
	if start == len(lines) {
		return "", lines, 0
	}
	fence := strings.TrimRight(lines[start], " \t")
	if fence != "---" && fence != "+++" {
		return "", lines, 0
	}
	for i := start + 1; i < len(lines) && i <= start+maxFrontMatter; i++ {
		end := strings.TrimRight(lines[i], " \t")
		if end != fence && (fence != "---" || end != "...") {
			continue
		}
		inner := lines[start+1 : i]
		if !looksLikeFields(inner, fence) {
			return "", lines, 0
		}
		return frontTitle(inner, fence), lines[i+1:], i + 1
	}
	return "", lines, 0
}

var fieldLine = regexp.MustCompile(`^\s*["']?[\w.-]+["']?\s*[:=]`)

// looksLikeFields reports whether lines are front matter and not the text
// between two thematic breaks.
func looksLikeFields(lines []string, fence string) bool {
	for _, line := range lines {
		if s := strings.TrimSpace(line); s != "" && s[0] != '#' {
			return fieldLine.MatchString(line) || fence == "+++" && s[0] == '['
		}
	}
	return len(lines) == 0 || fence == "---"
}

// frontTitle returns the title in front matter, "" when there is none or the
// front matter is not well formed.
func frontTitle(lines []string, fence string) string {
	if fence == "---" {
		var front struct {
			Title any `yaml:"title"`
		}
		if err := yaml.Unmarshal([]byte(strings.Join(lines, "\n")), &front); err == nil {
			title, _ := front.Title.(string)
			return strings.TrimSpace(title)
		}
	}
	for _, line := range lines {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), "title:"); ok {
			return strings.Trim(strings.TrimSpace(rest), `"'`)
		}
		if m := tomlTitle.FindStringSubmatch(line); m != nil {
			return strings.TrimSpace(m[1] + m[2])
		}
	}
	return ""
}
