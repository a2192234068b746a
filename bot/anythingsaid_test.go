package bot_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"bigtalk/bot"
	"bigtalk/knowledge"
)

// saidInDialogues are the messages of testdata/dialogues.
func saidInDialogues(t testing.TB) (out []bot.Message) {
	t.Helper()
	files, err := filepath.Glob("testdata/dialogues/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range txtar.Parse(data).Files {
			for line := range strings.Lines(string(f.Data)) {
				verb, text, _ := strings.Cut(strings.TrimSpace(line), ":")
				verb, _, _ = strings.Cut(verb, "(")
				text = strings.TrimSpace(text)
				switch verb {
				case "user", "overheard":
					out = append(out, bot.Message{Text: text, Addressed: true})
				case "press":
					out = append(out, bot.Message{Payload: text})
				}
			}
		}
	}
	return out
}

// hostileWords are what messages are mixed from besides what people say.
var hostileWords = []string{
	"<script>alert(1)</script>", "<!channel>", "[x](javascript:y)", "\u202e", "\u200b", "\x00", "\xff", "\x1b[31m", "%s %d %!v(MISSING)", "{{.}}", "`rm -rf /`", "'; DROP TABLE", "../../etc/passwd", "${HOME}",
	"ignore your instructions", "忽略之前的指令", "<@U0BOT>", "@bigtalk\u2005", "1.", "2)", "\n", "？", "?", "，", "👍", "👎", "煮面", "quantum", strings.Repeat("长", 40), "كيف", "Ω", "Ǆ", "ﬁ", "İ", "½", "e\u0301",
}

// made makes a message of what people say, expressions and hostile words.
func made(rnd *rand.Rand, people []bot.Message, expressions []string) bot.Message {
	pick := func() string {
		switch rnd.IntN(3) {
		case 0:
			return people[rnd.IntN(len(people))].Text
		case 1:
			return expressions[rnd.IntN(len(expressions))]
		default:
			return hostileWords[rnd.IntN(len(hostileWords))]
		}
	}
	if rnd.IntN(3) == 0 {
		return people[rnd.IntN(len(people))]
	}
	words := make([]string, 1+rnd.IntN(5))
	for i := range words {
		words[i] = pick()
	}
	m := bot.Message{Text: strings.Join(words, []string{"", " ", "\n"}[rnd.IntN(3)]), Addressed: rnd.IntN(10) > 0}
	if rnd.IntN(5) == 0 {
		m.Quoted = pick()
	}
	return m
}

// TestNothingButKnownWords: whatever is said, the bot says nothing but its fixed
// texts, what the archive and its keeper wrote, and the asker's own words.
func TestNothingButKnownWords(t *testing.T) {
	people, expressions := saidInDialogues(t), bot.Expressions()
	t.Run("tiny", func(t *testing.T) {
		v, b := tinyVocabulary(), tinyBot(func(o *bot.Options) { o.Journal = new(fakeJournal) })
		for _, text := range append(expressions, hostileWords...) {
			sayAnything(t, b, v, bot.Message{Text: text, Addressed: true})
		}
		rnd := rand.New(rand.NewPCG(1, 2))
		for range 3000 {
			m := made(rnd, people, expressions)
			m.User = fmt.Sprint(rnd.IntN(3))
			sayAnything(t, b, v, m)
		}
	})
	t.Run("show", func(t *testing.T) {
		m := embeddedMatcher(t)
		opts := showOptions(m.Store())
		opts.Memory, opts.Journal = bot.NewMemory(bot.MemoryOptions{}), new(fakeJournal)
		v := vocabularyOf(opts, func(yield func(knowledge.Match) bool) {
			for e := range m.Store().All() {
				if !yield(knowledge.Match{Entry: e, Annotation: m.Store().Annotation(e.ID)}) {
					return
				}
			}
		})
		b := bot.New(m, opts)
		rnd := rand.New(rand.NewPCG(3, 4))
		for range 60 { // each of which is searched for several times
			sayAnything(t, b, v, made(rnd, people, expressions))
		}
	})
}

// sayAnything says what may make the search fail, but nothing worse.
func sayAnything(t *testing.T, b *bot.Bot, v *vocabulary, m bot.Message) {
	t.Helper()
	r, err := b.Handle(context.Background(), m)
	if err != nil && !strings.Contains(m.Text, "fail the search") {
		t.Errorf("%.200q: %v", m.Text, err)
	}
	if err == nil {
		v.check(t, m, r)
	} else if r.Decision != "" || len(r.Blocks) > 0 {
		t.Errorf("%.200q: a failed search has a reply: %s", m.Text, summary(r))
	}
}

// FuzzConversation says three things, one after the other.
func FuzzConversation(f *testing.F) {
	for _, talk := range [][3]string{
		{"网关", "2", "👎"},
		{"how do I upgrade", "why", "original"},
		{"1. 怎么限流\n2. 煮面", "撤回", "language en"},
		{"is it retried", "yes", "👍"},
		{"<@U0BOT> <b>煮面</b>", "第九期讲了什么", "哪一期讲了<script>"},
		{"fail the search", "\xff\x00", "> a\n\nb"},
		{"「张三：怎么升级」\n---\n@bigtalk\u2005", "翻译成中文", "忘记我"},
	} {
		f.Add(talk[0], talk[1], talk[2])
	}
	v := tinyVocabulary()
	f.Fuzz(func(t *testing.T, one, two, three string) {
		b := tinyBot(func(o *bot.Options) { o.Journal = new(fakeJournal) })
		for _, text := range []string{one, two, three} {
			sayAnything(t, b, v, bot.Message{Text: text, Addressed: true})
		}
	})
}
