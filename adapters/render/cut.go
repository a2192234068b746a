package render

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// cutLine returns where to cut the first line of a text, which does not fit into room
// bytes: after the last sentence that does, or word, or character.
func cutLine(text string, room int) int {
	sentence, word, character := cuts(text, room)
	switch {
	case sentence > 0:
		return sentence
	case word > 0:
		return word
	default:
		return character
	}
}

// cutCode is cutLine for code, where space counts and a sentence is none.
func cutCode(text string, room int) int {
	_, _, character := cuts(text, room)
	return character
}

// whole is what is not cut where it fits: a link of mrkdwn or CommonMark, a piece of
// code, a character reference. No part of it can open another, so that looking for
// each takes the time of reading the text once.
var whole = regexp.MustCompile("^(?:<(?:https?://|mailto:)[^<>\n]*>|!?\\[[^\\[\\]\n]*\\]\\([^()\\[\\]\\s]*\\)|`[^`\n]+`|&(?:amp|lt|gt);)")

// cuts returns the last bounds of a sentence, a word and a character in text[:room],
// 0 for no sentence or word. The character's is never 0: where room is too small for
// one, it is the end of as many runes as fit, or of the first.
func cuts(text string, room int) (sentence, word, character int) {
	var ending ending
	wholeUntil, blank := 0, true
	for g := graphemes.FromString(text); g.Next() && g.Start() <= room; {
		at := g.Start()
		r, _ := utf8.DecodeRuneInString(g.Value())
		if at >= wholeUntil {
			character = at
			if ending.before(r) {
				sentence = at
			}
			if unicode.IsSpace(r) && !blank {
				word = at
			}
			ending = ending.after(r)
			if strings.IndexByte("<![`&", text[at]) >= 0 {
				wholeUntil = at + len(whole.FindString(text[at:]))
			}
		}
		blank = blank && unicode.IsSpace(r)
	}
	if character > 0 {
		return sentence, word, character
	}
	if room > 0 {
		return 0, 0, runeStart(text, min(room, len(text)))
	}
	_, n := utf8.DecodeRuneInString(text)
	return 0, 0, n
}

// An ending tells whether the text so far ends a sentence.
type ending int

const (
	notEnding ending = iota
	western          // if a space follows
	full             // whatever follows
)

// before reports that a sentence ends before a rune.
func (e ending) before(r rune) bool {
	return e == full && !closesSentence(r) || e == western && unicode.IsSpace(r)
}

// after returns the ending once the rune has been read.
func (e ending) after(r rune) ending {
	switch {
	case strings.ContainsRune("。！？", r):
		return full
	case strings.ContainsRune(".!?", r):
		return western
	case closesSentence(r):
		return e
	default:
		return notEnding
	}
}

// closesSentence reports what still belongs to the sentence before it.
func closesSentence(r rune) bool { return strings.ContainsRune(`”’」』）》)"'。！？.!?`, r) }
