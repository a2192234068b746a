package embedding

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// space stands for a blank in pieces, as in SentencePiece.
const space = "▁"

// maxText is how many bytes of a text are looked at. 126 pieces take a few
// hundred; only long runs of unknown characters or blanks reach further.
const maxText = 16 << 10

// unknownPenalty is what an unknown character costs beyond the least score of a
// piece, as in SentencePiece.
const unknownPenalty = 10

// A tokenizer cuts texts into pieces as the tokenizers library does for a
// Unigram model with NFKC and Metaspace, which is what the weights were trained
// with: the segmentation with the highest sum of scores, word by word.
type tokenizer struct {
	vocabulary          vocabulary
	begin, end, unknown int32
	unknownScore        float64
}

// ids gives the piece numbers of a text between <s> and </s>, at most
// MaxTokens. Any bytes will do: what is not UTF-8 counts as U+FFFD.
func (t *tokenizer) ids(text string) []int32 {
	if len(text) > maxText {
		cut := maxText
		for cut > maxText-utf8.UTFMax && !utf8.RuneStart(text[cut]) {
			cut--
		}
		text = text[:cut]
	}
	text = normalize(text)
	ids := append(make([]int32, 0, 32), t.begin)
	var path viterbi
	for len(text) > 0 && len(ids) < MaxTokens {
		end := len(text)
		if i := strings.Index(text[1:], space); i >= 0 {
			end = i + 1
		}
		ids = t.word(ids, text[:end], &path)
		text = text[end:]
	}
	return append(ids[:min(len(ids), MaxTokens-1)], t.end)
}

// normalize gives the text in NFKC, two blanks made one (once, so that four
// become two), each then the space piece, of which the text starts with one.
func normalize(text string) string {
	text = norm.NFKC.String(strings.ToValidUTF8(text, "\uFFFD"))
	text = strings.ReplaceAll(text, "  ", " ")
	text = strings.ReplaceAll(text, " ", space)
	if !strings.HasPrefix(text, space) {
		text = space + text
	}
	return text
}

// A viterbi holds the best way to each byte of a word.
type viterbi []step

// A step is the last piece on the best way to where it ends.
type step struct {
	score float64
	from  int // where the piece starts; -1 where no way leads yet
	id    int32
}

func (v *viterbi) offer(at int, s step) {
	if old := &(*v)[at]; old.from < 0 || s.score > old.score {
		*old = s
	}
}

// word appends the pieces of a word. Unknown characters in a row are one piece.
func (t *tokenizer) word(ids []int32, word string, path *viterbi) []int32 {
	*path = slices.Grow((*path)[:0], len(word)+1)[:len(word)+1]
	for i := range *path {
		(*path)[i] = step{from: -1}
	}
	(*path)[0].from = 0
	for start := 0; start < len(word); {
		_, width := utf8.DecodeRuneInString(word[start:])
		so, single := (*path)[start].score, false
		s := t.vocabulary.all()
		for end := start; end < len(word); {
			if s = t.vocabulary.with(s, word[end]); s.from == s.to {
				break
			}
			end++
			if id, ok := t.vocabulary.whole(s); ok {
				path.offer(end, step{so + t.vocabulary.score(id), start, int32(id)})
				single = single || end-start == width
			}
		}
		if !single {
			path.offer(start+width, step{so + t.unknownScore, start, t.unknown})
		}
		start += width
	}
	first := len(ids)
	for at := len(word); at > 0; at = (*path)[at].from {
		id := (*path)[at].id
		if id != t.unknown || len(ids) == first || ids[len(ids)-1] != t.unknown {
			ids = append(ids, id)
		}
	}
	slices.Reverse(ids[first:])
	return ids
}
