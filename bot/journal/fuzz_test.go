package journal_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bigtalk/bot"
	"bigtalk/bot/journal"
)

// FuzzFile reads, extends and rewrites a file of any content.
func FuzzFile(f *testing.F) {
	f.Add([]byte(""), "aaaaaaaaaa")
	f.Add([]byte("\n\n\xff\xfe\x00{}\n[]\r\nnull"), "")
	f.Add([]byte(`{"format":1,"kind":"asked","reply_id":"aaaaaaaaaa","time":"2025-03-01T12:30:00Z","platform":"cli","user":"ann","question":"q","thread":{}}`+"\n"), "aaaaaaaaaa")
	f.Add([]byte(`{"format":1,"kind":"asked","reply_id":"aaaaaaaaaa","time":"yesterday","thread":[]}`), "aaaaaaaaaa")
	f.Add([]byte(`{"FORMAT":1,"Kind":"judged","user":"ann","user":"bob","platform":null}`+"\n{"), "x")
	f.Add([]byte(strings.Repeat(strings.Repeat("x", 500)+"\n", 7)), "x")
	f.Add([]byte(strings.Repeat("y", 9000)), "y")
	f.Fuzz(func(t *testing.T, content []byte, id string) {
		path := filepath.Join(t.TempDir(), "questions.jsonl")
		put(t, path, string(content))
		const most = 4000
		file := journal.OpenFile(path, journal.FileOptions{MaxBytes: most})
		before, ok, err := file.Lookup(t.Context(), id)
		if err != nil || ok && before.ReplyID != id {
			t.Fatalf("Lookup(%q) = %+v, %v, %v", id, before, ok, err)
		}
		q := question("zzzzzzzzzz", "zoe")
		mustAsk(t, file, q)
		if diff := cmp.Diff(q, find(t, file, q.ReplyID, true)); diff != "" {
			t.Errorf("question (-want +got):\n%s", diff)
		}
		if info, err := os.Stat(path); err != nil || info.Size() > most {
			t.Errorf("the file is %v, %v", info.Size(), err)
		}
		for _, p := range []bot.Person{before.Person, q.Person} {
			if err := file.Forget(t.Context(), p.Platform, p.User); err != nil {
				t.Fatal(err)
			}
		}
		find(t, file, q.ReplyID, false)
		if again, found, err := file.Lookup(t.Context(), id); err != nil || found && again.Person.User == before.Person.User && again.Person.Platform == before.Person.Platform {
			t.Errorf("Lookup(%q) after Forget = %+v, %v, %v", id, again, found, err)
		}
	})
}
