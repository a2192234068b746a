package analysis

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/go-ego/gse"
)

var (
	//go:embed dict/words.txt
	wordList string
	//go:embed dict/domain.txt
	domainList string
	//go:embed dict/stop.txt
	stopList string
	//go:embed dict/simplified.txt
	simplifiedTable string
	//go:embed dict/taiwan.tsv
	taiwanTable string
)

// domainFrequency is what a domain word weighs beside the general words, whose
// frequencies run from 285 to 140,000: enough that gse prefers 服务网格 to 服务 + 网格.
const domainFrequency = 20000

// loadDictionary builds gse's dictionary from the embedded lists and the words
// given, glossary words and stop words. gse's own loader reads its whole list or a file; tokens go in directly.
func loadDictionary(words []string, stop map[string]bool) (*gse.Segmenter, error) {
	seg := &gse.Segmenter{SkipLog: true, NotLoadHMM: true, SkipPos: true, Dict: gse.NewDict()}
	seg.Init()
	add := func(text string, freq float64) error {
		if err := seg.AddToken(text, freq); err != nil {
			return fmt.Errorf("add dictionary word %q: %w", text, err)
		}
		return nil
	}
	for _, w := range words {
		if err := add(w, domainFrequency); err != nil {
			return nil, err
		}
	}
	for _, w := range slices.Sorted(maps.Keys(stop)) {
		if isHan([]rune(w)[0]) {
			if err := add(w, domainFrequency); err != nil { // or 怎么办 would be 怎么 and an informative 办
				return nil, err
			}
		}
	}
	for line := range strings.Lines(domainList) {
		if w := strings.TrimSpace(line); w != "" && w[0] != '#' {
			if err := add(w, domainFrequency); err != nil {
				return nil, err
			}
		}
	}
	for line := range strings.Lines(wordList) {
		w, f, _ := strings.Cut(strings.TrimSpace(line), " ")
		freq, err := strconv.ParseFloat(f, 64)
		if err != nil {
			return nil, fmt.Errorf("word list: frequency of %q: %w", w, err)
		}
		if err := add(w, freq); err != nil {
			return nil, err
		}
	}
	seg.CalcToken()
	return seg, nil
}

func loadStopWords() map[string]bool {
	stop := make(map[string]bool, 600)
	for line := range strings.Lines(stopList) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for w := range strings.FieldsSeq(line) {
			stop[w] = true
		}
	}
	return stop
}

func loadSimplified() map[rune]rune {
	from, to, _ := strings.Cut(strings.TrimSpace(simplifiedTable), "\n")
	toRunes := []rune(to)
	table := make(map[rune]rune, len(toRunes))
	i := 0
	for _, r := range from {
		table[r] = toRunes[i]
		i++
	}
	return table
}
