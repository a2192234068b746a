package render

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Measure tells how much of a limit a text takes. It never grows when a text
// loses its end, nor when a text is taken from a longer one.
type Measure func(text string) int

// Bytes measures as WeChat and WeCom do: bytes of UTF-8.
func Bytes(text string) int { return len(text) }

// Runes measures as Slack does: characters of Unicode.
func Runes(text string) int { return utf8.RuneCountInString(text) }

// Split returns a text that a renderer of this package gave, or any other, in parts
// that measure at most limit each, valid UTF-8 without blank lines around. A text
// that fits is one part, a blank one none; no part is blank.
//
// It is cut at the last end of a paragraph that fits; where there is none, at that
// of a line, a sentence or a word; where there is none either, between characters
// as they are seen (grapheme clusters, UAX #29). A link, a piece of code within a line
// and a reference such as &amp; stay whole where they fit. Read in order, the parts
// hold the whole text but for space at the cuts.
//
// A block of code between fences is cut only when it is longer than the limit. Then
// its fence is closed at the end of each part and opened again, with the name of its
// language, at the beginning of the next; one that the text leaves open stays so in
// the last part. Where the limit is too small for a fence around one character, the
// lines of the fence are cut like others; where it is too small for a character, each
// is a part that is over the limit.
func Split(text string, limit int, size Measure) []string {
	s := splitter{fits: func(part string) bool { return size(part) <= limit }}
	s.split(strings.ToValidUTF8(text, string(utf8.RuneError)), true)
	return s.parts
}

type splitter struct {
	fits  func(part string) bool
	parts []string
}

// split adds the parts of a text; without fences, those are lines like others.
func (s *splitter) split(rest string, fences bool) {
	for {
		rest = trimBlankLines(rest)
		if rest == "" {
			return
		}
		room := s.longest(rest, "", "")
		if room == len(rest) {
			s.parts = append(s.parts, rest)
			return
		}
		paragraph, line, fenced := lastEnds(rest, room, fences)
		switch {
		case fenced:
			rest = s.splitFence(rest)
		case paragraph > 0:
			rest = s.cut(rest, paragraph)
		case line > 0:
			rest = s.cut(rest, line)
		default:
			rest = s.cut(rest, cutLine(rest, room))
		}
	}
}

// cut adds the beginning of a text, if it shows anything, and returns the rest.
func (s *splitter) cut(text string, at int) string {
	if part := trimBlankLines(text[:at]); part != "" {
		s.parts = append(s.parts, part)
	}
	text = text[at:]
	if strings.HasPrefix(text, "\n") { // the next line keeps its indentation
		return text
	}
	return strings.TrimLeftFunc(text, func(r rune) bool { return r != '\n' && unicode.IsSpace(r) })
}

// splitFence adds the parts of the block of code that begins the text and does not
// fit, but for the last, which it returns with what follows the block.
func (s *splitter) splitFence(text string) string {
	opening, body, _ := strings.Cut(text, "\n")
	f, _ := openingFence(opening)
	code, closing, after := f.split(body)
	begin, again, end := opening+"\n", f.lead+f.marks+f.info+"\n", "\n"+closing
	if closing == "" {
		end = "\n" + f.lead + f.marks
	}
	if strings.TrimSpace(code) == "" {
		s.split(begin+closing, false)
		return after
	}
	for {
		room := s.longest(code, begin, end)
		if room == len(code) {
			break
		}
		at := strings.LastIndexByte(code[:room+1], '\n')
		switch {
		case at >= 0 && strings.TrimSpace(code[:at]) != "":
			s.parts = append(s.parts, begin+code[:at]+end)
			begin, code = again, code[at+1:]
		case at >= 0: // a part of them would be blank
			code = code[blankLines(code):]
		case room == 0:
			s.split(begin+code+"\n"+closing, false)
			return after
		default:
			at = cutCode(code, room)
			if strings.TrimSpace(code[:at]) != "" {
				s.parts = append(s.parts, begin+code[:at]+end)
				begin = again + f.lead
			}
			code = code[at:]
		}
	}
	if strings.TrimSpace(code) == "" {
		return after
	}
	if closing != "" {
		closing = "\n" + closing
	}
	return begin + code + closing + after
}

// longest returns the length of the longest beginning of text, whole runes, that fits
// between two others.
func (s *splitter) longest(text, before, after string) int {
	fits := func(n int) bool { return s.fits(before + text[:runeStart(text, n)] + after) }
	low, high := 0, 64
	for high < len(text) && fits(high) {
		low, high = high, 2*high
	}
	high = min(high, len(text))
	return runeStart(text, low+sort.Search(high-low, func(i int) bool { return !fits(low + i + 1) }))
}

// runeStart returns the beginning of the rune that the byte at n belongs to.
func runeStart(text string, n int) int {
	for n < len(text) && !utf8.RuneStart(text[n]) {
		n--
	}
	return n
}

// trimBlankLines drops blank lines at the beginning and space at the end.
func trimBlankLines(text string) string {
	text = strings.TrimRightFunc(text, unicode.IsSpace)
	return text[blankLines(text):]
}

// blankLines returns the length of the blank lines at the beginning of a text.
func blankLines(text string) int {
	content := strings.TrimLeftFunc(text, unicode.IsSpace)
	return strings.LastIndexByte(text[:len(text)-len(content)], '\n') + 1
}
