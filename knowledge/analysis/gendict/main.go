// Command gendict writes the embedded dictionaries of package analysis from
// gse's word list and OpenCC's conversion tables.
//
// words.txt holds the most frequent Chinese words of gse's simplified
// dictionary, a word and its frequency a line. gse's whole dictionary costs
// 1.5 s and 216 MB at start; the trimmed one some 30 ms and 17 MB. How many
// words to keep was measured on the development questions; see docs/design.md.
//
// simplified.txt pairs each Traditional character with its Simplified one.
// taiwan.tsv pairs computing terms of Taiwan with those of the mainland, in
// Simplified characters, for the glossary.
package main

import (
	"bufio"
	"cmp"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-ego/gse"
	"github.com/longbridgeapp/opencc"
)

// The trim: the most frequent words of two to four characters. Longer entries
// are mostly names and set phrases, which bigrams cover as well.
const (
	defaultWords = 15000
	minRunes     = 2
	maxRunes     = 4
)

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	flags := flag.NewFlagSet("gendict", flag.ContinueOnError)
	out := flags.String("out", "dict", "folder to write to")
	words := flags.Int("words", defaultWords, "number of words to keep")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if err := generate(*out, *words); err != nil {
		slog.Error("gendict", "err", err)
		return 1
	}
	return 0
}

func generate(out string, words int) error {
	if err := writeWords(filepath.Join(out, "words.txt"), words); err != nil {
		return fmt.Errorf("words: %w", err)
	}
	if err := writeSimplified(filepath.Join(out, "simplified.txt")); err != nil {
		return fmt.Errorf("simplified: %w", err)
	}
	if err := writeTaiwan(filepath.Join(out, "taiwan.tsv")); err != nil {
		return fmt.Errorf("taiwan: %w", err)
	}
	return nil
}

func writeWords(name string, keep int) error {
	seg := gse.Segmenter{SkipLog: true, NotLoadHMM: true}
	if err := seg.LoadDictEmbed("zh_s"); err != nil {
		return err
	}
	type word struct {
		text string
		freq float64
	}
	var all []word
	for i := range seg.Dict.Tokens {
		t := &seg.Dict.Tokens[i]
		text := t.Text()
		n := utf8.RuneCountInString(text)
		if n < minRunes || n > maxRunes || !allHan(text) {
			continue
		}
		all = append(all, word{text, t.Freq()})
	}
	slices.SortFunc(all, func(a, b word) int {
		return cmp.Or(cmp.Compare(b.freq, a.freq), cmp.Compare(a.text, b.text))
	})
	all = all[:min(keep, len(all))]
	return writeLines(name, func(w *bufio.Writer) {
		for _, x := range all {
			fmt.Fprintf(w, "%s %.0f\n", x.text, x.freq)
		}
	})
}

// writeSimplified asks OpenCC about every Han character of the basic plane
// instead of reading its tables: what it converts is what users expect.
func writeSimplified(name string) error {
	cc, err := opencc.New("t2s")
	if err != nil {
		return err
	}
	var from, to []rune
	for r := rune(0x3400); r <= 0x9FFF; r++ {
		s, err := cc.Convert(string(r))
		if err != nil {
			return err
		}
		if c := []rune(s); len(c) == 1 && c[0] != r && c[0] < 0xFFFF {
			from, to = append(from, r), append(to, c[0])
		}
	}
	return writeLines(name, func(w *bufio.Writer) {
		fmt.Fprintln(w, string(from))
		fmt.Fprintln(w, string(to))
	})
}

// writeTaiwan converts the mainland's computing terms to Taiwan's and keeps
// those that still differ once both are written in Simplified characters.
func writeTaiwan(name string) error {
	back, err := opencc.New("t2s")
	if err != nil {
		return err
	}
	there, err := opencc.New("s2twp")
	if err != nil {
		return err
	}
	seg := gse.Segmenter{SkipLog: true, NotLoadHMM: true}
	if err := seg.LoadDictEmbed("zh_s"); err != nil {
		return err
	}
	pairs := map[string]string{}
	for i := range seg.Dict.Tokens {
		text := seg.Dict.Tokens[i].Text()
		if n := utf8.RuneCountInString(text); n < minRunes || n > maxRunes || !allHan(text) {
			continue
		}
		tw, err := there.Convert(text)
		if err != nil {
			return err
		}
		tw, err = back.Convert(tw)
		if err != nil {
			return err
		}
		if tw != text && allHan(tw) && utf8.RuneCountInString(tw) >= minRunes {
			pairs[tw] = text
		}
	}
	keys := make([]string, 0, len(pairs))
	for k, text := range pairs {
		if !composed(pairs, k, text) {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	return writeLines(name, func(w *bufio.Writer) {
		for _, k := range keys {
			fmt.Fprintf(w, "%s\t%s\n", pairs[k], k)
		}
	})
}

// composed reports that a pair says nothing new: a shorter pair inside it, or a
// mere variant character, already turns one side into the other.
func composed(pairs map[string]string, tw, text string) bool {
	r := []rune(tw)
	for n := minRunes; n < len(r); n++ {
		for i := 0; i+n <= len(r); i++ {
			part := string(r[i : i+n])
			if to, ok := pairs[part]; ok && strings.Replace(tw, part, to, 1) == text {
				return true
			}
		}
	}
	m := []rune(text)
	if len(m) != len(r) {
		return false
	}
	differ := 0
	for i := range r {
		if r[i] != m[i] {
			differ++
		}
	}
	return differ == 1 && strings.ContainsAny(tw, "著簷佈夥裡麪")
}

func allHan(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.Is(unicode.Han, r) })
}

func writeLines(name string, write func(*bufio.Writer)) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	write(w)
	if err := w.Flush(); err != nil {
		return errors.Join(err, f.Close())
	}
	return f.Close()
}
