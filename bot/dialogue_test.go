package bot_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"bigtalk/bot"
	"bigtalk/knowledge"
	"bigtalk/knowledge/archive"
)

// TestDialogues plays testdata/dialogues. The comment of a file may say
//
//	archive: tiny      or show, the embedded one; without it there are no entries and no memory
//	overhears: yes     the bot may answer what is not addressed to it
//	language: zh       of all replies
//	gone: t06          entries that have left the tiny archive
//
// and each of its files is a dialogue, whose lines see to it that something is said,
//
//	user: text         or user(name): text, by one of several people
//	overheard: text    which is not addressed
//	press: payload     of a button; {reply} is the ID of the person's last reply that has one
//	program: text      by another program
//	again:             the last message once more
//	quotes: text       what the next message quotes
//	wait: 31m          before the next message
//
// and what came of it:
//
//	bot: answer t01 picked 2 follow-up zh beginning of the text
//	part: as bot:, of each part of the reply in turn
//	shows: text        that is in the reply; hides: text that is not
//	judged: helped     the person's last verdict, or nothing
//	recorded: a | b    the person's questions in the journal, or nothing
//
// Of the facts behind a decision the entries, the language and the text may be left
// out; {2} is the second entry of the last reply that
// offered any. A text in Go's
// quotes is read as Go does.
func TestDialogues(t *testing.T) {
	files, err := filepath.Glob("testdata/dialogues/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no dialogues: %v", err)
	}
	m := embeddedMatcher(t)
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		a := txtar.Parse(data)
		for _, f := range a.Files {
			t.Run(filepath.Base(name)+"/"+f.Name, func(t *testing.T) {
				d := newDialogue(t, headerOf(a.Comment), m)
				for line := range strings.Lines(string(f.Data)) {
					d.line(strings.TrimSpace(line))
				}
				d.finish()
			})
		}
	}
}

// headerOf reads the "key: value" lines of a file's comment.
func headerOf(comment []byte) map[string]string {
	out := make(map[string]string)
	for line := range strings.Lines(string(comment)) {
		if key, value, ok := strings.Cut(strings.TrimSpace(line), ": "); ok && !strings.Contains(key, " ") {
			out[key] = value
		}
	}
	return out
}

// A dialogue plays one conversation with a bot of its own.
type dialogue struct {
	t       *testing.T
	bot     *bot.Bot
	journal *fakeJournal
	now     time.Time
	sent    int // messages

	last    bot.Message
	quotes  string                // of the next message
	reply   bot.Reply             // to the last message
	checked bool                  // there was a line about it
	parts   int                   // of it that were checked
	replied map[bot.Person]string // the ID of the last reply that has one
	offered []bot.Option
}

func newDialogue(t *testing.T, header map[string]string, m *knowledge.Matcher) *dialogue {
	t.Helper()
	d := &dialogue{t: t, journal: new(fakeJournal), replied: make(map[bot.Person]string), now: time.Date(2021, 9, 1, 10, 0, 0, 0, time.UTC), checked: true}
	clock := func() time.Time { return d.now }
	converses := func(opts bot.Options) bot.Options {
		opts.Memory, opts.Journal, opts.Now = bot.NewMemory(bot.MemoryOptions{Now: clock}), d.journal, clock
		opts.Language = bot.Language(header["language"])
		if header["overhears"] == "yes" {
			opts.Overhears = func(bot.Message) bool { return true }
		}
		return opts
	}
	switch archiveOf := header["archive"]; archiveOf {
	case "show":
		d.bot = bot.New(m, converses(showOptions(m.Store())))
	case "tiny":
		s := tinySearcher{gone: make(map[string]bool)}
		for id := range strings.FieldsSeq(header["gone"]) {
			s.gone[id] = true
		}
		d.bot = bot.New(s, converses(tinyOptions()))
	case "": // of one episode and no entries; nothing is remembered
		d.bot = bot.New(fakeSearcher{}, bot.Options{Title: "Istio 大咖说", Episodes: []*archive.Episode{episode()}})
	default:
		t.Fatalf("no archive %q", archiveOf)
	}
	return d
}

// showOptions are those of a bot that converses about the embedded show.
func showOptions(s *knowledge.Store) bot.Options {
	opts := bot.Options{
		Title: s.Title(), Version: s.Version(), Episodes: s.Episodes(), Glossary: s.Glossary(),
		Names: []string{"bigtalk", "U0BOT", "Istio 小助手"},
	}
	for _, topic := range s.Topics() {
		names := map[bot.Language]string{bot.Chinese: topic.NameIn("zh"), bot.English: topic.NameIn("en")}
		a := s.Annotation(topic.Entries[0].ID)
		examples := map[bot.Language]string{bot.Chinese: a.TitleZH, bot.English: a.TitleEN}
		opts.Topics = append(opts.Topics, bot.Topic{Name: names, Example: examples, Entries: len(topic.Entries)})
		opts.Examples = examples
	}
	return opts
}
