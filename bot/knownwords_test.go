package bot_test

import (
	"fmt"
	"iter"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"bigtalk/bot"
	"bigtalk/knowledge"
	"bigtalk/knowledge/archive"
)

// A vocabulary is all that a bot may say but for the words of who asks.
type vocabulary struct {
	pieces []string
	ids    map[string]bool // of entries
}

// vocabularyOf holds the fixed texts, and what an archive and its keeper wrote. A
// text that is added to either type is not among them by itself.
func vocabularyOf(opts bot.Options, entries iter.Seq[knowledge.Match]) *vocabulary {
	v := &vocabulary{ids: make(map[string]bool)}
	for _, lang := range []bot.Language{bot.Chinese, bot.English} {
		for _, pieces := range bot.FixedPieces(lang) {
			v.add(pieces...)
		}
		v.add(opts.Examples[lang])
		for _, topic := range opts.Topics {
			v.add(topic.Name[lang], topic.Example[lang])
		}
	}
	v.add(opts.Title)
	for _, ep := range opts.Episodes {
		v.addEpisode(ep)
	}
	for m := range entries {
		e, a := m.Entry, m.Annotation
		v.ids[e.ID] = true
		v.add(e.ID, e.Question, e.Answer, e.Source, e.File, a.TitleZH, a.TitleEN, a.AnswerEN, a.Dated, a.DatedZH)
	}
	return v
}

func (v *vocabulary) addEpisode(ep *archive.Episode) {
	v.add(ep.Title, ep.Topic, ep.Company, ep.Date, ep.Time, ep.URL, ep.Speaker, ep.Introduction, ep.Gains)
	v.add(ep.Guests...)
	v.add(ep.Outline...)
}

// add adds texts as they are, on one line, and without the addresses of links.
func (v *vocabulary) add(texts ...string) {
	for _, text := range texts {
		plain := markdownLink.ReplaceAllString(text, "$1")
		for _, t := range []string{text, strings.Join(strings.Fields(text), " "), plain, strings.ReplaceAll(plain, "\n", "\n  ")} {
			if t != "" && !slices.Contains(v.pieces, t) {
				v.pieces = append(v.pieces, t)
			}
		}
	}
}

var markdownLink = regexp.MustCompile(`\[([^\[\]]*)\]\([^()\s]*\)`)

// unknown returns the words of a text that stand in no piece of the vocabulary and
// that the asker did not say.
func (v *vocabulary) unknown(text string, asker ...string) (out []string) {
	known := make([]bool, len(text))
	for _, piece := range v.pieces {
		for at := 0; ; {
			i := strings.Index(text[at:], piece)
			if i < 0 {
				break
			}
			for j := range piece {
				known[at+i+j] = true
			}
			at += i + 1
		}
	}
	words := func(r rune) bool { return !unicode.IsLetter(r) }
	at := 0
	for i, r := range text + " " {
		if i < len(text) && !known[i] && !words(r) {
			continue
		}
		if word := text[at:i]; word != "" && !slices.ContainsFunc(asker, func(s string) bool { return strings.Contains(s, word) }) {
			out = append(out, word)
		}
		at = i + len(string(r))
	}
	return out
}

// check complains of what a reply says beyond the vocabulary and the asker's words.
func (v *vocabulary) check(t *testing.T, m bot.Message, r bot.Reply) {
	t.Helper()
	if r.Decision == bot.Silence && len(r.Blocks) > 0 || r.Decision != bot.Silence && len(r.Blocks) == 0 {
		t.Errorf("%.200q: %s with %d blocks", m.Text, r.Decision, len(r.Blocks))
	}
	body := bot.Body(m.Text, tinyOptions().Names)
	asker := []string{strings.ToValidUTF8(m.Text, ""), body, strings.Join(strings.Fields(body), " "), m.Quoted}
	for _, b := range r.Blocks {
		eachText(reflect.ValueOf(b), func(name, text string) {
			switch name {
			case "ID":
				if !v.ids[text] {
					t.Errorf("%.200q: an option of %q", m.Text, text)
				}
			case "Payload":
				if !v.isPayload(text) {
					t.Errorf("%.200q: a button with %q", m.Text, text)
				}
			default:
				if words := v.unknown(text, asker...); len(words) > 0 {
					t.Errorf("%.200q: %T says %.20q, whose words nobody gave it: %.400q", m.Text+m.Payload, b, words, text)
				}
			}
		})
	}
}

var replyPayload = regexp.MustCompile(`^(?:helped|not|retract):[a-z2-7]{10}$`)

func (v *vocabulary) isPayload(p string) bool {
	if p == "" || replyPayload.MatchString(p) {
		return true
	}
	_, id, _ := strings.Cut(p, ":")
	return v.ids[id]
}

// TestVocabularyKnowsWhatIsStrange: the check finds what must not be said.
func TestVocabularyKnowsWhatIsStrange(t *testing.T) {
	v := tinyVocabulary()
	for text, want := range map[string]string{
		"panic: runtime error": "[panic runtime error]", "*knowledge.Match": "[knowledge Match]", "open index.zap: permission denied": "[open index zap permission denied]",
		"档案里没有这个问题的答案。其中“煮面”在档案里没有提到。": "[]", "错误：连接失败": "[错误 连接失败]", "Thank you! SECRET": "[SECRET]", "1. “煮面”": "[]", "用 `EnvoyFilter` 配置**本地限流**。": "[]", "<nil>": "[nil]",
	} {
		if got := fmt.Sprint(v.unknown(text, "怎么煮面")); got != want {
			t.Errorf("%q: %s are strange, want %s", text, got, want)
		}
	}
}

func tinyVocabulary() *vocabulary {
	return vocabularyOf(tinyOptions(), func(yield func(knowledge.Match) bool) {
		for _, e := range tinyEntries() {
			if !yield(e.Match) {
				return
			}
		}
	})
}
