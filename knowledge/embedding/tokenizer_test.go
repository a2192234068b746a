package embedding

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTokenizerIsThatOfPython(t *testing.T) {
	m := shipped(t)
	texts := lines[string](t, "texts.jsonl")
	for i, want := range lines[[]int32](t, "tokens.jsonl") {
		if diff := cmp.Diff(want, m.tokenizer.ids("query: "+texts[i])); diff != "" {
			t.Errorf("pieces of %.60q (-want +got):\n%s", texts[i], diff)
		}
	}
}

// With a few hundred pieces most texts have unknown characters.
func TestTokenizerOfFewPiecesIsThatOfPython(t *testing.T) {
	model := tiny(t)
	m := open(t, model.file(kindInt8))
	texts := lines[string](t, "texts.jsonl")
	for _, r := range model.references {
		prefix, _ := r.role().prefix()
		if diff := cmp.Diff(r.IDs, m.tokenizer.ids(prefix+texts[r.Text])); diff != "" {
			t.Errorf("pieces of %.60q (-want +got):\n%s", texts[r.Text], diff)
		}
	}
}

func TestTokenizerOfAnyText(t *testing.T) {
	m := open(t, tiny(t).file(kindInt8))
	for name, text := range map[string]string{
		"long without blanks":      strings.Repeat("的", maxText),
		"long of blanks":           strings.Repeat(" ", 2*maxText),
		"cut within a character":   strings.Repeat("a", maxText-1) + "的的",
		"cut among loose bytes":    strings.Repeat("\x80", maxText+9),
		"one that NFKC makes long": strings.Repeat("ﷺ", maxText/3),
		"marks without a letter":   strings.Repeat("\u0301", 500),
	} {
		t.Run(name, func(t *testing.T) { checkIDs(t, m, m.tokenizer.ids(text)) })
	}
}

// checkIDs reports what no text may give.
func checkIDs(t *testing.T, m *Model, ids []int32) {
	t.Helper()
	if len(ids) < 2 || len(ids) > MaxTokens || ids[0] != m.tokenizer.begin || ids[len(ids)-1] != m.tokenizer.end {
		t.Errorf("%d pieces, %v", len(ids), ids)
	}
	for _, id := range ids {
		if id < 0 || int(id) >= m.tokenizer.vocabulary.size {
			t.Errorf("no piece has number %d", id)
		}
	}
}

func FuzzTokenizer(f *testing.F) {
	m := open(f, tiny(f).file(kindInt8))
	for _, text := range lines[string](f, "texts.jsonl") {
		f.Add([]byte(text))
	}
	f.Add([]byte("\xff\xfe"))
	f.Add([]byte("a\xe4\xbd"))
	f.Add([]byte("\xed\xa0\x80"))
	f.Fuzz(func(t *testing.T, text []byte) { checkIDs(t, m, m.tokenizer.ids(string(text))) })
}

func TestVocabularyFindsEachPiece(t *testing.T) {
	v := open(t, tiny(t).file(kindInt8)).tokenizer.vocabulary
	for id := range v.size {
		s := v.all()
		for _, c := range v.piece(id) {
			s = v.with(s, c)
		}
		if got, ok := v.whole(s); !ok || got != id {
			t.Errorf("piece %q: found %d, %v, want %d", v.piece(id), got, ok, id)
		}
	}
	if s := v.with(v.all(), 0xFF); s.from != s.to {
		t.Errorf("pieces %d to %d begin with a byte that is not UTF-8", s.from, s.to)
	}
}
